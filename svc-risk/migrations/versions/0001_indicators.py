"""Indicators by quarter, territory and matter, and the quarters that are open."""

from alembic import op

from chassis.migrate import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_chassis_tables(op)
    # Territories sort by bytes, so that a plain index also serves "this territory and all below it".
    op.execute(
        """CREATE TABLE indicators (
            quarter text NOT NULL, territory_code text COLLATE "C" NOT NULL, matter text NOT NULL, indicator text NOT NULL,
            count bigint NOT NULL,
            CONSTRAINT pk_indicators PRIMARY KEY (quarter, territory_code, matter, indicator))"""
    )
    op.execute("CREATE INDEX ix_indicators_territory_code ON indicators (territory_code, quarter)")
    op.execute("CREATE INDEX ix_indicators_matter ON indicators (matter, quarter, territory_code, indicator)")
    op.execute("CREATE INDEX ix_indicators_indicator ON indicators (indicator, quarter, territory_code, matter)")
    op.execute("CREATE TABLE quarters (quarter text CONSTRAINT pk_quarters PRIMARY KEY, opened_at timestamptz NOT NULL)")


def downgrade() -> None:
    op.drop_table("quarters")
    op.drop_table("indicators")
    drop_chassis_tables(op)

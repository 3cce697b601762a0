"""Copies of the grid's units and territories."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # The paths sort by bytes, so that an index tells what lies within one.
    op.execute(
        """CREATE TABLE units (
            code text COLLATE "C" CONSTRAINT pk_units PRIMARY KEY, kind text NOT NULL, name text NOT NULL, parent_code text,
            territory_code text COLLATE "C", version bigint NOT NULL, retired_at timestamptz)"""
    )
    op.execute("CREATE INDEX ix_units_territory_code ON units (territory_code)")
    op.execute(
        """CREATE TABLE territories (
            code text COLLATE "C" CONSTRAINT pk_territories PRIMARY KEY, parent_code text, level text NOT NULL,
            name text NOT NULL, unit_code text, version bigint NOT NULL, retired_at timestamptz, successor_code text)"""
    )


def downgrade() -> None:
    op.drop_table("territories")
    op.drop_table("units")

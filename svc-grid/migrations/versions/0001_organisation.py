"""Territories, units and facilities."""

from alembic import op

from chassis.migrate import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_chassis_tables(op)
    op.execute(
        """CREATE TABLE territories (
            code text COLLATE "C" CONSTRAINT pk_territories PRIMARY KEY, parent_code text COLLATE "C", level text NOT NULL,
            name text NOT NULL, unit_code text, polygon jsonb, version integer NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_territories_level ON territories (level, code)")
    op.execute("CREATE INDEX ix_territories_parent_code ON territories (parent_code, code)")
    op.execute(
        """CREATE TABLE units (
            code text COLLATE "C" CONSTRAINT pk_units PRIMARY KEY, kind text NOT NULL, name text NOT NULL,
            parent_code text COLLATE "C", territory_code text COLLATE "C", version integer NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_units_kind ON units (kind, code)")
    op.execute("CREATE INDEX ix_units_territory_code ON units (territory_code, code)")
    op.execute(
        """CREATE TABLE facilities (
            code text COLLATE "C" CONSTRAINT pk_facilities PRIMARY KEY, kind text NOT NULL, level text, name text NOT NULL,
            territory_code text COLLATE "C", version integer NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_facilities_kind ON facilities (kind, level, code)")


def downgrade() -> None:
    for table in ("facilities", "units", "territories"):
        op.execute(f"DROP TABLE {table}")
    drop_chassis_tables(op)

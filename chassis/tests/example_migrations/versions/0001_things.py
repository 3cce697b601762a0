"""Things, and a counter that is raised and not set."""

from alembic import op

from chassis.migrate import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_chassis_tables(op)
    op.execute("CREATE TABLE things (id text PRIMARY KEY, version integer NOT NULL, name text NOT NULL)")
    op.execute("ALTER TABLE things ADD made_at timestamptz NOT NULL DEFAULT now()")
    op.execute("CREATE TABLE parents (id text PRIMARY KEY)")
    op.execute("CREATE TABLE children (parent_id text REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)")
    op.execute("CREATE TABLE heard (subject text PRIMARY KEY, times integer NOT NULL)")


def downgrade() -> None:
    for table in ("heard", "children", "parents", "things"):
        op.execute(f"DROP TABLE {table}")
    drop_chassis_tables(op)

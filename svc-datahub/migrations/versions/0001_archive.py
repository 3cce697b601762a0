"""The event archive and its counts."""

from alembic import op

from chassis.migrate import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_chassis_tables(op)
    # Types sort by bytes, so that a plain index also serves a prefix.
    op.execute(
        """CREATE TABLE archived_events (
            position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_archived_events PRIMARY KEY,
            event_id uuid NOT NULL CONSTRAINT uq_archived_events_event_id UNIQUE,
            stream text NOT NULL, type text COLLATE "C" NOT NULL, source text NOT NULL, subject text NOT NULL,
            sequence bigint NOT NULL, time timestamptz NOT NULL, is_replay boolean NOT NULL, trace text,
            data jsonb NOT NULL, archived_at timestamptz NOT NULL)"""
    )
    for column in ("stream", "type", "subject", "time"):
        op.execute(f"CREATE INDEX ix_archived_events_{column} ON archived_events ({column}, position)")
    op.execute(
        """CREATE TABLE archive_counts (
            stream text NOT NULL, type text COLLATE "C" NOT NULL, events bigint NOT NULL,
            CONSTRAINT pk_archive_counts PRIMARY KEY (stream, type))"""
    )


def downgrade() -> None:
    op.drop_table("archive_counts")
    op.drop_table("archived_events")
    drop_chassis_tables(op)

"""Notices of the working calendar, kept as they were published; and an index of the tickets that an older one counted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"

_FREEZE = """
CREATE FUNCTION refuse_change_of_calendar_notices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'published notices never change';
END $$"""

# The years that were there from the start: of each the days that differ from the weekday rule.
_CARRY_OVER = """
INSERT INTO calendar_notices (year, version, holidays, make_up_days, named, changes, published_at, published_by)
SELECT extract(year FROM day)::integer, max(version), '[]',
       coalesce(array_agg(day ORDER BY day) FILTER (WHERE is_working AND is_weekend), '{}'),
       coalesce(jsonb_object_agg(day, is_working) FILTER (WHERE is_working = is_weekend), '{}'), '[]', now(), 'migration'
FROM (SELECT *, extract(isodow FROM day) > 5 AS is_weekend FROM calendar_days) AS days GROUP BY 1
"""
# While a ticket's clock runs.
_RUNNING = "status IN ('accepted', 'dispatched', 'handling', 'merged', 'reopened', 'returned', 'signed')"


def upgrade() -> None:
    op.create_table(
        "calendar_notices",
        sa.Column("year", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("reference", sa.Text),
        sa.Column("issued_on", sa.Date),
        sa.Column("holidays", postgresql.JSONB, nullable=False),
        sa.Column("make_up_days", postgresql.ARRAY(sa.Date), nullable=False),
        sa.Column("named", postgresql.JSONB, nullable=False),
        sa.Column("changes", postgresql.JSONB, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("year", "version", name="pk_calendar_notices"),
    )
    op.execute(_CARRY_OVER)
    op.execute(_FREEZE)
    op.execute(
        "CREATE TRIGGER freeze_calendar_notices BEFORE UPDATE OR DELETE ON calendar_notices "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_calendar_notices()"
    )
    op.create_index("ix_calendar_notices_version", "calendar_notices", ["version", "year"])
    op.execute(f"CREATE INDEX ix_tickets_calendar ON tickets (calendar_version) WHERE due_at IS NOT NULL AND {_RUNNING}")


def downgrade() -> None:
    op.execute("DROP INDEX ix_tickets_calendar")
    op.drop_table("calendar_notices")
    op.execute("DROP FUNCTION refuse_change_of_calendar_notices()")

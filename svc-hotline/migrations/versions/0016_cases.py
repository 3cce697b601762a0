"""Which round of a ticket a grid case answers, how far a case has told, and why one came to nothing."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    # Of a round that began before this, `round_from` stays unknown: its cases are linked as they were.
    op.execute("ALTER TABLE tickets ADD COLUMN round_from integer, ADD COLUMN case_end_code text, ADD COLUMN case_end_basis text")
    op.execute("ALTER TABLE ticket_cases ADD COLUMN sequence integer NOT NULL DEFAULT 0")


def downgrade() -> None:
    op.execute("ALTER TABLE ticket_cases DROP COLUMN sequence")
    op.execute("ALTER TABLE tickets DROP COLUMN case_end_basis, DROP COLUMN case_end_code, DROP COLUMN round_from")

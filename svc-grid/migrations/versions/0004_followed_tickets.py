"""How far each hotline ticket was followed, and which of a ticket's events a case answers."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("ALTER TABLE cases ADD COLUMN ticket_sequence integer")
    op.execute(
        """CREATE TABLE followed_tickets (
            ticket_id uuid CONSTRAINT pk_followed_tickets PRIMARY KEY, dispatch_no integer NOT NULL DEFAULT 0,
            asked integer NOT NULL DEFAULT 0, asked_dispatch_no integer NOT NULL DEFAULT 0, ended integer NOT NULL DEFAULT 0)"""
    )
    op.execute(
        "INSERT INTO followed_tickets (ticket_id, dispatch_no) "
        "SELECT ticket_id, max(coalesce(dispatch_no, 0)) FROM cases WHERE ticket_id IS NOT NULL GROUP BY ticket_id"
    )


def downgrade() -> None:
    op.execute("DROP TABLE followed_tickets")
    op.execute("ALTER TABLE cases DROP COLUMN ticket_sequence")

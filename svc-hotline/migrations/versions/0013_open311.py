"""Open311: categories as services, what came with requests, what partner systems told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "open311_services",
        sa.Column("category_code", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("is_offered", sa.Boolean, nullable=False),
        sa.Column("attributes", postgresql.JSONB, nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
    )
    op.create_table(
        "open311_reports",
        sa.Column("ticket_id", sa.Uuid, sa.ForeignKey("tickets.id"), primary_key=True),
        sa.Column("media_url", sa.Text),
        sa.Column("answers", postgresql.JSONB, nullable=False),
    )
    op.create_table(
        "open311_updates",
        sa.Column("application", sa.Text, primary_key=True),
        sa.Column("update_id", sa.Text, primary_key=True),
        sa.Column("ticket_id", sa.Uuid, sa.ForeignKey("tickets.id"), nullable=False),
        sa.Column("ticket_version", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("updated_at", _AT, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("media_url", sa.Text),
        sa.Column("received_at", _AT, nullable=False),
        sa.UniqueConstraint("ticket_id", "ticket_version", name="uq_open311_updates_step"),
    )
    # Requests are listed by the day they came; updates look for tickets that changed since. Few tickets pay for these.
    op.execute("CREATE INDEX ix_tickets_open311_accepted_at ON tickets (accepted_at, id) WHERE channel = 'open311'")
    op.execute("CREATE INDEX ix_tickets_open311_changed_at ON tickets (changed_at) WHERE channel = 'open311'")


def downgrade() -> None:
    op.execute("DROP INDEX ix_tickets_open311_changed_at")
    op.execute("DROP INDEX ix_tickets_open311_accepted_at")
    for table in ("open311_updates", "open311_reports", "open311_services"):
        op.drop_table(table)

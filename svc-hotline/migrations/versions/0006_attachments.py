"""Attachments of tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("ticket_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
        sa.Column("is_from_caller", sa.Boolean, nullable=False),
        sa.Column("is_public", sa.Boolean, nullable=False),
        sa.Column("added_at", _AT, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.Column("removed_at", _AT),
        sa.Column("removal_reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_attachments_ticket_id"),
        sa.CheckConstraint("octet_length(sha256) = 32 AND size_bytes > 0", name="ck_attachments_content"),
        sa.CheckConstraint("(removed_at IS NULL) = (removal_reason IS NULL)", name="ck_attachments_removal"),
    )
    op.create_index("ix_attachments_ticket_id", "attachments", ["ticket_id", "id"])
    # The same content once from the caller's side and once from staff's, who may see it both.
    op.create_index(
        "uq_attachments_content", "attachments", ["ticket_id", "sha256", "is_from_caller"],
        unique=True, postgresql_where=sa.text("removed_at IS NULL"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("attachments")

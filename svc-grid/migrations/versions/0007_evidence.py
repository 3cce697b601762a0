"""Files that are put to cases as evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "evidence_files",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("moment", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
        sa.Column("added_at", _AT, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.Column("removed_at", _AT),
        sa.Column("removed_by", sa.Text),
        sa.Column("removal_reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_files"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_evidence_files_case_id"),
        sa.CheckConstraint("octet_length(sha256) = 32 AND size_bytes > 0", name="ck_evidence_files_content"),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removal_reason IS NULL) AND (removed_at IS NULL) = (removed_by IS NULL)",
            name="ck_evidence_files_removal",
        ),
    )
    # A case has some dozens of files at most, so the other filters need none of their own.
    op.create_index("ix_evidence_files_case_id", "evidence_files", ["case_id", "id"])
    op.create_index(
        "uq_evidence_files_content", "evidence_files", ["case_id", "sha256"],
        unique=True, postgresql_where=sa.text("removed_at IS NULL"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("evidence_files")

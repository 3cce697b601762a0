"""Boundaries in the copies of territories, each with the edition it came in, so that only news are read again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("territories", sa.Column("boundary", postgresql.JSONB))
    op.add_column("territories", sa.Column("boundary_edition", sa.BigInteger, nullable=False, server_default="0"))
    op.create_index("ix_territories_boundary_edition", "territories", ["boundary_edition"])
    # One row, raised within the change it counts: whoever sees an edition sees all that came with it and before.
    op.create_table(
        "boundary_editions",
        sa.Column("id", sa.SmallInteger, sa.CheckConstraint("id = 1", name="ck_boundary_editions_single"), nullable=False),
        sa.Column("edition", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_boundary_editions"),
    )
    op.execute("INSERT INTO boundary_editions VALUES (1, 0)")


def downgrade() -> None:
    op.drop_table("boundary_editions")
    op.drop_index("ix_territories_boundary_edition")
    op.drop_column("territories", "boundary_edition")
    op.drop_column("territories", "boundary")

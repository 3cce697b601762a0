"""Boundaries of territories: of several parts too, so `polygon` says too little; what it holds is taken over."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # The old column stays for the code that still runs; a later release drops it.
    op.execute("ALTER TABLE territories ADD COLUMN boundary jsonb")
    op.execute("UPDATE territories SET boundary = polygon WHERE polygon IS NOT NULL")


def downgrade() -> None:
    op.execute("ALTER TABLE territories DROP COLUMN boundary")

"""Territories that the grid has retired: kept for the tickets that name them, and offered no more."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("territories", sa.Column("retired_at", sa.DateTime(timezone=True)))
    op.add_column("territories", sa.Column("successor_code", sa.Text))


def downgrade() -> None:
    op.drop_column("territories", "successor_code")
    op.drop_column("territories", "retired_at")

"""The units that gave a ticket back, so that it is not suggested to them again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    # Earlier returns do not tell their unit: the desk, or a grid case, may have asked in its place.
    codes = sa.Column("returned_unit_codes", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}")
    op.add_column("tickets", codes)


def downgrade() -> None:
    op.drop_column("tickets", "returned_unit_codes")

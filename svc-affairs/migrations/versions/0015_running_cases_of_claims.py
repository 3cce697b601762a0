"""How many cases run under a claim is asked when it is given back."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.execute(
        """CREATE INDEX ix_online_cases_claim ON online_cases (centre_code, item_code, status)
            WHERE centre_code IS NOT NULL"""
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_online_cases_claim")

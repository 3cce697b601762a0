"""Policies by which declarations are matched; before the first one the built-in policy is in force."""

from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE trade_policies (
            version integer CONSTRAINT pk_trade_policies PRIMARY KEY, effective_on date NOT NULL,
            amount_tolerance numeric NOT NULL, quantity_tolerance numeric NOT NULL, weight_tolerance_kg numeric NOT NULL,
            transaction_limit numeric NOT NULL, annual_limit numeric NOT NULL, checks text[] NOT NULL,
            wait_hours integer NOT NULL, is_auto_release boolean NOT NULL,
            published_at timestamptz NOT NULL, published_by text NOT NULL,
            CONSTRAINT uq_trade_policies_effective_on UNIQUE (effective_on))"""
    )


def downgrade() -> None:
    op.drop_table("trade_policies")

"""Parties of cross-border trade, and the accounts that act for them."""

from alembic import op

revision = "0030"
down_revision = "0028"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE trade_parties (
            id uuid CONSTRAINT pk_trade_parties PRIMARY KEY, code text NOT NULL CONSTRAINT uq_trade_parties_code UNIQUE,
            version integer NOT NULL, name text NOT NULL, kinds text[] NOT NULL,
            account text NOT NULL CONSTRAINT uq_trade_parties_account UNIQUE,
            status text NOT NULL, suspension_reason text, suspension_note text,
            registered_at timestamptz NOT NULL, changed_at timestamptz NOT NULL,
            CONSTRAINT ck_trade_parties_suspended_for_a_reason
                CHECK ((status = 'suspended') = (suspension_reason IS NOT NULL)))"""
    )
    op.execute("CREATE INDEX ix_trade_parties_status ON trade_parties (status, id)")
    op.execute("CREATE INDEX ix_trade_parties_kinds ON trade_parties USING gin (kinds)")
    op.execute(
        """CREATE TABLE trade_party_accounts (
            id uuid CONSTRAINT pk_trade_party_accounts PRIMARY KEY,
            party_id uuid NOT NULL CONSTRAINT fk_trade_party_accounts_party_id REFERENCES trade_parties,
            account text NOT NULL, since timestamptz NOT NULL, until timestamptz, entered_by text NOT NULL)"""
    )
    # One account acts for one party at a time, and one party has one account.
    op.execute("CREATE UNIQUE INDEX uq_trade_party_accounts_present ON trade_party_accounts (account) WHERE until IS NULL")
    op.execute("CREATE INDEX ix_trade_party_accounts_party_id ON trade_party_accounts (party_id, id)")
    op.execute("CREATE UNIQUE INDEX uq_trade_party_accounts_of_party ON trade_party_accounts (party_id) WHERE until IS NULL")


def downgrade() -> None:
    op.drop_table("trade_party_accounts")
    op.drop_table("trade_parties")

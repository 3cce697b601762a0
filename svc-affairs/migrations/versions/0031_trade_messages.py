"""Messages of cross-border trade: their receipts, and the numbers these give."""

from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE trade_messages (
            id uuid CONSTRAINT pk_trade_messages PRIMARY KEY,
            party_id uuid NOT NULL CONSTRAINT fk_trade_messages_party_id REFERENCES trade_parties,
            guid text NOT NULL, kind text NOT NULL, digest bytea NOT NULL, document_count integer NOT NULL,
            taken_count integer NOT NULL, refused_count integer NOT NULL, unreadable_count integer NOT NULL,
            receipt text NOT NULL, received_at timestamptz NOT NULL,
            CONSTRAINT uq_trade_messages_party_id_guid UNIQUE (party_id, guid),
            CONSTRAINT ck_trade_messages_each_document_has_an_outcome
                CHECK (document_count = taken_count + refused_count + unreadable_count))"""
    )
    op.execute("CREATE INDEX ix_trade_messages_party_id ON trade_messages (party_id, id)")
    op.execute("CREATE SEQUENCE trade_receipt_numbers")


def downgrade() -> None:
    op.drop_table("trade_messages")
    op.execute("DROP SEQUENCE trade_receipt_numbers")

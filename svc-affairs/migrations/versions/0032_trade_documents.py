"""Documents of cross-border trade: what stands of each, and what stood before."""

from alembic import op

revision = "0032"
down_revision = "0031"

# What every document carries: its place in the order of its versions, by whom it was sent, and when it came.
_CARRIED = """id uuid NOT NULL, version integer NOT NULL, app_type text NOT NULL, app_time timestamptz NOT NULL,
    digest bytea NOT NULL, is_deleted boolean NOT NULL, sent_by text NOT NULL, received_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL"""
_TABLES = {
    "trade_orders": """platform_code text NOT NULL, order_no text NOT NULL, merchant_code text NOT NULL,
        platform_name text NOT NULL, merchant_name text NOT NULL, buyer_hash bytea NOT NULL, buyer_name_hash bytea NOT NULL,
        goods_value numeric NOT NULL, freight numeric NOT NULL, discount numeric NOT NULL, tax_total numeric NOT NULL,
        actual_paid numeric NOT NULL, currency text NOT NULL, pay_code text, pay_transaction_id text, ordered_at timestamptz,
        CONSTRAINT uq_trade_orders_platform_code_order_no_merchant_code UNIQUE (platform_code, order_no, merchant_code)""",
    "trade_payments": """pay_code text NOT NULL, pay_transaction_id text NOT NULL, platform_code text NOT NULL,
        order_no text NOT NULL, buyer_hash bytea NOT NULL, buyer_name_hash bytea NOT NULL, amount_paid numeric NOT NULL,
        currency text NOT NULL, paid_at timestamptz NOT NULL,
        CONSTRAINT uq_trade_payments_pay_code_pay_transaction_id UNIQUE (pay_code, pay_transaction_id)""",
    "trade_waybills": """logistics_code text NOT NULL, logistics_no text NOT NULL, platform_code text, order_no text,
        freight numeric NOT NULL, insured_fee numeric NOT NULL, currency text NOT NULL, gross_weight_kg numeric NOT NULL,
        piece_count integer NOT NULL, goods_info text,
        CONSTRAINT uq_trade_waybills_logistics_code_logistics_no UNIQUE (logistics_code, logistics_no)""",
    "trade_lists": """declarant_code text NOT NULL, cop_no text NOT NULL, platform_code text NOT NULL, order_no text NOT NULL,
        merchant_code text NOT NULL, logistics_code text NOT NULL, logistics_no text NOT NULL, agent_code text,
        buyer_hash bytea NOT NULL, buyer_name_hash bytea NOT NULL, customs_code text NOT NULL, port_code text NOT NULL,
        ie_date date NOT NULL, trade_mode text NOT NULL, country text NOT NULL, freight numeric NOT NULL,
        insured_fee numeric NOT NULL, currency text NOT NULL, gross_weight_kg numeric NOT NULL, net_weight_kg numeric NOT NULL,
        piece_count integer NOT NULL,
        CONSTRAINT uq_trade_lists_declarant_code_cop_no UNIQUE (declarant_code, cop_no)""",
    # What is asked about a list later. A list is cancelled once; each of its refunds has an id of its own.
    "trade_requests": """kind text NOT NULL, declarant_code text NOT NULL, cop_no text NOT NULL, guid text NOT NULL,
        reason text NOT NULL, lines jsonb NOT NULL,
        CONSTRAINT uq_trade_requests_kind_declarant_code_cop_no_guid UNIQUE (kind, declarant_code, cop_no, guid)""",
}
_LINES = ("order", "list")


def upgrade() -> None:
    for table, columns in _TABLES.items():
        op.execute(f"CREATE TABLE {table} ({_CARRIED}, {columns}, CONSTRAINT pk_{table} PRIMARY KEY (id))")
        op.execute(f"CREATE INDEX ix_{table}_sent_by ON {table} (sent_by, id)")
    for kind in _LINES:
        op.execute(
            f"""CREATE TABLE trade_{kind}_lines (
                document_id uuid NOT NULL CONSTRAINT fk_trade_{kind}_lines_document_id REFERENCES trade_{kind}s,
                line_no integer NOT NULL, goods_code text, item_no text, name text NOT NULL, quantity numeric NOT NULL,
                unit text NOT NULL, unit_price numeric NOT NULL, total_price numeric NOT NULL, currency text NOT NULL,
                country text NOT NULL, CONSTRAINT pk_trade_{kind}_lines PRIMARY KEY (document_id, line_no))"""
        )
    op.execute("CREATE INDEX ix_trade_payments_platform_code_order_no ON trade_payments (platform_code, order_no)")
    op.execute("CREATE INDEX ix_trade_lists_platform_code_order_no ON trade_lists (platform_code, order_no)")
    op.execute("CREATE INDEX ix_trade_lists_logistics_code_logistics_no ON trade_lists (logistics_code, logistics_no)")
    # A version that a newer one took the place of, or that came when a newer one was here already.
    op.execute(
        """CREATE TABLE trade_document_versions (
            document_id uuid NOT NULL, digest bytea NOT NULL, kind text NOT NULL, app_type text NOT NULL,
            app_time timestamptz NOT NULL, sent_by text NOT NULL, received_at timestamptz NOT NULL, body jsonb NOT NULL,
            CONSTRAINT pk_trade_document_versions PRIMARY KEY (document_id, digest))"""
    )


def downgrade() -> None:
    for table in ("trade_document_versions", *(f"trade_{kind}_lines" for kind in _LINES), *_TABLES):
        op.drop_table(table)

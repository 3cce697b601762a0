"""Declarations, their mismatches, what buyers have used of their yearly limit, and the figures of all of it."""

from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.execute("CREATE SEQUENCE trade_invt_numbers")
    op.execute(
        """CREATE TABLE trade_declarations (
            id uuid CONSTRAINT pk_trade_declarations PRIMARY KEY, version integer NOT NULL, told integer NOT NULL,
            status text NOT NULL, verdict text NOT NULL, missing text[] NOT NULL, mismatch_fields text[] NOT NULL,
            invt_no text NOT NULL CONSTRAINT uq_trade_declarations_invt_no UNIQUE,
            declarant_code text NOT NULL, cop_no text NOT NULL, platform_code text NOT NULL, order_no text NOT NULL,
            logistics_code text NOT NULL, logistics_no text NOT NULL, list_app_time timestamptz NOT NULL,
            day date NOT NULL, country text NOT NULL, headings jsonb NOT NULL,
            buyer_hash bytea NOT NULL, limit_year integer NOT NULL, amount numeric NOT NULL, refunded_amount numeric NOT NULL,
            taken_amount numeric NOT NULL, is_sound boolean NOT NULL, annual_limit numeric,
            policy_version integer, documents_digest bytea, findings_digest bytea, is_changed_since boolean NOT NULL,
            opened_at timestamptz NOT NULL, judged_at timestamptz, waits_until timestamptz,
            decided_at timestamptz, decided_by text, reason_code text, reason text, returned_list_at timestamptz,
            CONSTRAINT uq_trade_declarations_declarant_code_cop_no UNIQUE (declarant_code, cop_no))"""
    )
    for column in ("status", "platform_code", "day", "declarant_code"):
        op.execute(f"CREATE INDEX ix_trade_declarations_{column} ON trade_declarations ({column}, id)")
    # Who may draw on a buyer's yearly limit, looked at when it may not be enough for all.
    op.execute("CREATE INDEX ix_trade_declarations_buyer ON trade_declarations (buyer_hash, limit_year) WHERE is_sound")
    op.execute("CREATE INDEX ix_trade_declarations_waits_until ON trade_declarations (waits_until) WHERE waits_until IS NOT NULL")
    op.execute(
        """CREATE TABLE trade_mismatches (
            declaration_id uuid NOT NULL CONSTRAINT fk_trade_mismatches_declaration_id REFERENCES trade_declarations,
            field text NOT NULL, line_no integer NOT NULL, one_document text NOT NULL, one_value text,
            other_document text NOT NULL, other_value text,
            CONSTRAINT pk_trade_mismatches PRIMARY KEY (declaration_id, field, line_no))"""
    )
    op.execute("CREATE INDEX ix_trade_mismatches_field ON trade_mismatches (field, declaration_id)")
    # What the desk decided; what the match found stands in the declaration itself and in its events.
    op.execute(
        """CREATE TABLE trade_decisions (
            declaration_id uuid NOT NULL CONSTRAINT fk_trade_decisions_declaration_id REFERENCES trade_declarations,
            version integer NOT NULL, at timestamptz NOT NULL, command text NOT NULL, from_status text NOT NULL,
            to_status text NOT NULL, actor text NOT NULL, reason_code text, reason text,
            CONSTRAINT pk_trade_decisions PRIMARY KEY (declaration_id, version))"""
    )
    op.execute(
        """CREATE TABLE trade_limit_usages (
            buyer_hash bytea NOT NULL, limit_year integer NOT NULL, used_amount numeric NOT NULL, over_count integer NOT NULL,
            CONSTRAINT pk_trade_limit_usages PRIMARY KEY (buyer_hash, limit_year))"""
    )
    # What has changed since the last pass: an order's key (o) or a waybill's key (w). It is only added to and taken from.
    op.execute(
        """CREATE TABLE trade_match_marks (
            seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_trade_match_marks PRIMARY KEY,
            kind text NOT NULL, code text NOT NULL, no text NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_trade_match_marks_kind_code_no ON trade_match_marks (kind, code, no)")
    op.execute("ALTER TABLE trade_match_marks SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)")
    op.execute(
        """CREATE TABLE trade_figure_cells (
            day date NOT NULL, dimension text NOT NULL, key text NOT NULL, measure text NOT NULL,
            count bigint NOT NULL, amount numeric NOT NULL,
            CONSTRAINT pk_trade_figure_cells PRIMARY KEY (dimension, key, day, measure))"""
    )
    op.execute("CREATE INDEX ix_trade_figure_cells_day ON trade_figure_cells (dimension, day)")
    op.execute(
        """CREATE TABLE trade_figure_deltas (
            seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_trade_figure_deltas PRIMARY KEY,
            day date NOT NULL, dimension text NOT NULL, key text NOT NULL, measure text NOT NULL,
            count bigint NOT NULL, amount numeric NOT NULL)"""
    )


def downgrade() -> None:
    for table in (
        "trade_figure_deltas", "trade_figure_cells", "trade_match_marks", "trade_limit_usages", "trade_decisions",
        "trade_mismatches", "trade_declarations",
    ):  # fmt: skip
        op.drop_table(table)
    op.execute("DROP SEQUENCE trade_invt_numbers")

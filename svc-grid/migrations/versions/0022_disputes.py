"""Disputes with their parties, sessions, agreements and figures; the register of mediators; remarks on cases."""

from alembic import op

revision = "0022"
down_revision = "0021"

_TABLES = (
    "case_remarks", "dispute_figures", "dispute_documents", "dispute_obligations", "dispute_agreements", "dispute_sessions",
    "dispute_assignments", "dispute_steps", "dispute_parties", "disputes", "mediators",
)  # fmt: skip


def upgrade() -> None:
    op.execute(
        """CREATE TABLE mediators (
            account text COLLATE "C" CONSTRAINT pk_mediators PRIMARY KEY, version integer NOT NULL, kind text NOT NULL,
            unit_code text COLLATE "C" NOT NULL, territory_code text COLLATE "C" NOT NULL,
            specialities jsonb NOT NULL DEFAULT '[]', is_active boolean NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_mediators_unit_code ON mediators (unit_code, account)")
    op.execute("CREATE INDEX ix_mediators_territory_code ON mediators (territory_code, account)")
    op.execute("CREATE INDEX ix_mediators_is_active ON mediators (is_active, account)")
    op.execute("CREATE INDEX ix_mediators_specialities ON mediators USING gin (specialities jsonb_path_ops)")
    _create_disputes()
    _create_parts()
    op.execute(
        """CREATE TABLE dispute_figures (
            applied_on date NOT NULL, territory_code text COLLATE "C" NOT NULL, kind text NOT NULL, status text NOT NULL,
            disputes integer NOT NULL DEFAULT 0, agreed integer NOT NULL DEFAULT 0, failed integer NOT NULL DEFAULT 0,
            on_time integer NOT NULL DEFAULT 0, late integer NOT NULL DEFAULT 0, obligations integer NOT NULL DEFAULT 0,
            performed integer NOT NULL DEFAULT 0, partly integer NOT NULL DEFAULT 0, not_performed integer NOT NULL DEFAULT 0,
            CONSTRAINT pk_dispute_figures PRIMARY KEY (applied_on, territory_code, kind, status))"""
    )
    op.execute(
        """CREATE TABLE case_remarks (
            id uuid CONSTRAINT pk_case_remarks PRIMARY KEY,
            case_id uuid NOT NULL CONSTRAINT fk_case_remarks_case_id REFERENCES cases (id),
            at timestamptz NOT NULL, actor text NOT NULL, remark text NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_case_remarks_case_id ON case_remarks (case_id, at, id)")


def _create_disputes() -> None:
    op.execute("CREATE SEQUENCE dispute_numbers")
    op.execute(
        """CREATE TABLE disputes (
            id uuid CONSTRAINT pk_disputes PRIMARY KEY, number text NOT NULL CONSTRAINT uq_disputes_number UNIQUE,
            version integer NOT NULL, told integer NOT NULL, status text NOT NULL, kind text NOT NULL,
            territory_code text COLLATE "C" NOT NULL,
            case_id uuid CONSTRAINT fk_disputes_case_id REFERENCES cases (id), applied_by text NOT NULL,
            mediator text COLLATE "C", is_mediator_free boolean NOT NULL DEFAULT false, policy_version text NOT NULL,
            applied_at timestamptz NOT NULL, accepted_at timestamptz, mediating_at timestamptz, concluded_at timestamptz,
            followed_up_at timestamptz, ended_at timestamptz, due_at timestamptz, is_late boolean NOT NULL DEFAULT false,
            extensions integer NOT NULL DEFAULT 0, reason_code text, referral text, outcome text, follow_up text,
            obligations integer NOT NULL DEFAULT 0, performed integer NOT NULL DEFAULT 0,
            partly integer NOT NULL DEFAULT 0, not_performed integer NOT NULL DEFAULT 0,
            sealed_at timestamptz, unsealed_until timestamptz, erase_at timestamptz, erased_at timestamptz,
            sweep_after timestamptz, record_key bytea, statement_sealed bytea NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_disputes_applied_at ON disputes (applied_at, id)")
    op.execute("CREATE INDEX ix_disputes_status ON disputes (status, applied_at, id)")
    op.execute("CREATE INDEX ix_disputes_kind ON disputes (kind, applied_at, id)")
    op.execute("CREATE INDEX ix_disputes_territory_code ON disputes (territory_code, applied_at, id)")
    op.execute("CREATE INDEX ix_disputes_mediator ON disputes (mediator, applied_at, id) WHERE mediator IS NOT NULL")
    op.execute("CREATE INDEX ix_disputes_case_id ON disputes (case_id, id) WHERE case_id IS NOT NULL")
    # What the workers look for: a few rows of many.
    op.execute("CREATE INDEX ix_disputes_late ON disputes (due_at) WHERE due_at IS NOT NULL AND NOT is_late")
    op.execute("CREATE INDEX ix_disputes_erase_at ON disputes (erase_at) WHERE erase_at IS NOT NULL AND erased_at IS NULL")


def _create_parts() -> None:
    op.execute(
        """CREATE TABLE dispute_parties (
            dispute_id uuid NOT NULL CONSTRAINT fk_dispute_parties_dispute_id REFERENCES disputes (id),
            party_no integer NOT NULL, side text NOT NULL, masked_name text, masked_phone text,
            contact_key bytea, contact_cipher bytea, contact_index bytea,
            CONSTRAINT pk_dispute_parties PRIMARY KEY (dispute_id, party_no),
            CONSTRAINT ck_dispute_parties_not_findable CHECK (contact_index IS NULL))"""
    )
    op.execute(
        """CREATE TABLE dispute_steps (
            dispute_id uuid NOT NULL CONSTRAINT fk_dispute_steps_dispute_id REFERENCES disputes (id),
            version integer NOT NULL, at timestamptz NOT NULL, action text NOT NULL, from_status text,
            to_status text NOT NULL, actor text NOT NULL, actor_kind text NOT NULL, reason_code text, note_sealed bytea,
            CONSTRAINT pk_dispute_steps PRIMARY KEY (dispute_id, version))"""
    )
    op.execute(
        """CREATE TABLE dispute_assignments (
            dispute_id uuid NOT NULL CONSTRAINT fk_dispute_assignments_dispute_id REFERENCES disputes (id),
            assignment_no integer NOT NULL, mediator text NOT NULL, assigned_by text NOT NULL, assigned_at timestamptz NOT NULL,
            has_conflict boolean, declared_at timestamptz, ended_at timestamptz, end_reason text,
            CONSTRAINT pk_dispute_assignments PRIMARY KEY (dispute_id, assignment_no))"""
    )
    op.execute(
        """CREATE TABLE dispute_sessions (
            dispute_id uuid NOT NULL CONSTRAINT fk_dispute_sessions_dispute_id REFERENCES disputes (id),
            session_no integer NOT NULL, status text NOT NULL, planned_at timestamptz NOT NULL, place_sealed bytea NOT NULL,
            attended jsonb NOT NULL DEFAULT '[]', minutes_sealed bytea, recorded_at timestamptz, recorded_by text,
            CONSTRAINT pk_dispute_sessions PRIMARY KEY (dispute_id, session_no))"""
    )
    op.execute(
        """CREATE TABLE dispute_agreements (
            dispute_id uuid CONSTRAINT pk_dispute_agreements PRIMARY KEY
                CONSTRAINT fk_dispute_agreements_dispute_id REFERENCES disputes (id),
            agreed_on date NOT NULL, terms_sealed bytea NOT NULL)"""
    )
    op.execute(
        """CREATE TABLE dispute_obligations (
            dispute_id uuid NOT NULL CONSTRAINT fk_dispute_obligations_dispute_id REFERENCES disputes (id),
            obligation_no integer NOT NULL, party_no integer NOT NULL, what_sealed bytea NOT NULL, due_on date NOT NULL,
            outcome text, outcome_at timestamptz, reminded_at timestamptz,
            CONSTRAINT pk_dispute_obligations PRIMARY KEY (dispute_id, obligation_no))"""
    )
    op.execute("CREATE INDEX ix_dispute_obligations_open ON dispute_obligations (due_on, dispute_id) WHERE outcome IS NULL")
    op.execute(
        """CREATE TABLE dispute_documents (
            dispute_id uuid NOT NULL CONSTRAINT fk_dispute_documents_dispute_id REFERENCES disputes (id),
            document_version integer NOT NULL, made_at timestamptz NOT NULL, made_by text NOT NULL, sha256 text NOT NULL,
            size_bytes integer NOT NULL, content_sealed bytea NOT NULL,
            CONSTRAINT pk_dispute_documents PRIMARY KEY (dispute_id, document_version))"""
    )


def downgrade() -> None:
    for table in _TABLES:
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP SEQUENCE dispute_numbers")

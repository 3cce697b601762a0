"""Decisions of cases as documents."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE case_documents (
            id uuid CONSTRAINT pk_case_documents PRIMARY KEY,
            case_id uuid NOT NULL CONSTRAINT fk_case_documents_case_id REFERENCES online_cases (id),
            version integer NOT NULL, number text NOT NULL CONSTRAINT uq_case_documents_number UNIQUE, kind text NOT NULL,
            title text NOT NULL, item_code text NOT NULL, item_name text NOT NULL, department_code text NOT NULL,
            department_name text NOT NULL, applicant_masked text, issued_at timestamptz NOT NULL,
            issued_on date NOT NULL, issued_by text NOT NULL, result_kind text, valid_until date,
            replaces_id uuid CONSTRAINT fk_case_documents_replaces_id REFERENCES case_documents (id)
                CONSTRAINT uq_case_documents_replaces_id UNIQUE,
            code_hash bytea NOT NULL CONSTRAINT uq_case_documents_code_hash UNIQUE,
            sha256 bytea CONSTRAINT uq_case_documents_sha256 UNIQUE, size_bytes bigint NOT NULL, seal bytea NOT NULL,
            revoked_at timestamptz, revoked_by text, revocation_reason text, revocation_note text,
            erased_at timestamptz)"""
    )
    op.execute("CREATE INDEX ix_case_documents_case_id ON case_documents (case_id, id)")


def downgrade() -> None:
    op.drop_table("case_documents")

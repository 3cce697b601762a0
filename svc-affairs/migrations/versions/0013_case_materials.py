"""Materials of cases and their files."""

from alembic import op

revision = "0013"
down_revision = "0010"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE case_materials (
            case_id uuid NOT NULL CONSTRAINT fk_case_materials_case_id REFERENCES online_cases (id),
            code text NOT NULL, place integer NOT NULL, version integer NOT NULL, name text NOT NULL, form text NOT NULL,
            copies integer NOT NULL, is_required boolean NOT NULL, source text NOT NULL, dataset_code text,
            status text NOT NULL, is_on_paper boolean NOT NULL, remark text, provided_at timestamptz, provided_by text,
            checked_at timestamptz, checked_by text,
            CONSTRAINT pk_case_materials PRIMARY KEY (case_id, code))"""
    )
    op.execute(
        """CREATE TABLE case_files (
            id uuid CONSTRAINT pk_case_files PRIMARY KEY, case_id uuid NOT NULL, material_code text NOT NULL,
            name text NOT NULL, media_type text NOT NULL, size_bytes bigint NOT NULL, sha256 bytea NOT NULL,
            is_from_applicant boolean NOT NULL, added_at timestamptz NOT NULL, added_by text NOT NULL,
            removed_at timestamptz, removed_by text,
            CONSTRAINT fk_case_files_case_id_material_code FOREIGN KEY (case_id, material_code)
                REFERENCES case_materials (case_id, code))"""
    )
    op.execute("CREATE INDEX ix_case_files_case_id ON case_files (case_id, id) WHERE removed_at IS NULL")


def downgrade() -> None:
    op.drop_table("case_files")
    op.drop_table("case_materials")

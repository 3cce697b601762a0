"""What imports of items came to, and which versions each brought."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE item_imports (
            id uuid CONSTRAINT pk_item_imports PRIMARY KEY, version integer NOT NULL, status text NOT NULL,
            imported_at timestamptz NOT NULL, imported_by text NOT NULL, media_type text NOT NULL, note text,
            counts jsonb NOT NULL, rows jsonb NOT NULL, decided_at timestamptz, decided_by text, decision_note text,
            effective_on date, moved integer NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_item_imports_status ON item_imports (status, id)")
    op.execute(
        """CREATE TABLE item_import_versions (
            import_id uuid NOT NULL CONSTRAINT fk_item_import_versions_import_id REFERENCES item_imports,
            item_id uuid NOT NULL CONSTRAINT fk_item_import_versions_item_id REFERENCES items,
            code text NOT NULL, revision integer NOT NULL,
            CONSTRAINT pk_item_import_versions PRIMARY KEY (import_id, item_id))"""
    )


def downgrade() -> None:
    op.execute("DROP TABLE item_import_versions")
    op.execute("DROP TABLE item_imports")

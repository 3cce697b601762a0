"""Base items."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE base_items (
            code text CONSTRAINT pk_base_items PRIMARY KEY, version integer NOT NULL, status text NOT NULL, name text NOT NULL,
            kind text NOT NULL, levels text[] NOT NULL, legal_basis text NOT NULL, statutory_days integer NOT NULL,
            material_count integer NOT NULL, edition text NOT NULL,
            entered_at timestamptz NOT NULL, changed_at timestamptz NOT NULL, words text[] NOT NULL)"""
    )
    for column in ("status", "kind", "edition"):
        op.execute(f"CREATE INDEX ix_base_items_{column} ON base_items ({column}, code)")
    for column in ("levels", "words"):
        op.execute(f"CREATE INDEX ix_base_items_{column} ON base_items USING gin ({column})")


def downgrade() -> None:
    op.execute("DROP TABLE base_items")

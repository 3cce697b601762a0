"""Changes of the tree of territories: ordered, applied on their day, cancelled before."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE territory_changes (
            id uuid CONSTRAINT pk_territory_changes PRIMARY KEY, version integer NOT NULL, kind text NOT NULL,
            status text NOT NULL, basis text NOT NULL, effective_on date, effective_at timestamptz NOT NULL,
            request jsonb NOT NULL, effects jsonb NOT NULL, faults jsonb, requested_by text NOT NULL,
            requested_by_kind text NOT NULL, requested_at timestamptz NOT NULL, settled_at timestamptz, settled_by text,
            reason text, try_after timestamptz)"""
    )
    op.execute("CREATE INDEX ix_territory_changes_requested_at ON territory_changes (requested_at, id)")
    op.execute("CREATE INDEX ix_territory_changes_kind ON territory_changes (kind, requested_at, id)")
    op.execute("CREATE INDEX ix_territory_changes_status ON territory_changes (status, requested_at, id)")
    op.execute("CREATE INDEX ix_territory_changes_due ON territory_changes (effective_at, id) WHERE status = 'planned'")


def downgrade() -> None:
    op.execute("DROP TABLE territory_changes")

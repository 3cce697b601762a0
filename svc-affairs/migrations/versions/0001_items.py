"""Departments and items."""

from alembic import op

from chassis.migrate import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_chassis_tables(op)
    op.execute(
        """CREATE TABLE departments (
            code text CONSTRAINT pk_departments PRIMARY KEY, name text NOT NULL, version integer NOT NULL,
            registered_at timestamptz NOT NULL)"""
    )
    op.execute(
        """CREATE TABLE items (
            id uuid CONSTRAINT pk_items PRIMARY KEY, code text NOT NULL, version integer NOT NULL, revision integer NOT NULL,
            status text NOT NULL, name text NOT NULL, kind text NOT NULL,
            department_code text NOT NULL CONSTRAINT fk_items_department_code REFERENCES departments,
            statutory_days integer NOT NULL, promised_days integer NOT NULL, materials jsonb NOT NULL,
            fee_fen bigint NOT NULL, legal_basis text NOT NULL, channels text[] NOT NULL,
            visits integer NOT NULL, online_depth integer NOT NULL,
            created_at timestamptz NOT NULL, changed_at timestamptz NOT NULL,
            published_at timestamptz, withdrawn_at timestamptz, search tsvector NOT NULL,
            CONSTRAINT uq_items_code_version UNIQUE (code, version),
            CONSTRAINT ck_items_promise_is_within_the_law CHECK (promised_days <= statutory_days))"""
    )
    # Of one code at most one version is being drafted, and at most one is in force.
    for status in ("draft", "published"):
        op.execute(f"CREATE UNIQUE INDEX uq_items_{status}_code ON items (code) WHERE status = '{status}'")
    for column in ("status", "kind", "department_code"):
        op.execute(f"CREATE INDEX ix_items_{column} ON items ({column}, id)")
    op.execute("CREATE INDEX ix_items_search ON items USING gin (search)")


def downgrade() -> None:
    op.drop_table("items")
    op.drop_table("departments")
    drop_chassis_tables(op)

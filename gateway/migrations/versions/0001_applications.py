"""Applications with their keys, declared replay clocks, the overview's period."""

from alembic import op

from chassis.migrate import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_chassis_tables(op)
    op.execute(
        """CREATE TABLE applications (
            id uuid CONSTRAINT pk_applications PRIMARY KEY, name text NOT NULL CONSTRAINT uq_applications_name UNIQUE,
            roles text[] NOT NULL, unit_code text, territory_code text,
            created_at timestamptz NOT NULL, revoked_at timestamptz)"""
    )
    op.execute(
        """CREATE TABLE application_keys (
            id text CONSTRAINT pk_application_keys PRIMARY KEY,
            application_id uuid NOT NULL CONSTRAINT fk_application_keys_application_id REFERENCES applications (id),
            secret_hash bytea NOT NULL, created_at timestamptz NOT NULL, expires_at timestamptz, revoked_at timestamptz)"""
    )
    op.execute("CREATE INDEX ix_application_keys_application_id ON application_keys (application_id)")
    op.execute(
        """CREATE TABLE replay_clocks (
            id uuid CONSTRAINT pk_replay_clocks PRIMARY KEY,
            application_id uuid NOT NULL CONSTRAINT fk_replay_clocks_application_id REFERENCES applications (id),
            starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, reason text NOT NULL, declared_by text NOT NULL,
            declared_at timestamptz NOT NULL, CONSTRAINT ck_replay_clocks_span CHECK (starts_at < ends_at))"""
    )
    op.execute(
        """CREATE TABLE overview_period (
            is_only boolean CONSTRAINT pk_overview_period PRIMARY KEY CONSTRAINT ck_overview_period_only CHECK (is_only),
            year integer NOT NULL, set_by text NOT NULL, set_at timestamptz NOT NULL)"""
    )


def downgrade() -> None:
    for table in ("overview_period", "replay_clocks", "application_keys", "applications"):
        op.execute(f"DROP TABLE {table}")
    drop_chassis_tables(op)

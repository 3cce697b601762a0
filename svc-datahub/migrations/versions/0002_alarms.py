"""Alarms of devices and the reports they were made of."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE alarms (
            id uuid CONSTRAINT pk_alarms PRIMARY KEY, cause text COLLATE "C" NOT NULL, occurrence integer NOT NULL,
            state text NOT NULL, source text NOT NULL, device_id text NOT NULL, device_kind text NOT NULL,
            rule_code text NOT NULL, severity text NOT NULL, title text NOT NULL, value double precision, unit text,
            territory_code text COLLATE "C", lon double precision, lat double precision, component_code text, class_code text,
            reports integer NOT NULL, raised_at timestamptz NOT NULL, last_reported_at timestamptz NOT NULL,
            cleared_at timestamptz, CONSTRAINT uq_alarms_cause_occurrence UNIQUE (cause, occurrence))"""
    )
    op.execute("CREATE UNIQUE INDEX uq_alarms_cause_open ON alarms (cause) WHERE state = 'raised'")
    op.execute("CREATE INDEX ix_alarms_raised_at ON alarms (raised_at, id)")
    for column in ("state", "severity", "device_id", "device_kind", "cause", "territory_code", "source"):
        op.execute(f"CREATE INDEX ix_alarms_{column} ON alarms ({column}, raised_at, id)")
    op.execute(
        """CREATE TABLE alarm_reports (
            source text NOT NULL, external_id text NOT NULL, alarm_id uuid NOT NULL, at timestamptz NOT NULL,
            CONSTRAINT pk_alarm_reports PRIMARY KEY (source, external_id))"""
    )
    op.execute("CREATE INDEX ix_alarm_reports_at ON alarm_reports (at)")


def downgrade() -> None:
    op.execute("DROP TABLE alarm_reports")
    op.execute("DROP TABLE alarms")

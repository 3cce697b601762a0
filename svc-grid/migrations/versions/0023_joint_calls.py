"""Joint calls, the units they call, their history and the units' figures."""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.execute("CREATE SEQUENCE joint_call_numbers")
    op.execute(
        """CREATE TABLE joint_calls (
            id uuid CONSTRAINT pk_joint_calls PRIMARY KEY, number text NOT NULL CONSTRAINT uq_joint_calls_number UNIQUE,
            version integer NOT NULL, told integer NOT NULL, status text NOT NULL,
            case_id uuid CONSTRAINT fk_joint_calls_case_id REFERENCES cases (id),
            territory_code text COLLATE "C" NOT NULL, urgency text NOT NULL, title text NOT NULL, request text NOT NULL,
            coordinator_unit_code text COLLATE "C" NOT NULL, called_by text NOT NULL, policy_version text NOT NULL,
            opened_at timestamptz NOT NULL, assembled_at timestamptz, done_at timestamptz, rated_at timestamptz,
            ended_at timestamptz, escalated_at timestamptz, reason_code text, sweep_after timestamptz)"""
    )
    op.execute("CREATE INDEX ix_joint_calls_opened_at ON joint_calls (opened_at, id)")
    op.execute("CREATE INDEX ix_joint_calls_status ON joint_calls (status, opened_at, id)")
    op.execute("CREATE INDEX ix_joint_calls_territory_code ON joint_calls (territory_code, opened_at, id)")
    op.execute("CREATE INDEX ix_joint_calls_case_id ON joint_calls (case_id, opened_at, id) WHERE case_id IS NOT NULL")
    op.execute(
        """CREATE TABLE joint_call_units (
            call_id uuid NOT NULL CONSTRAINT fk_joint_call_units_call_id REFERENCES joint_calls (id),
            unit_code text COLLATE "C" NOT NULL, status text NOT NULL, called_at timestamptz NOT NULL,
            due_at timestamptz NOT NULL, is_late boolean NOT NULL DEFAULT false, late_told_at timestamptz,
            reported_at timestamptz, comes jsonb NOT NULL DEFAULT '[]', arrives_at timestamptz, decline_reason text,
            decline_note text, is_upheld boolean, decision_note text, decided_at timestamptz, result text,
            done_at timestamptz, rating text, rating_reason text,
            CONSTRAINT pk_joint_call_units PRIMARY KEY (call_id, unit_code))"""
    )
    op.execute("CREATE INDEX ix_joint_call_units_unit_code ON joint_call_units (unit_code, called_at, call_id)")
    # What the worker looks for: a few rows of many.
    op.execute(
        "CREATE INDEX ix_joint_call_units_late ON joint_call_units (due_at) WHERE status = 'called' AND late_told_at IS NULL"
    )
    op.execute(
        """CREATE TABLE joint_call_steps (
            call_id uuid NOT NULL CONSTRAINT fk_joint_call_steps_call_id REFERENCES joint_calls (id),
            version integer NOT NULL, at timestamptz NOT NULL, command text NOT NULL, from_status text,
            to_status text NOT NULL, unit_code text, actor text NOT NULL, actor_kind text NOT NULL, reason_code text, note text,
            CONSTRAINT pk_joint_call_steps PRIMARY KEY (call_id, version))"""
    )
    op.execute(
        """CREATE TABLE joint_unit_figures (
            called_on date NOT NULL, unit_code text COLLATE "C" NOT NULL, territory_code text COLLATE "C" NOT NULL,
            called integer NOT NULL DEFAULT 0, reported integer NOT NULL DEFAULT 0, on_time integer NOT NULL DEFAULT 0,
            late integer NOT NULL DEFAULT 0, declined integer NOT NULL DEFAULT 0, excused integer NOT NULL DEFAULT 0,
            done integer NOT NULL DEFAULT 0, rated integer NOT NULL DEFAULT 0, rating_points integer NOT NULL DEFAULT 0,
            CONSTRAINT pk_joint_unit_figures PRIMARY KEY (called_on, unit_code, territory_code))"""
    )
    op.execute("CREATE INDEX ix_joint_unit_figures_unit_code ON joint_unit_figures (unit_code, called_on)")


def downgrade() -> None:
    for table in ("joint_unit_figures", "joint_call_steps", "joint_call_units", "joint_calls"):
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP SEQUENCE joint_call_numbers")

"""What follows from low ratings."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE rectifications (
            id uuid CONSTRAINT pk_rectifications PRIMARY KEY, version integer NOT NULL, status text NOT NULL,
            rating_id uuid NOT NULL CONSTRAINT fk_rectifications_rating_id REFERENCES ratings (id)
                CONSTRAINT uq_rectifications_rating_id UNIQUE,
            case_id uuid NOT NULL, case_number text NOT NULL, is_anonymous boolean NOT NULL, level text NOT NULL,
            reasons text[] NOT NULL, item_code text NOT NULL, item_name text NOT NULL, department_code text NOT NULL,
            centre_code text COLLATE "C", window_code text, territory_code text COLLATE "C",
            policy_version text NOT NULL, invited_at timestamptz NOT NULL,
            opened_at timestamptz NOT NULL, changed_at timestamptz NOT NULL, round integer NOT NULL,
            round_at timestamptz NOT NULL, calendar_version text NOT NULL, calls_missed integer NOT NULL, call_outcome text,
            called_at timestamptz, call_due_at timestamptz, call_overdue_at timestamptz, was_call_overdue boolean NOT NULL,
            answer text, put_right_at timestamptz, due_at timestamptz, is_due_provisional boolean NOT NULL,
            overdue_at timestamptz, was_overdue boolean NOT NULL, wait_until timestamptz, follow_up_level text,
            follow_up_at timestamptz, reopened_times integer NOT NULL, escalated_at timestamptz, unfounded_text text,
            unfounded_proposed_by text, unfounded_decision text, outcome text, closed_at timestamptz, wake_at timestamptz,
            sweep_after timestamptz,
            CONSTRAINT ck_rectifications_closed_are_answered CHECK (
                (status = 'closed') = (outcome IS NOT NULL)
                AND (outcome IS NULL OR outcome = 'unfounded' OR answer IS NOT NULL)))"""
    )
    for column in ("status", "item_code", "department_code", "centre_code", "window_code"):
        op.execute(f"CREATE INDEX ix_rectifications_{column} ON rectifications ({column}, opened_at, id)")
    op.execute("CREATE INDEX ix_rectifications_department_status ON rectifications (department_code, status, opened_at, id)")
    op.execute("CREATE INDEX ix_rectifications_opened_at ON rectifications (opened_at, id)")
    op.execute("CREATE INDEX ix_rectifications_overdue ON rectifications (opened_at, id) WHERE was_overdue OR was_call_overdue")
    op.execute("CREATE INDEX ix_rectifications_due_at ON rectifications (due_at) WHERE status <> 'closed'")
    op.execute("CREATE INDEX ix_rectifications_wake ON rectifications (greatest(wake_at, sweep_after)) WHERE wake_at IS NOT NULL")
    op.execute(
        """CREATE TABLE rectification_steps (
            rectification_id uuid NOT NULL
                CONSTRAINT fk_rectification_steps_rectification_id REFERENCES rectifications (id),
            version integer NOT NULL, at timestamptz NOT NULL, action text NOT NULL, from_status text,
            to_status text NOT NULL, actor text NOT NULL, actor_role text NOT NULL, note text,
            data jsonb NOT NULL DEFAULT '{}', CONSTRAINT pk_rectification_steps PRIMARY KEY (rectification_id, version))"""
    )


def downgrade() -> None:
    op.drop_table("rectification_steps")
    op.drop_table("rectifications")

"""Cases with their level, their clocks and what was asked about them; the stages that have ended; steps as figures read them."""

from alembic import op

revision = "0006"
down_revision = "0005"

_COLUMNS = (
    "condition_code text", "level smallint", "component_code text", "lon double precision", "lat double precision",
    'held_by text COLLATE "C"', "reported_by text NOT NULL DEFAULT ''", "reporting_unit_code text",
    "is_territorial boolean NOT NULL DEFAULT false", "is_self_handled boolean NOT NULL DEFAULT false",
    "handling_unit_code text",
    "worked_by text[] NOT NULL DEFAULT '{}'", "worked_units text[] NOT NULL DEFAULT '{}'",
    "changed_at timestamptz", "stage text", "stage_from timestamptz", "stage_limit_h integer",
    "stage_extra_h integer NOT NULL DEFAULT 0", "stage_turns timestamptz[] NOT NULL DEFAULT '{}'",
    "stage_warn_at timestamptz", "stage_due_at timestamptz", "is_stage_overdue boolean NOT NULL DEFAULT false",
    "calendar_version text", "extension_asked_h integer", "extension_decide_by timestamptz", "shelving_asked_on date",
    "shelving_decide_by timestamptz", "extension_asked_by text",
    "shelving_asked_by text", "review_on date", "close_by timestamptz", "extended_times integer NOT NULL DEFAULT 0",
    "sent_back_times integer NOT NULL DEFAULT 0", "returned_times integer NOT NULL DEFAULT 0",
    "escalated_times integer NOT NULL DEFAULT 0", "wake_at timestamptz", "sweep_after timestamptz",
    "words text[] NOT NULL DEFAULT '{}'",
)  # fmt: skip
_STEP_COLUMNS = (
    'territory_code text COLLATE "C" NOT NULL DEFAULT \'\'', "class_code text NOT NULL DEFAULT ''", "unit_code text",
    "is_late boolean NOT NULL DEFAULT false", "is_folded boolean NOT NULL DEFAULT false",
)  # fmt: skip


_REGIMENT = "split_part(territory_code, '/', 1) || '/' || split_part(territory_code, '/', 2)"
_COMMUNITY = f"{_REGIMENT} || '/' || split_part(territory_code, '/', 3)"


def upgrade() -> None:
    for column in _COLUMNS:
        op.execute(f"ALTER TABLE cases ADD COLUMN {column}")
    for column in _STEP_COLUMNS:
        op.execute(f"ALTER TABLE case_steps ADD COLUMN {column}")
    # What was there before any clock has none; it is held by its own territory and its steps are those of it as it is now.
    op.execute("UPDATE cases SET held_by = territory_code, changed_at = coalesce(closed_at, handled_at, reported_at)")
    op.execute(
        "UPDATE case_steps SET territory_code = cases.territory_code, class_code = cases.class_code, unit_code = cases.unit_code "
        "FROM cases WHERE cases.id = case_steps.case_id"
    )
    op.execute("ALTER TABLE cases ALTER COLUMN held_by SET NOT NULL, ALTER COLUMN changed_at SET NOT NULL")
    op.execute(
        """CREATE TABLE case_stages (
            case_id uuid NOT NULL CONSTRAINT fk_case_stages_case_id REFERENCES cases (id), version integer NOT NULL,
            stage text NOT NULL, started_at timestamptz NOT NULL, ended_at timestamptz NOT NULL, limit_h integer,
            extra_h integer NOT NULL, due_at timestamptz, is_late boolean NOT NULL,
            CONSTRAINT pk_case_stages PRIMARY KEY (case_id, version))"""
    )
    op.execute("CREATE INDEX ix_cases_sweep_at ON cases (greatest(wake_at, sweep_after)) WHERE wake_at IS NOT NULL")
    # Only open cases have a stage, so these stay small whatever the years bring.
    op.execute("CREATE INDEX ix_cases_stage ON cases (stage, reported_at, id) WHERE stage IS NOT NULL")
    op.execute("CREATE INDEX ix_cases_held_by ON cases (held_by, reported_at, id) WHERE stage IS NOT NULL")
    op.execute("CREATE INDEX ix_cases_assignee ON cases (assignee, reported_at, id) WHERE assignee IS NOT NULL")
    op.execute("CREATE INDEX ix_cases_component_code ON cases (component_code, reported_at, id) WHERE component_code IS NOT NULL")
    op.execute("CREATE INDEX ix_cases_words ON cases USING gin (words)")
    # A range of codes has no order of time: a regiment's and a community's lists have indexes that have both.
    op.execute(f"CREATE INDEX ix_cases_regiment ON cases (({_REGIMENT}), reported_at, id)")
    op.execute(f"CREATE INDEX ix_cases_community ON cases (({_COMMUNITY}), reported_at, id)")
    op.execute("CREATE INDEX ix_case_steps_unfolded ON case_steps (at) WHERE NOT is_folded")


def downgrade() -> None:
    op.execute("DROP TABLE case_stages")
    for column in _STEP_COLUMNS:
        op.execute(f"ALTER TABLE case_steps DROP COLUMN {column.split()[0]}")
    for column in _COLUMNS:
        op.execute(f"ALTER TABLE cases DROP COLUMN {column.split()[0]}")

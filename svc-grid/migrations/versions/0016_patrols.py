"""Patrol plans with their checkpoints, tasks with what was seen, findings, and the counters of coverage."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE patrol_plans (
            id uuid CONSTRAINT pk_patrol_plans PRIMARY KEY, version integer NOT NULL, status text NOT NULL, name text NOT NULL,
            territory_code text COLLATE "C" NOT NULL, assigned_to text NOT NULL, unit_code text COLLATE "C",
            rhythm text NOT NULL, starts_on date NOT NULL, ends_on date, weekdays jsonb NOT NULL, every_days integer NOT NULL,
            month_days jsonb NOT NULL, only_working_days boolean NOT NULL, opens time NOT NULL, closes time NOT NULL,
            made_through date NOT NULL, changed_at timestamptz NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_patrol_plans_territory_code ON patrol_plans (territory_code, id)")
    op.execute("CREATE INDEX ix_patrol_plans_status ON patrol_plans (status, id)")
    op.execute("CREATE INDEX ix_patrol_plans_unit_code ON patrol_plans (unit_code, id)")
    op.execute("CREATE INDEX ix_patrol_plans_made_through ON patrol_plans (made_through, id) WHERE status = 'active'")
    op.execute(
        """CREATE TABLE patrol_plan_versions (
            plan_id uuid NOT NULL CONSTRAINT fk_patrol_plan_versions_plan_id REFERENCES patrol_plans (id),
            version integer NOT NULL, at timestamptz NOT NULL, change text NOT NULL, actor text NOT NULL, reason text,
            entry jsonb NOT NULL, CONSTRAINT pk_patrol_plan_versions PRIMARY KEY (plan_id, version))"""
    )
    op.execute(
        """CREATE TABLE patrol_checkpoints (
            plan_id uuid NOT NULL CONSTRAINT fk_patrol_checkpoints_plan_id REFERENCES patrol_plans (id),
            code text COLLATE "C" NOT NULL, name text NOT NULL, lon double precision NOT NULL, lat double precision NOT NULL,
            component_code text, items jsonb NOT NULL, is_active boolean NOT NULL, territory_code text COLLATE "C" NOT NULL,
            since_on date NOT NULL, last_seen_on date, overdue_since date,
            CONSTRAINT pk_patrol_checkpoints PRIMARY KEY (plan_id, code))"""
    )
    op.execute(
        "CREATE INDEX ix_patrol_checkpoints_territory_code ON patrol_checkpoints (territory_code, plan_id, code) WHERE is_active"
    )
    op.execute(
        "CREATE INDEX ix_patrol_checkpoints_overdue_since ON patrol_checkpoints (territory_code, plan_id, code) "
        "WHERE is_active AND overdue_since IS NOT NULL"
    )
    op.execute(
        "CREATE INDEX ix_patrol_checkpoints_last_seen_on ON patrol_checkpoints "
        "(territory_code, coalesce(last_seen_on, since_on)) WHERE is_active"
    )
    op.execute(
        """CREATE TABLE patrol_tasks (
            id uuid CONSTRAINT pk_patrol_tasks PRIMARY KEY,
            plan_id uuid NOT NULL CONSTRAINT fk_patrol_tasks_plan_id REFERENCES patrol_plans (id), plan_version integer NOT NULL,
            version integer NOT NULL, told integer NOT NULL, status text NOT NULL, due_on date NOT NULL,
            opens_at timestamptz NOT NULL, closes_at timestamptz NOT NULL, territory_code text COLLATE "C" NOT NULL,
            assigned_to text NOT NULL, unit_code text COLLATE "C", points_planned integer NOT NULL,
            points_visited integer NOT NULL, points_not_reachable integer NOT NULL, findings integer NOT NULL,
            started_at timestamptz, ended_at timestamptz, reason_code text,
            CONSTRAINT uq_patrol_tasks_plan_id_due_on UNIQUE (plan_id, due_on))"""
    )
    op.execute("CREATE INDEX ix_patrol_tasks_due_on ON patrol_tasks (due_on, id)")
    op.execute("CREATE INDEX ix_patrol_tasks_plan_id ON patrol_tasks (plan_id, due_on, id)")
    op.execute("CREATE INDEX ix_patrol_tasks_territory_code ON patrol_tasks (territory_code, due_on, id)")
    op.execute("CREATE INDEX ix_patrol_tasks_unit_code ON patrol_tasks (unit_code, due_on, id)")
    op.execute("CREATE INDEX ix_patrol_tasks_status ON patrol_tasks (status, due_on, id)")
    op.execute("CREATE INDEX ix_patrol_tasks_closes_at ON patrol_tasks (closes_at, id) WHERE status IN ('planned', 'under_way')")
    op.execute(
        """CREATE TABLE patrol_task_points (
            task_id uuid NOT NULL CONSTRAINT fk_patrol_task_points_task_id REFERENCES patrol_tasks (id),
            code text COLLATE "C" NOT NULL, plan_id uuid NOT NULL, state text NOT NULL,
            CONSTRAINT pk_patrol_task_points PRIMARY KEY (task_id, code))"""
    )
    op.execute(
        """CREATE TABLE patrol_visits (
            id uuid CONSTRAINT pk_patrol_visits PRIMARY KEY,
            task_id uuid NOT NULL CONSTRAINT fk_patrol_visits_task_id REFERENCES patrol_tasks (id),
            code text COLLATE "C" NOT NULL, visited_at timestamptz NOT NULL, result text NOT NULL,
            reason_code text, digest bytea NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_patrol_visits_task_id ON patrol_visits (task_id, code)")
    op.execute(
        """CREATE TABLE patrol_findings (
            id uuid CONSTRAINT pk_patrol_findings PRIMARY KEY,
            visit_id uuid NOT NULL CONSTRAINT fk_patrol_findings_visit_id REFERENCES patrol_visits (id),
            task_id uuid NOT NULL, plan_id uuid NOT NULL, code text COLLATE "C" NOT NULL, item_code text NOT NULL,
            class_code text NOT NULL, title text NOT NULL, description text NOT NULL, territory_code text COLLATE "C" NOT NULL,
            case_id uuid NOT NULL CONSTRAINT fk_patrol_findings_case_id REFERENCES cases (id), is_new_case boolean NOT NULL,
            joined_because text, found_at timestamptz NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_patrol_findings_found_at ON patrol_findings (found_at, id)")
    op.execute("CREATE INDEX ix_patrol_findings_territory_code ON patrol_findings (territory_code, found_at, id)")
    op.execute("CREATE INDEX ix_patrol_findings_case_id ON patrol_findings (case_id, found_at, id)")
    op.execute("CREATE INDEX ix_patrol_findings_plan_id ON patrol_findings (plan_id, found_at, id)")
    op.execute("CREATE INDEX ix_patrol_findings_code ON patrol_findings (plan_id, code, item_code, found_at, id)")
    op.execute("CREATE INDEX ix_patrol_findings_task_id ON patrol_findings (task_id, found_at, id)")
    op.execute(
        """CREATE TABLE patrol_task_steps (
            task_id uuid NOT NULL CONSTRAINT fk_patrol_task_steps_task_id REFERENCES patrol_tasks (id),
            version integer NOT NULL, at timestamptz NOT NULL, action text NOT NULL, from_status text NOT NULL,
            to_status text NOT NULL, actor text NOT NULL, actor_kind text NOT NULL, note text,
            CONSTRAINT pk_patrol_task_steps PRIMARY KEY (task_id, version))"""
    )
    op.execute(
        """CREATE TABLE patrol_counters (
            due_on date NOT NULL, territory_code text COLLATE "C" NOT NULL, tasks_planned integer NOT NULL,
            tasks_done integer NOT NULL, tasks_missed integer NOT NULL, tasks_cancelled integer NOT NULL,
            points_planned integer NOT NULL, points_visited integer NOT NULL, points_not_reachable integer NOT NULL,
            findings integer NOT NULL, CONSTRAINT pk_patrol_counters PRIMARY KEY (due_on, territory_code))"""
    )
    op.execute("CREATE INDEX ix_patrol_counters_territory_code ON patrol_counters (territory_code, due_on)")


def downgrade() -> None:
    for table in (
        "patrol_counters", "patrol_task_steps", "patrol_findings", "patrol_visits", "patrol_task_points", "patrol_tasks",
        "patrol_checkpoints", "patrol_plan_versions", "patrol_plans",
    ):  # fmt: skip
        op.execute(f"DROP TABLE {table}")

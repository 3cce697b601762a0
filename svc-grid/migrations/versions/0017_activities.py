"""Service activities, their versions, and the counters that their figures are read from."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE activities (
            id uuid CONSTRAINT pk_activities PRIMARY KEY, version integer NOT NULL, status text NOT NULL, kind text NOT NULL,
            unit_code text COLLATE "C" NOT NULL, territory_code text COLLATE "C" NOT NULL, held_on date NOT NULL,
            count integer NOT NULL CONSTRAINT ck_activities_count CHECK (count >= 1),
            title text NOT NULL, description text, outcome text,
            asked_count integer NOT NULL, satisfied_count integer NOT NULL, problem_state text, solved_count integer NOT NULL,
            solves_id uuid CONSTRAINT fk_activities_solves_id REFERENCES activities (id),
            source text, external_no text, digest bytea, registered_at timestamptz NOT NULL,
            CONSTRAINT uq_activities_source_external_no UNIQUE (source, external_no),
            CONSTRAINT ck_activities_satisfied_count CHECK (0 <= satisfied_count AND satisfied_count <= asked_count),
            CONSTRAINT ck_activities_solved_count CHECK (0 <= solved_count AND solved_count <= count))"""
    )
    op.execute("CREATE INDEX ix_activities_held_on ON activities (held_on, id)")
    op.execute("CREATE INDEX ix_activities_kind ON activities (kind, held_on, id)")
    op.execute("CREATE INDEX ix_activities_unit_code ON activities (unit_code, held_on, id)")
    op.execute("CREATE INDEX ix_activities_territory_code ON activities (territory_code, held_on, id)")
    op.execute(
        "CREATE INDEX ix_activities_problem_state ON activities (problem_state, held_on, id) WHERE problem_state IS NOT NULL"
    )
    op.execute("CREATE INDEX ix_activities_status ON activities (held_on, id) WHERE status = 'withdrawn'")
    op.execute("CREATE INDEX ix_activities_solves_id ON activities (solves_id) WHERE solves_id IS NOT NULL")
    op.execute(
        """CREATE TABLE activity_versions (
            activity_id uuid NOT NULL CONSTRAINT fk_activity_versions_activity_id REFERENCES activities (id),
            version integer NOT NULL, at timestamptz NOT NULL, action text NOT NULL, actor text NOT NULL,
            actor_kind text NOT NULL, reason text, facts jsonb NOT NULL,
            CONSTRAINT pk_activity_versions PRIMARY KEY (activity_id, version))"""
    )
    op.execute(
        """CREATE TABLE activity_counters (
            held_on date NOT NULL, unit_code text COLLATE "C" NOT NULL, territory_code text COLLATE "C" NOT NULL,
            research_visits integer NOT NULL, home_outreach_visits integer NOT NULL, problems_collected integer NOT NULL,
            problems_solved integer NOT NULL, good_deeds integer NOT NULL,
            asked_count integer NOT NULL, satisfied_count integer NOT NULL,
            CONSTRAINT pk_activity_counters PRIMARY KEY (held_on, unit_code, territory_code))"""
    )
    op.execute("CREATE INDEX ix_activity_counters_territory_code ON activity_counters (territory_code, held_on)")
    op.execute("CREATE INDEX ix_activity_counters_unit_code ON activity_counters (unit_code, held_on)")


def downgrade() -> None:
    for table in ("activity_counters", "activity_versions", "activities"):
        op.execute(f"DROP TABLE {table}")

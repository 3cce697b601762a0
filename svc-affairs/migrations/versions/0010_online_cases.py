"""Online cases: their history, sealed contacts, review steps and special procedures."""

from alembic import op

revision = "0010"
down_revision = "0007"

# Regiments and communities are looked for word for word as chassis.paths cuts them.
_REGIMENT = "split_part(territory_code, '/', 1) || '/' || split_part(territory_code, '/', 2)"
_COMMUNITY = f"{_REGIMENT} || '/' || split_part(territory_code, '/', 3)"
_TABLES = ("online_case_special_procedures", "online_case_tasks", "online_case_steps", "online_case_contacts", "online_cases")


def upgrade() -> None:
    op.execute("CREATE SEQUENCE online_case_numbers")
    op.execute(
        """CREATE TABLE online_cases (
            id uuid CONSTRAINT pk_online_cases PRIMARY KEY, number text NOT NULL, version integer NOT NULL,
            status text NOT NULL,
            item_id uuid NOT NULL CONSTRAINT fk_online_cases_item_id REFERENCES items (id),
            item_code text NOT NULL, item_version integer NOT NULL, item_name text NOT NULL, case_type text NOT NULL,
            department_code text NOT NULL, department_codes text[] NOT NULL, channel text NOT NULL,
            centre_code text COLLATE "C", window_code text, territory_code text COLLATE "C", external_no text,
            package_application_id uuid, applicant_kind text NOT NULL, masked_name text, masked_phone text,
            company_name text, uscc text, has_agent boolean NOT NULL DEFAULT false, agent_masked_name text,
            agent_masked_phone text, query_code_hash bytea, subject text,
            is_likely_duplicate boolean NOT NULL DEFAULT false, policy_version text NOT NULL,
            submitted_at timestamptz NOT NULL, accepted_at timestamptz, ready_at timestamptz, decided_at timestamptz,
            delivered_at timestamptz, closed_at timestamptz, changed_at timestamptz NOT NULL,
            clock_from timestamptz, clock_turns timestamptz[] NOT NULL DEFAULT '{}', promised_days integer NOT NULL,
            statutory_days integer NOT NULL, extension_days integer NOT NULL DEFAULT 0,
            special_days integer NOT NULL DEFAULT 0, due_at timestamptz, statutory_due_at timestamptz,
            is_due_provisional boolean NOT NULL DEFAULT false, calendar_version text, overdue_at timestamptz,
            undelivered_at timestamptz, wait_until timestamptz, supplement_asked_at timestamptz,
            supplement_asked jsonb NOT NULL DEFAULT '[]', supplemented_at timestamptz, refusal_reason text,
            denial_reason text, result text, result_text text, appeal_text text, decided_by text, delivery_way text,
            tracking_no text, erase_at timestamptz, erased_at timestamptz, wake_at timestamptz, sweep_after timestamptz,
            changed_xid xid8 NOT NULL,
            CONSTRAINT uq_online_cases_number UNIQUE (number),
            CONSTRAINT ck_online_cases_only_centres_number_them CHECK (external_no IS NULL OR centre_code IS NOT NULL))"""
    )
    _index_cases()
    op.execute(
        """CREATE FUNCTION note_online_case_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.changed_xid := pg_current_xact_id();
            RETURN NEW;
        END $$"""
    )
    op.execute(
        """CREATE TRIGGER note_online_case_change BEFORE INSERT OR UPDATE ON online_cases
            FOR EACH ROW EXECUTE FUNCTION note_online_case_change()"""
    )
    _create_parts()


def _index_cases() -> None:
    for column in ("status", "item_code", "department_code", "channel"):
        op.execute(f"CREATE INDEX ix_online_cases_{column} ON online_cases ({column}, submitted_at, id)")
    for column in ("centre_code", "territory_code"):
        op.execute(
            f"CREATE INDEX ix_online_cases_{column} ON online_cases ({column}, submitted_at, id) WHERE {column} IS NOT NULL"
        )
    for name, cut in (("regiment", _REGIMENT), ("community", _COMMUNITY)):
        op.execute(f"CREATE INDEX ix_online_cases_{name} ON online_cases (({cut}), submitted_at, id)")
    # What a department has to do: its approvers name it besides the state.
    op.execute("CREATE INDEX ix_online_cases_department_status ON online_cases (department_code, status, submitted_at, id)")
    op.execute("CREATE INDEX ix_online_cases_submitted_at ON online_cases (submitted_at, id)")
    op.execute("CREATE INDEX ix_online_cases_overdue ON online_cases (submitted_at, id) WHERE overdue_at IS NOT NULL")
    op.execute("CREATE INDEX ix_online_cases_due_at ON online_cases (due_at) WHERE decided_at IS NULL")
    op.execute("CREATE INDEX ix_online_cases_departments ON online_cases USING gin (department_codes)")
    op.execute("CREATE INDEX ix_online_cases_uscc ON online_cases (uscc, item_code) WHERE uscc IS NOT NULL")
    op.execute(
        """CREATE INDEX ix_online_cases_package_application_id ON online_cases (package_application_id, submitted_at, id)
            WHERE package_application_id IS NOT NULL"""
    )
    op.execute(
        """CREATE UNIQUE INDEX uq_online_cases_external_no ON online_cases (centre_code, external_no)
            WHERE external_no IS NOT NULL"""
    )
    op.execute("CREATE INDEX ix_online_cases_wake ON online_cases (greatest(wake_at, sweep_after)) WHERE wake_at IS NOT NULL")
    op.execute(
        "CREATE INDEX ix_online_cases_centre_changed ON online_cases (centre_code, changed_xid, id) WHERE centre_code IS NOT NULL"
    )


def _create_parts() -> None:
    op.execute(
        """CREATE TABLE online_case_contacts (
            case_id uuid NOT NULL CONSTRAINT fk_online_case_contacts_case_id REFERENCES online_cases (id), part text NOT NULL,
            contact_key bytea, contact_cipher bytea, contact_index bytea,
            CONSTRAINT pk_online_case_contacts PRIMARY KEY (case_id, part),
            CONSTRAINT ck_online_case_contacts_agents_not_findable CHECK (part = 'applicant' OR contact_index IS NULL))"""
    )
    op.execute(
        """CREATE INDEX ix_online_case_contacts_contact_index ON online_case_contacts (contact_index)
            WHERE contact_index IS NOT NULL"""
    )
    op.execute(
        """CREATE TABLE online_case_steps (
            case_id uuid NOT NULL CONSTRAINT fk_online_case_steps_case_id REFERENCES online_cases (id),
            version integer NOT NULL, at timestamptz NOT NULL, action text NOT NULL, from_status text,
            to_status text NOT NULL, actor text NOT NULL, actor_role text NOT NULL, note text,
            data jsonb NOT NULL DEFAULT '{}', CONSTRAINT pk_online_case_steps PRIMARY KEY (case_id, version))"""
    )
    op.execute(
        """CREATE TABLE online_case_tasks (
            case_id uuid NOT NULL CONSTRAINT fk_online_case_tasks_case_id REFERENCES online_cases (id),
            step_code text NOT NULL, name text NOT NULL, stage integer NOT NULL, department_code text NOT NULL,
            is_implied boolean NOT NULL DEFAULT false, days integer, status text NOT NULL, opinion text,
            opened_at timestamptz, due_at timestamptz, done_at timestamptz, done_by text,
            is_late boolean NOT NULL DEFAULT false, CONSTRAINT pk_online_case_tasks PRIMARY KEY (case_id, step_code))"""
    )
    op.execute("CREATE INDEX ix_online_case_tasks_open ON online_case_tasks (department_code, due_at) WHERE status = 'open'")
    op.execute(
        """CREATE TABLE online_case_special_procedures (
            case_id uuid NOT NULL CONSTRAINT fk_online_case_special_procedures_case_id REFERENCES online_cases (id),
            procedure_no integer NOT NULL, code text NOT NULL, name text NOT NULL, kind text NOT NULL,
            days integer NOT NULL, reason text NOT NULL, begun_at timestamptz NOT NULL, begun_by text NOT NULL,
            due_at timestamptz, ended_at timestamptz, ended_by text, days_taken integer,
            CONSTRAINT pk_online_case_special_procedures PRIMARY KEY (case_id, procedure_no))"""
    )


def downgrade() -> None:
    for table in _TABLES:
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION note_online_case_change()")
    op.execute("DROP SEQUENCE online_case_numbers")

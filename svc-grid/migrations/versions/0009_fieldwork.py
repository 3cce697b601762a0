"""What is sent from the field, and what changed since a telephone asked last."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE field_entries (
            subject text NOT NULL, id uuid NOT NULL, fingerprint bytea NOT NULL, action text NOT NULL, outcome text NOT NULL,
            target_id uuid, seen_version integer, version integer, problem jsonb, said_at timestamptz NOT NULL,
            happened_at timestamptz, received_at timestamptz NOT NULL,
            CONSTRAINT pk_field_entries PRIMARY KEY (subject, id))"""
    )
    op.execute("CREATE INDEX ix_field_entries_target_id ON field_entries (target_id, subject) WHERE target_id IS NOT NULL")
    op.execute(
        """CREATE TABLE case_leavings (
            case_id uuid NOT NULL, holder text NOT NULL, left_xid xid8 NOT NULL,
            CONSTRAINT pk_case_leavings PRIMARY KEY (holder, left_xid, case_id))"""
    )
    # A constant default rewrites no row: what was there before counts as older than any change.
    op.execute("ALTER TABLE cases ADD COLUMN changed_xid xid8 NOT NULL DEFAULT '0'::xid8")
    op.execute(
        """CREATE FUNCTION note_case_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.changed_xid := pg_current_xact_id();
            IF TG_OP = 'UPDATE' AND OLD.assignee IS NOT NULL AND OLD.assignee IS DISTINCT FROM NEW.assignee THEN
                INSERT INTO case_leavings VALUES (OLD.id, OLD.assignee, pg_current_xact_id()) ON CONFLICT DO NOTHING;
            END IF;
            IF TG_OP = 'UPDATE' AND OLD.unit_code IS NOT NULL AND OLD.unit_code IS DISTINCT FROM NEW.unit_code THEN
                INSERT INTO case_leavings VALUES (OLD.id, 'unit:' || OLD.unit_code, pg_current_xact_id())
                    ON CONFLICT DO NOTHING;
            END IF;
            RETURN NEW;
        END $$"""
    )
    op.execute(
        "CREATE TRIGGER note_case_change BEFORE INSERT OR UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION note_case_change()"
    )
    op.execute("CREATE INDEX ix_cases_assignee_changed ON cases (assignee, changed_xid, id) WHERE assignee IS NOT NULL")
    op.execute("CREATE INDEX ix_cases_unit_code_changed ON cases (unit_code, changed_xid, id) WHERE unit_code IS NOT NULL")


def downgrade() -> None:
    op.execute("DROP TRIGGER note_case_change ON cases")
    op.execute("DROP FUNCTION note_case_change()")
    op.execute("ALTER TABLE cases DROP COLUMN changed_xid")
    op.execute("DROP TABLE case_leavings")
    op.execute("DROP TABLE field_entries")

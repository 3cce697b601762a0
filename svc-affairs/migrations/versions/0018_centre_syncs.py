"""What centres' own systems sent, and which transaction changed an item last."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE centre_sync_entries (
            centre_code text COLLATE "C" NOT NULL, key_hash bytea NOT NULL, fingerprint bytea NOT NULL, action text NOT NULL,
            outcome text NOT NULL, case_id uuid, seen_version integer, version integer, query_code_cipher bytea,
            problem jsonb, subject text NOT NULL, received_at timestamptz NOT NULL,
            CONSTRAINT pk_centre_sync_entries PRIMARY KEY (centre_code, key_hash),
            CONSTRAINT fk_centre_sync_entries_centre_code FOREIGN KEY (centre_code) REFERENCES centres (code),
            CONSTRAINT fk_centre_sync_entries_case_id FOREIGN KEY (case_id) REFERENCES online_cases (id))"""
    )
    op.execute(
        "CREATE INDEX ix_centre_sync_entries_case_id ON centre_sync_entries (case_id, seen_version) WHERE case_id IS NOT NULL"
    )
    # A constant default rewrites no row: what was there before counts as older than any change.
    op.execute("ALTER TABLE items ADD COLUMN changed_xid xid8 NOT NULL DEFAULT '0'::xid8")
    op.execute(
        """CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.changed_xid := pg_current_xact_id();
            RETURN NEW;
        END $$"""
    )
    op.execute("CREATE TRIGGER note_change BEFORE INSERT OR UPDATE ON items FOR EACH ROW EXECUTE FUNCTION note_change()")
    op.execute(
        "CREATE INDEX ix_items_centres_changed ON items (changed_xid, id) WHERE is_open_to_centres AND published_at IS NOT NULL"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER note_change ON items")
    op.execute("DROP FUNCTION note_change()")
    op.execute("ALTER TABLE items DROP COLUMN changed_xid")
    op.execute("DROP TABLE centre_sync_entries")

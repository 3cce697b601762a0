"""Which transaction changed a claim last."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.execute("ALTER TABLE claims ADD COLUMN changed_xid xid8 NOT NULL DEFAULT '0'::xid8")
    op.execute("CREATE TRIGGER note_change BEFORE INSERT OR UPDATE ON claims FOR EACH ROW EXECUTE FUNCTION note_change()")
    op.execute("CREATE INDEX ix_claims_centre_changed ON claims (centre_code, changed_xid, id)")


def downgrade() -> None:
    op.execute("DROP TRIGGER note_change ON claims")
    op.execute("ALTER TABLE claims DROP COLUMN changed_xid")

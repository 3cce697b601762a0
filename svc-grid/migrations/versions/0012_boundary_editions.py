"""Which bounds changed since: the database numbers each change, so that every process renews its index of them."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute("CREATE TABLE boundary_edition (edition bigint NOT NULL)")
    op.execute("INSERT INTO boundary_edition VALUES (1)")
    op.execute("ALTER TABLE territories ADD COLUMN boundary_edition bigint NOT NULL DEFAULT 1")
    # The row of the edition is locked until the change is committed: whoever reads a number finds all that came with it.
    op.execute(
        """CREATE FUNCTION note_boundary() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' AND NEW.boundary IS NULL THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'INSERT' OR OLD.boundary IS DISTINCT FROM NEW.boundary
                OR (OLD.retired_at IS NULL) <> (NEW.retired_at IS NULL) THEN
                UPDATE boundary_edition SET edition = edition + 1 RETURNING edition INTO NEW.boundary_edition;
            END IF;
            RETURN NEW;
        END $$"""
    )
    op.execute(
        "CREATE TRIGGER note_boundary BEFORE INSERT OR UPDATE ON territories FOR EACH ROW EXECUTE FUNCTION note_boundary()"
    )
    op.execute("CREATE INDEX ix_territories_boundary_edition ON territories (boundary_edition)")


def downgrade() -> None:
    op.execute("DROP TRIGGER note_boundary ON territories")
    op.execute("DROP FUNCTION note_boundary()")
    op.execute("ALTER TABLE territories DROP COLUMN boundary_edition")
    op.execute("DROP TABLE boundary_edition")

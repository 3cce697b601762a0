"""A counter that rises with each transaction that changes territories, so that an index of bounds knows when it is old."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE territory_editions (
            id smallint CONSTRAINT pk_territory_editions PRIMARY KEY CONSTRAINT ck_territory_editions_single CHECK (id = 1),
            edition bigint NOT NULL, changed_in xid8 NOT NULL)"""
    )
    op.execute("INSERT INTO territory_editions VALUES (1, 0, '0')")
    # Once a transaction: an import writes row by row, and each raise of one row would be slower than the one before.
    # A trigger, so that nobody who comes to write territories can forget it.
    op.execute(
        """CREATE FUNCTION raise_territory_edition() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE territory_editions SET edition = edition + 1, changed_in = pg_current_xact_id()
            WHERE changed_in <> pg_current_xact_id();
            RETURN NULL;
        END $$"""
    )
    op.execute(
        """CREATE TRIGGER tr_territories_edition AFTER INSERT OR UPDATE OR DELETE ON territories
        FOR EACH STATEMENT EXECUTE FUNCTION raise_territory_edition()"""
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_territories_edition ON territories")
    op.execute("DROP FUNCTION raise_territory_edition()")
    op.execute("DROP TABLE territory_editions")

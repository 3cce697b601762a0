"""Service centres and their claims of items."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE centres (
            code text COLLATE "C" CONSTRAINT pk_centres PRIMARY KEY, version integer NOT NULL, name text NOT NULL,
            level text NOT NULL, unit_code text COLLATE "C" NOT NULL, windows jsonb NOT NULL, hours jsonb NOT NULL,
            telephone text, address text, status text NOT NULL,
            registered_at timestamptz NOT NULL, changed_at timestamptz NOT NULL)"""
    )
    op.execute("CREATE UNIQUE INDEX uq_centres_unit_code ON centres (unit_code)")
    for column in ("level", "status"):
        op.execute(f"CREATE INDEX ix_centres_{column} ON centres ({column}, code)")
    op.execute(
        """CREATE TABLE claims (
            id uuid CONSTRAINT pk_claims PRIMARY KEY, version integer NOT NULL, status text NOT NULL,
            item_code text NOT NULL,
            centre_code text COLLATE "C" NOT NULL CONSTRAINT fk_claims_centre_code REFERENCES centres,
            department_code text NOT NULL CONSTRAINT fk_claims_department_code REFERENCES departments,
            window_code text, hours jsonb, telephone text, reason text,
            claimed_at timestamptz NOT NULL, changed_at timestamptz NOT NULL,
            suspended_at timestamptz, withdrawn_at timestamptz,
            CONSTRAINT ck_claims_withdrawn CHECK ((status = 'withdrawn') = (withdrawn_at IS NOT NULL)))"""
    )
    # A centre has an item once; what it gave back stays as it was, and it may take the item on again.
    op.execute("CREATE UNIQUE INDEX uq_claims_held ON claims (item_code, centre_code) WHERE status <> 'withdrawn'")
    for column in ("item_code", "centre_code", "department_code", "status"):
        op.execute(f"CREATE INDEX ix_claims_{column} ON claims ({column}, id)")


def downgrade() -> None:
    op.drop_table("claims")
    op.drop_table("centres")

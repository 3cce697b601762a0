"""Duty posts of units, their shifts, and the months that were laid down."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE duty_posts (
            id uuid CONSTRAINT pk_duty_posts PRIMARY KEY, version integer NOT NULL, unit_code text COLLATE "C" NOT NULL,
            name text NOT NULL, office_line text NOT NULL, closed_at timestamptz)"""
    )
    op.execute("CREATE UNIQUE INDEX uq_duty_posts_open ON duty_posts (unit_code, name) WHERE closed_at IS NULL")
    op.execute("CREATE INDEX ix_duty_posts_unit_code ON duty_posts (unit_code)")
    # One person at a time is on duty at a post; the post's id is compared as a range of one number, as in 0020.
    number = """hashtextextended((post_id::text) COLLATE "C", 0)"""
    op.execute(
        f"""CREATE TABLE duty_shifts (
            id uuid CONSTRAINT pk_duty_shifts PRIMARY KEY,
            post_id uuid NOT NULL CONSTRAINT fk_duty_shifts_post_id REFERENCES duty_posts (id),
            account text COLLATE "C" NOT NULL, kind text NOT NULL, from_at timestamptz NOT NULL, to_at timestamptz NOT NULL,
            CONSTRAINT ck_duty_shifts_span CHECK (to_at > from_at),
            CONSTRAINT ex_duty_shifts_one_at_a_time EXCLUDE USING gist (
                numrange({number}, {number}, '[]') WITH &&, tstzrange(from_at, to_at) WITH &&))"""
    )
    op.execute("CREATE INDEX ix_duty_shifts_post_id ON duty_shifts (post_id, from_at)")
    op.execute(
        """CREATE TABLE duty_rosters (
            unit_code text COLLATE "C" NOT NULL, month text NOT NULL, version integer NOT NULL, shifts integer NOT NULL,
            CONSTRAINT pk_duty_rosters PRIMARY KEY (unit_code, month))"""
    )


def downgrade() -> None:
    for table in ("duty_rosters", "duty_shifts", "duty_posts"):
        op.execute(f"DROP TABLE {table}")

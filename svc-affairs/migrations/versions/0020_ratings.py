"""Ratings of cases and visits, and their figures."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_MEASURES = (
    "invited", "lapsed", "rated_very_satisfied", "rated_satisfied", "rated_neutral", "rated_dissatisfied",
    "rated_very_dissatisfied", "rectifications", "called_back", "call_overdue", "put_right", "put_right_in_time", "overdue",
    "reopened", "escalated", "unfounded", "closed",
)  # fmt: skip
_PLACE = ("item_code", "department_code", "centre_code", "window_code")


def upgrade() -> None:
    op.execute(
        """CREATE TABLE ratings (
            id uuid CONSTRAINT pk_ratings PRIMARY KEY, version integer NOT NULL, status text NOT NULL,
            case_id uuid NOT NULL CONSTRAINT fk_ratings_case_id REFERENCES online_cases (id), case_number text NOT NULL,
            visit_no integer NOT NULL, occasion text NOT NULL, receipt_no text, item_code text NOT NULL,
            item_name text NOT NULL, department_code text NOT NULL, centre_code text COLLATE "C", window_code text,
            territory_code text COLLATE "C",
            code_hash bytea NOT NULL CONSTRAINT uq_ratings_code_hash UNIQUE, policy_version text NOT NULL,
            invited_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, level text, reasons text[] NOT NULL DEFAULT '{}',
            reasons_version text, channel text, is_anonymous boolean NOT NULL DEFAULT false,
            has_words boolean NOT NULL DEFAULT false, has_contact boolean NOT NULL DEFAULT false, rated_at timestamptz,
            erased_at timestamptz, sweep_after timestamptz,
            CONSTRAINT uq_ratings_case_id_visit_no UNIQUE (case_id, visit_no),
            CONSTRAINT ck_ratings_rated_have_a_level CHECK (
                (status = 'given') = (level IS NOT NULL) AND (level IS NULL) = (rated_at IS NULL)))"""
    )
    op.execute("CREATE UNIQUE INDEX uq_ratings_receipt_no ON ratings (case_id, receipt_no) WHERE receipt_no IS NOT NULL")
    op.execute("CREATE UNIQUE INDEX uq_ratings_result ON ratings (case_id) WHERE occasion = 'result'")
    op.execute("CREATE INDEX ix_ratings_expires ON ratings (greatest(expires_at, sweep_after)) WHERE status = 'invited'")
    op.execute("CREATE INDEX ix_ratings_rated_at ON ratings (rated_at, id) WHERE rated_at IS NOT NULL")
    for column in ("level", "occasion", "item_code", "department_code", "centre_code", "window_code"):
        op.execute(f"CREATE INDEX ix_ratings_{column} ON ratings ({column}, rated_at, id) WHERE rated_at IS NOT NULL")
    _keep_what_was_given()
    op.execute(
        """CREATE TABLE rating_words (
            rating_id uuid NOT NULL CONSTRAINT fk_rating_words_rating_id REFERENCES ratings (id), part text NOT NULL,
            words_key bytea, words_cipher bytea NOT NULL, CONSTRAINT pk_rating_words PRIMARY KEY (rating_id, part))"""
    )
    op.execute(
        """CREATE TABLE rating_contacts (
            rating_id uuid CONSTRAINT pk_rating_contacts PRIMARY KEY
                CONSTRAINT fk_rating_contacts_rating_id REFERENCES ratings (id),
            contact_key bytea, contact_cipher bytea, contact_index bytea,
            CONSTRAINT ck_rating_contacts_not_findable CHECK (contact_index IS NULL))"""
    )
    _create_figures()


def _keep_what_was_given() -> None:
    """Whoever comes to the database: what was rated, and of what, does not change."""
    op.execute(
        """CREATE FUNCTION keep_given_rating() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'a rating that was given does not change' USING ERRCODE = 'integrity_constraint_violation';
        END $$"""
    )
    kept = (
        "status, level, reasons, reasons_version, channel, is_anonymous, rated_at, case_id, visit_no, occasion, item_code, "
        "department_code, centre_code, window_code, territory_code, invited_at"
    )
    old, new = (", ".join(f"{row}.{name}" for name in kept.split(", ")) for row in ("old", "new"))
    op.execute(
        f"""CREATE TRIGGER keep_given_rating BEFORE UPDATE ON ratings FOR EACH ROW
            WHEN (old.status = 'given' AND ({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION keep_given_rating()"""
    )


def _create_figures() -> None:
    op.create_table(
        "rating_figure_deltas",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("invited_on", sa.Date, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in _PLACE),
        *(sa.Column(name, sa.Integer, nullable=False) for name in _MEASURES),
        # It is emptied every few seconds: what was deleted must not be left to slow the next reading.
        postgresql_with={"autovacuum_vacuum_scale_factor": "0", "autovacuum_vacuum_threshold": "5000"},
    )
    op.create_table(
        "rating_figure_cells",
        sa.Column("invited_on", sa.Date, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in _PLACE),
        *(sa.Column(name, sa.Integer, nullable=False) for name in _MEASURES),
        sa.PrimaryKeyConstraint("invited_on", *_PLACE, name="pk_rating_figure_cells"),
        postgresql_with={"fillfactor": "80"},
    )
    for column in _PLACE:
        op.create_index(f"ix_rating_figure_cells_{column}", "rating_figure_cells", [column, "invited_on"])


def downgrade() -> None:
    for table in ("rating_figure_cells", "rating_figure_deltas", "rating_contacts", "rating_words", "ratings"):
        op.drop_table(table)
    op.execute("DROP FUNCTION keep_given_rating()")

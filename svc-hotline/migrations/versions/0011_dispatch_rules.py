"""Dispatch rules: the draft, what was published and never changes, what was tried."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"

_AT = sa.DateTime(timezone=True)

_FREEZE = """
CREATE FUNCTION refuse_change_of_dispatch_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'published dispatch rules never change';
END $$"""


def upgrade() -> None:
    op.create_table(
        "dispatch_rule_draft",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("rules", postgresql.JSONB, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.CheckConstraint("id = 1", name="ck_dispatch_rule_draft_one"),
    )
    # The digest of a set of no rules: that of the JSON text of an empty list.
    op.execute(
        "INSERT INTO dispatch_rule_draft VALUES (1, 1, '[]', encode(sha256(convert_to('[]', 'UTF8')), 'hex'), now(), 'migration')"
    )
    op.create_table(
        "dispatch_rule_trials",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("tried_at", _AT, nullable=False),
        sa.Column("tried_by", sa.Text, nullable=False),
        sa.Column("report", postgresql.JSONB, nullable=False),
    )
    op.create_index("ix_dispatch_rule_trials_digest", "dispatch_rule_trials", ["digest", "tried_at"])
    op.create_table(
        "dispatch_rule_sets",
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("rules", postgresql.JSONB, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("published_at", _AT, nullable=False),
        sa.Column("published_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("trial_id", sa.Uuid),
        sa.Column("restores_version", sa.Integer),
    )
    op.execute(_FREEZE)
    op.execute(
        "CREATE TRIGGER freeze_dispatch_rule_sets BEFORE UPDATE OR DELETE ON dispatch_rule_sets "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_dispatch_rules()"
    )
    # A trial asks for the tickets that were dispatched last.
    op.execute("CREATE INDEX ix_tickets_dispatched_at ON tickets (dispatched_at DESC) WHERE dispatched_at IS NOT NULL")


def downgrade() -> None:
    op.execute("DROP INDEX ix_tickets_dispatched_at")
    for table in ("dispatch_rule_sets", "dispatch_rule_trials", "dispatch_rule_draft"):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change_of_dispatch_rules()")

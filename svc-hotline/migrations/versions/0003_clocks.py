"""Clocks, waits, pauses, extensions, merging and splitting of tickets; and that none ends without an answer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

_AT = sa.DateTime(timezone=True)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default="false")


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


_TIMES = (
    "clock_from", "warn_at", "warned_at", "overdue_at", "supervise_at", "wait_until", "wake_at", "sweep_after",
    "extension_due_at", "rating_answer_due_at", "first_replied_at", "first_dispatched_at",
)  # fmt: skip
_TEXTS = (
    "handed_over_to", "paused_from", "question", "escalation_reason", "not_reached_reason", "rating_answer", "dispatch_rule_code",
)  # fmt: skip


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("changed_at", _AT, nullable=False, server_default=sa.func.now()),
        sa.Column("words", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("limit_unit", sa.Text, nullable=False, server_default="working_days"),
        sa.Column("clock_turns", postgresql.ARRAY(_AT), nullable=False, server_default="{}"),
        *(sa.Column(name, _AT) for name in _TIMES),
        *(sa.Column(name, sa.Text) for name in _TEXTS),
        *(_count(name) for name in ("extension_days", "extended_times", "escalated_times", "wait_escalations", "merged_count")),
        *(_flag(name) for name in ("was_sign_overdue", "is_disputed", "is_rating_unanswered", "is_supervision_late")),
        sa.Column("extension_asked_days", sa.Integer),
        sa.Column("merged_into", sa.Uuid, sa.ForeignKey("tickets.id", name="fk_tickets_merged_into")),
        sa.Column("split_from", sa.Uuid, sa.ForeignKey("tickets.id", name="fk_tickets_split_from")),
    ]


def upgrade() -> None:
    for column in _columns():
        op.add_column("tickets", column)
    op.create_index("ix_tickets_words", "tickets", ["words"], postgresql_using="gin")
    op.execute("CREATE INDEX ix_tickets_sweep_at ON tickets (greatest(wake_at, sweep_after)) WHERE wake_at IS NOT NULL")
    _index("waiting", ["status", "wait_until", "id"], "wait_until IS NOT NULL")
    _index("extension_due_at", ["extension_due_at", "id"], "extension_due_at IS NOT NULL")
    _index("rating_unanswered", ["rated_at", "id"], "is_rating_unanswered")
    for column in ("merged_into", "split_from"):
        _index(column, [column], f"{column} IS NOT NULL")
    # Every matter has an answer: what ends without one cannot be stored.
    op.create_check_constraint(
        "ends_with_an_answer", "tickets",
        "(status <> 'closed' OR reply IS NOT NULL OR handed_over_to IS NOT NULL "
        "OR close_outcome IS NOT DISTINCT FROM 'before_import') "
        "AND (status <> 'rejected' OR reject_reason_code IS NOT NULL)",
    )  # fmt: skip
    op.create_check_constraint("merged_into_its_main", "tickets", "status <> 'merged' OR merged_into IS NOT NULL")


def _index(name: str, columns: list[str], where: str) -> None:
    """Over the few tickets that are in this situation now."""
    op.create_index(f"ix_tickets_{name}", "tickets", columns, postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_constraint("merged_into_its_main", "tickets")
    op.drop_constraint("ends_with_an_answer", "tickets")
    for column in _columns():
        op.drop_column("tickets", column.name)

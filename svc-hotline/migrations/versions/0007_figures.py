"""Figures kept with each change: the deltas as they come, and the cells they are folded into."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_COUNTS = (
    "accepted", "closed", "rejected", "imported", "resolved", "due", "on_time", "overdue", "dispatched", "signed", "to_sign",
    "signed_on_time", "to_respond", "responded", "settled", "first_contact", "returned", "reopened", "urged", "extended",
    "merged", "supervised", "handed_over", "through_cases", "called_back", "reached", "rated_very_satisfied", "rated_satisfied",
    "rated_neutral", "rated_dissatisfied", "rated_very_dissatisfied",
)  # fmt: skip
_SUMS = ("dispatch_seconds", "resolution_seconds")
_PLACE = ("territory_code", "lead_unit_code", "category_code", "channel", "origin_line", "kind")


def _key() -> list[sa.Column[str]]:
    """Empty where a ticket has none, since a key holds no nulls; territories sort by bytes."""
    return [sa.Column(name, sa.Text(collation="C"), nullable=False) for name in _PLACE]


def _measures() -> list[sa.Column[int]]:
    counts = [sa.Column(name, sa.Integer, nullable=False) for name in _COUNTS]
    return [*counts, *(sa.Column(name, sa.BigInteger, nullable=False) for name in _SUMS)]


def upgrade() -> None:
    op.create_table(
        "figure_deltas",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("accepted_on", sa.Date, nullable=False),
        *_key(),
        *_measures(),
        # It is emptied every few seconds: what was deleted must not be left to slow the next reading.
        postgresql_with={"autovacuum_vacuum_scale_factor": "0", "autovacuum_vacuum_threshold": "5000"},
    )
    op.create_table(
        "figure_cells",
        sa.Column("cube", sa.SmallInteger, nullable=False),
        sa.Column("period", sa.Date, nullable=False),
        *_key(),
        *_measures(),
        sa.PrimaryKeyConstraint("cube", "period", *_PLACE, name="pk_figure_cells"),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_index(
        "ix_figure_cells_territory", "figure_cells", ["cube", "territory_code", "period"],
        postgresql_where=sa.text("territory_code <> ''"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("figure_cells")
    op.drop_table("figure_deltas")

"""Tables of the figures: deltas, added with each step and taken away again; and the cells they are folded into."""

import sqlalchemy as sa

from svc_hotline.base import Base
from svc_hotline.figures.measures import COUNTS, PLACE, SUMS


def _columns() -> list[sa.Column[str] | sa.Column[int]]:
    place = [sa.Column(name, sa.Text, nullable=False) for name in PLACE]
    counts = [sa.Column(name, sa.Integer, nullable=False) for name in COUNTS]
    return [*place, *counts, *(sa.Column(name, sa.BigInteger, nullable=False) for name in SUMS)]


figure_deltas = sa.Table(
    "figure_deltas",
    Base.metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("accepted_on", sa.Date, nullable=False),
    *_columns(),
)

# `cube` says which of the key's columns are told apart (cubes.py); `period` is a day, or a month's first.
figure_cells = sa.Table(
    "figure_cells",
    Base.metadata,
    sa.Column("cube", sa.SmallInteger, nullable=False),
    sa.Column("period", sa.Date, nullable=False),
    *_columns(),
    sa.PrimaryKeyConstraint("cube", "period", *PLACE, name="pk_figure_cells"),
)

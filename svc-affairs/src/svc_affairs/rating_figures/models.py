"""Tables of the figures: deltas, added with each change; and the cells that they are folded into."""

import sqlalchemy as sa

from svc_affairs.base import Base
from svc_affairs.rating_figures.measures import MEASURES, PLACE


def _columns() -> list[sa.Column[str] | sa.Column[int]]:
    place = [sa.Column(name, sa.Text, nullable=False) for name in PLACE]
    return [*place, *(sa.Column(name, sa.Integer, nullable=False) for name in MEASURES)]


rating_figure_deltas = sa.Table(
    "rating_figure_deltas",
    Base.metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("invited_on", sa.Date, nullable=False),
    *_columns(),
)

rating_figure_cells = sa.Table(
    "rating_figure_cells",
    Base.metadata,
    sa.Column("invited_on", sa.Date, nullable=False),
    *_columns(),
    sa.PrimaryKeyConstraint("invited_on", *PLACE, name="pk_rating_figure_cells"),
)

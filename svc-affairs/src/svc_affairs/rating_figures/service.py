"""Use cases of the figures: count what happened, and tell it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.page import PageRequest
from svc_affairs.rating_figures import repository
from svc_affairs.rating_figures.errors import SpanBackwards
from svc_affairs.rating_figures.measures import MEASURES, Place
from svc_affairs.rating_figures.models import rating_figure_deltas
from svc_affairs.rating_figures.repository import Where
from svc_affairs.rating_figures.rules import shares
from svc_affairs.rating_figures.terms import By
from svc_affairs.rating_figures.views import FigureRow, RatingFigures, RatingFiguresView

Counting = tuple[datetime, Place, Sequence[str]]


async def count(db: AsyncSession, invited_at: datetime, place: Place, *measures: str) -> None:
    """Count one of each of `measures` for a visit that was invited then; no row is shared by two who count."""
    await count_many(db, [(invited_at, place, measures)])


async def count_many(db: AsyncSession, counted: Sequence[Counting]) -> None:
    """`count` for many visits, in one statement."""
    if counted:
        await db.execute(insert(rating_figure_deltas), [_row(*each) for each in counted])


async def figures(
    db: AsyncSession, actor: Principal, where: Where, by: By | None, params: PageRequest
) -> RatingFiguresView:  # fmt: skip
    """The figures of a span, whole and told apart; raises SpanBackwards."""
    if where.end <= where.start:
        raise SpanBackwards(f"{where.start} to {where.end}")
    total = await repository.sums(db, actor, where)
    rows, following = ([], None) if by is None else await repository.page_by(db, actor, where, by, params)
    return RatingFiguresView(
        as_of=clock.now(), start_on=where.start, end_on=where.end, by=by, figures=_view(total),
        items=[_shown(row._asdict()) for row in rows], next=following,
    )  # fmt: skip


def _shown(row: Mapping[str, Any]) -> FigureRow:
    names = {name: row.get(name) or None for name in ("centre_code", "window_code")}
    return FigureRow(key=row["key"] or None, **names, **_view({name: int(row[name]) for name in MEASURES}).model_dump())


def _view(sums: Mapping[str, int]) -> RatingFigures:
    return RatingFigures.model_validate({**sums, **shares(sums)})


def _row(invited_at: datetime, place: Place, measures: Sequence[str]) -> dict[str, object]:
    counted = dict.fromkeys(MEASURES, 0) | dict.fromkeys(measures, 1)
    assert len(counted) == len(MEASURES), measures
    told = {name: value or "" for name, value in place._asdict().items()}
    return {"invited_on": clock.local_day(invited_at), **told, **counted}

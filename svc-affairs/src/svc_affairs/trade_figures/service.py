"""Use cases of the figures of trade."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_affairs.trade_declarations.terms import DeclarationStatus
from svc_affairs.trade_figures import repository
from svc_affairs.trade_figures.errors import OneFilterOnly, SpanWrong
from svc_affairs.trade_figures.repository import Cell, Where
from svc_affairs.trade_figures.schemas import By, FiguresPart, MismatchCount, StatusCount, TradeFigures, TradeRecountView

_LONGEST_DAYS = 3_660
_MISMATCH = "mismatch:"


def where_of(start: date, end: date, keys: Mapping[str, str | None]) -> Where:
    """Raises SpanWrong, OneFilterOnly."""
    check_span(start, end)
    chosen = [(dimension, key) for dimension, key in keys.items() if key is not None]
    if len(chosen) > 1:
        raise OneFilterOnly()
    return Where(start, end, *(chosen[0] if chosen else ("all", "")))


def check_span(start: date, end: date) -> None:
    """Raises SpanWrong."""
    if not 0 < (end - start).days <= _LONGEST_DAYS:
        raise SpanWrong(f"{start} to {end}")


async def figures(db: AsyncSession, where: Where, by: By | None) -> TradeFigures:
    """The whole of what is asked for, and told apart by day or by one of the dimensions. Raises OneFilterOnly."""
    if by not in (None, By.DAY) and where.dimension not in ("all", by):
        raise OneFilterOnly(f"by {by}")
    groups: repository.Groups = {}
    if by is By.DAY:
        groups = await repository.grouped(db, where, by_day=True)
    elif by is not None:
        key = where.key if where.dimension == by else None
        groups = await repository.grouped(db, Where(where.start, where.end, by, key), by_day=False)
    whole = await repository.grouped(db, where, by_day=False)
    total = _part("", next(iter(whole.values()), {}))
    parts = [_part(key, cells) for key, cells in groups.items()]
    return TradeFigures(as_of=clock.now(), start_on=where.start, end_on=where.end, total=total, groups=parts)


async def recount(db: AsyncSession, start: date, end: date) -> TradeRecountView:
    """Raises SpanWrong."""
    check_span(start, end)
    cells, differing = await repository.differing(db, start, end)
    return TradeRecountView(cells=cells, differing=differing, is_equal=not differing)


def _part(key: str, cells: Mapping[str, Cell]) -> FiguresPart:
    statuses = [StatusCount(status=name, count=n, amount=worth) for name, (n, worth) in _own(cells, False)]
    return FiguresPart(
        key=key,
        declarations=sum(each.count for each in statuses),
        released=sum(each.count for each in statuses if each.status == DeclarationStatus.RELEASED),
        statuses=statuses,
        mismatches=[MismatchCount(field=name.removeprefix(_MISMATCH), count=n) for name, (n, _) in _own(cells, True)],
    )


def _own(cells: Mapping[str, Cell], of_mismatches: bool) -> Iterable[tuple[str, Cell]]:
    return ((name, cell) for name, cell in cells.items() if name.startswith(_MISMATCH) is of_mismatches)

"""Reads the cells, and what is not folded into them yet: both in one statement, so that nothing is missed or seen twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, Select, Text, and_, cast, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from svc_affairs.rated_side import seen_by
from svc_affairs.rating_figures.measures import MEASURES, PLACE
from svc_affairs.rating_figures.models import rating_figure_cells, rating_figure_deltas
from svc_affairs.rating_figures.terms import By


@dataclass(frozen=True)
class Where:
    """What is counted: visits invited to be rated on the days of [start, end)."""

    start: date
    end: date
    item_code: str | None = None
    department_code: str | None = None
    centre_code: str | None = None
    window_code: str | None = None


_KEYS: Mapping[By, tuple[str, ...]] = MappingProxyType(
    {
        By.ITEM: ("item_code",),
        By.WINDOW: ("centre_code", "window_code"),
        By.DEPARTMENT: ("department_code",),
        By.CENTRE: ("centre_code",),
    }
)


async def sums(db: AsyncSession, actor: Principal, where: Where) -> Mapping[str, int]:
    """The measures of all of it together."""
    row = (await db.execute(whole(actor, where))).mappings().one()
    return {name: int(row[name]) for name in MEASURES}


def whole(actor: Principal, where: Where) -> Select[*tuple[Any, ...]]:
    """The statement of one row with the measures of all of it."""
    return select(*_summed(_rows(actor, where)))


async def page_by(
    db: AsyncSession, actor: Principal, where: Where, by: By, params: PageRequest
) -> tuple[list[Row[Any]], str | None]:  # fmt: skip
    """A page of the measures told apart, by key; where there is none, as with the windows of no window, the key is empty."""
    found = _rows(actor, where)
    key = _key(found, by)
    names = [found.c[name] for name in _KEYS.get(by, ())]
    grouped = select(key.label("key"), *names, *_summed(found)).group_by(key, *names).subquery("grouped")
    return await fetch_page(db, select(grouped), (grouped.c.key,), params, descending=False)


def _key(found: FromClause, by: By) -> ColumnElement[str]:
    if by is By.DAY:
        return cast(found.c.invited_on, Text)
    if by is By.MONTH:
        return func.to_char(found.c.invited_on, "YYYY-MM", type_=Text)
    if by is By.WINDOW:  # a window's code is its centre's, or its hall's
        return func.concat_ws("/", func.nullif(found.c.centre_code, ""), found.c.window_code, type_=Text)
    return found.c[_KEYS[by][0]]


def _summed(found: FromClause) -> list[ColumnElement[int]]:
    return [func.coalesce(func.sum(found.c[name]), 0).label(name) for name in MEASURES]


def _rows(actor: Principal, where: Where) -> FromClause:
    tables = (rating_figure_cells, rating_figure_deltas)
    return union_all(*(_of(table, actor, where) for table in tables)).subquery("counted")


def _of(table: FromClause, actor: Principal, where: Where) -> Select[Any]:
    given = {name: value for name in PLACE if (value := getattr(where, name)) is not None}
    chosen = and_(
        table.c.invited_on >= where.start, table.c.invited_on < where.end,
        seen_by(actor, table.c.department_code, table.c.centre_code),
        *(table.c[name] == value for name, value in given.items()),
    )  # fmt: skip
    return select(table.c.invited_on, *(table.c[name] for name in (*PLACE, *MEASURES))).where(chosen)

"""Cursor pages over keyset order: stable while rows come and go, as fast on the last page as on the first."""

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar, TypeVarTuple, overload

from fastapi import Depends, Query
from pydantic import BaseModel, Field, TypeAdapter
from pydantic_core import to_json
from sqlalchemy import BigInteger, Row, Select, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.sql import ColumnElement
from sqlalchemy.types import TypeEngine
from starlette.requests import Request
from starlette.responses import Response

from chassis.errors import Kind, Problem
from chassis.schema import is_storable

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
OrderColumn = ColumnElement[Any] | QueryableAttribute[Any]

_SEAL_BYTES = 6
_LONGEST_CURSOR = 1024


class CursorBroken(Problem):
    kind, title_en, title_zh = Kind.INVALID, "This cursor was not given out by this list", "分页游标无效"


@dataclass(frozen=True)
class PageRequest:
    """Which page a caller asks for."""

    limit: int = 50
    cursor: str | None = None


async def _page_request(
    limit: Annotated[int, Query(ge=1, le=200, description="At most so many items.", examples=[50])] = 50,
    cursor: Annotated[
        str | None, Query(max_length=_LONGEST_CURSOR, description="`next` of the page before; absent: the first page.")
    ] = None,
) -> PageRequest:
    return PageRequest(limit, cursor)


PageParams = Annotated[PageRequest, Depends(_page_request)]


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T] = Field(description="The items of this page, in the list's order.")
    next: str | None = Field(default=None, description="Cursor of the next page; null: this is the last.", examples=[None])


@overload
async def fetch_page(
    db: AsyncSession, statement: Select[T], order: Sequence[OrderColumn], params: PageRequest, *, descending: bool = True
) -> tuple[list[T], str | None]: ...
@overload
async def fetch_page(  # type: ignore[overload-cannot-match]  # it is, by every select of several columns
    db: AsyncSession, statement: Select[*Ts], order: Sequence[OrderColumn], params: PageRequest, *, descending: bool = True
) -> tuple[list[Row[*Ts]], str | None]: ...
async def fetch_page(  # type: ignore[misc]
    db: AsyncSession, statement: Select[Any], order: Sequence[OrderColumn], params: PageRequest, *, descending: bool = True
) -> tuple[list[Any], str | None]:
    """A page of `statement` and the next cursor: entities where it selects one entity, rows otherwise.

    `order` are columns that are never null, together unique, and among what is selected. Raises CursorBroken.
    """
    found = await _fetch(db, statement, order, params.cursor, params.limit + 1, descending)
    return _cut(found, order, params, descending)


async def gather_page(
    db: AsyncSession, statements: Iterable[tuple[Select[T], Sequence[OrderColumn]]], params: PageRequest
) -> tuple[list[T], str | None]:
    """A page gathered from statements one after another, none of which has anything newer than the one before.

    Each comes with its own order, descending; those after a full page are not run. Raises CursorBroken.
    """
    found: list[T] = []
    order: Sequence[OrderColumn] = ()
    for statement, order in statements:
        found += await _fetch(db, statement, order, params.cursor, params.limit + 1 - len(found), True)
        if len(found) > params.limit:
            break
    return _cut(found, order, params, True)


async def _fetch(
    db: AsyncSession, statement: Select[Any], order: Sequence[OrderColumn], cursor: str | None, most: int, descending: bool
) -> list[Any]:
    if cursor is not None:
        values = _read_cursor(cursor, order, descending)
        here, last = tuple_(*order), tuple_(*(literal(value, each.type) for value, each in zip(values, order, strict=True)))
        statement = statement.where(here < last if descending else here > last)
    sorting = (each.desc() if descending else each.asc() for each in order)
    result = await db.execute(statement.order_by(None).order_by(*sorting).limit(most))
    return list(result.scalars() if len(statement.column_descriptions) == 1 else result)


def _cut(found: list[Any], order: Sequence[OrderColumn], params: PageRequest, descending: bool) -> tuple[list[Any], str | None]:
    if len(found) <= params.limit:
        return found, None
    page = found[: params.limit]
    return page, _make_cursor([getattr(page[-1], str(each.key)) for each in order], order, descending)


def link_next(response: Response, request: Request, cursor: str | None) -> None:
    """Name the next page in the reply's Link header, relative, since the host is the gateway's to know."""
    if cursor is not None:
        url = request.url.include_query_params(cursor=cursor)
        response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'


def _seal(body: bytes, order: Sequence[OrderColumn], descending: bool) -> bytes:
    """Ties a cursor to its list's order, so that another list's, or a mistyped one, is noticed. It is no secret."""
    place = f"{[str(each) for each in order]}{descending}".encode()
    return hashlib.sha256(place + b"\n" + body).digest()[:_SEAL_BYTES]


def _make_cursor(values: Sequence[Any], order: Sequence[OrderColumn], descending: bool) -> str:
    body = to_json(values)
    return base64.urlsafe_b64encode(_seal(body, order, descending) + body).rstrip(b"=").decode()


def _read_cursor(cursor: str, order: Sequence[OrderColumn], descending: bool) -> list[Any]:
    try:
        raw = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        seal, body = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
        if seal != _seal(body, order, descending):
            raise ValueError("made for another list")
        return [_read_value(value, each.type) for value, each in zip(json.loads(body), order, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise CursorBroken("take `next` of the page before as it is, with the same sorting") from None


def _read_value(given: Any, column_type: TypeEngine[Any]) -> Any:
    """A value PostgreSQL can compare the column with; a forged cursor may hold anything. Raises ValueError."""
    value = TypeAdapter(column_type.python_type).validate_python(given)
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise ValueError("no time zone")
        return value.astimezone(UTC)
    if isinstance(value, int) and value.bit_length() > (63 if isinstance(column_type, BigInteger) else 31):
        raise ValueError("too large")
    if isinstance(value, str) and not is_storable(value):
        raise ValueError("not storable")
    return value

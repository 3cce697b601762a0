"""Pages follow each other without gap or repetition, and broken cursors are a problem of the caller's."""

import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import DateTime, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from starlette.requests import Request
from starlette.responses import Response

from chassis import page
from chassis.db import Base, Database, create_engine
from chassis.errors import Problem
from chassis.ids import uuid7
from chassis.page import CursorBroken, PageRequest, fetch_page, link_next

START = datetime(2025, 3, 14, tzinfo=UTC)


class Leaf(Base):
    __tablename__ = "test_page_leaves"
    __table_args__ = ({"prefixes": ["TEMPORARY"]},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    fell_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    rank: Mapped[int]
    label: Mapped[str]


BY_TIME = (Leaf.fell_at, Leaf.id)


@pytest.fixture
async def db(engines: Any) -> AsyncIterator[AsyncSession]:
    """A session with 25 leaves, of which always three fell at once."""
    database = Database(create_engine(engines.postgres_url))
    async with database.engine.connect() as connection:
        table: Any = Leaf.__table__
        await connection.run_sync(table.create)
        async with AsyncSession(connection, expire_on_commit=False) as db:
            rows = [
                {"id": uuid4(), "fell_at": START + timedelta(days=number // 3), "rank": number, "label": f"叶{number % 4}"}
                for number in range(25)
            ]
            await db.execute(insert(Leaf), rows)
            yield db
    await database.engine.dispose()


async def walk(db: AsyncSession, order: Any, limit: int, *, descending: bool) -> list[Leaf]:
    found: list[Leaf] = []
    cursor: str | None = None
    while True:
        leaves, cursor = await fetch_page(db, select(Leaf), order, PageRequest(limit, cursor), descending=descending)
        assert len(leaves) == limit or cursor is None
        found += leaves
        if cursor is None:
            return found


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("limit", [1, 5, 7, 25, 200])
@pytest.mark.parametrize("order", [BY_TIME, (Leaf.rank,), (Leaf.label, Leaf.rank)])
async def test_the_pages_together_are_the_list_in_its_order(db: AsyncSession, order: Any, limit: int, descending: bool) -> None:
    found = await walk(db, order, limit, descending=descending)

    keys = [tuple(getattr(leaf, column.key) for column in order) for leaf in found]
    assert len(keys) == 25
    if order != BY_TIME:
        assert keys == sorted(keys, reverse=descending)
    assert [leaf.fell_at for leaf in found] == sorted((leaf.fell_at for leaf in found), reverse=descending) or order != BY_TIME


async def test_what_comes_or_goes_between_pages_neither_doubles_nor_hides_others(db: AsyncSession) -> None:
    first, cursor = await fetch_page(db, select(Leaf), BY_TIME, PageRequest(10))
    await db.execute(insert(Leaf), [{"id": uuid7(), "fell_at": START + timedelta(days=99), "rank": 99, "label": "new"}])
    await db.execute(delete(Leaf).where(Leaf.id == first[-1].id))

    second, _ = await fetch_page(db, select(Leaf), BY_TIME, PageRequest(200, cursor))

    assert len(first) + len(second) == 25
    assert len({leaf.id for leaf in first + second}) == 25


async def test_a_statement_of_columns_gives_rows(db: AsyncSession) -> None:
    rows, cursor = await fetch_page(db, select(Leaf.rank, Leaf.label), (Leaf.rank,), PageRequest(2), descending=False)
    more, _ = await fetch_page(db, select(Leaf.rank, Leaf.label), (Leaf.rank,), PageRequest(2, cursor), descending=False)

    assert [row.rank for row in rows + more] == [0, 1, 2, 3]


async def test_a_cursor_of_another_list_or_of_no_list_is_broken(db: AsyncSession) -> None:
    _, cursor = await fetch_page(db, select(Leaf), BY_TIME, PageRequest(2))
    assert cursor is not None

    for broken in (
        "",
        "x",
        "é",
        "====",
        "AAAA",
        cursor[:-2],
        cursor + "A",
        cursor[1:],
        "\0",
        base64.urlsafe_b64encode(b"[]").decode(),
    ):
        with pytest.raises(CursorBroken) as caught:
            await fetch_page(db, select(Leaf), BY_TIME, PageRequest(2, broken))
        assert isinstance(caught.value, Problem)
        assert caught.value.kind.status == 422
    with pytest.raises(CursorBroken):
        await fetch_page(db, select(Leaf), BY_TIME, PageRequest(2, cursor), descending=False)
    with pytest.raises(CursorBroken):
        await fetch_page(db, select(Leaf), (Leaf.rank, Leaf.id), PageRequest(2, cursor))


@pytest.mark.parametrize(
    ("order", "values"),
    [
        (BY_TIME, ["2025-03-14T00:00:00", str(uuid4())]),
        (BY_TIME, ["0001-01-01T00:00:00+14:00", str(uuid4())]),
        (BY_TIME, ["2025-03-14T00:00:00Z", "no id"]),
        (BY_TIME, ["2025-03-14T00:00:00Z"]),
        (BY_TIME, {"a": 1, "b": 2}),
        (BY_TIME, 7),
        (BY_TIME, None),
        (BY_TIME, [[], []]),
        ((Leaf.rank,), [2**31]),
        ((Leaf.rank,), ["one"]),
        ((Leaf.label,), ["a\0b"]),
        ((Leaf.label,), ["\ud800"]),
    ],
)
async def test_a_forged_cursor_with_a_right_seal_is_still_checked(db: AsyncSession, order: Any, values: Any) -> None:
    body = json.dumps(values).encode()
    forged = base64.urlsafe_b64encode(page._seal(body, order, True) + body).rstrip(b"=").decode()

    with pytest.raises(CursorBroken):
        await fetch_page(db, select(Leaf), order, PageRequest(2, forged))


async def test_the_link_header_names_the_next_page_with_the_same_filters() -> None:
    scope = {"type": "http", "method": "GET", "path": "/v1/leaves", "query_string": b"label=a&cursor=old", "headers": []}
    last, more = Response(), Response()

    link_next(last, Request(scope), None)
    link_next(more, Request(scope), "new")

    assert "link" not in last.headers
    assert more.headers["link"] == '</v1/leaves?label=a&cursor=new>; rel="next"'

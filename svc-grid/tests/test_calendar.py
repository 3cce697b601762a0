"""The grid counts by the calendar that the hotline publishes, never by an older one than it knows."""

import asyncio
import importlib.util
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import pytest
from grid_builders import Grid
from work_calendar_builders import PUBLISHED_AT, Follower, published

from chassis.ids import uuid7
from contracts.worktime import Limit, due_at
from svc_grid.calendar.service import CalendarBook, calendar_of, take_version

VERSIONS = Path(__file__).parents[2]


@pytest.fixture
async def follower(grid: Grid) -> AsyncIterator[Follower]:
    follower = Follower(grid.harness, "/v1/grid/calendar")
    async with follower.put_back():
        yield follower


def migration(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("migration", VERSIONS / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_from_the_start_it_counts_by_the_published_years(follower: Follower) -> None:
    told_of = await follower.shown()

    async with follower.harness.sessions() as db:
        calendar = await calendar_of(db)

    assert told_of == {"calendar_version": "cn-1", "published_years": [*range(2020, 2027)], "since": None}
    assert (calendar.is_working(date(2025, 10, 1)), calendar.is_working(date(2025, 10, 11))) == (False, True)
    # The eve of the holiday: one working day later is the tenth.
    due = due_at(datetime(2025, 9, 30, 1, tzinfo=UTC), Limit(1), calendar)
    assert (due.at, due.is_provisional) == (datetime(2025, 10, 9, 16, tzinfo=UTC), False)


def test_both_services_begin_with_the_same_days() -> None:
    own, hotline = (
        migration(f"{service}/migrations/versions/{name}")._NOTICES
        for service, name in (("svc-grid", "0005_calendar.py"), ("svc-hotline", "0002_calendar.py"))
    )

    assert own == hotline


async def test_a_newer_calendar_is_counted_by_at_once(follower: Follower) -> None:
    before = await follower.shown()

    after = await follower.told(published())

    assert (before["calendar_version"], after["calendar_version"]) == ("cn-1", "cn-2")
    assert (after["published_years"], after["since"]) == ([2026, 2027], PUBLISHED_AT.isoformat().replace("+00:00", "Z"))
    async with follower.harness.sessions() as db:
        calendar = await calendar_of(db)
    assert due_at(datetime(2027, 9, 30, 1, tzinfo=UTC), Limit(1), calendar).at == datetime(2027, 10, 4, 16, tzinfo=UTC)
    assert (calendar.is_working(date(2027, 10, 1)), calendar.is_working(date(2027, 10, 9))) == (False, True)


async def test_an_older_one_that_comes_late_and_one_that_comes_twice_change_nothing(follower: Follower) -> None:
    event_id = uuid7()
    newest = await follower.told(published(4), event_id=event_id)

    late = await follower.told(published(3, days_off=[]))
    twice = await follower.told(published(4), event_id=event_id)
    other = await follower.told(published(4, days_off=[]))

    assert (late, twice, other) == (newest, newest, newest)
    assert await follower.kept_versions() == [1, 4]
    async with follower.harness.sessions() as db:
        assert not (await calendar_of(db)).is_working(date(2027, 10, 1))


async def test_two_processes_that_take_the_same_one_at_once_keep_it_once(follower: Follower) -> None:
    async def take() -> bool:
        async with follower.harness.sessions() as db, db.begin():
            return await take_version(db, published())

    assert True in await asyncio.gather(take(), take(), take())
    assert await follower.kept_versions() == [1, 2]


async def test_it_is_read_once_a_minute_and_anew_after_a_newer_one(follower: Follower) -> None:
    await follower.shown()

    async with follower.harness.counting_statements() as statements:
        for _ in range(3):
            await follower.shown()

    assert statements == []


async def test_what_is_not_committed_is_not_counted_by(follower: Follower) -> None:
    await follower.shown()
    async with follower.harness.sessions() as db:
        await take_version(db, published())
        await db.rollback()

    async with follower.harness.counting_statements() as statements:
        assert (await follower.shown())["calendar_version"] == "cn-1"
    assert statements == []


async def test_a_slow_reader_does_not_bring_an_older_one_back(follower: Follower) -> None:
    book = CalendarBook()
    async with follower.harness.sessions() as old, old.begin():
        await book.current(old)
        book.awaits(2)  # heard of before this reader's snapshot can show it
        assert (await book.current(old)).version == "cn-1"
    await follower.told(published())

    async with follower.harness.sessions() as db:
        assert (await book.current(db)).version == "cn-2"

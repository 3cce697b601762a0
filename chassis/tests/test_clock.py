"""The clock tells the system's time, or the one declared."""

import asyncio
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from chassis import clock

THEN = datetime(2025, 3, 14, 9, 26, tzinfo=UTC)


def test_without_a_declaration_it_is_the_system_time_in_utc() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)
    assert clock.now().utcoffset() == timedelta(0)
    assert not clock.is_declared()


def test_within_a_declaration_it_is_the_declared_time_and_afterwards_not() -> None:
    with clock.declared(THEN.astimezone(timezone(timedelta(hours=8)))):
        assert clock.now() == THEN
        assert clock.now().tzinfo is UTC
        assert clock.is_declared()
        assert clock.system_now() > THEN

    assert not clock.is_declared()


def test_an_inner_declaration_gives_way_to_the_outer_one_even_after_an_error() -> None:
    with clock.declared(THEN):
        with pytest.raises(RuntimeError), clock.declared(THEN + timedelta(days=1)):
            raise RuntimeError
        with clock.acting_at(None):
            assert clock.now() == THEN


async def test_a_declaration_in_one_task_is_not_seen_by_another() -> None:
    declared, seen = asyncio.Event(), asyncio.Event()

    async def declare() -> None:
        with clock.acting_at(THEN):
            declared.set()
            await seen.wait()

    task = asyncio.create_task(declare())
    await declared.wait()
    is_declared_here = clock.is_declared()
    seen.set()
    await task

    assert not is_declared_here


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2025, 3, 14)

    with pytest.raises(ValueError, match="time zone"), clock.declared(naive):
        pass
    with pytest.raises(ValueError, match="time zone"):
        clock.local_day(naive)


def test_the_day_of_an_instant_is_the_one_in_the_city() -> None:
    assert clock.local_day(datetime(2025, 3, 14, 15, 59, 59, tzinfo=UTC)) == date(2025, 3, 14)
    assert clock.local_day(datetime(2025, 3, 14, 16, 0, tzinfo=UTC)) == date(2025, 3, 15)
    assert clock.day_start(date(2025, 3, 15)) == datetime(2025, 3, 14, 16, 0, tzinfo=UTC)

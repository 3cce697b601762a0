"""Tells the time: the system's, or the one a replay or a test declared; and the city's calendar day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, timezone

# Shanghai has had no summer time since 1992, so its zone is a fixed offset that needs no zone data.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

_declared_at: ContextVar[datetime | None] = ContextVar("declared_at", default=None)
_is_replayed: ContextVar[bool] = ContextVar("is_replayed", default=False)


def system_now() -> datetime:
    """The machine's time in UTC, whatever was declared."""
    return datetime.now(UTC)


def now() -> datetime:
    """The present instant in UTC: the declared one where there is one."""
    return _declared_at.get() or system_now()


def is_declared() -> bool:
    """Whether the time was declared, by a replay or a test."""
    return _declared_at.get() is not None


def is_replayed() -> bool:
    """Whether a replay's request or event is being handled; what happened earlier, but is told now, is none."""
    return _is_replayed.get()


@contextmanager
def declared(at: datetime) -> Iterator[None]:
    """Within the block `now()` is `at`; raises ValueError for an instant without a time zone."""
    if at.utcoffset() is None:
        raise ValueError("a declared time needs a time zone")
    token = _declared_at.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _declared_at.reset(token)


@contextmanager
def acting_at(at: datetime | None) -> Iterator[None]:
    """`declared(at)`, or no change where nothing is declared."""
    if at is None:
        yield
        return
    token = _is_replayed.set(True)
    try:
        with declared(at):
            yield
    finally:
        _is_replayed.reset(token)


def local_day(at: datetime) -> date:
    """The city's calendar day (Asia/Shanghai) at an instant."""
    if at.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(SHANGHAI).date()


def day_start(day: date) -> datetime:
    """The instant, in UTC, at which a day begins in the city."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)

"""Whether a month's roster holds together, and what it leaves uncovered; pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chassis.clock import day_start
from svc_grid.duties.policy import POLICY

Fault = tuple[str, str]


@dataclass(frozen=True)
class Span:
    """From its first instant until just before its last; `place` is the row it came in, none: it is there already."""

    from_at: datetime
    to_at: datetime
    place: int | None = None


def month_of(month: str) -> tuple[datetime, datetime]:
    """The month `2026-01` of the city's days: its first instant, and the next month's."""
    year, number = map(int, month.split("-"))
    following = date(year + number // 12, number % 12 + 1, 1)
    return day_start(date(year, number, 1)), day_start(following)


def faults(
    given: Sequence[tuple[str, Span]],
    posts: Collection[str],
    month: tuple[datetime, datetime],
    there: Mapping[str, Sequence[Span]],
) -> list[Fault]:
    """Each fault of a roster as (JSON pointer, what is wrong).

    `given` are the shifts by post's name; `there` those that stay: they begin in another month.
    """
    found = [fault for post, span in given for fault in _single(post, span, posts, month)]
    by_post: dict[str, list[Span]] = {name: list(spans) for name, spans in there.items()}
    for post, span in given:
        if span.from_at < span.to_at:
            by_post.setdefault(post, []).append(span)
    for spans in by_post.values():
        found += _overlaps(sorted(spans, key=lambda span: (span.from_at, span.place is not None)))
    return found


def _single(post: str, span: Span, posts: Collection[str], month: tuple[datetime, datetime]) -> Iterator[Fault]:
    place = f"/shifts/{span.place}"
    if post not in posts:
        yield f"{place}/post", f"the unit has no duty post {post}"
    if not month[0] <= span.from_at < month[1]:
        yield f"{place}/from_at", "it begins in another month"
    if span.to_at <= span.from_at:
        yield f"{place}/to_at", "it must end after it begins"
    elif span.to_at - span.from_at > POLICY.longest_shift:
        yield f"{place}/to_at", f"at most {POLICY.longest_shift.total_seconds() / 3600:.0f} hours"


def _overlaps(spans: Sequence[Span]) -> Iterator[Fault]:
    """Sorted by beginning, each is held against the one so far that ends last."""
    last: Span | None = None
    for span in spans:
        if last is not None and span.from_at < last.to_at:
            named, other = (span, last) if span.place is not None else (last, span)
            at = f"/shifts/{other.place}" if other.place is not None else f"a shift from {other.from_at.isoformat()}"
            yield f"/shifts/{named.place}", f"somebody is on duty there then: {at}"
        if last is None or span.to_at > last.to_at:
            last = span


def gaps(spans: Sequence[Span], period: tuple[datetime, datetime]) -> list[Span]:
    """The times within the period that nothing covers."""
    found, covered = [], period[0]
    for span in sorted(spans, key=lambda each: each.from_at):
        if span.from_at > covered:
            found.append(Span(covered, min(span.from_at, period[1])))
        covered = max(covered, span.to_at)
        if covered >= period[1]:
            return found
    return [*found, Span(covered, period[1])]

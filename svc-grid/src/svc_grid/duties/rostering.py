"""Use cases of a unit's month: lay it down as a whole, and look at it with what it leaves uncovered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.routing import check_version
from svc_grid.duties import events, repository, rules
from svc_grid.duties.errors import RosterUnsound
from svc_grid.duties.models import DutyPost, DutyRoster, DutyShift
from svc_grid.duties.policy import POLICY
from svc_grid.duties.rules import Fault, Span
from svc_grid.duties.schemas import Roster
from svc_grid.duties.service import hold_unit, list_posts
from svc_grid.duties.views import GapView, RosterView, ShiftView

_MOST_FAULTS = 50


async def show(db: AsyncSession, unit_code: str, month: str) -> RosterView:
    """The month as it is laid down; raises DutyUnitUnknown."""
    posts = await list_posts(db, unit_code)
    roster = await repository.find_roster(db, unit_code, month)
    touching = await repository.shifts_touching(db, unit_code, *rules.month_of(month))
    return _view(unit_code, month, roster.version if roster else 0, posts, [ShiftView.model_validate(each) for each in touching])


async def lay_down(
    db: AsyncSession, actor: Principal, unit_code: str, month: str, if_match: int | None, body: Roster
) -> RosterView:
    """Put these shifts in place of all that begin in the month; raises DutyUnitUnknown, StaleVersion, RosterUnsound."""
    await hold_unit(db, actor, unit_code)
    posts = await repository.open_posts(db, unit_code)
    roster = await repository.find_roster(db, unit_code, month) or DutyRoster(
        unit_code=unit_code, month=month, version=0, shifts=0
    )
    check_version(if_match, roster.version)
    period = rules.month_of(month)
    kept = {post.id for post in posts}
    around = [each for each in await _around(db, unit_code, period) if each.post_id in kept]
    staying = [each for each in around if not period[0] <= each.from_at < period[1]]
    _check(body, posts, period, staying)
    shown = [_shift(each, posts) for each in body.shifts]
    touching = [ShiftView.model_validate(each) for each in staying if each.from_at < period[1]]
    if not body.is_dry_run:
        await _store(db, actor, roster, [post.id for post in posts], period, shown)
    view = _view(unit_code, month, roster.version, posts, [*touching, *shown])
    return view.model_copy(update={"is_dry_run": body.is_dry_run})


async def _around(db: AsyncSession, unit_code: str, period: tuple[datetime, datetime]) -> Sequence[Any]:
    """What touches the month, and what a shift that runs on into the next month might meet there."""
    return await repository.shifts_touching(db, unit_code, period[0], period[1] + POLICY.longest_shift)


def _check(body: Roster, posts: Sequence[DutyPost], period: tuple[datetime, datetime], staying: Sequence[Any]) -> None:
    given = [(each.post, Span(each.from_at, each.to_at, index)) for index, each in enumerate(body.shifts)]
    there: dict[str, list[Span]] = {}
    for row in staying:
        there.setdefault(row.post, []).append(Span(row.from_at, row.to_at))
    found: list[Fault] = rules.faults(given, {post.name for post in posts}, period, there)
    if found:
        errors: list[JsonValue] = [{"pointer": place, "detail": detail} for place, detail in found[:_MOST_FAULTS]]
        raise RosterUnsound(f"{len(found)} faults; nothing was stored", errors=errors)


def _shift(given: Any, posts: Sequence[DutyPost]) -> ShiftView:
    post = next(each for each in posts if each.name == given.post)
    facts = given.model_dump(include={"account", "kind", "from_at", "to_at"})
    return ShiftView(post_id=post.id, post=post.name, office_line=post.office_line, **facts)


async def _store(
    db: AsyncSession, actor: Principal, roster: DutyRoster, posts: Sequence[UUID], period: tuple[datetime, datetime],
    shifts: Sequence[ShiftView],
) -> None:  # fmt: skip
    replaced = DutyShift.post_id.in_(posts), DutyShift.from_at >= period[0], DutyShift.from_at < period[1]
    await db.execute(delete(DutyShift).where(*replaced))
    if shifts:
        rows = [{"id": uuid7(), **each.model_dump(exclude={"post", "office_line"})} for each in shifts]
        await db.execute(insert(DutyShift), rows)
    roster.version += 1
    roster.shifts = len(shifts)
    db.add(roster)
    await db.flush()
    subject = f"{roster.unit_code}/{roster.month}"
    await outbox.publish(db, events.published(roster), subject=subject, sequence=roster.version)
    await audit.record(db, actor, "duty-roster-published", subject, shifts=len(shifts))


def _view(unit_code: str, month: str, version: int, posts: Sequence[DutyPost], touching: Sequence[ShiftView]) -> RosterView:
    """`touching` are the month's shifts, and those of the month before that run on into it."""
    period = rules.month_of(month)
    gaps = [
        GapView(post=post.name, from_at=gap.from_at, to_at=gap.to_at)
        for post in posts
        for gap in rules.gaps([Span(each.from_at, each.to_at) for each in touching if each.post_id == post.id], period)
    ]
    own = sorted((each for each in touching if each.from_at >= period[0]), key=lambda each: (each.post, each.from_at))
    return RosterView(unit_code=unit_code, month=month, version=version, is_dry_run=False, shifts=own, gaps=gaps)

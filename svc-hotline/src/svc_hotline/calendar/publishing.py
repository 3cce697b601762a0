"""Use case of publishing a notice: the calendar gets a new version, or it is said what would change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.routing import check_version
from contracts.hotline import CalendarPublishedV1
from contracts.worktime import WorkCalendar
from svc_hotline.calendar import repository
from svc_hotline.calendar.errors import NoticeWrong
from svc_hotline.calendar.models import CalendarDay, CalendarNotice
from svc_hotline.calendar.rules import DAY, Named, Notice, is_weekday, is_worked, slips_of
from svc_hotline.calendar.schemas import NoticeInput
from svc_hotline.calendar.service import named_version, read_calendar
from svc_hotline.calendar.views import DayChange, NoticeReport
from svc_hotline.tickets.recounting import count_moved

# Each version follows from the one before it, so notices come one after another.
_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended("hotline.calendar", 0)))


async def publish_notice(db: AsyncSession, actor: Principal, if_match: int | None, given: NoticeInput) -> NoticeReport:
    """Bring the year to what the notice says; raises NoticeWrong, StaleVersion. The same notice again changes nothing."""
    slips = slips_of(given.notice)
    if slips:
        raise NoticeWrong("; ".join(slip.detail for slip in slips[:20]), errors=[vars(slip) for slip in slips])
    await db.execute(_LOCK)
    notices = await repository.newest_notices(db)
    number, calendar = await read_calendar(db)
    check_version(if_match, number)
    if _is_same(given, notices.get(given.year)):
        return _report(given, number, [], is_new=False)
    changes = _changes(given.notice, notices, calendar)
    if given.is_dry_run:
        return await _foretell(db, given, number + 1, calendar, changes)
    await _write_days(db, given.year, calendar, changes, number + 1)
    db.add(_kept(given, changes, number + 1, actor))
    await db.flush()
    await outbox.publish(db, await _announced(db, given.year), subject="work-calendar", sequence=number + 1)
    return _report(given, number + 1, changes)


def _is_same(given: NoticeInput, kept: CalendarNotice | None) -> bool:
    """Whether the notice in use says just this, in whichever order."""
    if kept is None:
        return False
    as_given = given.reference, given.issued_on, _holidays(given), sorted(given.make_up_days)
    return as_given == (kept.reference, kept.issued_on, kept.holidays, kept.make_up_days)


def _holidays(given: NoticeInput) -> list[dict[str, object]]:
    return sorted((each.model_dump(mode="json") for each in given.holidays), key=lambda each: str(each["first_on"]))


def _changes(notice: Notice, notices: Mapping[int, CalendarNotice], calendar: WorkCalendar) -> list[DayChange]:
    """What its days become by the newest notices of all years, against what they are."""
    named: dict[int, Named] = {
        year: {date.fromisoformat(day): worked for day, worked in kept.named.items()} for year, kept in notices.items()
    }
    named[notice.year] = notice.named
    days = (notice.first_on + DAY * at for at in range((notice.last_on - notice.first_on).days + 1))
    both = ((day, calendar.is_working(day), is_worked(day, named)) for day in days)
    return [DayChange(day=day, was_working=was, is_working=now) for day, was, now in both if was is not now]


async def _foretell(
    db: AsyncSession, given: NoticeInput, number: int, calendar: WorkCalendar, changes: Sequence[DayChange]
) -> NoticeReport:
    """The report of what would come of it."""
    exceptions = {**calendar.exceptions} | {each.day: each.is_working for each in changes}
    differing = {day: worked for day, worked in exceptions.items() if worked is not is_weekday(day)}
    published = calendar.published_years | {given.year}
    coming = replace(calendar, version=named_version(number), published_years=published, exceptions=differing)
    moved, settled = await count_moved(db, coming, [each.day for each in changes])
    return _report(given, number, changes).model_copy(update={"moved_tickets": moved, "settled_tickets": settled})


async def _write_days(db: AsyncSession, year: int, calendar: WorkCalendar, changes: Sequence[DayChange], version: int) -> None:
    """All days of the year in the new version, and those of the December before that it changed."""
    first_on = date(year, 1, 1)
    days = (first_on + DAY * at for at in range((date(year + 1, 1, 1) - first_on).days))
    written = {day: calendar.is_working(day) for day in days} | {each.day: each.is_working for each in changes}
    rows = [{"day": day, "is_working": worked, "version": version} for day, worked in written.items()]
    statement = insert(CalendarDay).values(rows)
    news = {"is_working": statement.excluded.is_working, "version": statement.excluded.version}
    await db.execute(statement.on_conflict_do_update(index_elements=[CalendarDay.day], set_=news))


def _kept(given: NoticeInput, changes: Sequence[DayChange], version: int, actor: Principal) -> CalendarNotice:
    return CalendarNotice(
        year=given.year, version=version, reference=given.reference, issued_on=given.issued_on, holidays=_holidays(given),
        make_up_days=sorted(given.make_up_days), named={str(day): worked for day, worked in given.notice.named.items()},
        changes=[each.model_dump(mode="json") for each in changes], published_at=clock.now(), published_by=actor.subject,
    )  # fmt: skip


def _report(given: NoticeInput, version: int, changes: Sequence[DayChange], *, is_new: bool = True) -> NoticeReport:
    return NoticeReport(
        year=given.year, version=version, calendar_version=named_version(version), is_dry_run=given.is_dry_run, is_new=is_new,
        changes=[*changes], moved_tickets=None, settled_tickets=None,
    )  # fmt: skip


async def _announced(db: AsyncSession, year: int) -> CalendarPublishedV1:
    """The calendar as it is now, for those who count by a copy of it."""
    number, calendar = await read_calendar(db)
    days = {worked: [day for day, is_so in calendar.exceptions.items() if is_so is worked] for worked in (False, True)}
    return CalendarPublishedV1(
        occurred_at=clock.now(), version=number, calendar_version=calendar.version, year=year,
        published_years=sorted(calendar.published_years), days_off=days[False], make_up_days=days[True],
        published_at=calendar.since or clock.now(),
    )  # fmt: skip

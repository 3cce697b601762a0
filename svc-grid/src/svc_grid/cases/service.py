"""Use cases: report a case and look at cases."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page, gather_page
from chassis.words import said_in, spans_back, week_of, words_of
from svc_grid.cases import repository
from svc_grid.cases.errors import ClassUnknown, ConditionUnknown, PlaceUnknown, ReportedComponentUnknown
from svc_grid.cases.levels import desks_over
from svc_grid.cases.models import Case, CaseStep
from svc_grid.cases.repository import Filter
from svc_grid.cases.schemas import CaseCounts, CaseFigures, CaseReport, ClockView
from svc_grid.cases.steps import record, take
from svc_grid.cases.terms import Action, Source, Status
from svc_grid.cases.views import clock_of_ended, clock_of_running
from svc_grid.classes import service as classes
from svc_grid.components import service as components
from svc_grid.organisation import service as organisation
from svc_grid.territories.service import locate


async def report_case(db: AsyncSession, actor: Principal, body: CaseReport) -> Case:
    """Take a report; raises ClassUnknown, ConditionUnknown, ReportedComponentUnknown, PlaceUnknown."""
    await check_class(db, body.class_code, body.condition_code)
    facts: dict[str, Any] = body.model_dump(include=_AS_REPORTED)
    facts |= await _place(db, body)
    if not actor.sees(facts["territory_code"]):
        raise PlaceUnknown(territory_code=facts["territory_code"])
    case = await open_case(db, actor, source=_source(actor, body), **facts)
    if body.self_handled is not None:
        await take(
            db, actor, case, Action.SELF_HANDLE, note=body.self_handled.result, result=body.self_handled.result,
            evidence=body.self_handled.evidence, is_self_handled=True, handled_by=actor.subject, handled_at=clock.now(),
            assignee=actor.subject, unit_code=actor.unit_code, handling_unit_code=actor.unit_code,
        )  # fmt: skip
    return case


async def _place(db: AsyncSession, body: CaseReport) -> dict[str, Any]:
    """Where it is, by what the report says of it: territory_code, and lon and lat where a point is known."""
    found: dict[str, Any] = {"territory_code": body.territory_code}
    if body.component_code is not None:
        component = await components.find(db, body.component_code)
        if component is None:
            raise ReportedComponentUnknown(component_code=body.component_code)
        found = {"territory_code": body.territory_code or component.territory_code, "lon": component.lon, "lat": component.lat}
    if body.place is not None:
        found["lon"], found["lat"] = body.place.wgs84
        found["territory_code"] = body.territory_code or await locate(db, found["lon"], found["lat"])
    if found["territory_code"] is None:
        raise PlaceUnknown("neither a territory, a component nor a point that lies in one is named")
    return found


async def check_class(db: AsyncSession, class_code: str, condition_code: str | None) -> None:
    """Raises ClassUnknown, ConditionUnknown."""
    if await classes.find_class(db, class_code) is None:
        raise ClassUnknown(class_code=class_code)
    if condition_code is not None and not await classes.is_condition(db, class_code, condition_code):
        raise ConditionUnknown(class_code=class_code, condition_code=condition_code)


async def open_case(
    db: AsyncSession, actor: Principal, *, source: Source, territory_code: str, class_code: str, title: str, description: str,
    **facts: object,
) -> Case:  # fmt: skip
    """A new case, reported now; raises PlaceUnknown. What reports it answers for its class, which may be a category's."""
    now = clock.now()
    if not await organisation.hold_territory(db, territory_code):
        raise PlaceUnknown(territory_code=territory_code)
    desks = await desks_over(db, territory_code)
    case = Case(
        id=uuid7(), number=number_for(now, await repository.next_number(db)), version=1, status=Status.REPORTED,
        source=source, evidence=[], worked_by=[], worked_units=[], is_overdue=False, reported_at=now, changed_at=now,
        held_by=desks[0],
        reported_by=actor.subject, reporting_unit_code=actor.unit_code, territory_code=territory_code, class_code=class_code,
        title=title, description=description, words=said_in(week_of(now), words_of(title, description)),
        **(_NOTHING_YET | facts),
    )  # fmt: skip
    db.add(case)
    await record(db, actor, case, Action.REPORT)
    return case


_AS_REPORTED = {"class_code", "title", "description", "territory_code", "condition_code", "level", "component_code"}
# Columns of a case that is not stored yet have no defaults, and its clock is set before it is.
_NOTHING_YET: dict[str, object] = {
    **dict.fromkeys(("stage_extra_h", "extended_times", "sent_back_times", "returned_times", "escalated_times"), 0)
}


def _source(actor: Principal, body: CaseReport) -> Source:
    if body.is_from_resident:
        return Source.RESIDENT
    return Source.APPLICATION if actor.kind == "application" else Source.STAFF


def number_for(at: datetime, running: int) -> str:
    """The number a person quotes: the day in city time, and a running number with gaps."""
    return f"AJ-{clock.local_day(at):%Y%m%d}-{running:06d}"


async def get_case(db: AsyncSession, actor: Principal, case_id: UUID) -> Case:
    return await repository.get(db, actor, case_id)


async def get_history(db: AsyncSession, actor: Principal, case_id: UUID) -> Sequence[CaseStep]:
    """What happened to the case; raises CaseUnknown."""
    await repository.get(db, actor, case_id)
    return await repository.list_steps(db, case_id)


async def get_clocks(db: AsyncSession, actor: Principal, case_id: UUID) -> list[ClockView]:
    """The clocks of the case's stages, the running one last; raises CaseUnknown."""
    case = await repository.get(db, actor, case_id)
    return [*map(clock_of_ended, await repository.list_stages(db, case_id)), *clock_of_running(case)]


async def list_cases(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[Sequence[Case], str | None]:
    """A page of cases, the newest first, and where the next begins."""
    if wanted.q is not None:
        return await _search(db, actor, wanted, wanted.q, params)
    return await fetch_page(db, repository.list_cases(actor, wanted), (Case.reported_at, Case.id), params)


async def _search(
    db: AsyncSession, actor: Principal, wanted: Filter, q: str, params: PageRequest
) -> tuple[Sequence[Case], str | None]:
    """Week after week back from the newest, until the page is full and one more is known."""
    words, span = words_of(q), await repository.reported_span(db)
    if not words or span is None:
        return [], None
    oldest, newest = span
    first, last = max(wanted.reported_from or oldest, oldest), min(wanted.reported_to or newest, newest)
    if first > newest or last < oldest:
        return [], None
    spans = spans_back(week_of(last), week_of(first))
    return await gather_page(db, (repository.search_cases(actor, wanted, weeks, words) for weeks in spans), params)


async def count_figures(db: AsyncSession, year: int) -> CaseFigures:
    """The cases reported in a year of the city's days."""
    start, end = (clock.day_start(date(each, 1, 1)) for each in (year, year + 1))
    counts = await repository.count_reported(db, start, end)
    return CaseFigures(year=year, cases=CaseCounts(**counts), source="svc-grid", as_of=datetime.now(UTC))

"""Use cases: report a case and look at cases."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from svc_grid.cases import repository
from svc_grid.cases.errors import ClassUnknown, PlaceUnknown
from svc_grid.cases.models import Case, CaseStep
from svc_grid.cases.repository import Filter
from svc_grid.cases.schemas import CaseCounts, CaseFigures, CaseReport
from svc_grid.cases.steps import record
from svc_grid.cases.terms import Action, Source, Status
from svc_grid.classes import service as classes
from svc_grid.organisation import service as organisation


async def report_case(db: AsyncSession, actor: Principal, body: CaseReport) -> Case:
    """Take a report; raises ClassUnknown, PlaceUnknown."""
    if await classes.find_class(db, body.class_code) is None:
        raise ClassUnknown(class_code=body.class_code)
    if not actor.sees(body.territory_code) or not await organisation.is_territory(db, body.territory_code):
        raise PlaceUnknown(territory_code=body.territory_code)
    source = Source.APPLICATION if actor.kind == "application" else Source.STAFF
    return await open_case(db, actor, source=source, **body.model_dump())


async def open_case(db: AsyncSession, actor: Principal, *, source: Source, **facts: object) -> Case:
    """A new case, reported now."""
    now = clock.now()
    case = Case(
        id=uuid7(), number=number_for(now, await repository.next_number(db)), version=1, status=Status.REPORTED,
        source=str(source), evidence=[], is_overdue=False, reported_at=now, **facts,
    )  # fmt: skip
    db.add(case)
    await record(db, actor, case, Action.REPORT)
    return case


def number_for(at: datetime, running: int) -> str:
    """The number a person quotes: the day in city time, and a running number with gaps."""
    return f"AJ-{clock.local_day(at):%Y%m%d}-{running:06d}"


async def get_case(db: AsyncSession, actor: Principal, case_id: UUID) -> Case:
    return await repository.get(db, actor, case_id)


async def get_history(db: AsyncSession, actor: Principal, case_id: UUID) -> Sequence[CaseStep]:
    """What happened to the case; raises CaseUnknown."""
    await repository.get(db, actor, case_id)
    return await repository.list_steps(db, case_id)


async def list_cases(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[Sequence[Case], str | None]:
    """A page of cases, the newest first, and where the next begins."""
    return await fetch_page(db, repository.list_cases(actor, wanted), (Case.reported_at, Case.id), params)


async def count_figures(db: AsyncSession, year: int) -> CaseFigures:
    """The cases reported in a year of the city's days."""
    start, end = (clock.day_start(date(each, 1, 1)) for each in (year, year + 1))
    counts = await repository.count_reported(db, start, end)
    return CaseFigures(year=year, cases=CaseCounts(**counts), source="svc-grid", as_of=datetime.now(UTC))

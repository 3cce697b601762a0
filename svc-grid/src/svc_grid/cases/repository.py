"""Every SELECT of the cases, each within what the principal may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import QueryableAttribute, aliased

from chassis import clock, paths
from chassis.auth import Principal
from chassis.words import said_in
from svc_grid.cases.errors import CaseUnknown
from svc_grid.cases.lifecycle import OPEN
from svc_grid.cases.models import Case, CaseStage, CaseStep, FollowedTicket
from svc_grid.cases.terms import Colour, Stage, Status

# Depths of a territory's code for which there is an index: regiments and communities.
_CUT_DEPTHS = (2, 3)


@dataclass(frozen=True)
class Filter:
    """What a list of cases may be narrowed to."""

    status: Status | None = None
    class_code: str | None = None
    unit_code: str | None = None
    ticket_id: UUID | None = None
    territory_code: str | None = None
    stage: Stage | None = None
    colour: Colour | None = None
    assignee: str | None = None
    component_code: str | None = None
    held_by: str | None = None
    number: str | None = None
    q: str | None = None
    reported_from: datetime | None = None
    reported_to: datetime | None = None


async def get(db: AsyncSession, actor: Principal, case_id: UUID, *, for_update: bool = False) -> Case:
    """The case; raises CaseUnknown also where the principal may not see it."""
    chosen = select(Case).where(Case.id == case_id, visible_to(actor))
    case = (await db.execute(chosen.with_for_update() if for_update else chosen)).scalar_one_or_none()
    if case is None:
        raise CaseUnknown()
    return case


def list_cases(actor: Principal, wanted: Filter) -> Select[Case]:
    """The statement of a list; the caller pages it."""
    conditions = [visible_to(actor)]
    for name in ("status", "class_code", "unit_code", "ticket_id", "stage", "assignee", "component_code", "held_by", "number"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(getattr(Case, name) == value)
    if wanted.territory_code is not None:
        conditions.append(lies_in(wanted.territory_code))
    if wanted.reported_from is not None:
        conditions.append(Case.reported_at >= wanted.reported_from)
    if wanted.reported_to is not None:
        conditions.append(Case.reported_at < wanted.reported_to)
    if wanted.colour is not None:
        conditions.append(shows(wanted.colour, clock.now()))
    if wanted.colour is not None or wanted.held_by is not None:
        conditions.append(Case.stage.is_not(None))  # what the small index of the open cases asks for
    return select(Case).where(*conditions)


def lies_in(territory_code: str) -> ColumnElement[bool]:
    """In the territory or below it; regiments and communities are found in the lists' order."""
    return paths.within(Case.territory_code, territory_code, _CUT_DEPTHS)


def search_cases(
    actor: Principal, wanted: Filter, weeks: range, words: Sequence[str]
) -> tuple[Select[Case], tuple[QueryableAttribute[Any], ...]]:
    """As `list_cases`, with all of `words`, in some weeks; and its order. It is planned by itself, so that the words'
    index is what finds them and not the order."""
    said = or_(*(Case.words.contains(said_in(week, words)) for week in weeks))
    searched = aliased(Case, list_cases(actor, wanted).where(said).offset(0).subquery("searched"))
    return select(searched), (searched.reported_at, searched.id)


async def reported_span(db: AsyncSession) -> tuple[datetime, datetime] | None:
    """When the oldest and the newest case were reported."""
    oldest, newest = (await db.execute(select(func.min(Case.reported_at), func.max(Case.reported_at)))).one()
    return None if oldest is None else (oldest, newest)


def shows(colour: Colour, now: datetime) -> ColumnElement[bool]:
    """The running stage's light, as rules.colour_of has it."""
    match colour:
        case Colour.RED:
            return Case.stage_due_at < now
        case Colour.AMBER:
            return and_(Case.stage_due_at >= now, Case.stage_warn_at <= now)
        case Colour.GREEN:
            return Case.stage_warn_at > now


def visible_to(actor: Principal) -> ColumnElement[bool]:
    """Its own subtree, and what it or its unit handles."""
    if actor.territory_code is None:
        return true()
    subtree = lies_in(actor.territory_code)
    own = or_(subtree, Case.assignee == actor.subject)
    return own if actor.unit_code is None else or_(own, Case.unit_code == actor.unit_code)


async def hold_due(db: AsyncSession, now: datetime, most: int) -> Sequence[Case]:
    """Some cases whose timers are due, locked; those that another holds are left to it."""
    sweep_at = func.greatest(Case.wake_at, Case.sweep_after)
    due = select(Case).where(Case.wake_at.is_not(None), sweep_at <= now).order_by(sweep_at).limit(most)
    return (await db.execute(due.with_for_update(skip_locked=True))).scalars().all()


async def hold_open_of(db: AsyncSession, assignee: str, territory_code: str) -> Sequence[Case]:
    """The open cases that a staff account has in a territory, locked in the order of their ids."""
    chosen = select(Case).where(Case.assignee == assignee, Case.status.in_(sorted(OPEN)), lies_in(territory_code))
    return (await db.execute(chosen.order_by(Case.id).with_for_update())).scalars().all()


async def list_stages(db: AsyncSession, case_id: UUID) -> Sequence[CaseStage]:
    """The stages that have ended, in order."""
    return (await db.execute(select(CaseStage).where(CaseStage.case_id == case_id).order_by(CaseStage.version))).scalars().all()


async def list_steps(db: AsyncSession, case_id: UUID) -> Sequence[CaseStep]:
    return (await db.execute(select(CaseStep).where(CaseStep.case_id == case_id).order_by(CaseStep.version))).scalars().all()


async def list_of_ticket(db: AsyncSession, ticket_id: UUID) -> Sequence[Case]:
    """A ticket's cases by round, their rows locked."""
    return (
        (await db.execute(select(Case).where(Case.ticket_id == ticket_id).order_by(Case.round).with_for_update())).scalars().all()
    )


async def hold_followed(db: AsyncSession, ticket_id: UUID) -> FollowedTicket:
    """How far a ticket was followed, the row locked: what it tells is taken in one after the other."""
    await db.execute(insert(FollowedTicket).values(ticket_id=ticket_id).on_conflict_do_nothing())
    held = select(FollowedTicket).where(FollowedTicket.ticket_id == ticket_id).with_for_update()
    return (await db.execute(held)).scalar_one()


async def next_number(db: AsyncSession) -> int:
    return int((await db.execute(select(func.nextval("case_numbers")))).scalar_one())


async def count_reported(db: AsyncSession, start: datetime, end: datetime) -> dict[str, int]:
    """Counts over cases reported in [start, end)."""
    counted = select(
        func.count().label("reported"),
        func.count().filter(Case.status == Status.CLOSED).label("closed"),
        func.count().filter(Case.status.in_(sorted(OPEN))).label("open"),
    ).where(and_(Case.reported_at >= start, Case.reported_at < end))
    return dict((await db.execute(counted)).one()._mapping)

"""Paths of what stops a ticket's clock or gives it more time, and of what it was taken down as."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from chassis.errors import StaleVersion
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_hotline.tickets import intake, merging, pausing, splitting
from svc_hotline.tickets.contacts import Box
from svc_hotline.tickets.errors import (
    ActionNotPossible,
    CategoryUnknown,
    MainNotOpen,
    NotYourTicket,
    ReviewTooFar,
    SelfMerge,
    TerritoryUnknown,
    TicketUnknown,
)  # fmt: skip
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.schemas import (
    ExtensionDecision,
    ExtensionRequest,
    HandOver,
    Merge,
    Question,
    Reclassification,
    Remark,
    Split,
    Supplement,
    Suspension,
)  # fmt: skip
from svc_hotline.tickets.views import CallersTicket, TicketOpened, TicketSplit, TicketView

router = domain_router("/v1/tickets/{ticket_id}", "ticket clocks")

Desk = Annotated[Principal, require(Role.DESK)]
DeskOrSupervisor = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR)]
Supervisor = Annotated[Principal, require(Role.SUPERVISOR)]
Unit = Annotated[Principal, require(Role.UNIT, Role.DESK)]
Everybody = Annotated[Principal, anyone()]

_ANY = (TicketUnknown, ActionNotPossible, StaleVersion)
_FAULTS = problems(*_ANY)
_UNIT_FAULTS = problems(*_ANY, NotYourTicket)


def _shown(ticket: Ticket, response: Response) -> TicketView:
    tag_version(response, ticket.version)
    return TicketView.model_validate(ticket)


@router.post("/questions", status_code=201, summary="Ask the caller for more 待补充", responses=_UNIT_FAULTS)
async def ask(ticket_id: UUID, body: Question, actor: Unit, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """The clock stands still, and what has run is kept; a silent caller does not stop it for ever."""
    return _shown(await pausing.await_caller(db, actor, ticket_id, if_match, body), response)


@router.post("/supplements", status_code=201, summary="Tell more 补充", responses=_FAULTS)
async def supplement(
    ticket_id: UUID, body: Supplement, actor: Everybody, db: Db, if_match: IfMatch, response: Response
) -> CallersTicket:
    """The caller, by query code, or staff for them, tells what was asked; the clock goes on."""
    ticket = await pausing.supplement(db, actor, ticket_id, if_match, body)
    tag_version(response, ticket.version)
    return CallersTicket.model_validate(ticket)


@router.post("/suspensions", status_code=201, summary="Suspend a ticket 挂起", responses=problems(*_ANY, ReviewTooFar))
async def suspend(
    ticket_id: UUID, body: Suspension, actor: Supervisor, db: Db, if_match: IfMatch, response: Response
) -> TicketView:
    """A supervisor lets it rest until a day of review; then it goes on by itself."""
    return _shown(await pausing.suspend(db, actor, ticket_id, if_match, body), response)


@router.post("/resumptions", status_code=201, summary="Resume a ticket 恢复办理", responses=_FAULTS)
async def resume(
    ticket_id: UUID, body: Remark, actor: DeskOrSupervisor, db: Db, if_match: IfMatch, response: Response
) -> TicketView:
    """Let a suspended or waiting ticket go on."""
    return _shown(await pausing.resume(db, actor, ticket_id, if_match, body), response)


@router.post("/extensions", status_code=201, summary="Ask for an extension 申请延期", responses=_UNIT_FAULTS)
async def ask_extension(
    ticket_id: UUID, body: ExtensionRequest, actor: Unit, db: Db, if_match: IfMatch, response: Response
) -> TicketView:
    """The lead unit asks before the deadline; the clock runs until the desk grants it."""
    return _shown(await pausing.request_extension(db, actor, ticket_id, if_match, body), response)


@router.post("/extension-decisions", status_code=201, summary="Decide on an extension 延期审核", responses=_FAULTS)
async def decide_extension(
    ticket_id: UUID, body: ExtensionDecision, actor: Desk, db: Db, if_match: IfMatch, response: Response
) -> TicketView:
    """Granted: the deadline moves by as many working days. Silence means no."""
    return _shown(await pausing.decide_extension(db, actor, ticket_id, if_match, body), response)


@router.post(
    "/reclassifications",
    status_code=201,
    summary="Reclassify a ticket 重新分类",
    responses=problems(*_ANY, CategoryUnknown, TerritoryUnknown),
)
async def reclassify(
    ticket_id: UUID, body: Reclassification, actor: Desk, db: Db, if_match: IfMatch, response: Response
) -> TicketView:
    """Put right what it is and where; the deadline is counted anew from where its clock began."""
    return _shown(await intake.reclassify(db, actor, ticket_id, if_match, body), response)


@router.post("/hand-overs", status_code=201, summary="Hand over an emergency 移交", responses=_FAULTS)
async def hand_over(ticket_id: UUID, body: HandOver, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """To the emergency line it belongs to; it ends here and is recorded as handed over."""
    return _shown(await intake.hand_over(db, actor, ticket_id, if_match, body), response)


@router.post("/merges", status_code=201, summary="Merge a ticket 并单", responses=problems(*_ANY, SelfMerge, MainNotOpen))
async def merge(ticket_id: UUID, body: Merge, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """Into the main ticket of the same matter; its caller gets that one's answer and is called back as well."""
    return _shown(await merging.merge_ticket(db, actor, ticket_id, if_match, body), response)


@router.post("/unmerges", status_code=201, summary="Take a ticket out of a merge 撤销并单", responses=_FAULTS)
async def unmerge(ticket_id: UUID, body: Remark, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """It waits for a dispatch of its own."""
    return _shown(await merging.unmerge_ticket(db, actor, ticket_id, if_match, body), response)


@router.post(
    "/splits", status_code=201, summary="Split a ticket 拆单", responses=problems(*_ANY, CategoryUnknown, TerritoryUnknown)
)
async def split(
    ticket_id: UUID, body: Split, actor: Desk, db: Db, if_match: IfMatch, box: Box, response: Response
) -> TicketSplit:
    """Make tickets of the further matters of the same call, each with its own query code."""
    ticket, made = await splitting.split_ticket(db, actor, ticket_id, if_match, body, box)
    opened = [TicketOpened.model_construct(**dict(TicketView.model_validate(each)), query_code=code) for each, code in made]
    return TicketSplit.model_construct(ticket=_shown(ticket, response), made=opened)

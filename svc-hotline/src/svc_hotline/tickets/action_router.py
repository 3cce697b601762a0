"""Paths of what is done with a ticket: one sub-resource for each action."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from chassis.errors import StaleVersion
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_hotline.tickets import aftercare, handling
from svc_hotline.tickets.errors import (
    ActionNotPossible,
    DisputeIsSupervisors,
    NotYourTicket,
    NoUnitFound,
    OverrideWithoutReason,
    TicketUnknown,
    UnitUnknown,
)  # fmt: skip
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.schemas import (
    Answer,
    Callback,
    CallerRating,
    Comment,
    Dispatch,
    Escalation,
    Rejection,
    Remark,
    Reopening,
    Reply,
    ReplyReview,
    ReturnDecision,
    ReturnRequest,
    Supervision,
    Urge,
)  # fmt: skip
from svc_hotline.tickets.views import CallersTicket, TicketView

router = domain_router("/v1/tickets/{ticket_id}", "ticket actions")

Desk = Annotated[Principal, require(Role.DESK)]
DeskOrSupervisor = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR)]
Supervisor = Annotated[Principal, require(Role.SUPERVISOR)]
Unit = Annotated[Principal, require(Role.UNIT, Role.DESK)]
Staff = Annotated[Principal, require(Role.UNIT, Role.DESK, Role.SUPERVISOR)]
Everybody = Annotated[Principal, anyone()]

_ANY = (TicketUnknown, ActionNotPossible, StaleVersion)
_FAULTS = problems(*_ANY)
_UNIT_FAULTS = problems(*_ANY, NotYourTicket)


def _shown(ticket: Ticket, response: Response) -> TicketView:
    tag_version(response, ticket.version)
    return TicketView.model_validate(ticket)


def _shown_to_caller(ticket: Ticket, response: Response) -> CallersTicket:
    tag_version(response, ticket.version)
    return CallersTicket.model_validate(ticket)


@router.post(
    "/dispatches",
    status_code=201,
    summary="Dispatch a ticket 派单",
    responses=problems(*_ANY, UnitUnknown, NoUnitFound, OverrideWithoutReason),
)
async def dispatch(ticket_id: UUID, body: Dispatch, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """Give it to one lead unit and any number of assisting units; to a regiment or community it becomes a grid case."""
    return _shown(await handling.dispatch_ticket(db, actor, ticket_id, if_match, body), response)


@router.post("/signatures", status_code=201, summary="Sign for a ticket 签收", responses=_UNIT_FAULTS)
async def sign(ticket_id: UUID, body: Remark, actor: Unit, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """The lead unit has it."""
    return _shown(await handling.sign_ticket(db, actor, ticket_id, if_match, body), response)


@router.post("/handlings", status_code=201, summary="Start handling 开始办理", responses=_UNIT_FAULTS)
async def start(ticket_id: UUID, body: Remark, actor: Unit, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """The lead unit works on it, for the first time or after a reopening."""
    return _shown(await handling.start_handling(db, actor, ticket_id, if_match, body), response)


@router.post("/returns", status_code=201, summary="Ask to return a ticket 申请退单", responses=_UNIT_FAULTS)
async def ask_return(
    ticket_id: UUID, body: ReturnRequest, actor: Unit, db: Db, if_match: IfMatch, response: Response
) -> TicketView:
    """The lead unit gives a reason code and its basis; the desk decides."""
    return _shown(await handling.request_return(db, actor, ticket_id, if_match, body), response)


@router.post(
    "/return-decisions", status_code=201, summary="Decide on a return 退单审核", responses=problems(*_ANY, DisputeIsSupervisors)
)
async def decide_return(
    ticket_id: UUID, body: ReturnDecision, actor: DeskOrSupervisor, db: Db, if_match: IfMatch, response: Response
) -> TicketView:
    """Agreed: it waits for a new dispatch. Refused: the unit keeps it, where it was."""
    return _shown(await handling.decide_return(db, actor, ticket_id, if_match, body), response)


@router.post("/replies", status_code=201, summary="Reply 答复", responses=_UNIT_FAULTS)
async def reply(ticket_id: UUID, body: Reply, actor: Unit, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """The lead unit's answer; it waits for the desk's review."""
    return _shown(await handling.reply_to_caller(db, actor, ticket_id, if_match, body), response)


@router.post("/reply-reviews", status_code=201, summary="Review a reply 答复审核", responses=_FAULTS)
async def review(ticket_id: UUID, body: ReplyReview, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """Approved: the ticket is resolved and the caller can be called back. Sent back: the unit replies again."""
    return _shown(await handling.review_reply(db, actor, ticket_id, if_match, body), response)


@router.post("/answers", status_code=201, summary="Answer at once 直接答复", responses=_FAULTS)
async def answer(ticket_id: UUID, body: Answer, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """A consultation is answered on the spot."""
    return _shown(await handling.answer_at_once(db, actor, ticket_id, if_match, body), response)


@router.post("/rejections", status_code=201, summary="Do not accept a request 不予受理", responses=_FAULTS)
async def reject(ticket_id: UUID, body: Rejection, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """With a reason from the fixed list, which the caller can read."""
    return _shown(await handling.reject_request(db, actor, ticket_id, if_match, body), response)


@router.post("/callbacks", status_code=201, summary="Write down a call back 回访", responses=_FAULTS)
async def call_back(ticket_id: UUID, body: Callback, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """A rating closes or reopens; a caller who declines, or is missed three times, is not asked again."""
    return _shown(await aftercare.call_back(db, actor, ticket_id, if_match, body), response)


@router.post("/ratings", status_code=201, summary="Rate a ticket 评价", responses=_FAULTS)
async def rate(
    ticket_id: UUID, body: CallerRating, actor: Everybody, db: Db, if_match: IfMatch, response: Response
) -> CallersTicket:
    """The caller's own rating, by query code or through the desk."""
    return _shown_to_caller(await aftercare.rate_ticket(db, actor, ticket_id, if_match, body), response)


@router.post("/reopenings", status_code=201, summary="Reopen a ticket 重办", responses=_FAULTS)
async def reopen(
    ticket_id: UUID, body: Reopening, actor: Everybody, db: Db, if_match: IfMatch, response: Response
) -> CallersTicket:
    """Take an answered ticket up again, at most twice, with a fresh limit."""
    return _shown_to_caller(await aftercare.reopen_ticket(db, actor, ticket_id, if_match, body), response)


@router.post("/urges", status_code=201, summary="Urge 催办", responses=_FAULTS)
async def urge(ticket_id: UUID, body: Urge, actor: Everybody, db: Db, if_match: IfMatch, response: Response) -> CallersTicket:
    """The caller, by query code, or the desk asks for haste."""
    return _shown_to_caller(await aftercare.urge_ticket(db, actor, ticket_id, if_match, body), response)


@router.post("/supervisions", status_code=201, summary="Supervise a ticket 督办", responses=_FAULTS)
async def supervise(
    ticket_id: UUID, body: Supervision, actor: Supervisor, db: Db, if_match: IfMatch, response: Response
) -> TicketView:
    """A supervisor takes an eye to it, with a deadline of its own."""
    return _shown(await aftercare.supervise_ticket(db, actor, ticket_id, if_match, body), response)


@router.post("/closures", status_code=201, summary="Close a ticket 归档", responses=_FAULTS)
async def close(
    ticket_id: UUID, body: Remark, actor: DeskOrSupervisor, db: Db, if_match: IfMatch, response: Response
) -> TicketView:
    """End an answered or resolved ticket without a call back."""
    return _shown(await aftercare.close_ticket(db, actor, ticket_id, if_match, body), response)


@router.post("/rating-answers", status_code=201, summary="Answer a low rating 回应低评", responses=_UNIT_FAULTS)
async def answer_rating(ticket_id: UUID, body: Answer, actor: Unit, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """The unit, or the desk, says what it does about it; without that the ticket cannot end."""
    return _shown(await aftercare.answer_rating(db, actor, ticket_id, if_match, body), response)


@router.post("/escalations", status_code=201, summary="Escalate a ticket 升级", responses=_UNIT_FAULTS)
async def escalate(ticket_id: UUID, body: Escalation, actor: Unit, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """The desk or the unit asks a supervisor to look at it."""
    return _shown(await handling.escalate_ticket(db, actor, ticket_id, if_match, body), response)


@router.post("/remarks", status_code=201, summary="Put a remark to a ticket 备注", responses=_FAULTS)
async def remark(ticket_id: UUID, body: Comment, actor: Staff, db: Db, if_match: IfMatch, response: Response) -> TicketView:
    """For those who work on it; the caller does not read it."""
    return _shown(await handling.remark(db, actor, ticket_id, if_match, body), response)

"""What is announced of a ticket: one contract event for each action, made from the ticket as it then stands."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from chassis.redaction import hide_numbers
from contracts import hotline
from contracts.event import Event
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.rules import is_satisfied
from svc_hotline.tickets.terms import Action

Facts = dict[str, Any]


def of_step(action: Action, ticket: Ticket, at: datetime, **more: object) -> Event:
    """The event of `action`; `more` is what the ticket itself does not hold."""
    return _EVENTS[action](ticket, {"ticket_id": ticket.id, "number": ticket.number, "occurred_at": at, **more})


def _place(ticket: Ticket) -> Facts:
    return {"territory_code": ticket.territory_code, "category_code": ticket.category_code, "unit_code": ticket.lead_unit_code}


def _accepted(ticket: Ticket, facts: Facts) -> Event:
    return hotline.TicketAcceptedV1(
        **facts,
        kind=ticket.kind,
        urgency=ticket.urgency,
        channel=ticket.channel,
        origin_line=ticket.origin_line,
        category_code=ticket.category_code,
        territory_code=ticket.territory_code,
        accepted_at=ticket.accepted_at,
        due_at=ticket.due_at,
        split_from=ticket.split_from,
    )


def _dispatched(ticket: Ticket, facts: Facts) -> Event:
    return hotline.TicketDispatchedV1(
        **facts,
        lead_unit_code=ticket.lead_unit_code,
        assisting_unit_codes=ticket.assisting_unit_codes,
        territory_code=ticket.territory_code,
        category_code=ticket.category_code,
        kind=ticket.kind,
        urgency=ticket.urgency,
        title=hide_numbers(ticket.title, "***"),  # a caller's own words go out with no number in them
        dispatch_no=ticket.dispatch_no,
        due_at=ticket.due_at,
    )


def _resolved(ticket: Ticket, facts: Facts) -> Event:
    return hotline.TicketResolvedV1(**facts, **_place(ticket), is_overdue=ticket.was_overdue)


def _rated(ticket: Ticket, facts: Facts) -> Event:
    assert ticket.rating is not None
    return hotline.TicketRatedV1(**facts, **_place(ticket), rating=ticket.rating, is_satisfied=is_satisfied(ticket.rating))


def _closed(ticket: Ticket, facts: Facts) -> Event:
    return hotline.TicketClosedV1(
        **facts,
        **_place(ticket),
        outcome=ticket.close_outcome,
        rating=ticket.rating,
        accepted_at=ticket.accepted_at,
        closed_at=ticket.closed_at,
        is_overdue=ticket.was_overdue,
    )


def _due(model: Callable[..., Event], **more: object) -> Callable[[Ticket, Facts], Event]:
    """An event that tells of place, matter, unit and the deadline as it is then."""
    return lambda ticket, facts: model(**facts, **_place(ticket), due_at=ticket.due_at, **more)


def _placed(model: Callable[..., Event]) -> Callable[[Ticket, Facts], Event]:
    return lambda ticket, facts: model(**facts, **_place(ticket))


_EVENTS: Mapping[Action, Callable[[Ticket, Facts], Event]] = MappingProxyType(
    {
        Action.OPEN: _accepted,
        Action.IMPORT: lambda t, f: hotline.TicketImportedV1(**f, source=t.source, reference=t.reference, status=t.status),
        Action.DISPATCH: _dispatched,
        Action.SIGN: lambda t, f: hotline.TicketSignedV1(**f, unit_code=t.lead_unit_code),
        Action.START_HANDLING: lambda t, f: hotline.TicketHandlingStartedV1(**f, unit_code=t.lead_unit_code),
        Action.REQUEST_RETURN: lambda t, f: hotline.TicketReturnRequestedV1(
            **f, unit_code=t.lead_unit_code, reason_code=t.return_reason_code
        ),
        Action.AGREE_RETURN: lambda t, f: hotline.TicketReturnDecidedV1(**f, agreed=True, dispatch_no=t.dispatch_no),
        Action.REFUSE_RETURN: lambda t, f: hotline.TicketReturnDecidedV1(**f, agreed=False, dispatch_no=t.dispatch_no),
        Action.REPLY: lambda t, f: hotline.TicketRepliedV1(**f, unit_code=t.lead_unit_code),
        Action.APPROVE_REPLY: lambda t, f: hotline.TicketReplyReviewedV1(**f, approved=True),
        Action.SEND_REPLY_BACK: lambda t, f: hotline.TicketReplyReviewedV1(**f, approved=False),
        Action.RESOLVE: _resolved,
        Action.CALL_BACK: lambda t, f: hotline.TicketCalledBackV1(
            **f, outcome=t.callback_outcome, reason_code=t.not_reached_reason
        ),
        Action.RATE: _rated,
        Action.REOPEN: lambda t, f: hotline.TicketReopenedV1(**f, **_place(t), times=t.reopened_times, dispatch_no=t.dispatch_no),
        Action.URGE: lambda t, f: hotline.TicketUrgedV1(**f, **_place(t), times=t.urged_times),
        Action.SUPERVISE: lambda t, f: hotline.TicketSupervisedV1(**f),
        Action.REJECT: lambda t, f: hotline.TicketRejectedV1(**f, reason_code=t.reject_reason_code),
        Action.ANSWER: lambda t, f: hotline.TicketAnsweredV1(**f),
        Action.CLOSE: _closed,
        Action.HAND_OVER: lambda t, f: hotline.TicketHandedOverV1(
            **f, emergency_line=t.handed_over_to, territory_code=t.territory_code
        ),
        Action.AWAIT_CALLER: _placed(hotline.TicketCallerAwaitedV1),
        Action.SUPPLEMENT: _due(hotline.TicketSupplementedV1),
        Action.SUSPEND: lambda t, f: hotline.TicketSuspendedV1(**f, **_place(t), review_at=t.wait_until),
        Action.RESUME: _due(hotline.TicketResumedV1),
        Action.REQUEST_EXTENSION: lambda t, f: hotline.TicketExtensionRequestedV1(**f, **_place(t), days=t.extension_asked_days),
        Action.GRANT_EXTENSION: _due(hotline.TicketExtensionDecidedV1, granted=True),
        Action.REFUSE_EXTENSION: _due(hotline.TicketExtensionDecidedV1, granted=False),
        Action.RECLASSIFY: lambda t, f: hotline.TicketReclassifiedV1(
            **f, **_place(t), kind=t.kind, urgency=t.urgency, due_at=t.due_at
        ),
        Action.MERGE: lambda t, f: hotline.TicketMergedV1(**f, **_place(t), main_ticket_id=t.merged_into),
        Action.UNMERGE: _placed(hotline.TicketUnmergedV1),
        Action.SPLIT: _placed(hotline.TicketSplitV1),
        Action.ANSWER_RATING: _placed(hotline.TicketRatingAnsweredV1),
        Action.REMARK: lambda t, f: hotline.TicketRemarkedV1(**f),
        Action.ATTACH: lambda t, f: hotline.TicketAttachmentAddedV1(**f),
        Action.ESCALATE: lambda t, f: hotline.TicketEscalatedV1(
            **f, **_place(t), reason_code=t.escalation_reason, times=t.escalated_times
        ),
        Action.WARN: _due(hotline.TicketWarnedV1),
        Action.MARK_OVERDUE: _due(hotline.TicketOverdueV1),
        Action.RECOMPUTE_DUE: _due(hotline.TicketDueChangedV1),
    }
)

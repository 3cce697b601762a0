"""What goes out about tickets: to staff with a masked contact, to the public without any."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from chassis.schema import View
from svc_hotline.duplicates.schemas import LikelyDuplicateView
from svc_hotline.tickets.models import Ticket, TicketStep
from svc_hotline.tickets.terms import (
    Action,
    Channel,
    CloseOutcome,
    EmergencyLine,
    EscalationReason,
    Kind,
    Rating,
    RejectReason,
    ReturnReason,
    Status,
    Urgency,
)  # fmt: skip

_AT = ["2025-03-14T02:00:00Z"]
_ID = ["0195918c-7a00-7000-8000-000000000001"]


class PointView(View):
    """A point, WGS-84."""

    lon: float = Field(description="Longitude in degrees.", examples=[87.123])
    lat: float = Field(description="Latitude in degrees.", examples=[44.321])


class MaskedContact(View):
    """The caller's contact, masked."""

    name: str | None = Field(description="The name, masked.", examples=["王*"])
    phone: str = Field(description="The telephone, masked.", examples=["138****1234"])


class ContactView(View):
    """The caller's contact in clear; every look at it is in the audit log."""

    name: str | None = Field(description="The name.", examples=["王明"])
    phone: str = Field(description="The telephone.", examples=["13812341234"])


class TicketView(View):
    """A ticket as staff see it."""

    id: UUID = Field(description="The ticket.", examples=_ID)
    number: str = Field(description="The number a person quotes.", examples=["12345-20250314-000017"])
    version: int = Field(description="Rises with each change; the ETag.", examples=[1])
    status: Status = Field(description="Where it stands.", examples=["accepted"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["已受理"])
    status_label_en: str = Field(description="The same in English.", examples=["Accepted"])
    kind: Kind = Field(description="What the caller wants.", examples=["complaint"])
    urgency: Urgency = Field(description="How soon.", examples=["normal"])
    channel: Channel = Field(description="How it came in.", examples=["phone"])
    origin_line: str = Field(description="The line that was called.", examples=["12345"])
    title: str = Field(description="The matter in one line.", examples=["路灯不亮"])
    description: str = Field(description="The matter in the caller's words.", examples=["三连东侧路灯连续三晚不亮"])
    category_code: str = Field(description="What it is about.", examples=["urban.lighting"])
    territory_code: str | None = Field(description="Where, as a territory.", examples=["659007/84/03"])
    location: PointView | None = Field(description="Where, as a point.")
    address: str | None = Field(description="Where, in words.", examples=["八十四团三连东路 5 号"])
    contact: MaskedContact | None = Field(description="The caller, masked; never of a confidential caller.")
    is_anonymous: bool = Field(description="The caller did not say who they are.", examples=[False])
    is_confidential: bool = Field(description="The handling unit must not learn who called.", examples=[False])
    accepted_at: datetime = Field(description="When it was accepted.", examples=_AT)
    due_at: datetime | None = Field(description="When it is due.", examples=_AT)
    is_due_provisional: bool = Field(
        description="The due time rests on a year whose calendar is not published.", examples=[False]
    )
    is_overdue: bool = Field(description="It is, or once was, past its due time.", examples=[False])
    dispatch_no: int = Field(description="How often it was dispatched.", examples=[1])
    lead_unit_code: str | None = Field(description="The unit that answers for it.", examples=["84"])
    assisting_unit_codes: list[str] = Field(description="Units that help.", examples=[["dept-07"]])
    dispatched_at: datetime | None = Field(description="When it was last dispatched.", examples=_AT)
    sign_due_at: datetime | None = Field(description="When the unit must have signed for it.", examples=_AT)
    signed_at: datetime | None = Field(description="When the unit signed for it.", examples=_AT)
    case_id: UUID | None = Field(description="The grid case it is handled by.", examples=_ID)
    returned_times: int = Field(description="How often a unit asked to give it back.", examples=[0])
    return_reason_code: ReturnReason | None = Field(description="Why, the last time.", examples=["not_our_remit"])
    reject_reason_code: RejectReason | None = Field(description="Why it was not accepted.", examples=["outside_remit"])
    reply: str | None = Field(description="The answer.", examples=["已更换灯具，恢复照明"])
    is_reply_waiting: bool = Field(description="The answer waits for the desk's review.", examples=[False])
    resolved_at: datetime | None = Field(description="When it was resolved.", examples=_AT)
    callbacks_not_reached: int = Field(description="Calls back that nobody answered.", examples=[0])
    rating: Rating | None = Field(description="The caller's last rating.", examples=["satisfied"])
    reopened_times: int = Field(description="How often it was taken up again.", examples=[0])
    urged_times: int = Field(description="How often somebody asked for haste.", examples=[0])
    is_supervised: bool = Field(description="A supervisor has an eye to it.", examples=[False])
    supervised_due_at: datetime | None = Field(description="The supervision's own due time.", examples=_AT)
    closed_at: datetime | None = Field(description="When it was closed.", examples=_AT)
    close_outcome: CloseOutcome | None = Field(description="Why it could be closed.", examples=["rated"])
    changed_at: datetime = Field(description="When something last happened to it.", examples=_AT)
    warned_at: datetime | None = Field(description="When four fifths of its time had run.", examples=_AT)
    overdue_at: datetime | None = Field(description="When it fell due unanswered.", examples=_AT)
    wait_until: datetime | None = Field(description="Until when it may wait where it is.", examples=_AT)
    question: str | None = Field(description="What the caller is asked.", examples=["请说明灯杆号"])
    extension_asked_days: int | None = Field(description="Working days more that are asked for.", examples=[3])
    extension_days: int = Field(description="Working days more that were granted.", examples=[0])
    extended_times: int = Field(description="How often it was given more time.", examples=[0])
    escalated_times: int = Field(description="How often it went up.", examples=[0])
    escalation_reason: EscalationReason | None = Field(description="Why, the last time.", examples=["unassigned"])
    is_disputed: bool = Field(description="Units dispute whose it is; a supervisor decides.", examples=[False])
    was_sign_overdue: bool = Field(description="A unit once did not sign for it in time.", examples=[False])
    merged_into: UUID | None = Field(description="The main ticket whose answer it gets.", examples=_ID)
    merged_count: int = Field(description="Tickets merged into this one.", examples=[0])
    split_from: UUID | None = Field(description="The ticket of the same call.", examples=_ID)
    handed_over_to: EmergencyLine | None = Field(description="The emergency line it went to.", examples=["119"])
    is_rating_unanswered: bool = Field(description="A low rating waits for its answer.", examples=[False])
    rating_answer: str | None = Field(description="The answer to a low rating.", examples=["已重新整改"])
    dispatch_rule_code: str | None = Field(description="The rule that gave its unit.", examples=["lighting"])
    source: str | None = Field(description="The file it was imported from.", examples=["hoboken_311"])
    reference: str | None = Field(description="Its reference there.", examples=["4933221"])
    likely_duplicate_of: UUID | None = Field(description="A ticket of likely the same matter.", examples=_ID)


class TicketOpened(TicketView):
    """A new ticket, with the code by which its caller can follow it. The code is shown this once."""

    query_code: str = Field(description="The caller's query code.", examples=["7K2M-Q9TX-04FD"])
    likely_duplicates: list[LikelyDuplicateView] = Field(
        [], description="For staff: tickets that are likely about the same matter, the likeliest first."
    )


class CallersTicket(View):
    """What an action by the caller came to; it carries nothing that is the staff's."""

    id: UUID = Field(description="The ticket.", examples=_ID)
    number: str = Field(description="The number a person quotes.", examples=["12345-20250314-000017"])
    version: int = Field(description="Rises with each change; the ETag.", examples=[9])
    status: Status = Field(description="Where it stands.", examples=["closed"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["已归档"])
    status_label_en: str = Field(description="The same in English.", examples=["Closed"])
    rating: Rating | None = Field(description="The caller's last rating.", examples=["satisfied"])
    reopened_times: int = Field(description="How often it was taken up again.", examples=[0])
    urged_times: int = Field(description="How often somebody asked for haste.", examples=[0])
    is_supervised: bool = Field(description="A supervisor has an eye to it.", examples=[False])
    closed_at: datetime | None = Field(description="When it was closed.", examples=_AT)
    close_outcome: CloseOutcome | None = Field(description="Why it could be closed.", examples=["rated"])


class StepView(View):
    """One thing that happened to a ticket."""

    version: int = Field(description="The ticket's version that it made.", examples=[2])
    at: datetime = Field(description="When.", examples=_AT)
    action: Action = Field(description="What.", examples=["dispatch"])
    action_label_zh: str = Field(description="The same in Chinese.", examples=["派单"])
    from_status: Status | None = Field(description="The state before.", examples=["accepted"])
    to_status: Status = Field(description="The state after.", examples=["dispatched"])
    actor: str = Field(description="Who.", examples=["desk-07"])
    unit_code: str | None = Field(description="For which unit.", examples=["84"])
    note: str | None = Field(description="With which remark.", examples=["请现场处理"])


class PublicStep(View):
    """One thing that happened, as its caller may see it: without names and remarks."""

    at: datetime = Field(description="When.", examples=_AT)
    action: Action = Field(description="What.", examples=["dispatch"])
    action_label_zh: str = Field(description="The same in Chinese.", examples=["派单"])
    to_status: Status = Field(description="The state after.", examples=["dispatched"])


class PublicTicket(View):
    """A ticket as its caller sees it."""

    id: UUID = Field(description="The ticket, for what its caller does with it.", examples=_ID)
    number: str = Field(description="The number a person quotes.", examples=["12345-20250314-000017"])
    status: Status = Field(description="Where it stands.", examples=["handling"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["办理中"])
    status_label_en: str = Field(description="The same in English.", examples=["Being handled"])
    kind: Kind = Field(description="What was asked for.", examples=["complaint"])
    title: str = Field(description="The matter in one line.", examples=["路灯不亮"])
    category_code: str = Field(description="What it is about.", examples=["urban.lighting"])
    accepted_at: datetime = Field(description="When it was accepted.", examples=_AT)
    due_at: datetime | None = Field(description="When it is due.", examples=_AT)
    is_overdue: bool = Field(description="It is, or once was, past its due time.", examples=[False])
    reject_reason_zh: str | None = Field(description="Why it was not accepted.", examples=["不属受理范围"])
    answer: str | None = Field(description="The answer, once it counts.", examples=["已更换灯具，恢复照明"])
    question: str | None = Field(description="What more must be known from the caller.", examples=["请说明灯杆号"])
    handed_over_to: EmergencyLine | None = Field(description="The emergency line it went to.", examples=["119"])
    rating: Rating | None = Field(description="The caller's last rating.", examples=["satisfied"])
    rating_answer: str | None = Field(description="The answer to a low rating.", examples=["已重新整改"])
    closed_at: datetime | None = Field(description="When it was closed.", examples=_AT)
    history: list[PublicStep] = Field(description="What happened, in order.")

    @classmethod
    def of(cls, ticket: Ticket, steps: Sequence[TicketStep]) -> Self:
        reason = ticket.reject_reason_code
        return cls(
            **{name: getattr(ticket, name) for name in _PUBLIC},
            reject_reason_zh=reason.label_zh if reason else None,
            answer=None if ticket.is_reply_waiting else ticket.reply,
            history=[PublicStep.model_validate(step) for step in steps if step.action in TOLD],
        )


_PUBLIC = (
    "id", "number", "status", "status_label_zh", "status_label_en", "kind", "title", "category_code",
    "accepted_at", "due_at", "is_overdue", "question", "handed_over_to", "rating", "rating_answer", "closed_at",
)  # fmt: skip

# What a caller is told of: what happened to the matter, and nothing of how the house deals with its own delays.
TOLD = frozenset(Action) - {
    Action.REMARK, Action.ESCALATE, Action.WARN, Action.MARK_OVERDUE, Action.RECOMPUTE_DUE, Action.SEND_REPLY_BACK,
}  # fmt: skip


class TicketSplit(View):
    """A ticket that was split, and the new ones with their callers' query codes, which are shown this once."""

    ticket: TicketView = Field(description="The ticket that keeps its own matter.")
    made: list[TicketOpened] = Field(description="The new tickets.")

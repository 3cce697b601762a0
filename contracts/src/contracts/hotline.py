"""What svc-hotline announces of its tickets 工单."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.event import Event

Unit = Annotated[str, Field(description="The unit 单位.", examples=["dept-07"])]
OptionalUnit = Annotated[str | None, Field(description="The lead unit 主办单位.", examples=["dept-07"])]
Territory = Annotated[str | None, Field(description="Where it is 辖区; none: not located.", examples=["659007/84/03"])]
Category = Annotated[str | None, Field(description="The matter 事项分类.", examples=["urban.lighting"])]
Reason = Annotated[str | None, Field(description="The reason's code.", examples=["not_our_remit"])]
DueAt = Annotated[AwareDatetime | None, Field(description="The deadline.", examples=["2025-03-19T11:00:00Z"])]
Overdue = Annotated[bool, Field(description="Whether the deadline had passed 超期.", examples=[False])]


class TicketEvent(Event):
    """What every event of a ticket says."""

    ticket_id: UUID = Field(description="The ticket.", examples=["01959c2e-8a00-7000-8000-000000000001"])
    number: str = Field(description="Its human number.", examples=["12345-20250314-000017"])


class PlacedTicketEvent(TicketEvent):
    """An event that is counted by place, matter and unit."""

    territory_code: Territory = None
    category_code: Category = None
    unit_code: OptionalUnit = None


class TicketAcceptedV1(TicketEvent):
    """A request was accepted 已受理."""

    type: ClassVar[str] = "gov171.hotline.ticket.accepted.v1"

    kind: str = Field(description="What the caller wants 诉求类型.", examples=["complaint"])
    urgency: str = Field(description="How soon 紧急程度.", examples=["normal"])
    channel: str = Field(description="How it came in 受理渠道.", examples=["phone"])
    origin_line: str = Field(description="The line that was called.", examples=["12345"])
    category_code: Category = None
    territory_code: Territory = None
    accepted_at: AwareDatetime = Field(description="When it was accepted.", examples=["2025-03-14T02:05:00Z"])
    due_at: DueAt = None


class TicketDispatchedV1(TicketEvent):
    """It was sent to a lead unit 已派单."""

    type: ClassVar[str] = "gov171.hotline.ticket.dispatched.v1"

    lead_unit_code: Unit
    lead_unit_kind: str = Field(description="The kind of that unit.", examples=["community"])
    assisting_unit_codes: list[str] = Field(default=[], description="Assisting units 协办.", examples=[["dept-07"]])
    territory_code: Territory = None
    category_code: Category = None
    kind: str = Field(description="What the caller wants 诉求类型.", examples=["complaint"])
    urgency: str = Field(description="How soon 紧急程度.", examples=["normal"])
    title: str = Field(description="The matter in a line, without names or numbers.", examples=["路灯不亮"])
    dispatch_no: int = Field(description="1 for the first dispatch, then one more each time.", examples=[1])
    due_at: DueAt = None


class TicketSignedV1(TicketEvent):
    """The unit signed for it 已签收."""

    type: ClassVar[str] = "gov171.hotline.ticket.signed.v1"

    unit_code: OptionalUnit = None


class TicketHandlingStartedV1(TicketEvent):
    """The unit began to work on it 办理中."""

    type: ClassVar[str] = "gov171.hotline.ticket.handling_started.v1"

    unit_code: OptionalUnit = None


class TicketReturnRequestedV1(TicketEvent):
    """The unit asked to give it back 退单."""

    type: ClassVar[str] = "gov171.hotline.ticket.return_requested.v1"

    unit_code: OptionalUnit = None
    reason_code: Reason = None


class TicketReturnDecidedV1(TicketEvent):
    """The desk agreed to the return, or refused it."""

    type: ClassVar[str] = "gov171.hotline.ticket.return_decided.v1"

    agreed: bool = Field(description="Whether the ticket leaves the unit.", examples=[True])


class TicketRepliedV1(TicketEvent):
    """The unit wrote its reply 答复."""

    type: ClassVar[str] = "gov171.hotline.ticket.replied.v1"

    unit_code: OptionalUnit = None


class TicketReplyReviewedV1(TicketEvent):
    """The desk checked the reply 审核."""

    type: ClassVar[str] = "gov171.hotline.ticket.reply_reviewed.v1"

    approved: bool = Field(description="Whether the reply counts.", examples=[True])


class TicketResolvedV1(PlacedTicketEvent):
    """It is handled and waits for the callback 已办结待回访."""

    type: ClassVar[str] = "gov171.hotline.ticket.resolved.v1"

    is_overdue: Overdue = False


class TicketCalledBackV1(TicketEvent):
    """The caller was called back without a rating 回访."""

    type: ClassVar[str] = "gov171.hotline.ticket.called_back.v1"

    outcome: str | None = Field(description="What came of it.", examples=["not_reached"])


class TicketRatedV1(PlacedTicketEvent):
    """The caller rated it 评价."""

    type: ClassVar[str] = "gov171.hotline.ticket.rated.v1"

    rating: str = Field(description="One of the five levels.", examples=["satisfied"])
    is_satisfied: bool = Field(description="Whether it counts as satisfied.", examples=[True])


class TicketReopenedV1(PlacedTicketEvent):
    """It is worked on again 重办."""

    type: ClassVar[str] = "gov171.hotline.ticket.reopened.v1"

    times: int = Field(description="How often so far.", examples=[1])


class TicketUrgedV1(PlacedTicketEvent):
    """The caller or the desk urged it 催办."""

    type: ClassVar[str] = "gov171.hotline.ticket.urged.v1"

    times: int = Field(description="How often so far.", examples=[1])


class TicketSupervisedV1(TicketEvent):
    """A supervisor took it under supervision 督办."""

    type: ClassVar[str] = "gov171.hotline.ticket.supervised.v1"


class TicketRejectedV1(TicketEvent):
    """It was not accepted after all 不予受理."""

    type: ClassVar[str] = "gov171.hotline.ticket.rejected.v1"

    reason_code: Reason = None


class TicketAnsweredV1(TicketEvent):
    """A consultation was answered at once 直接答复."""

    type: ClassVar[str] = "gov171.hotline.ticket.answered.v1"


class TicketImportedV1(TicketEvent):
    """It was brought over from another system."""

    type: ClassVar[str] = "gov171.hotline.ticket.imported.v1"

    source: str | None = Field(description="The other system.", examples=["hoboken_311"])
    reference: str | None = Field(description="Its id there.", examples=["4933221"])
    status: str = Field(description="The state it came in.", examples=["closed"])


class TicketClosedV1(PlacedTicketEvent):
    """It came to its end 已归档."""

    type: ClassVar[str] = "gov171.hotline.ticket.closed.v1"

    outcome: str | None = Field(description="Why it could be closed.", examples=["rated"])
    rating: str | None = Field(default=None, description="The caller's rating, if any.", examples=["satisfied"])
    accepted_at: AwareDatetime = Field(description="When it was accepted.", examples=["2025-03-14T02:05:00Z"])
    closed_at: AwareDatetime = Field(description="When it was closed.", examples=["2025-03-18T09:00:00Z"])
    is_overdue: Overdue = False

"""What svc-hotline announces of its tickets 工单, and of the working calendar that all count by."""

from datetime import date
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
DispatchNo = Annotated[int | None, Field(description="The dispatch it is of; none: told before it was said.", examples=[1])]


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
    split_from: UUID | None = Field(default=None, description="The ticket it was split from 拆单.", examples=[None])


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
    dispatch_no: DispatchNo = None
    is_case_wanted: bool = Field(
        default=False, description="Whether the unit keeps it without a case: its grid case came to nothing.", examples=[False]
    )


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
    reason_code: Reason = Field(default=None, description="Why nobody was reached.", examples=["busy"])


class TicketRatedV1(PlacedTicketEvent):
    """The caller rated it 评价."""

    type: ClassVar[str] = "gov171.hotline.ticket.rated.v1"

    rating: str = Field(description="One of the five levels.", examples=["satisfied"])
    is_satisfied: bool = Field(description="Whether it counts as satisfied.", examples=[True])


class TicketReopenedV1(PlacedTicketEvent):
    """It is worked on again 重办."""

    type: ClassVar[str] = "gov171.hotline.ticket.reopened.v1"

    times: int = Field(description="How often so far.", examples=[1])
    dispatch_no: DispatchNo = None


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


class TicketHandedOverV1(TicketEvent):
    """An emergency was handed over to the line it belongs to 移交."""

    type: ClassVar[str] = "gov171.hotline.ticket.handed_over.v1"

    emergency_line: str = Field(description="The emergency line.", examples=["119"])
    territory_code: Territory = None


class TicketCallerAwaitedV1(PlacedTicketEvent):
    """The caller was asked for more; its clock stands still 待补充."""

    type: ClassVar[str] = "gov171.hotline.ticket.caller_awaited.v1"


class TicketSupplementedV1(PlacedTicketEvent):
    """The caller told more; its clock goes on 补充."""

    type: ClassVar[str] = "gov171.hotline.ticket.supplemented.v1"

    due_at: DueAt = None


class TicketSuspendedV1(PlacedTicketEvent):
    """It was suspended; its clock stands still 挂起."""

    type: ClassVar[str] = "gov171.hotline.ticket.suspended.v1"

    review_at: DueAt = None


class TicketResumedV1(PlacedTicketEvent):
    """It goes on, and its clock with it 恢复."""

    type: ClassVar[str] = "gov171.hotline.ticket.resumed.v1"

    due_at: DueAt = None


class TicketExtensionRequestedV1(PlacedTicketEvent):
    """The unit asked for more time 申请延期."""

    type: ClassVar[str] = "gov171.hotline.ticket.extension_requested.v1"

    days: int | None = Field(description="Working days asked for.", examples=[3])


class TicketExtensionDecidedV1(PlacedTicketEvent):
    """More time was granted, or not 延期审核."""

    type: ClassVar[str] = "gov171.hotline.ticket.extension_decided.v1"

    granted: bool = Field(description="Whether it got more time.", examples=[True])
    due_at: DueAt = None


class TicketReclassifiedV1(PlacedTicketEvent):
    """Its kind, urgency, matter or place reads otherwise now 重新分类."""

    type: ClassVar[str] = "gov171.hotline.ticket.reclassified.v1"

    kind: str = Field(description="What the caller wants 诉求类型.", examples=["complaint"])
    urgency: str = Field(description="How soon 紧急程度.", examples=["normal"])
    due_at: DueAt = None


class TicketMergedV1(PlacedTicketEvent):
    """It was merged into a main ticket, whose answer its caller gets too 并单."""

    type: ClassVar[str] = "gov171.hotline.ticket.merged.v1"

    main_ticket_id: UUID | None = Field(description="The main ticket.", examples=["01959c2e-8a00-7000-8000-000000000009"])


class TicketUnmergedV1(PlacedTicketEvent):
    """It was taken out of a merge and waits for a dispatch of its own 撤销并单."""

    type: ClassVar[str] = "gov171.hotline.ticket.unmerged.v1"


class TicketSplitV1(PlacedTicketEvent):
    """Further matters of the same call became tickets of their own 拆单."""

    type: ClassVar[str] = "gov171.hotline.ticket.split.v1"

    into: list[UUID] = Field(default=[], description="The new tickets.", examples=[["01959c2e-8a00-7000-8000-00000000000a"]])


class TicketRatingAnsweredV1(PlacedTicketEvent):
    """A low rating was answered 回应低评."""

    type: ClassVar[str] = "gov171.hotline.ticket.rating_answered.v1"


class TicketRemarkedV1(TicketEvent):
    """Somebody put a remark to it 备注."""

    type: ClassVar[str] = "gov171.hotline.ticket.remarked.v1"


class TicketAttachmentAddedV1(TicketEvent):
    """A file was put to it 附件."""

    type: ClassVar[str] = "gov171.hotline.ticket.attachment_added.v1"


class TicketEscalatedV1(PlacedTicketEvent):
    """It went up, since somebody waited too long or units dispute whose it is 升级."""

    type: ClassVar[str] = "gov171.hotline.ticket.escalated.v1"

    reason_code: Reason = None
    times: int = Field(description="How often so far.", examples=[1])


class TicketWarnedV1(PlacedTicketEvent):
    """Four fifths of its time have run 预警."""

    type: ClassVar[str] = "gov171.hotline.ticket.warned.v1"

    due_at: DueAt = None


class TicketOverdueV1(PlacedTicketEvent):
    """Its due time has passed 超期; told once for each time it is handled."""

    type: ClassVar[str] = "gov171.hotline.ticket.overdue.v1"

    due_at: DueAt = None


class TicketDueChangedV1(PlacedTicketEvent):
    """The calendar reads otherwise, and with it the deadline 期限重算."""

    type: ClassVar[str] = "gov171.hotline.ticket.due_changed.v1"

    due_at: DueAt = None


class CalendarPublishedV1(Event):
    """The official working calendar reads otherwise: a notice 放假安排通知 was loaded. It tells the calendar whole."""

    type: ClassVar[str] = "gov171.hotline.calendar.published.v1"

    version: int = Field(description="Its number; each is one more than the one before.", examples=[2])
    calendar_version: str = Field(description="The same, as what is counted by it names it.", examples=["cn-2"])
    year: int = Field(description="The year of the notice.", examples=[2027])
    published_years: list[int] = Field(description="All years of which a notice is there.", examples=[[2026, 2027]])
    days_off: list[date] = Field(description="All weekdays that are not worked.", examples=[["2027-10-01"]])
    make_up_days: list[date] = Field(description="All weekend days that are worked 调休.", examples=[["2027-10-09"]])
    published_at: AwareDatetime = Field(description="When it was loaded.", examples=["2026-11-05T01:00:00Z"])

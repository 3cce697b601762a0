"""Ratings 好差评 and what is put right after low ones. None of them says of whose case it is, nor who rated."""

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.event import Event

_AT = ["2025-01-10T02:00:00Z"]
_LEVEL = "From `very_satisfied` to `very_dissatisfied`."


class RatingEvent(Event):
    """What every event of a rating says: of what it is, and of nobody."""

    rating_id: UUID = Field(description="The rating.", examples=["01959c2e-8a00-7000-8000-000000000021"])
    status: str = Field(description="Where it stands now.", examples=["invited"])
    occasion: str = Field(
        description="`result`: of a case as a whole; `counter`: of one visit to a counter.", examples=["result"]
    )
    item_code: str = Field(description="The item.", examples=["000117001000"])
    department_code: str = Field(description="Whose item it is.", examples=["dept-07"])
    centre_code: str | None = Field(default=None, description="The town centre of the visit.", examples=[None])
    window_code: str | None = Field(default=None, description="The window of the visit.", examples=["B03"])
    territory_code: str | None = Field(default=None, description="Where the case was taken in.", examples=["659007/84"])


class RatingInvitedV1(RatingEvent):
    """A visit may be rated 邀请评价."""

    type: ClassVar[str] = "gov171.affairs.rating.invited.v1"

    expires_at: AwareDatetime | None = Field(default=None, description="Until when.", examples=["2025-02-24T16:00:00Z"])


class RatingGivenV1(RatingEvent):
    """A visit was rated 评价."""

    type: ClassVar[str] = "gov171.affairs.rating.given.v1"

    level: str = Field(default="neutral", description=_LEVEL, examples=["dissatisfied"])
    reasons: list[str] = Field(default=[], description="Codes of reasons.", examples=[["d3"]])
    reasons_version: str | None = Field(default=None, description="The list that the codes are of.", examples=["2026-1"])
    channel: str | None = Field(default=None, description="How it came in.", examples=["web"])


class RatingLapsedV1(RatingEvent):
    """Nobody rated in time: it counts as no rating at all, and never as a good one."""

    type: ClassVar[str] = "gov171.affairs.rating.lapsed.v1"


class RectificationEvent(Event):
    """What every event of a rectification 整改 says."""

    rectification_id: UUID = Field(description="The rectification.", examples=["01959c2e-8a00-7000-8000-000000000022"])
    rating_id: UUID = Field(description="The low rating.", examples=["01959c2e-8a00-7000-8000-000000000021"])
    status: str = Field(description="Where it stands now.", examples=["open"])
    level: str = Field(description=_LEVEL, examples=["dissatisfied"])
    round: int = Field(description="The first handling is 1; it rises with each reopening.", examples=[1])
    item_code: str = Field(description="The item.", examples=["000117001000"])
    department_code: str = Field(description="Whose item it is.", examples=["dept-07"])
    centre_code: str | None = Field(default=None, description="The town centre that was rated.", examples=[None])
    window_code: str | None = Field(default=None, description="The window that was rated.", examples=["B03"])
    territory_code: str | None = Field(default=None, description="Where the case was taken in.", examples=["659007/84"])
    is_overdue: bool = Field(default=False, description="It is, or once was, past a limit.", examples=[False])


class RectificationOpenedV1(RectificationEvent):
    """A low rating has to be answered; the clocks run."""

    type: ClassVar[str] = "gov171.affairs.rectification.opened.v1"

    call_due_at: AwareDatetime | None = Field(default=None, description="To be called back by then.", examples=_AT)
    due_at: AwareDatetime | None = Field(default=None, description="To be put right by then.", examples=_AT)


class RectificationCallMissedV1(RectificationEvent):
    """Who rated was called and not reached; it will be tried again."""

    type: ClassVar[str] = "gov171.affairs.rectification.call_missed.v1"

    calls_missed: int = Field(default=0, description="How often so far, in this round.", examples=[1])


class RectificationCalledBackV1(RectificationEvent):
    """Who rated was called back 回访, or it was tried often enough."""

    type: ClassVar[str] = "gov171.affairs.rectification.called_back.v1"

    call_outcome: str | None = Field(default=None, description="What came of it.", examples=["reached"])


class RectificationUnfoundedProposedV1(RectificationEvent):
    """The one rated says that the rating is unfounded 申请认定不实."""

    type: ClassVar[str] = "gov171.affairs.rectification.unfounded_proposed.v1"


class RectificationUpheldV1(RectificationEvent):
    """A second person found that the rating stands."""

    type: ClassVar[str] = "gov171.affairs.rectification.upheld.v1"


class RectificationPutRightV1(RectificationEvent):
    """It was answered with what was done 整改答复."""

    type: ClassVar[str] = "gov171.affairs.rectification.put_right.v1"

    wait_until: AwareDatetime | None = Field(default=None, description="Until when it may be rated anew.", examples=_AT)


class RectificationReopenedV1(RectificationEvent):
    """The follow-up was low again: it is put right once more, with clocks of its own."""

    type: ClassVar[str] = "gov171.affairs.rectification.reopened.v1"

    call_due_at: AwareDatetime | None = Field(default=None, description="To be called back by then.", examples=_AT)
    due_at: AwareDatetime | None = Field(default=None, description="To be put right by then.", examples=_AT)


class RectificationEscalatedV1(RectificationEvent):
    """Low again too often: the government-affairs office takes it over."""

    type: ClassVar[str] = "gov171.affairs.rectification.escalated.v1"

    due_at: AwareDatetime | None = Field(default=None, description="To be settled by then.", examples=_AT)


class RectificationClosedV1(RectificationEvent):
    """It ended, in one of the ways that answer it."""

    type: ClassVar[str] = "gov171.affairs.rectification.closed.v1"

    outcome: str | None = Field(
        default=None, description="`confirmed`, `not_rated_again`, `unfounded` or `concluded`.", examples=["confirmed"]
    )
    follow_up_level: str | None = Field(default=None, description="How it was rated in the end.", examples=["satisfied"])


class RectificationCallOverdueV1(RectificationEvent):
    """Nobody called back in time; told once a round."""

    type: ClassVar[str] = "gov171.affairs.rectification.call_overdue.v1"

    call_due_at: AwareDatetime | None = Field(default=None, description="When it was due.", examples=_AT)


class RectificationOverdueV1(RectificationEvent):
    """It was not put right in time; told once a round."""

    type: ClassVar[str] = "gov171.affairs.rectification.overdue.v1"

    due_at: AwareDatetime | None = Field(default=None, description="When it was due.", examples=_AT)

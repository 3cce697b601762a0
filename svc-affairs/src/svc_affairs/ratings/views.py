"""What goes out about ratings. Whose case it was, only who supervises is told."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from chassis import clock
from chassis.schema import View
from svc_affairs.ratings.giving import Rated
from svc_affairs.ratings.models import Rating
from svc_affairs.ratings.reasons import Reason
from svc_affairs.ratings.terms import Level, Occasion, RatingChannel, RatingStatus
from svc_affairs.rectifications.views import PublicRectification

_AT = ["2025-01-10T02:00:00Z"]
_ID = ["01959c2e-8a00-7000-8000-000000000021"]


class ReasonView(View):
    """A reason that may be given with a level."""

    code: str = Field(description="Its code.", examples=["d3"])
    level: Level = Field(description="The level it is of.", examples=["dissatisfied"])
    label_zh: str = Field(description="In Chinese.", examples=["未在承诺时间内办结"])
    label_en: str = Field(description="In English.", examples=["Not done as promised"])
    occasions: list[Occasion] = Field(description="What it may be said of.", examples=[["result"]])

    @classmethod
    def of(cls, reason: Reason) -> Self:
        return cls(**reason._asdict())


class ReasonsView(View):
    """The reasons, and the version of their list."""

    version: str = Field(description="The version.", examples=["2026-1"])
    items: list[ReasonView] = Field(description="The reasons, level by level.")


class InvitationView(View):
    """What may be rated of a case, as the counter sees it; whether it was rated, and how, is not told."""

    id: UUID = Field(description="The invitation.", examples=_ID)
    case_id: UUID = Field(description="The case.", examples=["01959c2e-8a00-7000-8000-000000000007"])
    visit_no: int = Field(description="Its number among the case's visits.", examples=[1])
    occasion: Occasion = Field(description="The case as a whole, or one visit.", examples=["counter"])
    receipt_no: str | None = Field(description="The visit's number in the queue.", examples=["A017"])
    window_code: str | None = Field(description="The window.", examples=["B03"])
    centre_code: str | None = Field(description="The town centre.", examples=[None])
    invited_at: datetime = Field(description="Since when.", examples=_AT)
    expires_at: datetime = Field(description="Until when.", examples=_AT)


class InvitationReceipt(InvitationView):
    """An invitation to be handed out, with its code."""

    invitation_code: str = Field(description="For whoever is invited alone.", examples=["7K2M-Q9TX-04FD"])


class RatersView(View):
    """A rating as whoever rates sees it."""

    id: UUID = Field(description="The rating.", examples=_ID)
    visit_no: int = Field(description="Its number among the case's visits.", examples=[1])
    occasion: Occasion = Field(description="What is rated.", examples=["result"])
    item_name: str = Field(description="What was applied for.", examples=["建筑工程施工许可证核发"])
    status: RatingStatus = Field(description="Where it stands.", examples=["given"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["已评价"])
    status_label_en: str = Field(description="The same in English.", examples=["Rated"])
    expires_at: datetime = Field(description="Until when it may be rated.", examples=_AT)
    level: Level | None = Field(description="How it was rated.", examples=["dissatisfied"])
    level_label_zh: str | None = Field(description="The same in Chinese.", examples=["不满意"])
    level_label_en: str | None = Field(description="The same in English.", examples=["Dissatisfied"])
    reasons: list[str] = Field(description="Codes of the reasons.", examples=[["d3"]])
    rated_at: datetime | None = Field(description="When.", examples=_AT)
    rectification: PublicRectification | None = Field(description="What is done about a low rating.", examples=[None])

    @classmethod
    def of(cls, rated: Rated) -> Self:
        rating, task = rated.rating, rated.rectification
        plain = ("id", "visit_no", "occasion", "item_name", "status", "expires_at", "level", "reasons", "rated_at")
        return cls(
            **{name: getattr(rating, name) for name in plain},
            status_label_zh=rating.status.label_zh, status_label_en=rating.status.label_en,
            level_label_zh=rating.level.label_zh if rating.level else None,
            level_label_en=rating.level.label_en if rating.level else None,
            rectification=PublicRectification.of(task) if task else None,
        )  # fmt: skip


class RatingView(View):
    """A rating as staff sees it."""

    id: UUID = Field(description="The rating.", examples=_ID)
    occasion: Occasion = Field(description="What was rated.", examples=["result"])
    item_code: str = Field(description="The item.", examples=["000117001000"])
    item_name: str = Field(description="Its name.", examples=["建筑工程施工许可证核发"])
    department_code: str = Field(description="Whose item it is.", examples=["dept-07"])
    centre_code: str | None = Field(description="The town centre of the visit.", examples=[None])
    window_code: str | None = Field(description="The window of the visit.", examples=["B03"])
    level: Level = Field(description="How it was rated.", examples=["dissatisfied"])
    level_number: int = Field(description="Its number by GB/T 39046 annex A: 1 is the best.", examples=[4])
    reasons: list[str] = Field(description="Codes of the reasons.", examples=[["d3"]])
    reasons_version: str = Field(description="The list they are of.", examples=["2026-1"])
    channel: RatingChannel = Field(description="How it came in.", examples=["web"])
    has_words: bool = Field(description="Whether something was written with it.", examples=[True])
    rated_on: date = Field(description="On which day.", examples=["2025-01-10"])
    case_id: UUID | None = Field(default=None, description="The case; null for all but who supervises.", examples=[None])
    case_number: str | None = Field(default=None, description="Its number; likewise.", examples=[None])
    has_contact: bool | None = Field(
        default=None, description="Whether the rater wants to be called back; likewise.", examples=[None]
    )

    @classmethod
    def of(cls, rating: Rating, *, supervises: bool) -> Self:
        assert rating.level is not None
        assert rating.rated_at is not None
        plain = (
            "id", "occasion", "item_code", "item_name", "department_code", "centre_code", "window_code", "level", "reasons",
            "reasons_version", "channel", "has_words",
        )  # fmt: skip
        more = ("case_id", "case_number", "has_contact") if supervises else ()
        return cls(
            **{name: getattr(rating, name) for name in (*plain, *more)},
            level_number=rating.level.number, rated_on=clock.local_day(rating.rated_at),
        )  # fmt: skip


class WordsView(View):
    """What was written with a rating, and with its follow-ups."""

    words: list[str] = Field(description="In the order in which it was written.", examples=[["等了一个多小时"]])


class RaterContactView(View):
    """A rater's contact in clear."""

    name: str | None = Field(description="The name.", examples=["王明"])
    phone: str = Field(description="The telephone.", examples=["13812341234"])

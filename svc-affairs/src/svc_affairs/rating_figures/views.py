"""What goes out about the figures."""

from datetime import date, datetime

from pydantic import Field

from chassis.schema import View
from svc_affairs.rating_figures.terms import By


class RatingFigures(View):
    """How visits were rated, and what came of low ratings. Shares are in percent; null: of nothing there is no share."""

    invited: int = Field(description="Visits that could be rated 应评.", examples=[1200])
    rated: int = Field(description="Of these: rated 实评.", examples=[900])
    lapsed: int = Field(description="Of these: not rated in time; they count as no rating.", examples=[250])
    pending: int = Field(description="Of these: may still be rated.", examples=[50])
    rated_percent: float | None = Field(description="Share rated 参评率.", examples=[75.0])
    rated_very_satisfied: int = Field(description="Rated 非常满意.", examples=[700])
    rated_satisfied: int = Field(description="Rated 满意.", examples=[150])
    rated_neutral: int = Field(description="Rated 基本满意.", examples=[40])
    rated_dissatisfied: int = Field(description="Rated 不满意.", examples=[7])
    rated_very_dissatisfied: int = Field(description="Rated 非常不满意.", examples=[3])
    very_satisfied_percent: float | None = Field(description="Share of ratings.", examples=[77.78])
    satisfied_percent: float | None = Field(description="Share of ratings.", examples=[16.67])
    neutral_percent: float | None = Field(description="Share of ratings.", examples=[4.44])
    dissatisfied_percent: float | None = Field(description="Share of ratings.", examples=[0.78])
    very_dissatisfied_percent: float | None = Field(description="Share of ratings.", examples=[0.33])
    good: int = Field(description="The three upper levels together 好评.", examples=[890])
    good_percent: float | None = Field(description="Share of these 好评率, of all ratings but unfounded ones.", examples=[98.89])
    rectifications: int = Field(description="Low ratings to be put right 差评.", examples=[10])
    rectifications_open: int = Field(description="Of these: still open.", examples=[2])
    called_back: int = Field(description="Of these: called back 回访.", examples=[9])
    call_overdue: int = Field(description="Of these: called back late, or late now.", examples=[1])
    put_right: int = Field(description="Of these: answered with what was done 整改.", examples=[8])
    put_right_in_time: int = Field(description="Of these: for the first time within the limit.", examples=[7])
    put_right_in_time_percent: float | None = Field(description="Share in time 按期整改率.", examples=[87.5])
    overdue: int = Field(description="Rectifications that are, or once were, past the limit.", examples=[1])
    reopened: int = Field(description="Rectifications that were reopened by a low follow-up.", examples=[1])
    escalated: int = Field(description="Rectifications that were low again too often.", examples=[0])
    unfounded: int = Field(description="Low ratings that a second person found unfounded.", examples=[1])
    closed: int = Field(description="Rectifications that ended.", examples=[8])


class FigureRow(RatingFigures):
    """The figures of one key."""

    key: str | None = Field(description="Item, window, department, centre, day or month; null: of none.", examples=["dept-07"])
    centre_code: str | None = Field(default=None, description="Of a window or centre: the centre.", examples=[None])
    window_code: str | None = Field(default=None, description="Of a window: its code.", examples=[None])


class RatingFiguresView(View):
    """The figures of a span of days, whole and told apart; all counts are of visits by the day of their invitation."""

    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])
    start_on: date = Field(description="The first day.", examples=["2025-01-01"])
    end_on: date = Field(description="The first day no longer counted.", examples=["2026-01-01"])
    by: By | None = Field(description="What the rows are told apart by.", examples=["department"])
    figures: RatingFigures = Field(description="Of all of it.")
    items: list[FigureRow] = Field(description="Told apart, by key.")
    next: str | None = Field(
        default=None, description="Cursor of the next page of rows; null: this is the last.", examples=[None]
    )

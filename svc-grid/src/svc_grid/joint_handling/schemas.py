"""What comes in and goes out about joint calls."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from chassis.schema import Input, View
from svc_grid.codes import Code, TerritoryCode
from svc_grid.instants import Instant
from svc_grid.joint_handling.policy import POLICY
from svc_grid.joint_handling.terms import CallStatus, CancelReason, DeclineReason, Rating, UnitStatus, Urgency

Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Account = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
_AT = ["2025-03-14T02:05:00Z"]
_ID = ["01959c2e-8a00-7000-8000-000000000021"]
_NONE = [None]


class Whistle(Input):
    """A call 吹哨: which units are to report, and what for."""

    case_id: UUID | None = Field(None, description="The open grid case it is about; none: another matter.", examples=_NONE)
    territory_code: TerritoryCode | None = Field(
        None, description="Where it is; needed without a case.", examples=["659007/84/03"]
    )
    title: Line = Field(description="The matter in a line.", examples=["占道经营反复"])
    request: Prose = Field(description="What is asked of the units.", examples=["请城管、市场监管到场联合处置"])
    urgency: Urgency = Field(Urgency.NORMAL, description="How urgent it is; sets the limit to report.", examples=["urgent"])
    units: Annotated[list[Code], Field(min_length=1, max_length=20)] = Field(
        description="The units that are to report, each once.", examples=[["dept-07", "84"]]
    )
    coordinator_unit_code: Code = Field(description="The unit that coordinates.", examples=["84-03"])

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.case_id is None and self.territory_code is None:
            raise ValueError("a case_id or a territory_code is needed")
        if len(set(self.units)) != len(self.units):
            raise ValueError("a unit is named twice")
        return self


class Report(Input):
    """Who comes, and when 报到."""

    comes: Annotated[list[Account], Field(min_length=1, max_length=20)] = Field(
        description="The staff accounts that come.", examples=[["officer-07-2"]]
    )
    arrives_at: Instant = Field(description="When they are there.", examples=["2025-03-14T04:00:00Z"])
    note: Prose | None = Field(None, description="A remark.", examples=_NONE)


class Decline(Input):
    """Why the unit is not for it."""

    reason_code: DeclineReason = Field(description="The reason from the fixed list.", examples=["not_our_remit"])
    note: Prose = Field(description="The grounds.", examples=["该事项属市场监管职责"])


class Decision(Input):
    """What the regiment decides about a unit that declined."""

    is_upheld: bool = Field(description="Whether the unit need not report.", examples=[False])
    note: Prose = Field(description="The grounds.", examples=["三定方案明确由贵单位牵头"])


class Remark(Input):
    """A step that needs no more than a remark, if that."""

    note: Prose | None = Field(None, description="A remark.", examples=_NONE)


class PartDone(Input):
    """What the unit did."""

    result: Prose = Field(description="What was done.", examples=["已劝离并清理占道物品"])


class UnitRating(Input):
    """How content the community is with a unit 评价."""

    rating: Rating = Field(description="The level.", examples=["satisfied"])
    reason: Prose | None = Field(None, description="Why; needed for the two lowest levels.", examples=_NONE)

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.rating in POLICY.low and self.reason is None:
            raise ValueError("a reason is needed for the two lowest levels")
        return self


class Cancellation(Remark):
    """Why the call is cancelled."""

    reason_code: CancelReason = Field(description="The reason from the fixed list.", examples=["settled"])


class CalledUnitView(View):
    """One unit of a call."""

    unit_code: str = Field(description="The unit.", examples=["dept-07"])
    status: UnitStatus = Field(description="Where it stands.", examples=["reported_in"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["已报到"])
    status_label_en: str = Field(description="The same in English.", examples=["Reported"])
    called_at: datetime = Field(description="When it was called.", examples=_AT)
    due_at: datetime = Field(description="By when it is to report.", examples=_AT)
    is_late: bool = Field(description="Whether its limit ran out before it reported.", examples=[False])
    reported_at: datetime | None = Field(description="When it reported.", examples=_NONE)
    comes: list[str] = Field(description="The staff accounts that come.", examples=[["officer-07-2"]])
    arrives_at: datetime | None = Field(description="When they are there.", examples=_NONE)
    decline_reason: str | None = Field(description="Why it declined.", examples=_NONE)
    decline_note: str | None = Field(description="On what grounds.", examples=_NONE)
    is_upheld: bool | None = Field(description="What the regiment decided; none: nothing.", examples=_NONE)
    decision_note: str | None = Field(description="On what grounds.", examples=_NONE)
    result: str | None = Field(description="What it did.", examples=_NONE)
    done_at: datetime | None = Field(description="When it had done its part.", examples=_NONE)
    rating: Rating | None = Field(description="How content the community is.", examples=_NONE)
    rating_reason: str | None = Field(description="Why.", examples=_NONE)


class JointCallView(View):
    """A call as it stands."""

    id: UUID = Field(description="The call.", examples=_ID)
    number: str = Field(description="The number a person quotes.", examples=["CS-20250314-000004"])
    version: int = Field(description="Rises with each step; the ETag.", examples=[2])
    status: CallStatus = Field(description="Where it stands.", examples=["open"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["已吹哨"])
    status_label_en: str = Field(description="The same in English.", examples=["Called"])
    case_id: UUID | None = Field(description="The grid case it is about.", examples=_NONE)
    territory_code: str = Field(description="Where it is.", examples=["659007/84/03"])
    urgency: Urgency = Field(description="How urgent it is.", examples=["urgent"])
    title: str = Field(description="The matter in a line.", examples=["占道经营反复"])
    request: str = Field(description="What is asked of the units.", examples=["请城管、市场监管到场联合处置"])
    coordinator_unit_code: str = Field(description="The unit that coordinates.", examples=["84-03"])
    called_by: str = Field(description="Who called.", examples=["lead-84-03"])
    opened_at: datetime = Field(description="When.", examples=_AT)
    assembled_at: datetime | None = Field(description="When all had reported.", examples=_NONE)
    done_at: datetime | None = Field(description="When all had done their part.", examples=_NONE)
    rated_at: datetime | None = Field(description="When all were rated.", examples=_NONE)
    ended_at: datetime | None = Field(description="When it was closed or cancelled.", examples=_NONE)
    escalated_at: datetime | None = Field(description="When a unit's absence last went up to the regiment.", examples=_NONE)
    reason_code: str | None = Field(description="Why it was cancelled.", examples=_NONE)
    units: list[CalledUnitView] = Field(description="The units that were called, by code.")


class JointCallStepView(View):
    """One step of a call's history."""

    version: int = Field(description="The call's version after it.", examples=[2])
    at: datetime = Field(description="When.", examples=_AT)
    command: str = Field(description="What was done.", examples=["report"])
    from_status: str | None = Field(description="The status before.", examples=["open"])
    to_status: str = Field(description="The status after.", examples=["open"])
    unit_code: str | None = Field(description="By or with which unit.", examples=["dept-07"])
    actor: str = Field(description="Who did it.", examples=["officer-07-2"])
    reason_code: str | None = Field(description="The reason's code.", examples=_NONE)
    note: str | None = Field(description="A remark.", examples=_NONE)


class UnitFigures(View):
    """A unit in numbers, over the calls that named it."""

    unit_code: str = Field(description="The unit.", examples=["dept-07"])
    called: int = Field(description="How often it was called.", examples=[20])
    reported: int = Field(description="It reported.", examples=[18])
    on_time: int = Field(description="It reported within the limit.", examples=[17])
    late: int = Field(description="Its limit ran out.", examples=[2])
    declined: int = Field(description="It declined.", examples=[3])
    excused: int = Field(description="Its declining was upheld.", examples=[2])
    done: int = Field(description="It did its part.", examples=[18])
    rated: int = Field(description="It was rated.", examples=[18])
    on_time_rate_pct: Decimal | None = Field(description="on_time / (called - excused).", examples=["94.44"])
    rating_average: Decimal | None = Field(description="From 5, very satisfied, to 1.", examples=["4.50"])


class JointFiguresView(View):
    """Units in numbers."""

    units: list[UnitFigures] = Field(description="Each unit that was called, by code.")
    as_of: datetime = Field(description="When it was counted.", examples=_AT)

"""What goes in and out about dispatch rules."""

from datetime import date, datetime, time
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from chassis.schema import Input, View
from contracts.grid import TerritoryLevel
from svc_hotline.dispatching.terms import Basis, DayType
from svc_hotline.tickets.schemas import Code, Line, Prose, TerritoryCode
from svc_hotline.tickets.terms import Channel, Kind, Urgency

RuleCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
OriginLine = Annotated[str, StringConstraints(pattern=r"^[0-9]{3,12}$")]
# Twenty for each of 500 rules; a set that names more is read by nobody.
MOST_CODES = 10_000
_UNIT, _AT = ["dept-07"], ["2026-01-05T08:00:00Z"]


class DispatchRule(Input):
    """Conditions, all of which must be met (one left empty is always met), and the units they lead to."""

    code: RuleCode = Field(description="Its code within the set.", examples=["lighting"])
    name: Line = Field(description="What it is for.", examples=["路灯由住建局主办"])
    priority: int = Field(100, ge=0, le=1000, description="The higher goes first; then the closer to the matter.", examples=[100])
    category_codes: list[Code] = Field(
        [], max_length=200, description="Categories, each with all below it.", examples=[["urban.lighting"]]
    )
    territory_codes: list[TerritoryCode] = Field(
        [], max_length=200, description="Territories, each with all in it.", examples=[["659007/84"]]
    )
    kinds: list[Kind] = Field([], max_length=10, description="Kinds of request.", examples=[["complaint"]])
    urgencies: list[Urgency] = Field([], max_length=5, description="Urgencies.", examples=[["urgent"]])
    channels: list[Channel] = Field([], max_length=20, description="Channels.", examples=[["phone"]])
    origin_lines: list[OriginLine] = Field([], max_length=50, description="Lines that were called.", examples=[["12319"]])
    valid_from_on: date | None = Field(None, description="First day it holds, city time.", examples=["2026-01-01"])
    valid_to_on: date | None = Field(None, description="Last day it holds.", examples=["2026-12-31"])
    days: DayType = Field(DayType.ANY, description="On which days of the official calendar.", examples=["any"])
    from_time: time | None = Field(None, description="From this time of the day, city time.", examples=["20:00"])
    to_time: time | None = Field(None, description="Until before this time; may lie after midnight.", examples=["08:00"])
    lead_unit_code: Code | None = Field(None, description="The unit that leads 主办.", examples=["dept-07"])
    territory_level: TerritoryLevel | None = Field(
        None, description="Instead: the own unit of the place's territory of this level 属地.", examples=["regiment"]
    )
    assisting_unit_codes: list[Code] = Field([], max_length=20, description="Units that help 协办.", examples=[[]])

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if (self.lead_unit_code is None) == (self.territory_level is None):
            raise ValueError("one of lead_unit_code and territory_level is needed, not both")
        if (self.from_time is None) != (self.to_time is None) or (self.from_time is not None and self.from_time == self.to_time):
            raise ValueError("from_time and to_time go together and differ")
        for each in (self.from_time, self.to_time):
            if each is not None and each.tzinfo is not None:
                raise ValueError("times of the day are the city's, without an offset")
        if self.valid_from_on and self.valid_to_on and self.valid_to_on < self.valid_from_on:
            raise ValueError("it ends before it begins")
        return self


class RuleDraftInput(Input):
    """The whole set, as it shall become."""

    rules: list[DispatchRule] = Field(max_length=500, description="All rules; one that is left out is gone.")

    @model_validator(mode="after")
    def _can_be_overseen(self) -> Self:
        named = sum(len(each.category_codes) + len(each.territory_codes) + len(each.assisting_unit_codes) for each in self.rules)
        if named > MOST_CODES:
            raise ValueError(
                f"at most {MOST_CODES} categories, territories and assisting units in all rules together, not {named}"
            )
        return self


class TrialRequest(Input):
    """On which past tickets the draft is tried: those dispatched last in the span."""

    from_at: AwareDatetime | None = Field(None, description="Dispatched since then.", examples=_AT)
    to_at: AwareDatetime | None = Field(None, description="Dispatched before.", examples=_AT)
    limit: int = Field(1000, ge=1, le=5000, description="At most so many, the newest.", examples=[1000])


class Publication(Input):
    """Let the draft go live."""

    reason: Prose = Field(description="Why, for those who look back.", examples=["机构改革，路灯划归住建局"])


class Rollback(Input):
    """Let an earlier set go live again, at once: it was tried when it first went live."""

    version: int = Field(ge=1, description="The version that shall hold again.", examples=[3])
    reason: Prose = Field(description="Why.", examples=["新规则误派较多"])


class RuleDraftView(View):
    """The set that is being written."""

    version: int = Field(description="Rises with each change; its ETag.", examples=[2])
    rules: list[DispatchRule] = Field(description="All rules of the set.")
    digest: str = Field(description="The same for sets that say the same.", examples=["9f2c"])
    changed_at: datetime = Field(description="When it was last changed.", examples=_AT)
    changed_by: str = Field(description="Who changed it.", examples=["supervisor-1"])


class RuleSetSummary(View):
    """A published set, without its rules."""

    version: int = Field(description="Its number; the highest is live.", examples=[4])
    digest: str = Field(description="The same for sets that say the same.", examples=["9f2c"])
    published_at: datetime = Field(description="When it went live.", examples=_AT)
    published_by: str = Field(description="Who let it.", examples=["supervisor-1"])
    reason: str = Field(description="Why.", examples=["机构改革，路灯划归住建局"])
    trial_id: UUID | None = Field(description="The trial it rests on.", examples=["019b76da-a800-7000-8000-00000000000a"])
    restores_version: int | None = Field(description="The earlier version it brings back, if it does.", examples=[None])


class RuleSetView(RuleSetSummary):
    """A published set."""

    rules: list[DispatchRule] = Field(description="All rules of the set.")


class Deviation(View):
    """Tickets that went to one unit and would go to another."""

    actual_unit_code: str = Field(description="Where they went.", examples=["84"])
    suggested_unit_code: str | None = Field(description="Where the draft gives them.", examples=_UNIT)
    rule_code: str | None = Field(description="By which rule.", examples=["lighting"])
    tickets: int = Field(description="How many.", examples=[12])
    numbers: list[str] = Field(description="Some of them.", examples=[["12345-20260105-000042"]])


class RuleOutcome(View):
    """What one rule did in a trial."""

    rule_code: str = Field(description="The rule.", examples=["lighting"])
    decided: int = Field(description="Tickets it decided.", examples=[40])
    agreed: int = Field(description="Those of them that went to the same unit.", examples=[37])


class TrialReport(View):
    """What the draft would have done with past tickets."""

    tickets: int = Field(description="Tickets it was tried on.", examples=[1000])
    agreed: int = Field(description="Those that it gives to the unit they went to.", examples=[930])
    by_basis: dict[Basis, int] = Field(description="What the suggestions rest on.", examples=[{"rule": 700, "territory": 300}])
    changed_from_live: int = Field(description="Those it gives to another unit than the live rules do.", examples=[40])
    rules: list[RuleOutcome] = Field(description="Each rule of the draft; one that decided nothing too.")
    deviations: list[Deviation] = Field(description="Where they went elsewhere, the most first, 50 at most.")


class TrialView(View):
    """A trial and its report."""

    id: UUID = Field(description="Its id.", examples=["019b76da-a800-7000-8000-00000000000a"])
    digest: str = Field(description="Of the draft it tried.", examples=["9f2c"])
    tried_at: datetime = Field(description="When.", examples=_AT)
    tried_by: str = Field(description="Who.", examples=["supervisor-1"])
    report: TrialReport = Field(description="What came of it.")


class SuggestionView(View):
    """The unit that a dispatch without a unit would go to, and why."""

    basis: Basis = Field(description="What it rests on.", examples=["rule"])
    basis_label_zh: str = Field(description="The same in Chinese.", examples=["派单规则"])
    lead_unit_code: str | None = Field(description="The unit; null: choose one.", examples=_UNIT)
    assisting_unit_codes: list[str] = Field(description="Units that help.", examples=[[]])
    rule_code: str | None = Field(description="The rule that gives it.", examples=["lighting"])
    rules_version: int | None = Field(description="The live set it is from.", examples=[4])
    further_rules: list[str] = Field(description="Rules that hold too and come after it.", examples=[["night-duty"]])
    left_out_units: list[str] = Field(description="Units that gave the ticket back and are not suggested.", examples=[["84"]])

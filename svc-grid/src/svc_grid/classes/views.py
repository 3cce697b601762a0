"""What goes out about case classes."""

from datetime import datetime
from typing import Any

from pydantic import Field

from chassis.page import Page
from chassis.schema import View
from svc_grid.classes.models import CaseClass
from svc_grid.classes.policy import POLICY
from svc_grid.classes.rules import limits_for
from svc_grid.classes.schemas import ClassEntry, Condition, RegisteringCondition, StageHours
from svc_grid.classes.terms import Change, Nature, ResponsibleBy

_CODE = ["urban.public_utilities.street_lamp"]
_AT = ["2026-03-02T02:00:00Z"]


class CaseClassView(View):
    """A class of cases as it stands, with what holds for it: its own, its large class's, or the city's default."""

    code: str = Field(description="Its code.", examples=["urban.sanitation_facilities"])
    kind: str = Field(description="`urban` or `community`.", examples=["urban"])
    name_zh: str = Field(description="Its Chinese name.", examples=["市容环境设施"])
    name_en: str = Field(description="Its English name.", examples=["Sanitation facilities"])
    limit_working_hours: int = Field(description="Working hours it may take.", examples=[16])
    nature: Nature = Field(description="What kind of matter it is.", examples=["component"])
    large_code: str | None = Field(description="The large class it belongs to; null: it is one.", examples=["urban.roads"])
    digits: str | None = Field(description="Its two digits within that.", examples=["18"])
    levels: list[int] = Field(description="Area levels it tells apart.", examples=[[1, 2, 3]])
    registering_conditions: list[RegisteringCondition] = Field(description="When a report is registered 立案条件.")
    closing_conditions: list[Condition] = Field(description="When a case is closed 结案条件.")
    limits: list[StageHours] = Field(description="Its own limits, as it says them itself.")
    needs_photo_before: bool = Field(description="Whether a photograph before handling is needed.", examples=[False])
    needs_photo_after: bool = Field(description="Whether a photograph after handling is needed.", examples=[True])
    responsible_by: ResponsibleBy = Field(description="By what the usual unit is found.", examples=["component_owner"])
    responsible_unit_code: str | None = Field(description="The unit, where it is named.", examples=[None])
    is_retired: bool = Field(description="Whether no new case can have it.", examples=[False])
    retired_at: datetime | None = Field(description="Since when.", examples=[None])
    successor_code: str | None = Field(description="What to choose instead.", examples=[None])
    version: int = Field(description="Rises with each change of its own.", examples=[1])
    catalogue_version: int = Field(description="The catalogue's version that brought its last change.", examples=[1])

    @classmethod
    def of(cls, each: CaseClass, large: CaseClass | None) -> "CaseClassView":
        """The class with what comes down to it."""
        holds = limits_for(
            each.said, large.said if large else CaseClass.nothing_said(), None, None, POLICY, each.catalogue_version
        )  # fmt: skip
        facts = {name: getattr(each, name) for name in cls.model_fields if hasattr(each, name)}
        facts |= {"limit_working_hours": holds.handling_h, "large_code": each.large_code, "is_retired": each.is_retired}
        # What comes down from the large class changes with that, so the newer version of the two is the one to follow.
        facts["catalogue_version"] = max(each.catalogue_version, large.catalogue_version if large else 0)
        facts |= {"needs_photo_before": holds.needs_photo_before, "needs_photo_after": holds.needs_photo_after}
        return cls.model_validate(facts)


class CaseClassPage(Page[CaseClassView]):
    """Case classes, and which version of the catalogue they are."""

    catalogue_version: int = Field(
        description="Ask for what `changed_since_version` this brought, to learn what came after.", examples=[12]
    )


class StageLimitsView(View):
    """What holds for a case of a class, a condition and a level."""

    registration_h: int = Field(description="Working hours from report to registration.", examples=[1])
    assignment_h: int = Field(description="From registration to assignment.", examples=[1])
    handling_h: int = Field(description="From assignment to handled.", examples=[16])
    verification_h: int = Field(description="From handled to verified.", examples=[4])
    needs_photo_before: bool = Field(description="Whether a photograph before handling is needed.", examples=[False])
    needs_photo_after: bool = Field(description="Whether a photograph after handling is needed.", examples=[True])
    level: int | None = Field(description="The area level asked for.", examples=[1])
    catalogue_version: int = Field(description="The catalogue's version it was read from.", examples=[12])


class ClassVersionView(View):
    """One change of a class: who, when, and how it stood then."""

    code: str = Field(description="The class.", examples=_CODE)
    version: int = Field(description="Which version this made.", examples=[2])
    catalogue_version: int = Field(description="Which version of the catalogue brought it.", examples=[12])
    at: datetime = Field(description="When.", examples=_AT)
    actor: str = Field(description="Who.", examples=["staff-0117"])
    change: Change = Field(description="What was done.", examples=["change"])
    entry: dict[str, Any] = Field(description="The class after it.", examples=[{"name_en": "Street lamp"}])


class ClassImportReport(View):
    """What an import of classes came to."""

    created: int = Field(description="Classes that are new.", examples=[42])
    changed: int = Field(description="Classes that read differently now.", examples=[0])
    unchanged: int = Field(description="Classes that were there as given.", examples=[0])
    is_dry_run: bool = Field(description="True: nothing was stored.", examples=[False])
    catalogue_version: int = Field(description="The catalogue's version after it.", examples=[12])


class ClassExport(View):
    """The catalogue as one document, such as an import takes; retired classes are not in it."""

    catalogue_version: int = Field(description="The catalogue's version.", examples=[12])
    classes: list[ClassEntry] = Field(description="The classes in use, by code.")

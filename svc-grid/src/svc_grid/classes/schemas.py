"""What comes in about case classes."""

from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from chassis.schema import Input
from svc_grid.classes.terms import Evidence, Nature, ResponsibleBy
from svc_grid.codes import Code, Name

CLASS_CODE = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$"
ClassCode = Annotated[str, StringConstraints(pattern=CLASS_CODE, max_length=64)]
ConditionCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Hours = Annotated[int, Field(ge=1, le=2000)]
Level = Annotated[int, Field(ge=1, le=3)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=300)]
MOST_CLASSES = 2000


class Condition(Input):
    """A condition under which a case of the class is closed 结案条件."""

    code: ConditionCode = Field(description="Its code within the class.", examples=["not_lit"])
    text_zh: Text = Field(description="The condition in Chinese.", examples=["夜间不亮"])
    text_en: Text = Field(description="The condition in English.", examples=["Does not light at night"])


class RegisteringCondition(Condition):
    """A condition under which a report is registered 立案条件, and what shows it."""

    evidence: list[Evidence] = Field([], max_length=5, description="What it is to be shown by.", examples=[["photo"]])


class StageHours(Input):
    """Working hours of the stages, for a condition, a level, both, or else; what is left out comes from above."""

    condition_code: ConditionCode | None = Field(
        None, description="For this registering condition; null: for any.", examples=["not_lit"]
    )
    level: Level | None = Field(None, description="For this area level 一/二/三级; null: for any.", examples=[1])
    registration_h: Hours | None = Field(None, description="From report to registration.", examples=[1])
    assignment_h: Hours | None = Field(None, description="From registration to assignment.", examples=[1])
    handling_h: Hours | None = Field(None, description="From assignment to handled.", examples=[16])
    verification_h: Hours | None = Field(None, description="From handled to verified.", examples=[4])


class ClassFacts(Input):
    """What a class says of itself; all of it may be changed later."""

    name_zh: Name = Field(description="Its Chinese name.", examples=["路灯"])
    name_en: Name = Field(description="Its English name.", examples=["Street lamp"])
    digits: Annotated[str, StringConstraints(pattern=r"^\d{2}$")] | None = Field(
        None, description="Its two digits within the large class (or, of a large class, within its nature).", examples=["18"]
    )
    levels: list[Level] = Field([1, 2, 3], max_length=3, description="Area levels it tells apart.", examples=[[1, 2, 3]])
    registering_conditions: list[RegisteringCondition] = Field(
        [], max_length=30, description="When a report is registered 立案条件."
    )
    closing_conditions: list[Condition] = Field([], max_length=30, description="When a case is closed 结案条件.")
    limits: list[StageHours] = Field([], max_length=124, description="Its own limits.")
    needs_photo_before: bool | None = Field(
        None, description="Whether a photograph before handling is needed; null: as above.", examples=[True]
    )
    needs_photo_after: bool | None = Field(
        None, description="Whether a photograph after handling is needed; null: as above.", examples=[True]
    )
    responsible_by: ResponsibleBy = Field(
        ResponsibleBy.TERRITORY, description="By what the usual unit is found.", examples=["component_owner"]
    )
    responsible_unit_code: Code | None = Field(None, description="The unit, where it is named.", examples=[None])


class ClassEntry(ClassFacts):
    """A case class: a large one `urban.roads`, or a small one below it, `urban.roads.kerb`."""

    code: ClassCode = Field(description="大类 `a.b`, or 小类 `a.b.c`.", examples=["urban.public_utilities.street_lamp"])
    nature: Nature = Field(description="What kind of matter it is.", examples=["component"])


class ClassPatch(Input):
    """What is to read differently; what is not named stays."""

    name_zh: Name | None = Field(None, description="Its Chinese name.", examples=["路灯"])
    name_en: Name | None = Field(None, description="Its English name.", examples=["Street lamp"])
    digits: Annotated[str, StringConstraints(pattern=r"^\d{2}$")] | None = Field(
        None, description="Its two digits; null takes them off.", examples=["18"]
    )
    levels: list[Level] | None = Field(None, max_length=3, description="Area levels it tells apart.", examples=[[1, 2, 3]])
    registering_conditions: list[RegisteringCondition] | None = Field(
        None, max_length=30, description="All registering conditions."
    )
    closing_conditions: list[Condition] | None = Field(None, max_length=30, description="All closing conditions.")
    limits: list[StageHours] | None = Field(None, max_length=124, description="All its own limits.")
    needs_photo_before: bool | None = Field(None, description="Photograph before; null: as above.", examples=[True])
    needs_photo_after: bool | None = Field(None, description="Photograph after; null: as above.", examples=[True])
    responsible_by: ResponsibleBy | None = Field(None, description="By what the usual unit is found.", examples=["territory"])
    responsible_unit_code: Code | None = Field(None, description="The unit, where it is named.", examples=[None])

    def changes(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_unset=True)

    @model_validator(mode="after")
    def _clears_only_what_may_be_empty(self) -> Self:
        nullable = {"digits", "needs_photo_before", "needs_photo_after", "responsible_unit_code"}
        cleared = sorted(name for name in self.model_fields_set - nullable if getattr(self, name) is None)
        if cleared:
            raise ValueError(f"{', '.join(cleared)}: cannot be null")
        return self


class ClassRetirement(Input):
    """A class goes out of use."""

    successor_code: ClassCode | None = Field(
        None, description="What is to be chosen instead.", examples=["urban.public_utilities.street_lamp"]
    )


class ClassImport(Input):
    """Classes as one document; those it does not name stay."""

    classes: list[ClassEntry] = Field(max_length=MOST_CLASSES, description="Classes, in any order.")
    is_dry_run: bool = Field(False, description="Only say what would be done.", examples=[False])

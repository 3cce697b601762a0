"""What comes in about packages."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from chassis.schema import Input
from svc_affairs.item_packages.terms import LifeEvent
from svc_affairs.items.fields import Name, PartCode, Prose
from svc_affairs.items.schemas import ItemCode, Keywords
from svc_affairs.patches import Patch

PackageCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z-]{0,63}$")]
Answers = Annotated[dict[PartCode, PartCode], Field(max_length=30)]


class Choice(Input):
    """One of the answers to a question."""

    code: PartCode = Field(description="Its code within the question.", examples=["yes"])
    text: Name = Field(description="In a citizen's words.", examples=["是，父母一方是本市户籍"])


class Question(Input):
    """What a citizen is asked, so that only what is needed is applied for."""

    code: PartCode = Field(description="Its code within the package.", examples=["local"])
    text: Name = Field(description="In a citizen's words.", examples=["孩子要落户在本市吗？"])
    choices: list[Choice] = Field(min_length=2, max_length=20, description="The answers, of which one is chosen.")


class Condition(Input):
    """By which answers an item is part of the matter."""

    question_code: PartCode = Field(description="The question.", examples=["local"])
    choices: list[PartCode] = Field(min_length=1, max_length=20, description="Any of these answers.", examples=[["yes"]])


class PackageItem(Input):
    """An item of the package."""

    item_code: ItemCode = Field(description="The item, in whichever version is in force.", examples=["000117001000"])
    condition: Condition | None = Field(default=None, description="When it applies; null: always.")


class MaterialPlace(Input):
    """A material of one of the items."""

    item_code: ItemCode = Field(description="The item.", examples=["000117001000"])
    material_code: PartCode = Field(description="The material, by its code in the item.", examples=["m1"])


class SharedMaterial(Input):
    """One thing that several items ask for, under whichever names; what has the same name is the same anyway."""

    code: PartCode = Field(description="Its code within the package.", examples=["id-card"])
    name: Name = Field(description="What it is.", examples=["父母双方居民身份证"])
    places: list[MaterialPlace] = Field(min_length=2, max_length=60, description="Where it is asked for.")


class PackageContent(Input):
    """What an editor writes of a package."""

    name: Name = Field(description="Its name, in citizens' words.", examples=["出生一件事"])
    life_event: LifeEvent = Field(default=LifeEvent.OTHER, description="The matter of life.", examples=["birth"])
    description: Prose | None = Field(default=None, description="What it saves whom.", examples=["新生儿出生后，一次申请办齐"])
    keywords: Keywords = Field(default=[], description="Words citizens use for it.", examples=[["生孩子", "宝宝出生"]])
    questions: list[Question] = Field(default=[], max_length=30, description="What is asked before.")
    items: list[PackageItem] = Field(min_length=2, max_length=30, description="The items, in their order.")
    shared_materials: list[SharedMaterial] = Field(default=[], max_length=100, description="What is asked for once.")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        _once("questions", (each.code for each in self.questions))
        _once("items", (each.item_code for each in self.items))
        _once("shared materials", (each.code for each in self.shared_materials))
        choices = {question.code: {choice.code for choice in question.choices} for question in self.questions}
        for question in self.questions:
            _once(f"choices of {question.code}", (choice.code for choice in question.choices))
        for each in self.items:
            if each.condition is not None and not {*each.condition.choices} <= choices.get(each.condition.question_code, set()):
                raise ValueError(f"the condition of {each.item_code} names a question or an answer that is not there")
        places = [(place.item_code, place.material_code) for shared in self.shared_materials for place in shared.places]
        _once("places of shared materials", (f"{item}/{material}" for item, material in places))
        if strangers := {item for item, _ in places} - {each.item_code for each in self.items}:
            raise ValueError(f"shared materials name items that are not in the package: {', '.join(sorted(strangers))}")
        return self


class PackageDraft(PackageContent):
    """A new version of a package, to be published later."""

    code: PackageCode = Field(description="Its code; a code that exists gets its next version.", examples=["birth"])


class PackagePatch(Patch):
    """What changes of a draft; what is not named stays."""

    name: Name | None = Field(default=None, description="Its name.", examples=["出生一件事"])
    life_event: LifeEvent | None = Field(default=None, description="The matter of life.", examples=["birth"])
    description: Prose | None = Field(default=None, description="What it saves whom.", examples=["一次申请办齐"])
    keywords: Keywords | None = Field(default=None, description="Words citizens use for it.", examples=[["生孩子"]])
    questions: list[Question] | None = Field(default=None, max_length=30, description="What is asked before.")
    items: list[PackageItem] | None = Field(default=None, min_length=2, max_length=30, description="The items.")
    shared_materials: list[SharedMaterial] | None = Field(default=None, max_length=100, description="What is asked for once.")


class PackageNote(Input):
    """A word on what is done."""

    note: Prose | None = Field(default=None, description="A word on it.", examples=["经各部门会签"])


class GuideQuestion(Input):
    """The answers that a guide is wanted for."""

    answers: Answers = Field(default={}, description="A choice for each question.", examples=[{"local": "yes"}])


def _once(what: str, codes: Iterable[str]) -> None:
    twice = [code for code, count in Counter(codes).items() if count > 1]
    if twice:
        raise ValueError(f"{what} must differ: {', '.join(twice)}")

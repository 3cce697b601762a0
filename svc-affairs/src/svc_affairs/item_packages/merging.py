"""What of a package applies by a citizen's answers, and what all of it together asks for; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from svc_affairs.item_packages.errors import AnswersNotFit, NothingApplies


class Content(Protocol):
    """A package's version."""

    @property
    def questions(self) -> list[dict[str, Any]]: ...
    @property
    def items(self) -> list[dict[str, Any]]: ...
    @property
    def shared_materials(self) -> list[dict[str, Any]]: ...


class ItemVersion(Protocol):
    """A version of an item of the package."""

    @property
    def code(self) -> str: ...
    @property
    def materials(self) -> list[dict[str, Any]]: ...


@dataclass
class MergedMaterial:
    """One thing to bring, for all the items that ask for it. Two forms of one thing are two things."""

    code: str
    name: str
    form: str
    copies: int = 0
    is_required: bool = False
    # To be brought for some item; false: the data hub has it for all of them 免提交.
    is_asked_for: bool = False
    places: list[tuple[str, str]] = field(default_factory=list)


def applying(package: Content, answers: Mapping[str, str]) -> list[str]:
    """The codes of the items that apply by a choice for each question; raises AnswersNotFit, NothingApplies."""
    choices = {each["code"]: {choice["code"] for choice in each["choices"]} for each in package.questions}
    wrong = [code for code, known in choices.items() if answers.get(code) not in known]
    wrong += [code for code in answers if code not in choices]
    if wrong:
        raise AnswersNotFit(questions=[*wrong])
    chosen = [each["item_code"] for each in package.items if _applies(each.get("condition"), answers)]
    if not chosen:
        raise NothingApplies()
    return chosen


def merge(package: Content, items: Iterable[ItemVersion]) -> list[MergedMaterial]:
    """What these items of the package ask for, each thing once, in the order of the items.

    Things are the same that the package says are, or that have one name; most copies and the strictest need hold.
    """
    shared = {
        (place["item_code"], place["material_code"]): (each["code"], each["name"])
        for each in package.shared_materials
        for place in each["places"]
    }  # fmt: skip
    merged: dict[tuple[str, str], MergedMaterial] = {}
    for item in items:
        for material in item.materials:
            place, form = (item.code, material["code"]), material.get("form", "original")
            said = shared.get(place)
            key = (f"\n{said[0]}" if said else " ".join(material["name"].split()), form)
            if key not in merged:
                code = _code(said[0] if said else f"{item.code}.{material['code']}", form, merged.values())
                merged[key] = MergedMaterial(code, said[1] if said else material["name"], form)
            one = merged[key]
            one.copies = max(one.copies, material.get("copies", 1))
            one.is_required |= material.get("is_required", True)
            one.is_asked_for |= material.get("dataset_code") is None
            one.places.append(place)
    return [*merged.values()]


def places_of(merged: Sequence[MergedMaterial], codes: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
    """By item, the codes of its materials that these things are; and the codes that are none of them."""
    known = {each.code: each for each in merged}
    by_item: dict[str, list[str]] = {}
    for code in codes:
        for item_code, material_code in known[code].places if code in known else ():
            by_item.setdefault(item_code, []).append(material_code)
    return by_item, [code for code in codes if code not in known]


def places_astray(package: Content, items: Iterable[ItemVersion]) -> list[tuple[str, str]]:
    """Where the package says that a thing is asked for, and these versions of its items ask for nothing: item, material."""
    there = {(item.code, material["code"]) for item in items for material in item.materials}
    named = [(place["item_code"], place["material_code"]) for each in package.shared_materials for place in each["places"]]
    return [place for place in named if place not in there]


def _applies(condition: Mapping[str, Any] | None, answers: Mapping[str, str]) -> bool:
    return condition is None or answers[condition["question_code"]] in condition["choices"]


def _code(code: str, form: str, others: Iterable[MergedMaterial]) -> str:
    return f"{code}.{form}" if any(each.code == code for each in others) else code

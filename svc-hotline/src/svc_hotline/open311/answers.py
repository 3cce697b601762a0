"""Checks what a request answers to its service's attributes; pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from chassis.schema import is_storable
from svc_hotline.open311.errors import AnswersWrong
from svc_hotline.open311.schemas import AttributeDefinition
from svc_hotline.open311.terms import LISTS, Datatype

_LONGEST: Mapping[Datatype, int] = {Datatype.STRING: 200, Datatype.TEXT: 4000, Datatype.NUMBER: 40, Datatype.DATETIME: 40}


def checked_answers(attributes: Sequence[AttributeDefinition], given: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """The answers as they are kept, in the order of the form; raises AnswersWrong, which names each fault."""
    asked = {each.code: each for each in attributes if each.variable}
    faults = {code: "not asked for this service" for code in given if code not in asked}
    kept = []
    for attribute in sorted(asked.values(), key=lambda each: each.order):
        values = [value.strip() for value in given.get(attribute.code, ()) if value.strip()]
        fault = _fault_of(attribute, values)
        if fault is not None:
            faults[attribute.code] = fault
        elif values:
            kept.append(_kept(attribute, values))
    if faults:
        raise AnswersWrong(errors=[{"pointer": f"attribute[{code}]", "detail": fault} for code, fault in faults.items()])
    return kept


def _kept(attribute: AttributeDefinition, values: Sequence[str]) -> dict[str, Any]:
    """With the question and the names as they read now, since both may change."""
    names = {each.key: each.name for each in attribute.values}
    told = [{"key": value, "name": names.get(value, value)} for value in values]
    return {"code": attribute.code, "description": attribute.description, "values": told}


def _fault_of(attribute: AttributeDefinition, values: Sequence[str]) -> str | None:
    if not values:
        return "required" if attribute.required else None
    if attribute.datatype in LISTS:
        keys = {each.key for each in attribute.values}
        if not keys.issuperset(values):
            return f"choose from {', '.join(sorted(keys))}"
    if attribute.datatype is Datatype.MULTIVALUELIST:
        return None if len(set(values)) == len(values) else "each value once"
    if len(values) > 1:
        return "one value"
    return None if attribute.datatype in LISTS else _fault_of_text(attribute.datatype, values[0])


def _fault_of_text(datatype: Datatype, text: str) -> str | None:
    if not is_storable(text) or len(text) > _LONGEST[datatype]:
        return f"at most {_LONGEST[datatype]} plain characters"
    if datatype is Datatype.NUMBER and not _is_number(text):
        return "a number is needed"
    if datatype is Datatype.DATETIME and not _is_instant(text):
        return "a time is needed, like 2026-11-24T10:00:00+08:00"
    return None


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).utcoffset() is not None
    except ValueError:
        return False

"""Finds what a changed document would break for those who rely on the old one: pure functions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

Document = Mapping[str, Any]


class Flow(Enum):
    """Which way data goes: what callers send may not get stricter, what they get may not get poorer."""

    SENT = "sent"
    GOT = "got"


@dataclass(frozen=True)
class Side:
    """A schema with the document that its references point into."""

    schema: Any
    document: Document

    def resolved(self) -> "Side":
        schema = self.schema
        while isinstance(schema, dict) and "$ref" in schema:
            found: Any = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            schema = found
        return Side(schema if isinstance(schema, dict) else {}, self.document)

    def at(self, schema: Any) -> "Side":
        return Side(schema, self.document).resolved()


def breaks_of_event(old: Document, new: Document) -> list[str]:
    """What readers of an event of this version would stumble over; stored events must still be read, too."""
    before, after = Side(old, old), Side(new, new)
    heard = _schema("data", before, after, Flow.GOT, frozenset())
    stored = _schema("data", before, after, Flow.SENT, frozenset())
    return list(dict.fromkeys([*heard, *stored]))


def breaks_of_openapi(old: Document, new: Document) -> list[str]:
    """What callers of the API would stumble over."""
    found: list[str] = []
    for path, item in old.get("paths", {}).items():
        for method, operation in item.items():
            place = f"{method.upper()} {path}"
            current = new.get("paths", {}).get(path, {}).get(method)
            if current is None:
                found.append(f"{place}: gone")
            else:
                found += _operation(place, operation, current, old, new)
    return found


def _operation(place: str, before: Document, after: Document, old: Document, new: Document) -> Iterator[str]:
    yield from _parameters(place, before, after, old, new)
    yield from _request(place, before.get("requestBody") or {}, after.get("requestBody") or {}, old, new)
    for status, response in before.get("responses", {}).items():
        if not status.startswith("2"):
            continue
        if status not in after.get("responses", {}):
            yield f"{place}: answers {status} no more"
            continue
        got_before, got_after = _body(response), _body(after["responses"][status])
        if got_before is not None and got_after is None:
            yield f"{place}: answers {status} without its body"
        elif got_before is not None:
            yield from _schema(f"{place} {status}", Side(got_before, old), Side(got_after, new), Flow.GOT, frozenset())


def _request(place: str, before: Document, after: Document, old: Document, new: Document) -> Iterator[str]:
    sent_before, sent_after = _body(before), _body(after)
    if after.get("required") and not before.get("required"):
        yield f"{place}: body newly required"
    if sent_before is not None and sent_after is None:
        yield f"{place}: takes no body any more"
    elif sent_before is not None:
        yield from _schema(f"{place} body", Side(sent_before, old), Side(sent_after, new), Flow.SENT, frozenset())


def _parameters(place: str, before: Document, after: Document, old: Document, new: Document) -> Iterator[str]:
    known = {(each["in"], each["name"]): each for each in before.get("parameters", ())}
    current = {(each["in"], each["name"]): each for each in after.get("parameters", ())}
    for key, each in known.items():
        if key not in current:
            yield f"{place}: parameter {key[1]} gone"
        else:
            sides = Side(each.get("schema", {}), old), Side(current[key].get("schema", {}), new)
            yield from _schema(f"{place} parameter {key[1]}", *sides, Flow.SENT, frozenset())
    for key, each in current.items():
        if each.get("required") and not known.get(key, {}).get("required"):
            yield f"{place}: parameter {key[1]} newly required"


def _body(part: Document) -> Any:
    """The JSON schema of a request body or response, if it has one."""
    content = part.get("content", {})
    return next((each.get("schema") for kind, each in content.items() if "json" in kind), None)


def _schema(place: str, before: Side, after: Side, flow: Flow, seen: frozenset[tuple[int, int]]) -> Iterator[str]:
    before, after = before.resolved(), after.resolved()
    mark = (id(before.schema), id(after.schema))
    if mark in seen or before.schema == after.schema == {}:
        return
    seen |= {mark}
    kinds_before, kinds_after = _kinds(before), _kinds(after)
    lost = kinds_before - kinds_after if flow is Flow.SENT else kinds_after - kinds_before
    if lost:
        verb = "takes no more" if flow is Flow.SENT else "may now be"
        yield f"{place}: {verb} {', '.join(sorted(lost))}"
    for one, other in _pairs(before, after, flow):
        yield from _alternative(place, one, other, flow, seen)


def _alternative(place: str, before: Side, after: Side, flow: Flow, seen: frozenset[tuple[int, int]]) -> Iterator[str]:
    formats = before.schema.get("format"), after.schema.get("format")
    if formats[0] != formats[1] and formats[flow is Flow.SENT] is not None:
        yield f"{place}: format {formats[0]} became {formats[1]}"
    if flow is Flow.SENT:
        yield from _limits(place, before.schema, after.schema)
    yield from _properties(place, before, after, flow, seen)
    for part, mark in (("items", "[]"), ("additionalProperties", ".*")):
        parts = before.schema.get(part), after.schema.get(part)
        if all(isinstance(each, dict) for each in parts):
            yield from _schema(f"{place}{mark}", before.at(parts[0]), after.at(parts[1]), flow, seen)


# What a schema without a type allows.
_ANYTHING = frozenset(("array", "boolean", "integer", "null", "number", "object", "string"))


def _options(side: Side) -> list[Side]:
    """The alternatives of a schema, or the schema itself."""
    options = side.schema.get("anyOf") or side.schema.get("oneOf")
    return [each for option in options for each in _options(side.at(option))] if options else [side]


def _kinds(side: Side) -> frozenset[str]:
    """The JSON types a schema allows, through its alternatives."""
    found: set[str] = set()
    for option in _options(side):
        kind = option.schema.get("type", _ANYTHING)
        found |= {kind} if isinstance(kind, str) else set(kind)
    return frozenset(found | {"integer"} if "number" in found else found)


def _pairs(before: Side, after: Side, flow: Flow) -> Iterator[tuple[Side, Side]]:
    """Each alternative that was sent, or is got, with its like on the other side: the same, or one of the same type."""
    known, current = _options(before), _options(after)
    for one in known if flow is Flow.SENT else current:
        others = current if flow is Flow.SENT else known
        alike = [other for other in others if _kinds(one) & _kinds(other)]
        match = next((other for other in alike if other.schema == one.schema), alike[0] if alike else None)
        if match is not None:
            yield (one, match) if flow is Flow.SENT else (match, one)


def _properties(place: str, before: Side, after: Side, flow: Flow, seen: frozenset[tuple[int, int]]) -> Iterator[str]:
    known, current = before.schema.get("properties", {}), after.schema.get("properties", {})
    required_before, required_after = set(before.schema.get("required", ())), set(after.schema.get("required", ()))
    for name, schema in known.items():
        if name not in current:
            yield f"{place}.{name}: gone"
            continue
        yield from _schema(f"{place}.{name}", before.at(schema), after.at(current[name]), flow, seen)
        if flow is Flow.GOT and name in required_before - required_after:
            yield f"{place}.{name}: may now be absent"
    if flow is Flow.SENT:
        for name in sorted(required_after - required_before):
            yield f"{place}.{name}: newly required"
        if after.schema.get("additionalProperties") is False and before.schema.get("additionalProperties") is not False:
            yield f"{place}: takes no more unknown fields"


# A limit, and whether a caller is hurt when it rises.
_LIMITS = {
    "minLength": True, "minimum": True, "exclusiveMinimum": True, "minItems": True,
    "maxLength": False, "maximum": False, "exclusiveMaximum": False, "maxItems": False,
}  # fmt: skip


def _limits(place: str, before: Document, after: Document) -> Iterator[str]:
    listed_before, listed_after = _listed(before), _listed(after)
    if listed_after and not listed_before:
        yield f"{place}: now takes only listed values"
    elif listed_after and listed_before - listed_after:
        yield f"{place}: takes no more {', '.join(sorted(listed_before - listed_after))}"
    if after.get("pattern") not in (None, before.get("pattern")):
        yield f"{place}: pattern became {after['pattern']}"
    for name, hurts_rising in _LIMITS.items():
        old, new = before.get(name), after.get(name)
        if new is not None and (old is None or (new > old if hurts_rising else new < old)):
            yield f"{place}: {name} became {new}"


def _listed(schema: Document) -> set[str]:
    """The only values it allows; none: any."""
    return set(map(str, [schema["const"]] if "const" in schema else schema.get("enum", ())))

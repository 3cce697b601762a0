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
    found = list(_schema("data", before, after, Flow.GOT, frozenset()))
    added = set(new.get("required", ())) - set(old.get("required", ()))
    found += [f"data.{name}: newly required, so events stored before cannot be read" for name in sorted(added)]
    return found


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
    sent_before, sent_after = _body(before.get("requestBody")), _body(after.get("requestBody"))
    if sent_after is not None and sent_before is None:
        yield f"{place}: now takes a body"
    elif sent_before is not None and sent_after is not None:
        yield from _schema(f"{place} body", Side(sent_before, old), Side(sent_after, new), Flow.SENT, frozenset())
    for status, response in before.get("responses", {}).items():
        if not status.startswith("2"):
            continue
        if status not in after.get("responses", {}):
            yield f"{place}: answers {status} no more"
            continue
        got_before, got_after = _body(response), _body(after["responses"][status])
        if got_before is not None:
            yield from _schema(f"{place} {status}", Side(got_before, old), Side(got_after or {}, new), Flow.GOT, frozenset())


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


def _body(part: Any) -> Any:
    """The JSON schema of a request body or response, if it has one."""
    content = (part or {}).get("content", {})
    return next((each.get("schema") for kind, each in content.items() if "json" in kind), None)


def _schema(place: str, before: Side, after: Side, flow: Flow, seen: frozenset[tuple[int, int]]) -> Iterator[str]:
    before, after = before.resolved(), after.resolved()
    mark = (id(before.schema), id(after.schema))
    if mark in seen or before.schema == after.schema == {}:
        return
    seen |= {mark}
    kinds_before, kinds_after = _kinds(before), _kinds(after)
    lost = kinds_before - kinds_after if flow is Flow.SENT else kinds_after - kinds_before
    if lost and kinds_before and kinds_after:
        verb = "takes no more" if flow is Flow.SENT else "may now be"
        yield f"{place}: {verb} {', '.join(sorted(lost))}"
    if before.schema.get("format") != after.schema.get("format"):
        yield f"{place}: format {before.schema.get('format')} became {after.schema.get('format')}"
    yield from _limits(place, before.schema, after.schema, flow)
    yield from _properties(place, before, after, flow, seen)
    if "items" in before.schema and "items" in after.schema:
        yield from _schema(f"{place}[]", before.at(before.schema["items"]), after.at(after.schema["items"]), flow, seen)
    yield from _alternatives(place, before, after, flow, seen)


def _kinds(side: Side) -> frozenset[str]:
    """The JSON types a schema allows, through its alternatives."""
    schema = side.schema
    if "anyOf" in schema or "oneOf" in schema:
        options = schema.get("anyOf") or schema["oneOf"]
        return frozenset().union(*(_kinds(side.at(option)) for option in options))
    kind = schema.get("type")
    return frozenset([kind] if isinstance(kind, str) else kind or ())


def _alternatives(place: str, before: Side, after: Side, flow: Flow, seen: frozenset[tuple[int, int]]) -> Iterator[str]:
    """Alternatives are told apart by their type: `a string or null`."""
    for one in before.schema.get("anyOf", ()):
        side = before.at(one)
        options = after.schema.get("anyOf", [after.schema])
        match = next((after.at(each) for each in options if _kinds(after.at(each)) == _kinds(side)), None)
        if match is not None and match.schema is not after.schema:
            yield from _schema(place, side, match, flow, seen)


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


# A limit, and whether a caller is hurt when it rises.
_LIMITS = {"minLength": True, "minimum": True, "minItems": True, "maxLength": False, "maximum": False, "maxItems": False}


def _limits(place: str, before: Document, after: Document, flow: Flow) -> Iterator[str]:
    gone = set(map(str, before.get("enum", ()))) - set(map(str, after.get("enum", ()))) if "enum" in after else set()
    if flow is Flow.SENT:
        if gone:
            yield f"{place}: takes no more {', '.join(sorted(gone))}"
        if "enum" in after and "enum" not in before and before:
            yield f"{place}: now takes only listed values"
        if after.get("pattern") not in (None, before.get("pattern")):
            yield f"{place}: pattern became {after['pattern']}"
        for name, hurts_rising in _LIMITS.items():
            old, new = before.get(name), after.get(name)
            if new is not None and (old is None or (new > old if hurts_rising else new < old)):
                yield f"{place}: {name} became {new}"

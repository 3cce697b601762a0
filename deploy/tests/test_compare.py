"""What breaks those who rely on a document, and what does not."""

import copy
from typing import Any

import pytest

from gov171.documents.compare import breaks_of_event, breaks_of_openapi

EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["ticket_id", "times"],
    "properties": {
        "ticket_id": {"type": "string", "format": "uuid"},
        "times": {"type": "integer"},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "kind": {"type": "string", "enum": ["help", "praise"]},
        "place": {"anyOf": [{"$ref": "#/$defs/Place"}, {"type": "null"}]},
        "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
        "anything": {},
    },
    "$defs": {
        "Place": {"type": "object", "required": ["lon"], "properties": {"lon": {"type": "number"}, "lat": {"type": "number"}}}
    },
}
PLACE = "$defs|Place|"


def changed(document: dict[str, Any], path: str, value: Any = None) -> dict[str, Any]:
    """A copy with the member at `path` set, or taken out."""
    made = copy.deepcopy(document)
    *parents, last = path.split("|")
    place: Any = made
    for part in parents:
        place = place[int(part)] if isinstance(place, list) else place[part]
    if value is None:
        del place[last]
    elif isinstance(place, list):
        place.insert(int(last), value)
    else:
        place[last] = value
    return made


def renamed(document: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """A copy whose required property `old` is called `new`."""
    made = copy.deepcopy(document)
    made["properties"][new] = made["properties"].pop(old)
    made["required"] = [new if name == old else name for name in made["required"]]
    return made


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (changed(EVENT, "properties|times"), "data.times: gone"),
        (changed(EVENT, "properties|times", {"type": "string"}), "data.times: may now be string"),
        (changed(EVENT, "required", ["ticket_id"]), "data.times: may now be absent"),
        (changed(EVENT, "required", ["ticket_id", "times", "note"]), "data.note: newly required"),
        (changed(EVENT, "properties|ticket_id|format"), "data.ticket_id: format uuid became None"),
        (changed(EVENT, "properties|times", {"anyOf": [{"type": "integer"}, {"type": "null"}]}), "may now be null"),
        (changed(EVENT, "properties|times", {"type": "number"}), "data.times: may now be number"),
        (renamed(EVENT, "times", "urged_times"), "data.times: gone"),
        (renamed(EVENT, "times", "urged_times"), "data.urged_times: newly required"),
        (changed(EVENT, "properties|note", {"type": "string"}), "data.note: takes no more null"),
        (changed(EVENT, "properties|kind|enum", ["help"]), "data.kind: takes no more praise"),
        (changed(EVENT, "properties|kind|enum", ["help", "commend"]), "data.kind: takes no more praise"),
        (changed(EVENT, "properties|times|minimum", 1), "data.times: minimum became 1"),
        (changed(EVENT, f"{PLACE}properties|lat"), "data.place.lat: gone"),
        (changed(EVENT, f"{PLACE}required", ["lon", "lat"]), "data.place.lat: newly required"),
        (changed(EVENT, f"{PLACE}required", []), "data.place.lon: may now be absent"),
        (changed(EVENT, "properties|counts|additionalProperties", {"type": "string"}), "data.counts.*: may now be string"),
        (changed(EVENT, "properties|times", {}), "data.times: may now be array"),
        (changed(EVENT, "properties|anything", {"type": "string"}), "data.anything: takes no more array"),
    ],
)
def test_a_changed_event_breaks_its_readers(new: dict[str, Any], found: str) -> None:
    assert any(found in line for line in breaks_of_event(EVENT, new)), breaks_of_event(EVENT, new)


@pytest.mark.parametrize(
    "new",
    [
        EVENT,
        copy.deepcopy(EVENT),
        changed(EVENT, "properties|more", {"type": "string"}),
        changed(EVENT, "properties|more", {"anyOf": [{"$ref": "#/$defs/Place"}, {"type": "null"}]}),
        changed(EVENT, f"{PLACE}properties|height", {"type": "number"}),
        changed(EVENT, "properties|times|description", "How often."),
    ],
)
def test_an_event_may_grow(new: dict[str, Any]) -> None:
    assert breaks_of_event(EVENT, new) == []


def test_what_is_wrong_in_two_ways_is_said_once() -> None:
    """Readers miss a field that is gone, and so do those who read the stored events; it is one fact."""
    assert breaks_of_event(EVENT, changed(EVENT, "properties|times")) == ["data.times: gone"]


def json_of(name: str) -> dict[str, Any]:
    """A body that is the schema of that name."""
    return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


API: dict[str, Any] = {
    "components": {
        "schemas": {
            "Open": {
                "type": "object",
                "required": ["title"],
                "properties": {
                    "title": {"type": "string", "maxLength": 200},
                    "kind": {"type": "string", "enum": ["help", "praise"]},
                    "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 5},
                    "at": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
                },
            },
            "View": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "parts": {
                "type": "array", "items": {"$ref": "#/components/schemas/View"}}, "whole": {
                "anyOf": [{"$ref": "#/components/schemas/View"}, {"type": "null"}]}}},
        }
    },
    "paths": {
        "/v1/tickets": {
            "get": {
                "parameters": [{"in": "query", "name": "limit", "schema": {"type": "integer", "minimum": 1, "maximum": 200}}],
                "responses": {"200": json_of("View")},
            },
            "post": {"requestBody": {"required": True, **json_of("Open")}, "responses": {"201": json_of("View"), "422": {}}},
        }
    },
}  # fmt: skip
BODY: dict[str, Any] = API["paths"]["/v1/tickets"]["post"]["requestBody"]
OPEN, VIEW, PATH = "components|schemas|Open|", "components|schemas|View|", "paths|/v1/tickets|"


SMALL_VIEW = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}


def nullable(path: str) -> dict[str, Any]:
    """The API with null allowed beside what stands at `path`."""
    place: Any = API
    for part in path.split("|"):
        place = place[part]
    return changed(API, path, {"anyOf": [place, {"type": "null"}]})


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (changed(API, "paths|/v1/tickets"), "GET /v1/tickets: gone"),
        (changed(API, f"{PATH}post"), "POST /v1/tickets: gone"),
        (changed(API, f"{PATH}post|responses", {"200": {}}), "answers 201 no more"),
        (changed(API, f"{OPEN}required", ["title", "kind"]), "body.kind: newly required"),
        (changed(API, f"{OPEN}properties|kind"), "body.kind: gone"),
        (changed(API, f"{OPEN}properties|kind|enum", ["help"]), "takes no more praise"),
        (changed(API, f"{OPEN}properties|title|maxLength", 20), "maxLength became 20"),
        (changed(API, f"{OPEN}properties|title", {"type": "integer"}), "takes no more string"),
        (changed(API, f"{VIEW}properties|id"), "201.id: gone"),
        (changed(API, f"{VIEW}required", ["parts"]), "id: may now be absent"),
        (changed(API, f"{VIEW}properties|id", {"type": "integer"}), "may now be integer"),
        (changed(API, f"{PATH}get|parameters|0|name", "most"), "limit gone"),
        (changed(API, f"{PATH}get|parameters|0|required", True), "limit newly required"),
        (changed(API, f"{PATH}get|parameters|0|schema|maximum", 100), "maximum became 100"),
        (changed(API, f"{PATH}get|parameters|0|schema|minimum", 10), "minimum became 10"),
        (changed(API, f"{PATH}get|parameters|0|schema", {"type": "string"}), "limit: takes no more integer"),
        (changed(API, f"{PATH}get|requestBody", BODY), "GET /v1/tickets: body newly required"),
        (changed(API, f"{PATH}post|requestBody"), "POST /v1/tickets: takes no body any more"),
        (changed(API, f"{PATH}post|responses|201", {}), "POST /v1/tickets: answers 201 without its body"),
        (changed(API, f"{OPEN}additionalProperties", False), "body: takes no more unknown fields"),
        (changed(API, f"{OPEN}properties|title|minLength", 3), "body.title: minLength became 3"),
        (changed(API, f"{OPEN}properties|title|pattern", "^A"), "body.title: pattern became ^A"),
        (changed(API, f"{OPEN}properties|title|enum", ["a"]), "body.title: now takes only listed values"),
        (changed(API, f"{OPEN}properties|kind", {"type": "string", "const": "help"}), "body.kind: takes no more praise"),
        (changed(API, f"{OPEN}properties|title|format", "email"), "body.title: format None became email"),
        (changed(API, f"{OPEN}properties|tags|maxItems", 2), "body.tags: maxItems became 2"),
        (changed(API, f"{OPEN}properties|tags|items", {"type": "integer"}), "body.tags[]: takes no more string"),
        (changed(API, f"{OPEN}properties|at", {"type": "string", "format": "date-time"}), "body.at: takes no more null"),
        (changed(API, f"{OPEN}properties|at|anyOf|0|maxLength", 9), "body.at: maxLength became 9"),
        (nullable(f"{VIEW}properties|id"), "201.id: may now be null"),
        (changed(API, f"{VIEW}properties|parts|items", {"type": "string"}), "parts[]: may now be string"),
        (changed(API, f"{VIEW}properties|whole", SMALL_VIEW), "201.whole.parts: gone"),
    ],
)
def test_a_changed_api_breaks_its_callers(new: dict[str, Any], found: str) -> None:
    assert any(found in line for line in breaks_of_openapi(API, new)), breaks_of_openapi(API, new)


@pytest.mark.parametrize(
    "new",
    [
        API,
        changed(API, f"{OPEN}properties|more", {"type": "string"}),
        changed(API, f"{OPEN}properties|kind|enum", ["help", "praise", "report"]),
        changed(API, f"{OPEN}properties|title|maxLength", 300),
        changed(API, f"{VIEW}properties|more", {"type": "string"}),
        changed(API, f"{PATH}put", {"responses": {}}),
        changed(API, "paths|/v1/cases", {"get": {"responses": {}}}),
        changed(API, f"{PATH}post|responses|202", {}),
        changed(API, f"{PATH}post|responses|422"),
        changed(API, f"{PATH}post|requestBody|required", False),
        changed(API, f"{PATH}get|requestBody", BODY | {"required": False}),
        changed(API, f"{PATH}get|parameters|1", {"in": "query", "name": "after", "schema": {"type": "string"}}),
        changed(API, f"{PATH}get|parameters|0|schema", {"type": "number", "minimum": 1, "maximum": 200}),
        changed(API, f"{PATH}get|parameters|0|schema|minimum", 0),
        changed(API, f"{PATH}get|parameters|0|schema|maximum", 500),
        changed(API, f"{OPEN}required", []),
        changed(API, f"{OPEN}properties|title|maxLength"),
        changed(API, f"{OPEN}properties|kind|enum"),
        changed(API, f"{OPEN}properties|at|anyOf|0|format"),
        nullable(f"{OPEN}properties|title"),
        changed(API, f"{VIEW}properties|id|format", "uuid"),
        changed(API, f"{VIEW}properties|id|maxLength", 40),
        changed(API, f"{VIEW}required", ["id", "parts"]),
        changed(API, f"{VIEW}properties|whole", {"$ref": "#/components/schemas/View"}),
    ],
)
def test_an_api_may_grow(new: dict[str, Any]) -> None:
    assert breaks_of_openapi(API, new) == []

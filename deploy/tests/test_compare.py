"""What breaks those who rely on a document, and what does not."""

import copy
from typing import Any

import pytest

from gov171.documents.compare import breaks_of_event, breaks_of_openapi
from gov171.documents.generate import generate

EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["ticket_id", "times"],
    "properties": {
        "ticket_id": {"type": "string", "format": "uuid"},
        "times": {"type": "integer"},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    },
}


def changed(document: dict[str, Any], path: str, value: Any = None) -> dict[str, Any]:
    """A copy with the member at `path` set, or taken out."""
    made = copy.deepcopy(document)
    *parents, last = path.split("|")
    place: Any = made
    for part in parents:
        place = place[int(part)] if isinstance(place, list) else place[part]
    if value is None:
        del place[last]
    else:
        place[last] = value
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
    ],
)
def test_a_changed_event_breaks_its_readers(new: dict[str, Any], found: str) -> None:
    assert any(found in line for line in breaks_of_event(EVENT, new)), breaks_of_event(EVENT, new)


def test_an_event_may_grow() -> None:
    assert breaks_of_event(EVENT, changed(EVENT, "properties|more", {"type": "string"})) == []
    assert breaks_of_event(EVENT, EVENT) == []


API: dict[str, Any] = {
    "components": {
        "schemas": {
            "Open": {
                "type": "object",
                "required": ["title"],
                "properties": {
                    "title": {"type": "string", "maxLength": 200},
                    "kind": {"type": "string", "enum": ["help", "praise"]},
                },
            },
            "View": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "parts": {
                "type": "array", "items": {"$ref": "#/components/schemas/View"}}}},
        }
    },
    "paths": {
        "/v1/tickets": {
            "get": {"parameters": [{"in": "query", "name": "limit", "schema": {"type": "integer", "maximum": 200}}],
                    "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/View"}}}}}},
            "post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Open"}}}},
                     "responses": {"201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/View"}}}}}},
        }
    },
}  # fmt: skip
OPEN, VIEW, PATH = "components|schemas|Open|", "components|schemas|View|", "paths|/v1/tickets|"


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
        (changed(API, f"{PATH}get|requestBody", API["paths"]["/v1/tickets"]["post"]["requestBody"]), "now takes a body"),
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
    ],
)
def test_an_api_may_grow(new: dict[str, Any]) -> None:
    assert breaks_of_openapi(API, new) == []


def test_the_documents_are_made_alike_each_time() -> None:
    assert generate() == generate()

"""The documents that are made of the code can be relied on."""

import json
from typing import Any

import jsonschema
import pytest
import yaml

from contracts.event import event_types, stream_of
from gov171.documents.generate import FOLDER, committed, generate, write
from gov171.local.layout import SERVICES

MADE = generate()


def references(node: Any) -> set[str]:
    """Every `$ref` below."""
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(references(each) for each in node.values()))
    return set().union(*(references(each) for each in node)) if isinstance(node, list) else set()


def at(document: Any, reference: str) -> Any:
    for part in reference.removeprefix("#/").split("/"):
        document = document[part.replace("~1", "/").replace("~0", "~")]
    return document


def test_the_documents_are_made_alike_each_time() -> None:
    assert generate() == MADE


def test_there_is_a_document_for_each_event_and_each_service() -> None:
    events = {f"events/{name}.json" for name in event_types()}
    services = {f"openapi/{service.name}.json" for service in SERVICES}

    assert MADE.keys() == events | services | {"openapi/gov171.json", "asyncapi.yaml"}


@pytest.mark.parametrize(("name", "model"), event_types().items())
def test_an_event_as_it_is_sent_fits_its_schema_and_one_without_a_field_does_not(name: str, model: Any) -> None:
    schema = json.loads(MADE[f"events/{name}.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    # As the schema's own examples have it.
    sample = {field: entry["examples"][0] for field, entry in schema["properties"].items()}

    sent = model.model_validate(sample).model_dump(mode="json")

    validator.validate(sent)
    for field in schema["required"]:
        assert not validator.is_valid({key: value for key, value in sent.items() if key != field}), field


@pytest.mark.parametrize("name", [name for name in MADE if name.startswith("openapi/")])
def test_every_reference_in_an_openapi_document_leads_somewhere(name: str) -> None:
    document = json.loads(MADE[name])

    assert document["openapi"].startswith("3.1")
    assert [each for each in references(document) if at(document, each) is None] == []  # KeyError where it leads nowhere


def test_the_document_of_the_whole_has_every_path_of_every_service() -> None:
    whole = json.loads(MADE["openapi/gov171.json"])["paths"]

    for service in SERVICES:
        paths = json.loads(MADE[f"openapi/{service.name}.json"])["paths"]
        assert paths.keys() <= whole.keys(), service.name


def test_the_asyncapi_document_has_a_channel_for_each_event_and_its_sender() -> None:
    document = yaml.safe_load(MADE["asyncapi.yaml"])

    assert sorted(channel["address"] for channel in document["channels"].values()) == list(event_types())
    assert [each for each in references(document) if at(document, each) is None] == []
    senders = {operation["channel"]["$ref"]: name for name, operation in document["operations"].items()}
    for key, channel in document["channels"].items():
        assert senders[f"#/channels/{key}"].startswith(f"{stream_of(channel['address']).lower()}_sends_")


def test_writing_leaves_no_document_that_is_no_longer_made(tmp_path: Any) -> None:
    write({"events/old.json": "{}\n", "asyncapi.yaml": "a: 1\n"}, tmp_path)
    write({"asyncapi.yaml": "a: 2\n"}, tmp_path)

    assert committed(tmp_path) == {"asyncapi.yaml": "a: 2\n"}


def test_the_committed_documents_are_read_with_their_paths() -> None:
    assert committed(FOLDER).keys() == MADE.keys()

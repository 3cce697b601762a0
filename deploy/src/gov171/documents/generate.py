"""Makes the contract documents from the code: event schemas, OpenAPI of each service and of the whole, AsyncAPI."""

import importlib
import json
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI

from contracts.event import STREAMS, event_types, stream_of
from gateway.documents.merge import merge
from gov171.local.layout import ROOT, SERVICES, Service

FOLDER = ROOT / "contracts" / "schemas"

Document = dict[str, Any]

_ENVELOPE: Document = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "subject", "time", "sequence", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid"},
        "source": {"type": "string"},
        "type": {"type": "string"},
        "subject": {"type": "string", "description": "The aggregate's id."},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "sequence": {"type": "string", "pattern": "^[0-9]+$", "description": "The aggregate's version after the change."},
        "replay": {"type": "boolean", "description": "Recorded under a declared clock."},
        "traceparent": {"type": "string"},
    },
}


def generate() -> dict[str, str]:
    """Every document by its path below `contracts/schemas`."""
    events = {name: model.model_json_schema(mode="serialization") for name, model in event_types().items()}
    texts = {f"events/{name}.json": _json(schema) for name, schema in events.items()}
    documents = {service.name: _application(service).openapi() for service in SERVICES}
    texts |= {f"openapi/{name}.json": _json(document) for name, document in documents.items()}
    others = {name: document for name, document in documents.items() if name != "gateway"}
    texts["openapi/gov171.json"] = _json(merge(documents["gateway"], others))
    texts["asyncapi.yaml"] = yaml.safe_dump(_asyncapi(events), allow_unicode=True, sort_keys=False, width=120)
    return texts


def committed(folder: Path = FOLDER) -> dict[str, str]:
    """The documents as they stand in the checkout."""
    files = (path for path in folder.rglob("*") if path.suffix in (".json", ".yaml"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def write(texts: dict[str, str], folder: Path = FOLDER) -> None:
    """Make the folder hold exactly `texts`."""
    for name in committed(folder).keys() - texts.keys():
        (folder / name).unlink()
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _application(service: Service) -> FastAPI:
    package = service.application.partition(".")[0]
    settings = importlib.import_module(f"{package}.settings").Settings.for_documents()
    application: FastAPI = importlib.import_module(f"{package}.main").create_app(settings)
    return application


def _asyncapi(events: dict[str, Document]) -> Document:
    channels, operations, messages, schemas = {}, {}, {}, {}
    for name, schema in events.items():
        service, key = stream_of(name).lower(), name.replace(".", "_")
        schemas[key] = {"allOf": [_ENVELOPE, {"type": "object", "properties": {"type": {"const": name}, "data": _flat(schema)}}]}
        messages[key] = {
            "name": name, "title": schema["title"], "summary": schema.get("description", ""),
            "contentType": "application/cloudevents+json", "payload": {"$ref": f"#/components/schemas/{key}"},
        }  # fmt: skip
        channels[key] = {"address": name, "messages": {key: {"$ref": f"#/components/messages/{key}"}}}
        operations[f"{service}_sends_{key}"] = {"action": "send", "channel": {"$ref": f"#/channels/{key}"}}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "gov171 events", "version": "1",
            "description": f"CloudEvents 1.0, structured mode, over NATS JetStream; streams: {', '.join(STREAMS)}.",
        },
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas},
    }  # fmt: skip


def _flat(schema: Document) -> Document:
    """The schema with its definitions in place of the references to them."""
    definitions = schema.get("$defs", {})

    def place(node: Any) -> Any:
        if isinstance(node, dict):
            reference = node.get("$ref")
            if isinstance(reference, str):
                return place(definitions[reference.rpartition("/")[2]])
            return {key: place(value) for key, value in node.items() if key != "$defs"}
        return [place(each) for each in node] if isinstance(node, list) else node

    flat: Document = place(schema)
    return flat


def _json(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

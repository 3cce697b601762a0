"""Merges the services' OpenAPI documents into the one that callers see: pure functions."""

import json
import re
from collections.abc import Mapping
from typing import Any

Document = dict[str, Any]

_REFERENCE = re.compile(r'"#/components/schemas/([^"]+)"')
SECURITY = {
    "key": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Key <id>.<secret>` of an application."},
    "bearer": {"type": "http", "scheme": "bearer", "description": "A staff token."},
}


def merge(own: Document, services: Mapping[str, Document]) -> Document:
    """`own` with each service's paths and schemas; of two unlike schemas of one name, the later takes its service's name."""
    merged: Document = json.loads(json.dumps(own))
    merged["info"] = {
        "title": "gov171",
        "version": own["info"]["version"],
        "summary": "The open backend of a 1+7+1 digital city.",
    }
    schemas = merged.setdefault("components", {}).setdefault("schemas", {})
    for service, document in services.items():
        adapted = _renamed(document, service, schemas)
        merged["paths"].update({path: item for path, item in adapted["paths"].items() if path not in merged["paths"]})
        schemas.update(adapted.get("components", {}).get("schemas", {}))
    merged["paths"] = dict(sorted(merged["paths"].items()))
    merged["components"]["schemas"] = dict(sorted(schemas.items()))
    merged["components"]["securitySchemes"] = SECURITY
    merged["security"] = [{}, {"key": []}, {"bearer": []}]
    return merged


def _renamed(document: Document, service: str, taken: Mapping[str, Any]) -> Document:
    found = document.get("components", {}).get("schemas", {})
    unlike = _unlike(found, taken)
    if not unlike:
        return document
    names = {name: f"{service.title()}{name}" for name in unlike}
    text = _REFERENCE.sub(lambda each: f'"#/components/schemas/{names.get(each[1], each[1])}"', json.dumps(document))
    renamed: Document = json.loads(text)
    renamed["components"]["schemas"] = {names.get(name, name): each for name, each in renamed["components"]["schemas"].items()}
    return renamed


def _unlike(found: Mapping[str, Any], taken: Mapping[str, Any]) -> set[str]:
    """Schemas that are not what goes by their name already, be it only by what they refer to."""
    unlike = {name for name in found if name in taken and taken[name] != found[name]}
    referring = {name: set(_REFERENCE.findall(json.dumps(found[name]))) for name in found if name in taken}
    while further := {name for name, others in referring.items() if name not in unlike and others & unlike}:
        unlike |= further
    return unlike

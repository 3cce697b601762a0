"""Open311 GeoReport v2 as it goes over the line: one structure as JSON or as XML, and errors in the standard's own form.

Gateway and hotline both answer below its paths, so what both must write alike stands here. Pure.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from pydantic import JsonValue

PREFIX = "/open311/"
JURISDICTION = "jurisdiction_id"
KEY_FIELD = "api_key"


class Format(StrEnum):
    """What an answer can be written in."""

    JSON = "json"
    XML = "xml"

    @property
    def media_type(self) -> str:
        """As the standard names it."""
        return "text/xml; charset=utf-8" if self is Format.XML else "application/json; charset=utf-8"


# What one element of each list is called where the answer is XML; JSON has no name for it.
_ELEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "endpoints": "endpoint", "formats": "format", "services": "service", "attributes": "attribute", "values": "value",
        "service_requests": "request", "service_request_updates": "request_update", "errors": "error",
    }
)  # fmt: skip

# The standard knows 403 for whoever may not, with or without a key, and 400 for whatever is wrong with a request.
_STATUSES: Mapping[int, int] = MappingProxyType({401: 403, 415: 400, 422: 400})

_FORBIDDEN_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def format_of(path: str, accept: str) -> Format:
    """What the path's extension asks for; where it has none, what Accept names first, and else JSON."""
    for each in Format:
        if path.endswith(f".{each}"):
            return each
    named = (part.partition(";")[0].strip().lower() for part in accept.split(","))
    first = next((kind for kind in named if kind.endswith(("json", "xml"))), "json")
    return Format.XML if first.endswith("xml") else Format.JSON


def without_extension(name: str) -> str:
    """The last part of a path without `.json` or `.xml`; codes may hold dots of their own."""
    return next((name.removesuffix(f".{each}") for each in Format if name.endswith(f".{each}")), name)


def write(root: str, value: JsonValue, form: Format) -> bytes:
    """The structure in its format; `root` names it where it is XML."""
    if form is Format.JSON:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
    return bytes(ET.tostring(_element(root, value), encoding="utf-8", xml_declaration=True))


def write_error(path: str, accept: str, status: int, description: str) -> tuple[int, bytes, str]:
    """The status as the standard has it, and the body with its media type, in the format that was asked for."""
    form, code = format_of(path, accept), _STATUSES.get(status, status)
    return code, write("errors", [{"code": code, "description": description}], form), form.media_type


def xml_text(text: str) -> str:
    """The text as an XML reader gets it: line ends as one character, and without what XML 1.0 forbids."""
    return _FORBIDDEN_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _element(name: str, value: JsonValue) -> ET.Element:
    element = ET.Element(name)
    if isinstance(value, Mapping):
        element.extend(_element(key, item) for key, item in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        element.extend(_element(_ELEMENTS[name], item) for item in value)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = xml_text(str(value))
    return element

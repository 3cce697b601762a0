"""Which paths belong to whom, what may pass, and how large: data and pure functions."""

from collections.abc import Mapping
from types import MappingProxyType

PREFIXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "hotline": (
            "tickets", "ticket-lookups", "ticket-imports", "categories", "category-imports", "hotline", "knowledge-entries",
            "dispatch-rules", "work-calendars", "caller-lookups", "attachments",
        ),
        "grid": ("territories", "units", "facilities", "organisation-imports", "cases", "case-classes", "grid"),
        "affairs": ("departments", "items", "affairs"),
        "datahub": ("events", "datahub"),
        "risk": ("indicators", "risk"),
    }
)  # fmt: skip

# Headers that pass; every other is dropped, so none can claim to be somebody.
REQUEST_HEADERS = frozenset(
    {"accept", "accept-language", "content-type", "idempotency-key", "if-match", "if-none-match", "prefer"}
)  # fmt: skip
RESPONSE_HEADERS = (
    "cache-control", "content-disposition", "content-language", "content-type", "deprecation", "etag", "idempotent-replayed",
    "link", "location", "retry-after", "sunset", "www-authenticate",
)  # fmt: skip

MEGABYTE = 1024 * 1024
_BULK = ("/v1/ticket-imports", "/v1/organisation-imports", "/v1/category-imports")
DEEPEST_JSON = 32


def largest_body(path: str) -> int:
    """How many bytes a request to `path` may carry."""
    return 16 * MEGABYTE if path in _BULK else MEGABYTE


def is_too_deep(body: bytes) -> bool:
    """Whether JSON nests deeper than any request needs; brackets within strings do not count."""
    if body.count(b"{") + body.count(b"[") <= DEEPEST_JSON:
        return False
    depth, within, escaped = 0, False, False
    for byte in body:
        if within:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                within = False
        elif byte == 0x22:
            within = True
        elif byte in b"{[":
            depth += 1
            if depth > DEEPEST_JSON:
                return True
        elif byte in b"}]":
            depth -= 1
    return False

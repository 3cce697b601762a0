"""Which paths belong to whom, what may pass, and how large: data and pure functions."""

import re
from collections.abc import Mapping
from types import MappingProxyType

PREFIXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "hotline": (
            "tickets", "ticket-lookups", "ticket-imports", "categories", "category-imports", "hotline", "knowledge-entries",
            "dispatch-rules", "work-calendars", "caller-lookups", "attachments", "open311-services",
        ),
        "grid": (
            "territories", "territory-lookups", "territory-checks", "territory-versions", "territory-changes",
            "territory-imports", "territory-exports", "units", "facilities", "organisation-imports", "cases", "case-classes",
            "case-class-imports", "case-class-exports", "components", "component-imports", "alarm-cases", "alarm-classes",
            "service-activities", "service-activity-imports", "patrol-plans", "patrol-tasks", "patrol-findings",
            "disputes", "dispute-reminders", "dispute-figures", "mediators", "joint-calls", "joint-call-figures",
            "leads", "effective-leads", "lead-imports", "lead-vacancies", "duty-posts", "facility-services",
            "organisation-announcements", "field-syncs", "grid",
        ),
        "affairs": (
            "departments", "items", "base-items", "item-imports", "item-exports", "item-packages", "package-applications",
            "centres", "claims", "claim-imports", "online-cases", "online-case-batches", "online-case-lookups",
            "case-documents", "document-verifications", "ratings", "rating-invitations", "rectifications", "rating-figures",
            "centre-syncs", "centre-changes", "trade-parties", "trade-documents", "trade-messages", "trade-declarations",
            "trade-policies", "trade-figures", "affairs",
        ),
        "datahub": ("events", "alarms", "datahub"),
        "risk": ("indicators", "risk"),
    }
)  # fmt: skip

# Headers that pass; every other is dropped, so none can claim to be somebody.
REQUEST_HEADERS = frozenset(
    {"accept", "accept-language", "content-type", "idempotency-key", "if-match", "if-none-match", "if-range", "prefer", "range"}
)  # fmt: skip
RESPONSE_HEADERS = (
    "accept-ranges", "cache-control", "content-disposition", "content-language", "content-range", "content-security-policy",
    "content-type", "deprecation", "etag", "idempotent-replayed", "link", "location", "retry-after", "sunset",
    "www-authenticate", "x-content-type-options",
)  # fmt: skip

MEGABYTE = 1024 * 1024
_BULK = (
    "/v1/ticket-imports", "/v1/organisation-imports", "/v1/category-imports", "/v1/service-activity-imports",
    "/v1/service-activity-imports/csv", "/v1/case-class-imports", "/v1/case-class-imports/limits", "/v1/component-imports",
    "/v1/claim-imports", "/v1/item-imports", "/v1/item-imports/base-items", "/v1/trade-documents", "/v1/trade-messages",
)  # fmt: skip
# Files pass piece by piece, so that many at once do not fill the gateway's memory; all else is small, and passes whole.
_UPLOADS = re.compile(r"/v1/(?:tickets|cases|online-cases|package-applications)/[^/]+/attachments")
_REPORTS = re.compile(r"/open311/v2/requests(?:\.json|\.xml)?")
_DOWNLOADS = re.compile(
    r"/v1/(?:attachments|(?:online-)?cases/[^/]+/attachments|case-documents)/[^/]+/content|/v1/territory-exports|/v1/item-exports(?:/base-items)?"
)
DEEPEST_JSON = 32


def largest_body(path: str, media_type: str = "") -> int:
    """How many bytes a request to `path` may carry."""
    if _UPLOADS.fullmatch(path) or (media_type.startswith("multipart/") and _REPORTS.fullmatch(path)):
        return 20 * MEGABYTE + 64 * 1024  # a file and what is said of it
    if path == "/v1/territory-imports":
        return 20 * MEGABYTE
    return 16 * MEGABYTE if path in _BULK else MEGABYTE


def is_streamed(method: str, path: str) -> bool:
    """Whether the request or its answer carries a file."""
    return bool((_UPLOADS if method == "POST" else _DOWNLOADS).fullmatch(path))


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

"""Takes personal data out of log lines: fields that name a person or place, and what looks like a number of theirs."""

import re
from collections.abc import MutableMapping
from typing import Any

HIDDEN = "[hidden]"

_HIDDEN_KEYS = frozenset(
    (
        "contact",
        "contacts",
        "phone",
        "phones",
        "telephone",
        "mobile",
        "name",
        "names",
        "caller",
        "address",
        "location",
        "query_code",
        "authorization",
        "token",
        "secret",
        "password",
        "api_key",
        "cookie",
        "body",
    )
)
_MOBILE = r"(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}"
_FIXED_LINE = r"\(0\d{2,3}\) ?\d{7,8}|0\d{2,3}[ -]\d{7,8}|(?<![0-9a-f]{4}-)0\d{9,11}"  # the last: not the tail of a UUID
# An identity card's: a place, a day of birth, three digits and a check.
_IDENTITY = r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
_PERSONAL = re.compile(rf"(?<![0-9A-Za-z])(?:{_IDENTITY}|{_MOBILE}|{_FIXED_LINE})(?![0-9A-Za-z])")

# Errors quote what they refused: pydantic the input, SQLAlchemy its parameters, PostgreSQL the row or the key.
_QUOTED = re.compile(
    r"(?<=input_value=).*?(?=, input_type=)|(?<=\[parameters: ).*|(?<=Failing row contains ).*|(?<=\)=)\(.*?\)(?= )", re.DOTALL
)


def hide_numbers(text: str, instead: str = HIDDEN) -> str:
    """The text without whatever looks like a telephone's or an identity card's number."""
    return _PERSONAL.sub(instead, text)


def redact_text(text: str) -> str:
    """The text without persons' numbers and without the values that error messages quote."""
    return hide_numbers(_QUOTED.sub(HIDDEN, text))


def redact(value: Any) -> Any:
    """A value fit for a log: hidden by key in mappings, by pattern in texts and numbers, at any depth."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, dict):
        return {key: HIDDEN if str(key).lower() in _HIDDEN_KEYS else redact(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(item) for item in value]
    if isinstance(value, int) and abs(value) < 10**10:
        return value
    return redact_text(str(value))


def redact_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """The structlog processor; stands after exceptions are formatted and before the line is rendered."""
    hidden: dict[str, Any] = redact(dict(event))
    return hidden

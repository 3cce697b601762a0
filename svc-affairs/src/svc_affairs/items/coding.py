"""How items are coded: named profiles as data, since standards differ; one is configured. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stdnum.cn import uscc

_BASE = r"(?P<region>[0-9]{2})(?P<kind>[0-9]{2})(?P<owner>[0-9]{2})(?P<main>[0-9]{3})(?P<sub>[0-9]{3})"


@dataclass(frozen=True)
class CodeProfile:
    """Patterns of an item's code and of a base item's; named groups are checked against what they repeat."""

    name: str
    says: str
    item: re.Pattern[str]
    base: re.Pattern[str]


@dataclass(frozen=True)
class CodeFault:
    """What is wrong with a code, and with which of the two."""

    field: str
    detail: str


PROFILES: Mapping[str, CodeProfile] = MappingProxyType(
    {
        "free": CodeProfile(
            "free", "letters, digits and hyphens, at most 64", re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,63}"),
            re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,63}"),
        ),
        # After GB/T 39554.1-2020: unified social credit code of the department, level, the base item's code.
        "national": CodeProfile(
            "national", "31 characters: 18 of the department's unified social credit code, 1 of the level, 12 of the base item",
            re.compile(rf"(?P<uscc>[0-9A-Z]{{18}})(?P<level>[1-7])(?P<base>{_BASE})"), re.compile(_BASE),
        ),
        # The base item's code alone, for a city that numbers its items by the catalogue.
        "base": CodeProfile("base", "12 digits of the base item", re.compile(_BASE), re.compile(_BASE)),
    }
)  # fmt: skip


def faults_of_code(profile: CodeProfile, code: str, *, kind: str, level: str, base_code: str | None) -> list[CodeFault]:
    """What is wrong with an item's code and the code of its base item, by the profile; nothing: it fits."""
    found = faults_of_base_code(profile, base_code, kind=kind) if base_code is not None else []
    matched = profile.item.fullmatch(code)
    if matched is None:
        return [CodeFault("code", f"profile {profile.name}: {profile.says}"), *found]
    parts = matched.groupdict()
    if "uscc" in parts and not uscc.is_valid(parts["uscc"]):
        found.append(CodeFault("code", "its first 18 characters are no unified social credit code"))
    if "level" in parts and parts["level"] != level:
        found.append(CodeFault("code", f"its 19th digit says level {parts['level']}, the item says {level}"))
    if "kind" in parts and parts["kind"] != kind:
        found.append(CodeFault("code", f"its base part says kind {parts['kind']}, the item says {kind}"))
    if "base" in parts and base_code is not None and parts["base"] != base_code:
        found.append(CodeFault("code", f"it ends in base item {parts['base']}, the item says {base_code}"))
    return found


def faults_of_base_code(profile: CodeProfile, code: str, *, kind: str) -> list[CodeFault]:
    """What is wrong with a base item's code, by the profile."""
    matched = profile.base.fullmatch(code)
    if matched is None:
        return [CodeFault("base_code", f"profile {profile.name}: not a base item's code")]
    said = matched.groupdict().get("kind")
    return [] if said in (None, kind) else [CodeFault("base_code", f"it says kind {said}, the item says {kind}")]

"""What differs between two versions: fields, and the parts of lists by their codes or names. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from svc_affairs.items.labels import LABELS, value_en, value_zh

Content = Mapping[str, Any]

# Lists of parts, and what tells a part from the others of its list.
PARTS = {
    "materials": "code", "steps": "code", "special_procedures": "code",
    "guide.halls": "name", "guide.fees": "name", "guide.results": "name",
}  # fmt: skip
# Lists in which the order says nothing.
_SETS = frozenset({"channels", "applicant_kinds", "keywords", "guide.halls.windows"})


class Fate(StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class FieldChange:
    """One field that differs, with both values."""

    field: str
    old: Any
    new: Any

    @property
    def label_zh(self) -> str:
        return LABELS[self.field][0]

    @property
    def label_en(self) -> str:
        return LABELS[self.field][1]

    @property
    def sentence_zh(self) -> str:
        return f"{self.label_zh}：{value_zh(self.field, self.old)} → {value_zh(self.field, self.new)}"

    @property
    def sentence_en(self) -> str:
        return f"{self.label_en}: {value_en(self.field, self.old)} → {value_en(self.field, self.new)}"


@dataclass(frozen=True)
class PartChange:
    """One part of a list that was added, removed or changed."""

    field: str
    key: str
    name: str
    fate: Fate
    changes: tuple[FieldChange, ...] = ()

    @property
    def label_zh(self) -> str:
        return LABELS[self.field][0]

    @property
    def label_en(self) -> str:
        return LABELS[self.field][1]

    @property
    def sentence_zh(self) -> str:
        words = {Fate.ADDED: "新增", Fate.REMOVED: "取消", Fate.CHANGED: "调整"}
        details = f"（{'；'.join(each.sentence_zh for each in self.changes)}）" if self.changes else ""
        return f"{words[self.fate]}{self.label_zh}「{self.name}」{details}"

    @property
    def sentence_en(self) -> str:
        details = f" ({'; '.join(each.sentence_en for each in self.changes)})" if self.changes else ""
        return f"{self.fate} {self.label_en} “{self.name}”{details}"


@dataclass(frozen=True)
class Differences:
    """All that differs, in the order of a guide."""

    changes: tuple[FieldChange, ...]
    parts: tuple[PartChange, ...]

    @property
    def summary_zh(self) -> list[str]:
        return [each.sentence_zh for each in self.changes] + [each.sentence_zh for each in self.parts]

    @property
    def summary_en(self) -> list[str]:
        return [each.sentence_en for each in self.changes] + [each.sentence_en for each in self.parts]


def compare(old: Content, new: Content) -> Differences:
    """What became of `old` so that it is `new`; both have the same fields, a guide's fields under `guide`."""
    before, after = _flat(old), _flat(new)
    plain = [name for name in LABELS if name in after and name not in PARTS]
    parts = [change for name, key in PARTS.items() for change in _parts(name, key, before[name], after[name])]
    return Differences(tuple(_fields(plain, before, after)), tuple(parts))


def _flat(content: Content) -> dict[str, Any]:
    rest = {name: value for name, value in content.items() if name != "guide"}
    return rest | {f"guide.{name}": value for name, value in content["guide"].items()}


def _fields(names: Sequence[str], old: Content, new: Content) -> list[FieldChange]:
    return [FieldChange(name, old[name], new[name]) for name in names if not _is_same(name, old[name], new[name])]


def _is_same(name: str, old: Any, new: Any) -> bool:
    return bool(sorted(old) == sorted(new) if name in _SETS else old == new)


def _parts(name: str, key: str, old: Sequence[Content], new: Sequence[Content]) -> list[PartChange]:
    """First what is new or changed, in the new order, then what is gone."""
    before, after = _by_key(key, old), _by_key(key, new)
    found = []
    for each, part in after.items():
        if each not in before:
            found.append(PartChange(name, each, part["name"], Fate.ADDED))
            continue
        details = {f"{name}.{field}" for field in part if field != key}
        changes = _fields(
            [label for label in LABELS if label in details], _under(name, before[each]), _under(name, part)
        )  # fmt: skip
        if changes:
            found.append(PartChange(name, each, part["name"], Fate.CHANGED, tuple(changes)))
    gone = [PartChange(name, each, part["name"], Fate.REMOVED) for each, part in before.items() if each not in after]
    return found + gone


def _by_key(key: str, parts: Sequence[Content]) -> dict[str, Content]:
    """Parts by what tells them apart; of those with one name the second is told by its number."""
    found: dict[str, Content] = {}
    for part in parts:
        name, number = str(part[key]), 2
        while name in found:
            name, number = f"{part[key]} ({number})", number + 1
        found[name] = part
    return found


def _under(name: str, part: Content) -> dict[str, Any]:
    return {f"{name}.{field}": value for field, value in part.items()}

"""What became of a document that was handed in."""

from dataclasses import dataclass

from chassis.terms import Term


class TakenStatus(Term):
    """What became of it."""

    ACCEPTED = "accepted", "新增申报成功", "Accepted"
    CHANGED = "changed", "变更申报成功", "In place of the one before"
    UNCHANGED = "unchanged", "重复申报，内容未变", "Here already, and the same"
    REFUSED = "refused", "退单", "Refused"


@dataclass(frozen=True)
class Taken:
    """One document's outcome; `index` is its place among those handed in, from 0. A refused one says why."""

    index: int
    status: TakenStatus
    code: str | None = None
    text_zh: str | None = None
    text_en: str | None = None

"""What an item's version is held to by the base item it implements; pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from chassis.errors import Problem
from svc_affairs.base_items.errors import BaseItemNotInUse, BaseKindDiffers, LevelNotOfBase, LongerThanBase
from svc_affairs.base_items.terms import BaseItemStatus


class Base(Protocol):
    """What is asked of a base item."""

    @property
    def status(self) -> BaseItemStatus: ...
    @property
    def kind(self) -> str: ...
    @property
    def levels(self) -> Collection[str]: ...
    @property
    def statutory_days(self) -> int: ...


class Based(Protocol):
    """A version of an item."""

    @property
    def code(self) -> str: ...
    @property
    def base_code(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def statutory_days(self) -> int: ...


@dataclass(frozen=True)
class Misfit:
    """Where an item does not fit its base item: which field, why, and the problem it is."""

    field: str
    detail: str
    problem: type[Problem]


def misfits(base: Base | None, base_code: str | None, kind: str, level: str, statutory_days: int) -> Iterator[Misfit]:
    """What of an item does not fit; `base` is what the catalogue has under `base_code`. Without a code everything fits."""
    if base_code is None:
        return
    if base is None or base.status is not BaseItemStatus.IN_USE:
        state = "not in the catalogue" if base is None else "abolished"
        yield Misfit("base_code", f"base item {base_code} is {state}", BaseItemNotInUse)
        return
    if str(base.kind) != str(kind):
        yield Misfit("kind", f"base item {base_code} is of kind {base.kind}", BaseKindDiffers)
    if str(level) not in base.levels:
        yield Misfit("level", f"base item {base_code} is exercised at level {', '.join(base.levels)}", LevelNotOfBase)
    if statutory_days > base.statutory_days:
        yield Misfit("statutory_days", f"base item {base_code} allows {base.statutory_days}", LongerThanBase)

"""Whether units hold together: pure functions over what is given and what is there."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

Fault = tuple[str, str]


class Entry(Protocol):
    """What of a unit says where it stands."""

    @property
    def code(self) -> str: ...
    @property
    def parent_code(self) -> str | None: ...


def circle(parents: Mapping[str, str | None], start: str) -> list[str] | None:
    """The codes from one unit up to itself again, if going up from `start` one comes round; none if not."""
    path: dict[str, None] = {}
    code: str | None = start
    while code is not None and code not in path:
        path[code] = None
        code = parents.get(code)
    if code is None:
        return None
    codes = list(path)
    return [*codes[codes.index(code) :], code]


def named(codes: Iterable[str]) -> str:
    """A circle in words."""
    return " → ".join(codes)


def faults(entries: Iterable[Entry], parents: Mapping[str, str | None], retired: Collection[str]) -> Iterator[Fault]:
    """Each fault of an import's units as (JSON pointer, what is wrong).

    `parents` of all units that are there above those given; `retired` among those named.
    """
    given = list(entries)
    after = {**parents, **{each.code: each.parent_code for each in given}}
    seen: set[frozenset[str]] = set()
    for index, each in enumerate(given):
        place = f"/units/{index}"
        if each.code in retired:
            yield f"{place}/code", f"{each.code} is no more"
        if each.parent_code is None:
            continue
        if each.parent_code not in after or each.parent_code in retired or each.parent_code == each.code:
            yield f"{place}/parent_code", f"no unit {each.parent_code} above it"
            continue
        found = circle(after, each.code)
        if found is not None and each.code in found and frozenset(found) not in seen:
            seen.add(frozenset(found))
            yield f"{place}/parent_code", f"a circle: {named(found)}"

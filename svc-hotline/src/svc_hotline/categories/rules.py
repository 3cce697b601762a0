"""Rules of the tree of categories: what fits into it, and what comes down from above. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.worktime import Limit

MOST_LEVELS = 4


@dataclass(frozen=True)
class Own:
    """What is said of one category itself."""

    parent_code: str | None = None
    default_unit_code: str | None = None
    limit: Limit | None = None
    sign_limit_working_hours: int | None = None
    is_retired: bool = False


@dataclass(frozen=True)
class Effective:
    """What holds for a category: its own, or its nearest ancestor's. `path` leads from the root to itself."""

    path: tuple[str, ...] = ()
    default_unit_code: str | None = None
    limit: Limit | None = None
    sign_limit_working_hours: int | None = None


def effective_values(tree: Mapping[str, Own]) -> dict[str, Effective]:
    """Of each category what holds for it; the tree is one that `fault_of` finds nothing wrong with."""
    known: dict[str, Effective] = {}

    def settle(code: str) -> Effective:
        if code not in known:
            own = tree[code]
            above = Effective() if own.parent_code is None else settle(own.parent_code)
            known[code] = Effective(
                path=(*above.path, code),
                default_unit_code=own.default_unit_code or above.default_unit_code,
                limit=own.limit or above.limit,
                sign_limit_working_hours=own.sign_limit_working_hours or above.sign_limit_working_hours,
            )
        return known[code]

    return {code: settle(code) for code in tree}


def fault_of(tree: Mapping[str, Own]) -> tuple[str, str] | None:
    """The first category that does not fit into the tree, and why; none: the tree is whole."""
    faults = ((code, _fault_at(tree, code)) for code in sorted(tree))
    return next(((code, fault) for code, fault in faults if fault is not None), None)


def _fault_at(tree: Mapping[str, Own], code: str) -> str | None:
    own = tree[code]
    parent = own.parent_code
    if parent is not None and parent not in tree:
        return f"its parent {parent} does not exist"
    if parent is not None and tree[parent].is_retired and not own.is_retired:
        return f"its parent {parent} is retired"
    seen = [code]
    while parent is not None and parent in tree:
        if parent in seen:
            return f"it stands below itself, by {parent}"
        seen.append(parent)
        parent = tree[parent].parent_code
    return f"it stands on level {len(seen)}, the lowest is {MOST_LEVELS}" if len(seen) > MOST_LEVELS else None

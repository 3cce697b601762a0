"""A change in the making: what begins, what changes, what goes, and each fault with its place; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from contracts.grid import TerritoryLevel
from svc_grid.codes import TerritoryCode
from svc_grid.territories import boundaries
from svc_grid.territories.boundaries import Boundary

LEVELS = tuple(TerritoryLevel)
Row = dict[str, Any]
_CODE: TypeAdapter[str] = TypeAdapter(TerritoryCode)


@dataclass
class Draft:
    """`tree` are the rows of all territories concerned, retired ones among them; `units` the units that are there."""

    tree: Mapping[str, Row]
    units: frozenset[str] = frozenset()
    created: dict[str, Row] = field(default_factory=dict)
    changed: dict[str, Row] = field(default_factory=dict)
    retired: dict[str, str] = field(default_factory=dict)
    # Where the open cases of a territory may lie from then on, by the bounds of these.
    areas: dict[str, list[str]] = field(default_factory=dict)
    # Whose bounds are new, or lie in another territory than before.
    bounded: set[str] = field(default_factory=set)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def fault(self, pointer: str, detail: str) -> None:
        self.faults.append((pointer, detail))

    def living(self, pointer: str, code: str) -> Row | None:
        """The territory, where there is one to change; else a fault."""
        row = self.tree.get(code)
        if row is None:
            self.fault(pointer, f"no territory {code}")
        elif row["retired_at"] is not None:
            self.fault(pointer, f"{code} is retired; it was followed by {row['successor_code']}")
        else:
            return row
        return None

    def begin(self, pointer: str, code: str, row: Row) -> bool:
        """Enter a territory at `code` with the facts of `row`; whether it may stand there."""
        if code in self.tree or code in self.created:
            self.fault(pointer, f"{code} is taken")
            return False
        if not _is_code(code):
            self.fault(pointer, f"{code} is too long or too deep a path")
            return False
        self.created[code] = row | {
            "code": code, "parent_code": code.rpartition("/")[0] or None, "version": 1, "retired_at": None,
            "successor_code": None,
        }  # fmt: skip
        return True

    def begin_below(self, pointer: str, code: str, row: Row) -> None:
        """As `begin`, its parent being there and of a level above."""
        if self._has_parent(pointer, code, row["level"]) and self.begin(pointer, code, row):
            self.bounded.add(code)

    def move(self, pointer: str, code: str, to_code: str) -> None:
        """Take a living territory and all that lives below it to another path."""
        if to_code == code or to_code.startswith(f"{code}/"):
            self.fault(pointer, f"{code} cannot lie below itself at {to_code}: the tree would have a cycle")
            return
        if not self._has_parent(pointer, to_code, self.tree[code]["level"]):
            return
        for below in self.below(code):
            there = to_code + below["code"].removeprefix(code)
            if self.begin(pointer, there, below):
                self.retired[below["code"]] = there
        self.bounded |= {to_code} & self.created.keys()

    def retire(self, code: str, successor: str) -> None:
        self.retired[code] = successor

    def moves(self) -> list[tuple[str, str]]:
        """What goes with what follows it; without what lay below one and has the same place below the other."""
        return [(code, to) for code, to in sorted(self.retired.items()) if not self._comes_along(code, to)]

    def begun(self) -> list[str]:
        """What begins, without what begins below it."""
        return sorted(code for code in self.created if code.rpartition("/")[0] not in self.created)

    def bound(self, pointer: str, code: str, given: Boundary) -> bool:
        """Give one that stays, or that begins with this change, new bounds; whether they are other than before."""
        if code in self.retired:
            self.fault(f"{pointer}/code", f"{code} goes with this change")
            return False
        row = self.created.get(code) or self.changed.get(code) or self.living(f"{pointer}/code", code)
        bounds = self.check_boundary(f"{pointer}/boundary", given)
        if row is None or bounds is None or bounds == row["boundary"]:
            return False
        if code in self.created:
            self.created[code] = row | {"boundary": bounds}
        else:
            self.changed[code] = row | {"boundary": bounds, "version": self.tree[code]["version"] + 1}
        self.bounded.add(code)
        return True

    def place_children(self, gone: Sequence[str], children: Mapping[str, str]) -> None:
        """Take what lies directly below those that go to where it was said; a fault names those of which nothing is."""
        found = {row["code"] for row in self.tree.values() if row["parent_code"] in gone and row["retired_at"] is None}
        if left := sorted(found - children.keys()):
            named = ", ".join(left[:20]) + (f" and {len(left) - 20} more" if len(left) > 20 else "")
            self.fault("/children", f"not said where these go: {named}")
        for code, to_code in children.items():
            pointer = f"/children/{escaped(code)}"
            if code not in found:
                self.fault(pointer, f"{code} does not lie directly below what goes")
            else:
                self.move(pointer, code, to_code)

    def below(self, code: str) -> list[Row]:
        """The living territories at the code and below it, from the top."""
        inside = (row for row in self.tree.values() if row["code"] == code or row["code"].startswith(f"{code}/"))
        return sorted((row for row in inside if row["retired_at"] is None), key=lambda row: str(row["code"]))

    def check_boundary(self, pointer: str, given: Boundary | None) -> Row | None:
        """The bounds as they are stored; a fault where they are not sound."""
        if given is None:
            return None
        wrong = boundaries.fault(given)
        if wrong is not None:
            self.fault(pointer, wrong)
            return None
        return given.geojson

    def check_unit(self, pointer: str, code: str | None) -> None:
        if code is not None and code not in self.units:
            self.fault(pointer, f"no unit {code}")

    def _comes_along(self, code: str, to: str) -> bool:
        parent = code.rpartition("/")[0]
        return parent in self.retired and self.retired[parent] + code.removeprefix(parent) == to

    def _has_parent(self, pointer: str, code: str, level: str) -> bool:
        parent = code.rpartition("/")[0]
        above = self.created.get(parent) or self.tree.get(parent)
        if above is None or above["retired_at"] is not None or parent in self.retired:
            self.fault(pointer, f"no territory {parent} for it to lie in" if parent else f"{code}: only a city lies in none")
            return False
        if LEVELS.index(TerritoryLevel(level)) <= LEVELS.index(TerritoryLevel(above["level"])):
            self.fault(pointer, f"a {level} cannot lie in a {above['level']}")
            return False
        return True


def escaped(key: str) -> str:
    """A key as a part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def twice(codes: Iterable[str]) -> list[str]:
    """Those that are given more than once."""
    return sorted(code for code, times in Counter(codes).items() if times > 1)


def _is_code(code: str) -> bool:
    try:
        _CODE.validate_python(code)
    except ValidationError:
        return False
    return True

"""What each kind of change does to the tree; pure. Every fault is collected with its place in what was ordered."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import shapely

from svc_grid.territories.boundaries import Boundary
from svc_grid.territory_changes.draft import Draft, Row, escaped, twice
from svc_grid.territory_changes.policy import POLICY
from svc_grid.territory_changes.schemas import Change, Merge, Move, Redraw, Retire, Split


def plan(change: Change, tree: Mapping[str, Row], units: Iterable[str]) -> Draft:
    """What the change does to the tree; where there are any `faults`, nothing of it may be done."""
    draft = Draft(tree, frozenset(units))
    match change:
        case Merge():
            _merge(draft, change)
        case Split():
            _split(draft, change)
        case Move():
            if draft.living("/code", change.code) is not None:
                draft.move("/to_code", change.code, change.to_code)
        case Retire():
            _retire(draft, change)
    _redraw(draft, change)
    touched = len(draft.created) + len(draft.changed) + len(draft.retired)
    if touched > POLICY.most_territories:
        draft.fault("", f"{touched} territories at once; at most {POLICY.most_territories}")
    for code in change.versions:
        draft.living(f"/versions/{escaped(code)}", code)
    return draft


def named(change: Change) -> tuple[set[str], set[str]]:
    """The codes that a change speaks of; and those of them whose whole subtree it touches or would fill."""
    match change:
        case Redraw():
            codes, roots = set[str](), set[str]()
        case Merge():
            codes, roots = {change.into_code, *change.codes}, {*change.codes, *change.children.values()}
        case Split():
            roots = {change.code, *change.children.values()}
            codes = {change.code, change.main_successor, *(each.code for each in change.into)}
        case Move():
            codes = roots = {change.code, change.to_code}
        case Retire():
            codes, roots = {change.code, change.successor_code}, {change.code, *change.children.values()}
    codes = codes | roots | change.versions.keys() | {each.code for each in change.boundaries}
    return codes | {code.rpartition("/")[0] for code in codes if "/" in code}, roots


def units_of(change: Change) -> set[str]:
    """The units that a change speaks of."""
    match change:
        case Merge():
            return set() if change.unit_code is None else {change.unit_code}
        case Split():
            return {each.unit_code for each in change.into if each.unit_code is not None}
    return set()


def _redraw(draft: Draft, change: Change) -> None:
    codes = [each.code for each in change.boundaries]
    for code in twice(codes):
        draft.fault("/boundaries", f"{code} is given twice")
    for index, each in enumerate(change.boundaries):
        if draft.bound(f"/boundaries/{index}", each.code, each.boundary) and each.code in draft.changed:
            draft.areas[each.code] = codes


def _merge(draft: Draft, change: Merge) -> None:
    going = [draft.living(f"/codes/{index}", code) for index, code in enumerate(change.codes)]
    for code in twice([*change.codes, change.into_code]):
        draft.fault("/codes", f"{code} is given twice")
    rows = [row for row in going if row is not None]
    if len(rows) < len(going) or draft.faults:
        return
    level = rows[0]["level"]
    for index, row in enumerate(rows):
        if row["level"] != level:
            draft.fault(f"/codes/{index}", f"a {row['level']} and a {level} do not become one")
    for code in change.codes:
        draft.retire(code, change.into_code)
    bounds = draft.check_boundary("/boundary", change.boundary)
    if (there := draft.tree.get(change.into_code)) is None:
        _merge_into_new(draft, change, level, bounds or _together(draft, rows))
    elif draft.living("/into_code", change.into_code) is not None:
        _merge_into(draft, change, there, level, bounds or _together(draft, [there, *rows]))
    draft.place_children(change.codes, change.children)


def _merge_into_new(draft: Draft, change: Merge, level: str, bounds: Row | None) -> None:
    if change.name is None:
        draft.fault("/name", f"{change.into_code} is new and needs a name")
    if len(change.codes) < 2:
        draft.fault("/codes", "one alone is not merged into a new one")
    draft.check_unit("/unit_code", change.unit_code)
    facts = {"name": change.name, "level": level, "unit_code": change.unit_code, "boundary": bounds}
    draft.begin_below("/into_code", change.into_code, facts)


def _merge_into(draft: Draft, change: Merge, there: Row, level: str, bounds: Row | None) -> None:
    if change.name is not None or change.unit_code is not None:
        draft.fault("/name", f"{change.into_code} is there and keeps its name and its unit")
    if there["level"] != level:
        draft.fault("/into_code", f"a {level} does not become part of a {there['level']}")
    if bounds is not None and bounds != there["boundary"]:
        draft.changed[change.into_code] = there | {"boundary": bounds, "version": there["version"] + 1}
        draft.bounded.add(change.into_code)


def _together(draft: Draft, rows: list[Row]) -> Row | None:
    """The bounds of all of them as one; none where one of them has none."""
    if any(row["boundary"] is None for row in rows):
        return None
    shape = shapely.union_all(shapely.from_geojson([json.dumps(row["boundary"]) for row in rows]))
    read: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    return draft.check_boundary("/boundary", Boundary.model_validate(read))


def _split(draft: Draft, change: Split) -> None:
    row = draft.living("/code", change.code)
    codes = [each.code for each in change.into]
    if change.main_successor not in codes:
        draft.fault("/main_successor", f"{change.main_successor} is none of the new ones")
    for index, each in enumerate(change.into):
        bounds = draft.check_boundary(f"/into/{index}/boundary", each.boundary)
        draft.check_unit(f"/into/{index}/unit_code", each.unit_code)
        if row is None:
            continue
        draft.retired[change.code] = change.main_successor
        facts = {"name": each.name, "level": row["level"], "unit_code": each.unit_code, "boundary": bounds}
        draft.begin_below(f"/into/{index}/code", each.code, facts)
    if row is not None:
        draft.areas[change.code] = codes
        draft.place_children([change.code], change.children)


def _retire(draft: Draft, change: Retire) -> None:
    row = draft.living("/code", change.code)
    draft.living("/successor_code", change.successor_code)
    if change.successor_code == change.code or change.successor_code.startswith(f"{change.code}/"):
        draft.fault("/successor_code", f"{change.successor_code} goes with {change.code}")
    if row is not None:
        draft.retire(change.code, change.successor_code)
        draft.place_children([change.code], change.children)

"""Whatever is ordered, a change either has a fault or leaves a sound tree in which nothing is lost; pure."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.grid import TerritoryLevel
from svc_grid.territory_changes.draft import Draft
from svc_grid.territory_changes.planning import named, plan
from svc_grid.territory_changes.schemas import CHANGE

LEVELS = tuple(TerritoryLevel)
Tree = dict[str, dict[str, Any]]
_part = st.sampled_from("abc")
_code = st.lists(_part, min_size=1, max_size=4).map("/".join)


def row(code: str, *, retired: str | None = None) -> dict[str, Any]:
    return {
        "code": code, "parent_code": code.rpartition("/")[0] or None, "level": LEVELS[code.count("/")].value, "name": code,
        "unit_code": None, "boundary": None, "version": 1, "retired_at": retired and "then", "successor_code": retired,
    }  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Some paths with all that they lie in; some of those without anything living below are retired."""
    chosen = draw(st.sets(_code, min_size=1, max_size=12))
    codes = {"/".join(code.split("/")[: depth + 1]) for code in chosen for depth in range(code.count("/") + 1)}
    tree = {code: row(code) for code in sorted(codes)}
    for code in draw(st.sets(st.sampled_from(sorted(codes)), max_size=2)):
        if not any(other.startswith(f"{code}/") for other in codes) and len(codes) > 1:
            tree[code] = row(code, retired="a")
    return tree


@st.composite
def situations(draw: st.DrawFn) -> tuple[Tree, dict[str, Any]]:
    """A tree and a change of it, which more often than not could be made."""
    tree = draw(trees())
    there = st.sampled_from(sorted(tree))
    new = st.builds("{}/{}".format, there, st.sampled_from("wxyz"))
    somewhere = st.one_of(there, new, new, _code)
    kind = draw(st.sampled_from(["merge", "split", "move", "retire"]))
    order: dict[str, Any] = {"kind": kind, "basis": "x"}
    if kind == "merge":
        first = draw(there)
        beside = [code for code in sorted(tree) if code.count("/") == first.count("/")]
        others = draw(st.lists(st.sampled_from(beside), max_size=1))
        into_code = draw(st.one_of(st.sampled_from(beside), st.just(f"{first.rpartition('/')[0]}/z".lstrip("/")), somewhere))
        order |= {"codes": [first, *others], "into_code": into_code}
        order["name"] = None if order["into_code"] in tree else "新"
        targets = [order["into_code"]]
    elif kind == "split":
        order["code"] = draw(there)
        parent = order["code"].rpartition("/")[0]
        targets = [f"{parent}/{part}".lstrip("/") for part in draw(st.lists(st.sampled_from("vwxyz"), min_size=2, max_size=3))]
        order |= {"into": [{"code": code, "name": code} for code in targets], "main_successor": targets[0]}
    elif kind == "move":
        return tree, order | {"code": draw(there), "to_code": draw(somewhere)}
    else:
        order |= {"code": draw(there), "successor_code": draw(there)}
        targets = [order["successor_code"]]
    gone = order.get("codes") or [order["code"]]
    children = [code for code, each in tree.items() if each["parent_code"] in gone and each["retired_at"] is None]
    into = st.builds("{}/{}".format, st.sampled_from(targets), st.sampled_from("opqrs"))
    order["children"] = {code: draw(st.one_of(into, into, into, somewhere)) for code in children}
    return tree, order


def drafted(tree: Tree, order: dict[str, Any]) -> Draft:
    """The change drafted on no more than is read of the tree for it."""
    change = CHANGE.validate_python(order)
    codes, roots = named(change)
    below = tuple(f"{root}/" for root in roots)
    return plan(change, {code: each for code, each in tree.items() if code in codes | roots or code.startswith(below)}, ())


def test_a_change_without_a_fault_leaves_a_sound_tree() -> None:
    sound: Counter[str] = Counter()

    @settings(max_examples=1500, deadline=None, database=None)
    @given(situations())
    def look(situation: tuple[Tree, dict[str, Any]]) -> None:
        tree, order = situation
        draft = drafted(tree, order)
        if not draft.faults:
            sound[order["kind"]] += 1
            check(tree, draft)

    look()

    assert all(sound[kind] > 5 for kind in ("merge", "split", "move", "retire")), sound


def check(tree: Tree, draft: Draft) -> None:
    living = {code: each for code, each in tree.items() if each["retired_at"] is None}
    after = {code: each for code, each in living.items() if code not in draft.retired} | draft.created | draft.changed
    assert not draft.created.keys() & tree.keys(), "a code is never given again"
    assert draft.retired.keys() <= living.keys()
    for code, successor in draft.retired.items():
        assert successor in after, f"{code} is followed by {successor}, which does not live"
    for code, each in after.items():
        parent = each["parent_code"]
        assert parent == (code.rpartition("/")[0] or None)
        if parent is not None:
            assert parent in after, f"{code} lies in {parent}, which does not live"
            assert LEVELS.index(TerritoryLevel(each["level"])) > LEVELS.index(TerritoryLevel(after[parent]["level"]))
    assert rebuilt(draft) == draft.retired


def rebuilt(draft: Draft) -> dict[str, str]:
    """Every pair, from those that are announced: of a code the longest that it begins with counts."""
    heads = dict(draft.moves())
    found = {}
    for code in draft.retired:
        parts = code.split("/")
        head = next(each for depth in range(len(parts), 0, -1) if (each := "/".join(parts[:depth])) in heads)
        found[code] = heads[head] + code.removeprefix(head)
    return found

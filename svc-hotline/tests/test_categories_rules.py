"""What comes down a tree of categories, against a plain recomputation on random trees."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from contracts.worktime import Limit, LimitUnit
from svc_hotline.categories.rules import MOST_LEVELS, Own, effective_values, fault_of

Tree = dict[str, Own]
_units = st.none() | st.sampled_from(["84", "85", "dept-07"])
_limits = st.none() | st.builds(Limit, st.integers(1, 30), st.sampled_from(LimitUnit))
_hours = st.none() | st.integers(1, 40)
_codes = [f"c{number}" for number in range(12)]


def _own(parent: st.SearchStrategy[str | None]) -> st.SearchStrategy[Own]:
    return st.builds(Own, parent, _units, _limits, _hours, st.booleans())


@st.composite
def whole_trees(draw: st.DrawFn) -> Tree:
    """Trees of up to four levels, in any order; all in use, or all that stands below what is retired is so too."""
    levels: dict[str, int] = {}
    tree: Tree = {}
    for code in _codes[: draw(st.integers(0, len(_codes)))]:
        above = [each for each, level in levels.items() if level < MOST_LEVELS]
        own = draw(_own(st.none() | st.sampled_from(above) if above else st.none()))
        levels[code] = levels[own.parent_code] + 1 if own.parent_code else 1
        is_retired = own.is_retired or (own.parent_code is not None and tree[own.parent_code].is_retired)
        tree[code] = Own(own.parent_code, own.default_unit_code, own.limit, own.sign_limit_working_hours, is_retired)
    return {code: tree[code] for code in draw(st.permutations([*tree]))}


# Any parents at all, their own and unknown ones among them.
any_trees = st.dictionaries(st.sampled_from(_codes), _own(st.none() | st.sampled_from([*_codes, "nowhere"])), max_size=8)


def upwards(tree: Tree, code: str) -> Iterator[str]:
    at: str | None = code
    while at is not None:
        yield at
        at = tree[at].parent_code


def nearest(tree: Tree, code: str, name: str) -> object:
    return next((value for each in upwards(tree, code) if (value := getattr(tree[each], name)) is not None), None)


@given(whole_trees())
def test_what_holds_is_what_the_nearest_says_on_the_way_up(tree: Tree) -> None:
    values = effective_values(tree)

    assert fault_of(tree) is None
    assert set(values) == set(tree)
    for code, effective in values.items():
        assert effective.path == tuple(reversed([*upwards(tree, code)]))
        for name in ("default_unit_code", "limit", "sign_limit_working_hours"):
            assert getattr(effective, name) == nearest(tree, code, name)


def fits(tree: Tree, code: str) -> bool:
    steps, at = 0, code
    while (parent := tree[at].parent_code) is not None:
        if parent not in tree or (tree[parent].is_retired and not tree[at].is_retired):
            return False
        steps, at = steps + 1, parent
        if steps >= MOST_LEVELS:
            return False
    return True


@given(any_trees)
def test_a_tree_has_a_fault_exactly_where_a_category_has_no_way_of_four_levels_to_the_root(tree: Tree) -> None:
    fault = fault_of(tree)

    assert (fault is None) == all(fits(tree, code) for code in tree)
    assert fault is None or not fits(tree, fault[0])
    if fault is None:
        effective_values(tree)  # comes to an end


def test_a_fault_says_what_is_wrong() -> None:
    circle = {"a": Own("b"), "b": Own("a")}
    deep = {"a": Own(), "b": Own("a"), "c": Own("b"), "d": Own("c"), "e": Own("d")}
    retired = {"a": Own(is_retired=True), "b": Own("a")}

    assert fault_of(circle) == ("a", "it stands below itself, by a")
    assert fault_of({"a": Own("a")}) == ("a", "it stands below itself, by a")
    assert fault_of(deep) == ("e", "it stands on level 5, the lowest is 4")
    assert fault_of(retired) == ("b", "its parent a is retired")
    assert fault_of({"a": Own("b")}) == ("a", "its parent b does not exist")

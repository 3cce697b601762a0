"""The tree of categories as its keepers see it: levels, what comes down, versions, races."""

import asyncio
import random
from typing import Any

import pytest
from category_builders import Categories, entry, problem
from hotline_builders import CATEGORIES, Hotline


@pytest.fixture
def kept(hotline: Hotline) -> Categories:
    return Categories(hotline)


async def test_a_tree_has_four_levels_and_no_fifth(kept: Categories) -> None:
    await kept.adds("a")
    await kept.adds("a.b", "a")
    await kept.adds("a.b.c", "a.b")
    fourth = await kept.adds("a.b.c.d", "a.b.c")
    fifth = await kept.keeper.post("/v1/categories", json=entry("a.b.c.d.e", "a.b.c.d"))

    assert fourth["path"] == ["a", "a.b", "a.b.c", "a.b.c.d"]
    assert problem(fifth) == (422, "category-tree-wrong")
    assert fifth.json()["code"] == "a.b.c.d.e"


async def test_a_branch_is_not_moved_to_where_it_would_reach_a_fifth_level(kept: Categories) -> None:
    await kept.brings_in(entry("a"), entry("b", "a"), entry("c", "b"), entry("x"), entry("y", "x"))

    assert problem(await kept.patches("x", parent_code="c")) == (422, "category-tree-wrong")
    moved = await kept.patches("x", parent_code="b")

    assert moved.json()["path"] == ["a", "b", "x"]
    assert (await kept.shown("y"))["path"] == ["a", "b", "x", "y"]


async def test_a_category_stands_neither_below_itself_nor_below_nothing(kept: Categories) -> None:
    await kept.brings_in(entry("a"), entry("b", "a"), entry("c", "b"))

    assert problem(await kept.patches("a", parent_code="c")) == (422, "category-tree-wrong")
    assert problem(await kept.patches("a", parent_code="a")) == (422, "category-tree-wrong")
    assert problem(await kept.patches("a", parent_code="nowhere")) == (422, "category-tree-wrong")
    assert problem(await kept.brings_in(entry("a", "b"), entry("d"))) == (422, "category-tree-wrong")
    assert {code: each["parent_code"] for code, each in (await kept.listed()).items() if code in "abcd"} == {
        "a": None, "b": "a", "c": "b",
    }  # fmt: skip
    assert len(await kept.versions("a")) == 1


async def test_two_moves_that_together_would_make_a_circle_do_not_both_happen(kept: Categories) -> None:
    for number in range(5):
        a, b = f"a{number}", f"b{number}"
        await kept.brings_in(entry(a), entry(b))

        answers = await asyncio.gather(kept.patches(a, parent_code=b), kept.patches(b, parent_code=a))

        assert sorted(each.status_code for each in answers) == [200, 422]


@pytest.mark.parametrize("code", ["unclassified", "tree"])
async def test_a_reserved_code_is_not_given(kept: Categories, code: str) -> None:
    assert problem(await kept.keeper.post("/v1/categories", json=entry(code))) == (422, "category-tree-wrong")


async def test_what_a_category_leaves_open_is_its_nearest_ancestors(kept: Categories) -> None:
    await kept.adds("a", default_unit_code="dept-07", limit_hours=48, sign_limit_working_hours=6)
    await kept.adds("b", "a", limit_working_days=2)
    leaf = await kept.adds("c", "b", sign_limit_working_hours=1)

    own = ("default_unit_code", "limit_working_days", "limit_working_hours", "limit_hours", "sign_limit_working_hours")
    assert [leaf[name] for name in own] == [None, None, None, None, 1]
    assert effective(leaf) == ("dept-07", 2, "working_days", 1)
    assert effective(await kept.shown("b")) == ("dept-07", 2, "working_days", 6)


async def test_a_change_above_comes_down_to_all_below_and_makes_no_versions_of_them(kept: Categories) -> None:
    await kept.brings_in(entry("a", limit_hours=48), entry("b", "a"), entry("c", "b"), entry("d", "c", limit_working_days=9))

    changed = await kept.patches("a", limit_working_hours=12, default_unit_code="84", sign_limit_working_hours=3)

    assert (changed.json()["limit_hours"], changed.json()["limit_working_hours"]) == (None, 12)  # it takes the other's place
    assert effective(await kept.shown("c")) == ("84", 12, "working_hours", 3)
    assert effective(await kept.shown("d")) == ("84", 9, "working_days", 3)
    assert (await kept.shown("c"))["version"] == 1
    await kept.patches("b", parent_code=None)
    assert effective(await kept.shown("c")) == (None, None, None, None)
    assert effective(await kept.shown("d")) == (None, 9, "working_days", None)


async def test_however_the_tree_is_changed_what_is_kept_is_what_a_recomputation_gives(kept: Categories) -> None:
    chance = random.Random(20250310)
    codes = [f"k{number}" for number in range(9)]
    await kept.brings_in(*(entry(code) for code in codes))
    outcomes = []
    for _ in range(60):
        moved = {"parent_code": chance.choice([None, *codes])}
        changes: dict[str, Any] = chance.choice(
            [
                moved, moved, moved, {"default_unit_code": chance.choice([None, "84", "85"])},
                {"limit_hours": chance.choice([None, 5, 50])}, {"limit_working_days": chance.choice([None, 3, 4])},
                {"sign_limit_working_hours": chance.choice([None, 2])},
            ]
        )  # fmt: skip
        outcomes.append((await kept.patches(chance.choice(codes), **changes)).status_code)
    tree = await kept.listed()

    assert set(outcomes) == {200, 422}
    assert max(len(each["path"]) for each in tree.values()) >= 3
    for each in tree.values():
        line = [tree[code] for code in reversed(each["path"])]
        assert [up["parent_code"] for up in line] == [up["code"] for up in line[1:]] + [None]
        assert effective(each) == recomputed(line)


async def test_at_most_one_limit_is_given(kept: Categories) -> None:
    two = entry("a", limit_hours=2, limit_working_days=1)
    await kept.adds("b", limit_hours=2)

    assert (await kept.keeper.post("/v1/categories", json=two)).status_code == 422
    assert (await kept.brings_in(two)).status_code == 422
    assert (await kept.patches("b", limit_hours=3, limit_working_hours=1)).status_code == 422
    assert (await kept.patches("b", limit_hours=0)).status_code == 422
    cleared = await kept.patches("b", limit_hours=None)
    assert effective(cleared.json()) == (None, None, None, None)


async def test_of_two_who_change_what_they_read_one_has_to_look_again(kept: Categories) -> None:
    await kept.adds("a")
    for version in range(1, 6):
        names = (f"甲{version}", f"乙{version}")

        answers = await asyncio.gather(*(kept.patches("a", version, name_zh=name) for name in names))

        assert sorted(each.status_code for each in answers) == [200, 412]
        winner = next(each for each in answers if each.status_code == 200)
        assert winner.headers["etag"] == f'"{version + 1}"'
        assert (await kept.shown("a"))["name_zh"] == winner.json()["name_zh"]
    assert len(await kept.versions("a")) == 6


async def test_every_change_of_one_category_asks_for_the_version_that_was_read(kept: Categories) -> None:
    await kept.adds("a")
    stale = (412, "stale-version")

    assert problem(await kept.patches("a", 7, name_zh="甲")) == stale
    assert problem(await kept.retires("a", version=7)) == stale
    await kept.retires("a", version=1)
    assert problem(await kept.reinstates("a", version=1)) == stale
    assert (await kept.reinstates("a", version=2)).headers["etag"] == '"3"'


async def test_the_same_again_changes_nothing(kept: Categories) -> None:
    whole = entry("a", keywords=["路灯不亮"], limit_hours=24, sign_limit_working_hours=4, default_unit_code="84")
    first = await kept.brings_in(whole, entry("b", "a"))
    again = await kept.brings_in(entry("b", "a"), whole)
    await kept.patches("a", limit_hours=24, keywords=["路灯不亮"])

    assert first.json() == {"created": 2, "changed": 0, "unchanged": 0}
    assert again.json() == {"created": 0, "changed": 0, "unchanged": 2}
    assert (await kept.brings_in(*CATEGORIES)).json() == {"created": 0, "changed": 0, "unchanged": 3}
    assert [each["version"] for each in await kept.versions("a")] == [1]
    changed = await kept.brings_in(whole | {"name_zh": "甲"}, entry("b", "a"), entry("c", "b"))
    assert changed.json() == {"created": 1, "changed": 1, "unchanged": 1}


async def test_each_change_is_a_version_that_says_who_when_and_what(kept: Categories) -> None:
    await kept.brings_in(entry("a", limit_working_days=3))
    await kept.adds("other")
    await kept.patches("a", name_zh="甲", keywords=["坏了"])
    await kept.retires("a", "other")
    await kept.reinstates("a")
    await kept.brings_in(entry("a", limit_hours=5))

    told = await kept.versions("a")

    assert [(each["version"], each["change"]) for each in told] == [
        (5, "import"), (4, "reinstate"), (3, "retire"), (2, "change"), (1, "import"),
    ]  # fmt: skip
    assert {each["actor"] for each in told} == {told[0]["actor"]}
    assert told[0]["actor"]
    assert [each["at"] for each in told] == sorted((each["at"] for each in told), reverse=True)
    entries = [each["entry"] for each in reversed(told)]
    assert [(each["name_zh"], each["limit_working_days"], each["limit_hours"]) for each in entries] == [
        ("分类a", 3, None), ("甲", 3, None), ("甲", 3, None), ("甲", 3, None), ("分类a", None, 5),
    ]  # fmt: skip
    assert [each["successor_code"] for each in entries] == [None, None, "other", None, None]
    assert [each["retired_at"] is not None for each in entries] == [False, False, True, False, False]
    assert [each["keywords"] for each in entries] == [[], ["坏了"], ["坏了"], ["坏了"], []]
    assert await kept.versions("a", limit=2) == told[:2]


async def test_versions_come_in_pages_and_are_for_staff(kept: Categories, hotline: Hotline) -> None:
    await kept.adds("a")
    for number in range(4):
        await kept.patches("a", name_zh=f"甲{number}")
    first = (await kept.keeper.get("/v1/categories/a/versions", params={"limit": 3})).json()
    second = await kept.versions("a", limit=3, cursor=first["next"])

    assert [each["version"] for each in [*first["items"], *second]] == [5, 4, 3, 2, 1]
    assert (await hotline.public.get("/v1/categories/a/versions")).status_code == 401
    assert problem(await kept.keeper.get("/v1/categories/nowhere/versions")) == (404, "category-not-found")


async def test_categories_are_found_by_code_names_and_callers_own_words(kept: Categories) -> None:
    await kept.adds("heat", name_zh="供暖", name_en="Heating", keywords=["暖气不热", "50% 热"])
    await kept.adds("heat.pipe", "heat", name_zh="管道", name_en="Pipes_x")
    await kept.adds("heat.old", "heat", name_zh="旧供暖")
    await kept.retires("heat.old")

    assert set(await kept.listed(q="供暖")) == {"heat"}
    assert set(await kept.listed(q="hEATing")) == {"heat"}
    assert set(await kept.listed(q="暖气")) == {"heat"}
    assert set(await kept.listed(q="heat.")) == {"heat.pipe"}
    assert set(await kept.listed(q="供暖", with_retired=True)) == {"heat", "heat.old"}
    assert set(await kept.listed(parent_code="heat")) == {"heat.pipe"}
    assert set(await kept.listed(parent_code="heat", with_retired=True)) == {"heat.pipe", "heat.old"}
    assert set(await kept.listed(q="%")) == {"heat"}
    assert set(await kept.listed(q="_")) == {"heat.pipe"}
    assert await kept.listed(q="没有这个") == {}
    assert (await kept.keeper.get("/v1/categories?q=%00")).status_code == 422


async def test_the_tree_shows_each_below_its_parent(kept: Categories, hotline: Hotline) -> None:
    await kept.brings_in(entry("a"), entry("a.1", "a"), entry("a.2", "a"), entry("a.1.x", "a.1"))
    await kept.retires("a.2")

    async def nested(**wanted: Any) -> list[Any]:
        answer = (await hotline.public.get("/v1/categories/tree", params=wanted)).json()["items"]
        return next(codes(each) for each in answer if each["code"] == "a")

    assert await nested() == ["a", ["a.1", ["a.1.x"]]]
    assert await nested(with_retired=True) == ["a", ["a.1", ["a.1.x"]], ["a.2"]]


async def test_only_a_supervisor_keeps_the_tree(kept: Categories, hotline: Hotline) -> None:
    await kept.adds("a")
    for client, status in ((hotline.desk, 403), (hotline.unit, 403), (hotline.public, 401)):
        assert (await client.patch("/v1/categories/a", json={"name_zh": "甲"})).status_code == status
        assert (await client.post("/v1/categories", json=entry("b"))).status_code == status
        assert (await client.post("/v1/categories/a/retirements", json={})).status_code == status
        assert (await client.post("/v1/categories/a/reinstatements", json={})).status_code == status
        assert (await client.post("/v1/category-imports", json={"categories": [entry("b")]})).status_code == status
    assert (await kept.shown("a"))["version"] == 1


async def test_what_is_not_there_is_not_found_and_what_must_stand_is_not_emptied(kept: Categories) -> None:
    await kept.adds("a")

    assert problem(await kept.patches("nowhere", name_zh="甲")) == (404, "category-not-found")
    assert problem(await kept.retires("nowhere")) == (404, "category-not-found")
    assert problem(await kept.keeper.get("/v1/categories/nowhere")) == (404, "category-not-found")
    assert problem(await kept.keeper.post("/v1/categories", json=entry("a"))) == (409, "category-already-there")
    for name in ("name_zh", "name_en", "keywords"):
        assert (await kept.patches("a", **{name: None})).status_code == 422
    assert (await kept.keeper.patch("/v1/categories/a", json={"code": "b"})).status_code == 422


def codes(node: dict[str, Any]) -> list[Any]:
    return [node["code"], *(codes(child) for child in node["children"])]


def effective(view: dict[str, Any]) -> tuple[Any, ...]:
    names = ("default_unit_code", "limit_amount", "limit_unit", "sign_limit_working_hours")
    return tuple(view[f"effective_{name}"] for name in names)


def recomputed(line: list[dict[str, Any]]) -> tuple[Any, ...]:
    """Plainly, from itself upwards."""
    units = [each["default_unit_code"] for each in line if each["default_unit_code"]]
    signs = [each["sign_limit_working_hours"] for each in line if each["sign_limit_working_hours"]]
    kinds = ("working_days", "working_hours", "hours")
    limits = [(each[f"limit_{unit}"], unit) for each in line for unit in kinds if each[f"limit_{unit}"]]
    amount, unit = limits[0] if limits else (None, None)
    return (units[0] if units else None, amount, unit, signs[0] if signs else None)

"""Which limits hold: by class, condition and level, then by the large class, then by the policy; and their exchange."""

from itertools import product
from typing import Any

import pytest
from grid_builders import Grid
from urban_builders import ENTRY, a_class, a_code

from svc_grid.classes.policy import POLICY
from svc_grid.classes.rules import Said, limits_for
from svc_grid.classes.schemas import StageHours
from svc_grid.classes.service import find_class, find_limits, is_condition

IMPORTS, EXPORTS = "/v1/case-class-imports", "/v1/case-class-exports"


def hours(condition: str | None, level: int | None, handling: int) -> StageHours:
    return StageHours(condition_code=condition, level=level, handling_h=handling)


OWN = {("a", 1): 1, ("a", None): 2, (None, 1): 3, (None, None): 4}
ABOVE = {(None, 1): 5, (None, None): 6}
# Whatever is left of it, the nearest of what is said decides.
NEAREST = [(OWN, ("a", 1)), (OWN, ("a", None)), (OWN, (None, 1)), (OWN, (None, None)), (ABOVE, (None, 1)), (ABOVE, (None, None))]


@pytest.mark.parametrize("kept", list(product([True, False], repeat=6)))
def test_the_nearest_of_what_is_said_holds(kept: tuple[bool, ...]) -> None:
    left = [each for each, is_kept in zip(NEAREST, kept, strict=True) if is_kept]
    own = Said([hours(*key, OWN[key]) for table, key in left if table is OWN])
    above = Said([hours(*key, ABOVE[key]) for table, key in left if table is ABOVE])

    found = limits_for(own, above, "a", 1, POLICY, 7)

    expected = left[0][0][left[0][1]] if left else POLICY.handling_h_by_level[1]
    assert (found.handling_h, found.level, found.catalogue_version) == (expected, 1, 7)
    assert (found.registration_h, found.verification_h) == (POLICY.registration_h, POLICY.verification_h)


def test_each_stage_and_photograph_comes_from_where_it_is_said() -> None:
    own = Said([StageHours(condition_code="a", assignment_h=2), hours(None, None, 9)], needs_photo_after=False)
    above = Said([StageHours(registration_h=3, handling_h=8)], needs_photo_before=True, needs_photo_after=True)

    found = limits_for(own, above, "a", None, POLICY, 1)

    assert (found.registration_h, found.assignment_h, found.handling_h) == (3, 2, 9)
    assert (found.needs_photo_before, found.needs_photo_after) == (True, False)


async def test_others_ask_for_limits_classes_and_conditions(grid: Grid) -> None:
    code = await a_class(grid, limits=[{"condition_code": "broken", "level": 2, "handling_h": 11}])
    async with grid.harness.sessions() as db:
        exact, other = await find_limits(db, code, "broken", 2), await find_limits(db, code, "broken", 1)
        unknown = await find_limits(db, "urban.lighting", None, None)
        assert (exact.handling_h, other.handling_h) == (11, 24)  # the second is urban.roads' own
        assert (unknown.handling_h, unknown.registration_h) == (POLICY.handling_h, POLICY.registration_h)
        assert unknown.catalogue_version >= exact.catalogue_version > 0
        assert [await is_condition(db, *pair) for pair in ((code, "broken"), (code, "x"), ("no.such", "broken"))] == [
            True,
            False,
            False,
        ]
        assert await find_class(db, code) is not None
        assert await find_class(db, "urban.lighting") is None


async def test_limits_are_asked_for_in_one_statement(grid: Grid) -> None:
    async with grid.harness.counting_statements() as statements, grid.harness.sessions() as db:
        await find_limits(db, "urban.roads.carriageway", "damaged", 1)

    assert len(statements) == 1


async def test_a_retired_class_keeps_its_limits(grid: Grid) -> None:
    code = await a_class(grid)
    await grid.desk.post(f"/v1/case-classes/{code}/retirements", json={})

    shown = (await grid.desk.get(f"/v1/case-classes/{code}/limits", params={"level": 2})).json()

    assert shown["handling_h"] == 5
    async with grid.harness.sessions() as db:
        assert await find_class(db, code) is None
        assert await find_class(db, code, with_retired=True) is not None


async def test_what_is_given_out_comes_in_again_and_changes_nothing(grid: Grid) -> None:
    await a_class(grid)
    document = (await grid.desk.get(EXPORTS)).json()
    table = await grid.desk.get(f"{EXPORTS}/limits")

    whole = await grid.desk.post(IMPORTS, json={"classes": document["classes"]})
    limits = await grid.desk.post(f"{IMPORTS}/limits", content=table.content, headers={"content-type": "text/csv"})

    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    for report in (whole.json(), limits.json()):
        assert (report["created"], report["changed"]) == (0, 0)
        assert report["unchanged"] > 100
        assert report["catalogue_version"] == document["catalogue_version"]


async def test_an_import_brings_in_all_in_one_version_or_only_says_so(grid: Grid) -> None:
    held = await a_class(grid)
    large = a_code("urban.test_{n}")
    small = ENTRY | {"code": f"{large}.one"}
    document: dict[str, Any] = {"classes": [small, ENTRY | {"code": large}, ENTRY | {"code": held, "name_en": "Changed"}]}
    before = (await grid.desk.get("/v1/case-classes")).json()["catalogue_version"]

    dry = (await grid.desk.post(IMPORTS, json=document | {"is_dry_run": True})).json()
    absent = await grid.desk.get(f"/v1/case-classes/{large}")
    done = (await grid.desk.post(IMPORTS, json=document)).json()

    assert [dry[name] for name in ("created", "changed", "unchanged", "catalogue_version")] == [2, 1, 0, before]
    assert absent.status_code == 404
    assert [done[name] for name in ("created", "changed", "unchanged", "catalogue_version")] == [2, 1, 0, before + 1]


async def test_a_document_with_a_fault_is_refused_whole_and_each_fault_is_named(grid: Grid) -> None:
    good, twice = a_code(), ENTRY | {"code": a_code()}
    classes = [ENTRY | {"code": good}, twice, twice, ENTRY | {"code": "urban.roads", "nature": "event"}]

    answer = await grid.desk.post(IMPORTS, json={"classes": classes})

    assert answer.status_code == 422
    pointers = {fault["pointer"] for fault in answer.json()["errors"]}
    assert {"/classes/2/code", "/classes/3/nature"} <= pointers
    assert (await grid.desk.get(f"/v1/case-classes/{good}")).status_code == 404


HEAD = "class_code,condition_code,level,registration_h,assignment_h,handling_h,verification_h"


async def test_limits_come_in_as_a_table(grid: Grid) -> None:
    code = await a_class(grid)
    table = f"{HEAD}\r\n{code},broken,1,,,3,\r\n{code},,,,,30,2\r\n".encode("utf-8-sig")

    dry = await grid.desk.post(f"{IMPORTS}/limits", params={"is_dry_run": True}, content=table)
    unchanged = (await grid.desk.get(f"/v1/case-classes/{code}")).json()["version"]
    done = await grid.desk.post(f"{IMPORTS}/limits", content=table)

    assert (dry.json()["changed"], unchanged, done.json()["changed"]) == (1, 1, 1)
    async with grid.harness.sessions() as db:
        at = [await find_limits(db, code, *pair) for pair in (("broken", 1), ("broken", 2))]
    assert [(each.handling_h, each.verification_h) for each in at] == [(3, 2), (30, 2)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "no row"), ("a,b", "class_code"), ("no.such,,,,,1,", "no class"), ("urban.roads,,9,,,1,", "level"),
        ("urban.roads,,,,,x,", "handling_h"), ("urban.roads,nope,,,,1,", "nope"), ("urban.roads,,,,,,", "names no stage"),
        ("urban.roads,,,,,1,,,", "cells"), ('"urban.roads', "CSV"), ("=cmd|x,,,,,1,", "no class"), ("urban.roads,\x00,,,,1,", ""),
    ],
)  # fmt: skip
async def test_a_table_that_cannot_be_taken_is_refused_and_says_where(grid: Grid, rows: str, said: str) -> None:
    before = (await grid.desk.get("/v1/case-classes")).json()["catalogue_version"]
    head = "" if rows == "a,b" else HEAD + "\n"

    answer = await grid.desk.post(f"{IMPORTS}/limits", content=(head + rows).encode())

    assert answer.status_code == 422, answer.text
    assert said in answer.text
    assert (await grid.desk.get("/v1/case-classes")).json()["catalogue_version"] == before

"""Duty of units: office lines alone, a month at a time, and always somebody to ring."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from duties_builders import LINE, a_post, laid_down, local, on_duty, shift, whole_march
from grid_builders import OTHER, REGIMENT, Grid
from hypothesis import given
from hypothesis import strategies as st

from svc_grid.duties.rules import Span, faults, gaps, month_of

MARCH = "/v1/units/84-03/duty-rosters/2026-03"


@pytest.mark.parametrize(
    "line", [LINE, "09923365100", "0992-3365100-801", "010-65100000", "12345", "110", "400-123-4567", "96128"]
)
async def test_an_office_line_is_taken(grid: Grid, line: str) -> None:
    post = await a_post(grid, line=line)

    assert (post["office_line"], post["version"]) == (line, 1)
    listed = (await grid.lead.get("/v1/units/84-03/duty-posts")).json()["items"]
    assert listed == [post]


@pytest.mark.parametrize(
    "wrong",
    [
        {"office_line": "13800138000"},
        {"office_line": "+8613800138000"}, {"office_line": "013800138000"}, {"office_line": "138-0013-8000"},
        {"office_line": ""}, {"office_line": "abc"}, {"name": ""}, {"name": "张明 13800138000"}, {"name": "值班\u0000室"},
        {"name": "x" * 41}, {"mobile": "13800138000"},
    ],
)  # fmt: skip
async def test_no_mobile_is_kept_anywhere(grid: Grid, wrong: dict[str, Any]) -> None:
    body = {"name": "值班室", "office_line": LINE} | wrong

    assert (await grid.desk.post("/v1/units/84-03/duty-posts", json=body)).status_code == 422
    assert (await grid.desk.get("/v1/units/84-03/duty-posts")).json()["items"] == []


async def test_a_post_is_changed_by_who_read_it_and_closed_when_nobody_is_to_come(grid: Grid) -> None:
    post = await a_post(grid)
    await a_post(grid, name="带班领导")
    path = f"/v1/duty-posts/{post['id']}"

    stale = await grid.desk.patch(path, json={"office_line": "12345"}, headers={"if-match": '"4"'})
    taken = await grid.desk.patch(path, json={"name": "带班领导"})
    changed = await grid.desk.patch(path, json={"office_line": "12345"}, headers={"if-match": '"1"'})
    same = await grid.desk.patch(path, json={"office_line": "12345"})

    assert (stale.status_code, taken.status_code, changed.status_code, same.json()["version"]) == (412, 409, 200, 2)
    await laid_down(grid, [shift(local(1, year=2090))], month="2090-03")
    assert (await grid.desk.post(f"{path}/closures")).json()["type"] == "urn:gov171:problem:duty-post-in-use"
    await laid_down(grid, [], month="2090-03")
    assert (await grid.desk.post(f"{path}/closures")).status_code == 201
    assert (await grid.desk.post(f"{path}/closures")).status_code == 404
    facts = [each for each in await grid.harness.events() if each.subject == post["id"]]
    assert [(each.type.split(".")[3], each.sequence) for each in facts] == [("opened", 1), ("changed", 2), ("closed", 3)]
    assert LINE not in "".join(each.model_dump_json() for each in facts)


async def test_a_unit_has_no_two_posts_of_one_name_even_at_once(grid: Grid) -> None:
    body = {"name": "值班室", "office_line": LINE}

    answers = await asyncio.gather(*(grid.desk.post("/v1/units/84-03/duty-posts", json=body) for _ in range(4)))

    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]


async def test_a_unit_has_so_many_posts_and_no_more(grid: Grid) -> None:
    for number in range(20):
        await a_post(grid, name="岗" * (number + 1))

    body = {"name": "值班室", "office_line": LINE}
    assert (await grid.desk.post("/v1/units/84-03/duty-posts", json=body)).status_code == 409


async def test_a_month_says_what_it_leaves_uncovered(grid: Grid) -> None:
    await a_post(grid)

    roster = await laid_down(grid, whole_march())

    assert (roster["version"], len(roster["shifts"])) == (1, 62)
    assert [(gap["from_at"], gap["to_at"]) for gap in roster["gaps"]] == [("2026-02-28T16:00:00Z", "2026-03-01T00:00:00Z")]
    await laid_down(grid, [shift(local(28, 20, month=2), kind="night")], month="2026-02")
    shown = (await grid.lead.get(MARCH)).json()
    assert (shown["gaps"], shown["version"], len(shown["shifts"])) == ([], 1, 62)
    told = (await grid.harness.events())[-2]
    assert (told.type, told.subject, told.sequence) == ("gov171.grid.duty_roster.published.v1", "84-03/2026-03", 1)


async def test_a_month_is_laid_down_whole_or_not_at_all(grid: Grid) -> None:
    await a_post(grid)
    await laid_down(grid, [shift(local(28, 20, month=2))], month="2026-02")
    await laid_down(grid, [shift(local(1, 0, month=4))], month="2026-04")
    await laid_down(grid, [shift(local(9, 8))])
    wrong = [
        shift(local(1, 7)), shift(local(2, 8)), shift(local(2, 19)), shift(local(3, 8), post="没有"), shift(local(4), hours=25),
        shift(local(5), hours=0), shift(local(31, 20)), shift(local(1, month=4)),
    ]  # fmt: skip

    answer = await grid.desk.put(MARCH, json={"shifts": wrong})

    assert answer.status_code == 422, answer.text
    assert sorted(each["pointer"].removeprefix("/shifts/") for each in answer.json()["errors"]) == [
        "0", "2", "3/post", "4/to_at", "5/to_at", "6", "7", "7/from_at",
    ]  # fmt: skip
    assert [each["from_at"] for each in (await grid.desk.get(MARCH)).json()["shifts"]] == ["2026-03-09T00:00:00Z"]


async def test_a_dry_run_says_what_would_be_and_a_stale_one_is_refused(grid: Grid) -> None:
    await a_post(grid)
    dry = await grid.desk.put(MARCH, json={"shifts": whole_march(), "is_dry_run": True})
    first = await grid.desk.put(MARCH, json={"shifts": whole_march()}, headers={"if-match": '"0"'})
    stale = await grid.desk.put(MARCH, json={"shifts": []}, headers={"if-match": '"0"'})

    assert (dry.json()["version"], dry.json()["is_dry_run"], len(dry.json()["shifts"])) == (0, True, 62)
    assert (first.headers["etag"], stale.status_code) == ('"1"', 412)


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "26-01", "2026-1", "1999-01"])
async def test_a_month_that_is_none_is_refused(grid: Grid, month: str) -> None:
    assert (await grid.desk.get(f"/v1/units/84-03/duty-rosters/{month}")).status_code == 422


async def test_where_nobody_is_on_duty_the_unit_above_is_and_it_says_so(grid: Grid) -> None:
    await a_post(grid)
    await a_post(grid, "city", "总值班室", "12345")
    await laid_down(grid, [shift(local(3, 20), hours=12, account="clerk-n", kind="night")])
    await laid_down(grid, [shift(local(day), hours=24, post="总值班室", account="chief") for day in (3, 4)], "city")

    own = await on_duty(grid, local(4, 7))
    above = await on_duty(grid, local(4, 8))
    nobody = await on_duty(grid, local(9))

    assert (own["answered_by"], own["is_fallback"], own["on_duty"][0]["account"]) == ("84-03", False, "clerk-n")
    assert own["on_duty"][0]["office_line"] == LINE
    assert (above["answered_by"], above["is_fallback"], above["on_duty"][0]["office_line"]) == ("city", True, "12345")
    assert (nobody["answered_by"], nobody["is_fallback"], nobody["on_duty"]) == (None, False, [])
    assert (await grid.desk.get("/v1/units/nobody/duty")).status_code == 404
    async with grid.harness.counting_statements() as statements:
        await on_duty(grid, local(4, 8))
    assert len(statements) == 1


async def test_a_unit_keeps_its_own_duty_and_the_desk_that_of_its_territory(grid: Grid) -> None:
    body = {"name": "值班室", "office_line": LINE}
    own, other = grid.harness.as_("unit", unit_code="84-03"), grid.harness.as_("unit", unit_code="dept-07")
    near, far = (grid.harness.as_("grid_desk", territory_code=code) for code in (REGIMENT, OTHER))

    post = (await own.post("/v1/units/84-03/duty-posts", json=body)).json()
    assert (await other.post("/v1/units/84-03/duty-posts", json=body)).status_code == 404
    assert (await far.patch(f"/v1/duty-posts/{post['id']}", json={"name": "夜"})).status_code == 404
    assert (await far.put(MARCH, json={"shifts": []})).status_code == 404
    assert (await near.patch(f"/v1/duty-posts/{post['id']}", json={"name": "夜班"})).status_code == 200
    assert (await grid.inspector.post("/v1/units/84-03/duty-posts", json=body)).status_code == 403
    assert (await far.get(MARCH)).status_code == 200  # who is on duty where is the offices' common knowledge
    assert (await grid.harness.as_().get("/v1/units/84-03/duty")).status_code == 401


async def test_the_size_of_a_roster_does_not_change_its_number_of_statements(grid: Grid) -> None:
    await a_post(grid)
    counts = []
    for size in (2, 62):
        async with grid.harness.counting_statements() as statements:
            await laid_down(grid, whole_march()[:size])
        counts.append(len(statements))

    assert counts[1] <= counts[0] + 1


START = datetime(2026, 3, 1, tzinfo=UTC)
hours = st.integers(0, 30)
some_spans = st.lists(
    st.tuples(hours, st.integers(1, 12)).map(
        lambda pair: Span(START + timedelta(hours=pair[0]), START + timedelta(hours=sum(pair)))
    ),
    max_size=8,
)


@given(some_spans)
def test_gaps_are_the_hours_that_nothing_covers(spans: list[Span]) -> None:
    period = START + timedelta(hours=3), START + timedelta(hours=27)
    free = {
        at for at in (START + timedelta(hours=hour) for hour in range(3, 27)) if not any(s.from_at <= at < s.to_at for s in spans)
    }  # fmt: skip

    found = gaps(spans, period)

    covered = [g.from_at + timedelta(hours=n) for g in found for n in range(int((g.to_at - g.from_at).total_seconds() // 3600))]
    assert sorted(covered) == sorted(free)
    assert all(one.to_at < other.from_at for one, other in pairwise(found))


@given(some_spans)
def test_a_roster_has_a_fault_exactly_where_two_shifts_share_an_hour(spans: list[Span]) -> None:
    given_ = [("值班室", Span(each.from_at, each.to_at, place)) for place, each in enumerate(spans)]
    pairs = any(
        one.from_at < other.to_at and other.from_at < one.to_at for i, one in enumerate(spans) for other in spans[:i]
    )  # fmt: skip

    found = faults(given_, {"值班室"}, (START, START + timedelta(days=9)), {})

    assert bool(found) == pairs


def test_a_month_is_of_the_city_s_days() -> None:
    assert month_of("2026-12") == (local(1, month=12), local(1, month=1, year=2027))

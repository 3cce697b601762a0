"""Service activities through HTTP: told, put right, taken back; what is refused, and who may see and do what."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from activity_builders import COLLECTED, DEED, PATH, SOLVED, corrected, figures, is_proved, registered, shown, withdrawn
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid

from svc_grid.activities.lifecycle import MOVES, IllegalMove, move, possible, problem_state
from svc_grid.activities.terms import Action, ProblemState, Status


def test_each_status_and_action_leads_where_the_table_says_and_nowhere_else() -> None:
    for status in Status:
        for action in Action:
            if (status, action) in MOVES:
                assert move(status, action) is MOVES[status, action]
                continue
            with pytest.raises(IllegalMove) as illegal:
                move(status, action)
            assert illegal.value.possible == possible(status)
    assert set(MOVES) == {(Status.REGISTERED, Action.CORRECT), (Status.REGISTERED, Action.WITHDRAW)}


def test_a_problem_is_solved_when_all_of_it_is() -> None:
    assert [problem_state(2, solved) for solved in range(3)] == [ProblemState.OPEN, ProblemState.OPEN, ProblemState.SOLVED]
    for solved in (-1, 3):
        with pytest.raises(ValueError, match="cannot be solved"):
            problem_state(2, solved)


async def test_what_is_told_is_kept_counted_and_announced(grid: Grid) -> None:
    made = await registered(grid, client=grid.lead, asked_count=3, satisfied_count=2)

    assert (made["territory_code"], made["count"], made["version"], made["kind_label_zh"]) == (COMMUNITY, 1, 1, "办实事好事")
    assert await shown(grid, made) == made
    found = await figures(grid)
    assert (found["good_deeds"], found["satisfaction_pct"]) == (1, 66.7)
    event = (await grid.harness.events())[-1]
    assert (event.type, event.subject, event.sequence) == ("gov171.grid.activity.registered.v1", made["id"], 1)
    assert event.data["count"] == 1


async def test_the_same_told_twice_under_its_number_is_one_record(grid: Grid) -> None:
    numbered = {"source": "party", "external_no": "HS-1"}

    first, second = await registered(grid, **numbered), await registered(grid, **numbered)
    other = await grid.admin.post(PATH, json=DEED | numbered | {"count": 2})
    both = await asyncio.gather(*(registered(grid, source="party", external_no="HS-2") for _ in range(2)))

    assert first["id"] == second["id"]
    assert (other.status_code, other.json()["type"].rpartition(":")[2]) == (409, "external-number-taken")
    assert both[0]["id"] == both[1]["id"]
    assert (await figures(grid))["good_deeds"] == 2


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"unit_code": "nobody"}, "/unit_code"), ({"territory_code": "659007/99"}, "/territory_code"),
        ({"unit_code": "dept-07"}, "/territory_code"), ({"count": 0}, "/count"), ({"count": True}, None),
        ({"held_on": "2999-01-01"}, "/held_on"), ({"held_on": "1999-12-31"}, "/held_on"), ({"kind": "party"}, "/kind"),
        ({"satisfied_count": 1}, ""), ({"asked_count": -1}, "/asked_count"), ({"title": "  "}, "/title"),
        ({"title": "联系 13800138000"}, "/title"), ({"description": "\x00"}, "/description"), ({"surprise": 1}, "/surprise"),
        ({"outcome": "身份证 659001199001011234"}, "/outcome"), ({"source": "party"}, ""), ({"count": 10**9}, "/count"),
        ({"solves_id": "01959c2e-8a00-7000-8000-000000000021"}, ""),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_named_and_nothing_is_kept(grid: Grid, change: dict[str, Any], place: str | None) -> None:
    before = len(await grid.harness.events())

    answer = await grid.admin.post(PATH, json=DEED | change)

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json") or place is None
    if place is not None:
        assert [each["pointer"] for each in answer.json()["errors"]] == [place]
        assert (await grid.admin.get(PATH)).json()["items"] == []
        assert len(await grid.harness.events()) == before


async def test_the_day_is_the_city_s_and_the_replay_s(grid: Grid) -> None:
    evening = datetime(2025, 3, 14, 16, 30, tzinfo=UTC)  # past midnight in the city
    then, before = grid.harness.as_("unit", replay_at=evening), grid.harness.as_("unit", replay_at=evening - timedelta(hours=1))

    made = await registered(grid, client=then, held_on="2025-03-15")

    assert made["registered_at"].startswith("2025-03-14T16:30")
    assert (await before.post(PATH, json=DEED | {"held_on": "2025-03-15"})).status_code == 422


async def test_a_correction_keeps_how_it_read_and_moves_the_figures(grid: Grid) -> None:
    made = await registered(grid, count=2, client=grid.lead)

    answer = await corrected(grid, made, count=5, held_on="2025-04-01", client=grid.lead)

    assert (answer.status_code, answer.headers["etag"], answer.json()["count"]) == (200, '"2"', 5)
    history = (await grid.admin.get(f"{PATH}/{made['id']}/history")).json()["items"]
    assert [(each["action"], each["reason"], each["facts"]["count"]) for each in history] == [
        ("register", None, 2), ("correct", "录入有误", 5),
    ]  # fmt: skip
    months = (await figures(grid, by="month"))["groups"]
    assert {key: each["good_deeds"] for key, each in months.items() if each["good_deeds"]} == {"2025-04": 5}
    assert await is_proved(grid)
    last = (await grid.harness.events())[-1]
    assert (last.type, last.sequence, last.data["count"]) == ("gov171.grid.activity.corrected.v1", 2, 5)


async def test_a_correction_that_says_the_same_changes_nothing_and_a_stale_one_is_told(grid: Grid) -> None:
    made = await registered(grid)
    before = len(await grid.harness.events())

    same = await corrected(grid, made, title=DEED["title"])
    stale = await grid.admin.patch(f"{PATH}/{made['id']}", json={"reason": "x", "count": 3}, headers={"if-match": '"9"'})

    assert (same.status_code, same.json()["version"], stale.status_code) == (200, 1, 412)
    assert len(await grid.harness.events()) == before


async def test_two_corrections_at_once_of_one_version_are_one(grid: Grid) -> None:
    made = await registered(grid)
    seen = {"if-match": '"1"'}

    answers = await asyncio.gather(
        *(grid.admin.patch(f"{PATH}/{made['id']}", json={"reason": "x", "count": n}, headers=seen) for n in (2, 3, 4))
    )

    assert sorted(each.status_code for each in answers) == [200, 412, 412]
    assert await is_proved(grid)


@pytest.mark.parametrize(
    ("change", "status"),
    [({"unit_code": "nobody"}, 422), ({"territory_code": "659007/99"}, 422), ({"held_on": "2999-01-01"}, 422),
     ({"satisfied_count": 3}, 422), ({"count": None}, 422), ({"kind": "research_visit"}, 422),
     ({"solves_id": "01959c2e-8a00-7000-8000-000000000021"}, 422), ({"reason": ""}, 422)],
)  # fmt: skip
async def test_a_faulty_correction_changes_nothing(grid: Grid, change: dict[str, Any], status: int) -> None:
    made = await registered(grid, asked_count=2, satisfied_count=2)

    answer = await corrected(grid, made, **change)

    assert answer.status_code == status
    assert await shown(grid, made) == made
    assert await is_proved(grid)


async def test_a_withdrawn_record_counts_no_more_and_does_not_change(grid: Grid) -> None:
    made = await registered(grid)

    gone = await withdrawn(grid, made)

    assert (gone.status_code, gone.json()["status"], gone.json()["version"]) == (201, "withdrawn", 2)
    assert (await figures(grid))["good_deeds"] == 0
    assert [(await withdrawn(grid, made)).status_code, (await corrected(grid, made, count=2)).status_code] == [409, 409]
    listed = (await grid.admin.get(PATH, params={"status": "withdrawn"})).json()["items"]
    assert [each["id"] for each in listed] == [made["id"]]
    assert await is_proved(grid)


async def test_problems_are_solved_piece_by_piece_and_open_again_when_that_is_taken_back(grid: Grid) -> None:
    problem = await registered(grid, COLLECTED, count=3)
    first = await registered(grid, SOLVED, count=2, solves_id=problem["id"])
    too_many = await grid.admin.post(PATH, json=SOLVED | {"count": 2, "solves_id": problem["id"]})
    second = await registered(grid, SOLVED, solves_id=problem["id"])
    solved = await shown(grid, problem)
    await withdrawn(grid, second)
    reopened = await shown(grid, problem)
    await corrected(grid, first, count=3)

    assert (too_many.status_code, too_many.json()["errors"][0]["pointer"]) == (422, "/solves_id")
    assert (solved["problem_state"], solved["solved_count"]) == ("solved", 3)
    assert (reopened["problem_state"], reopened["solved_count"]) == ("open", 2)
    assert (await shown(grid, problem))["problem_state"] == "solved"
    assert (await corrected(grid, first, count=4)).status_code == 409
    assert (await corrected(grid, problem, count=2)).json()["type"].endswith("problem-has-solutions")
    assert (await withdrawn(grid, problem)).status_code == 409
    assert (await corrected(grid, first, solves_id=None)).status_code == 200
    assert (await withdrawn(grid, problem)).status_code == 201
    assert await is_proved(grid)


async def test_one_problem_is_not_solved_twice_at_once(grid: Grid) -> None:
    problem = await registered(grid, COLLECTED)
    body = SOLVED | {"solves_id": problem["id"]}

    answers = await asyncio.gather(*(grid.admin.post(PATH, json=body) for _ in range(4)))

    assert sorted(each.status_code for each in answers) == [201, 422, 422, 422]
    assert (await figures(grid))["problems_solved"] == 1


async def test_an_older_problem_is_solved_without_a_link_and_a_deed_is_no_problem(grid: Grid) -> None:
    deed = await registered(grid)

    older = await registered(grid, SOLVED)
    astray = await grid.admin.post(PATH, json=SOLVED | {"solves_id": deed["id"]})

    assert (older["solves_id"], astray.status_code) == (None, 422)


async def test_another_area_s_and_another_unit_s_records_are_not_touched(grid: Grid) -> None:
    made = await registered(grid)
    elsewhere = grid.harness.as_("unit", territory_code=OTHER)
    department = grid.harness.as_("unit", unit_code="dept-07")

    assert (await elsewhere.get(f"{PATH}/{made['id']}")).status_code == 404
    assert (await elsewhere.get(f"{PATH}/{made['id']}/history")).status_code == 404
    assert (await corrected(grid, made, client=elsewhere, count=2)).status_code == 404
    assert (await elsewhere.post(PATH, json=DEED)).status_code == 422
    assert (await elsewhere.get(PATH)).json()["items"] == []
    assert (await figures(grid, elsewhere))["good_deeds"] == 0
    assert (await figures(grid, elsewhere, territory_code=CITY))["good_deeds"] == 0
    assert (await corrected(grid, made, client=department, count=2)).status_code == 403
    assert (await withdrawn(grid, made, client=department)).status_code == 403
    assert (await department.post(PATH, json=DEED)).status_code == 422
    assert (await corrected(grid, made, client=grid.lead, unit_code="84")).status_code == 403


async def test_roles_are_needed(grid: Grid) -> None:
    public, analyst = grid.harness.as_(), grid.harness.as_("analyst")

    assert [(await each.post(PATH, json=DEED)).status_code for each in (public, analyst)] == [401, 403]
    assert [(await each.get(PATH)).status_code for each in (public, analyst)] == [401, 200]


async def test_the_list_is_filtered_paged_and_costs_one_statement(grid: Grid) -> None:
    deed = await registered(grid)
    visit = await registered(grid, kind="research_visit", unit_code="dept-07", territory_code=CITY, held_on="2025-05-01")
    problem = await registered(grid, COLLECTED, unit_code="84", held_on="2025-02-01")

    async def listed(**asked: Any) -> list[str]:
        return [each["id"] for each in (await grid.desk.get(PATH, params=asked)).json()["items"]]

    async with grid.harness.counting_statements() as statements:
        everything = await listed()
    page = (await grid.desk.get(PATH, params={"limit": 2})).json()

    assert (everything, len(statements)) == ([visit["id"], deed["id"], problem["id"]], 1)
    assert await listed(limit=2, cursor=page["next"]) == [problem["id"]]
    assert await listed(kind="good_deed") == [deed["id"]]
    assert await listed(unit_code="dept-07") == [visit["id"]]
    assert await listed(territory_code=REGIMENT) == [deed["id"], problem["id"]]
    assert await listed(**{"from": "2025-03-14", "to": "2025-05-01"}) == [deed["id"]]
    assert await listed(problem_state="open") == [problem["id"]]
    assert await listed(status="withdrawn") == []

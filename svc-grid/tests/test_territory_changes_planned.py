"""Changes that are only tried, and those that wait for their day."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from grid_builders import COMMUNITY, OTHER, Grid
from territory_change_builders import (
    CELL,
    FOUR,
    PATH,
    TODAY,
    box,
    case,
    change,
    changed,
    codes,
    faults,
    furnish,
    history,
    in_days,
    point,
    territory,
)  # fmt: skip

from chassis import clock
from svc_grid.organisation.service import hold_organisation
from svc_grid.territory_changes.applying import apply_due
from svc_grid.territory_changes.lifecycle import MOVES, IllegalMove, move
from svc_grid.territory_changes.terms import Action, Status

THERE = f"{OTHER}/13"
MOVE: dict[str, Any] = {"code": COMMUNITY, "to_code": THERE}


@pytest.fixture(autouse=True)
async def _furnished(grid: Grid) -> None:
    await furnish(grid)


async def shown(grid: Grid, change_id: str) -> dict[str, Any]:
    answer = await grid.desk.get(f"{PATH}/{change_id}")
    assert answer.headers["etag"] == f'"{answer.json()["version"]}"'
    return dict(answer.json())


async def work(grid: Grid) -> int:
    """What the worker does once."""
    async with grid.harness.app.state.chassis.database.unit_of_work() as db:
        return await apply_due(db)


async def facts_of(grid: Grid, change_id: str) -> list[str]:
    events = [each for each in await grid.harness.events() if each.subject == change_id]
    assert [each.sequence for each in events] == list(range(1, len(events) + 1))
    return [each.type.split(".")[3] for each in events]


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", Action)
def test_only_what_is_planned_can_be_settled(status: Status, action: Action) -> None:
    settled = {Action.APPLY: Status.APPLIED, Action.CANCEL: Status.CANCELLED, Action.FAIL: Status.FAILED}
    if status is Status.PLANNED:
        assert move(status, action) is settled[action]
    else:
        assert (status, action) not in MOVES
        with pytest.raises(IllegalMove):
            move(status, action)


async def test_a_dry_run_foresees_what_is_then_done_and_leaves_nothing(grid: Grid) -> None:
    for more in ({"place": point(82.08, 44.9)}, {"place": point(82.02, 44.9)}, {"territory_code": CELL}, {}):
        await grid.brought_to("escalated", **more)
    bounds = [
        {"code": COMMUNITY, "boundary": box(82.0, 44.8, 82.06, 45.0)}, {"code": FOUR, "boundary": box(82.06, 44.8, 82.2, 45.0)},
    ]  # fmt: skip
    for kind, facts in (("redraw", {"boundaries": bounds}), ("move", MOVE)):
        events = len(await grid.harness.events())
        before = await codes(grid, with_retired=True, within="659007")

        tried = await changed(grid, kind, is_dry_run=True, **facts)

        assert (tried["is_dry_run"], tried["id"], tried["status"]) == (True, None, None)
        assert await codes(grid, with_retired=True, within="659007") == before
        assert len(await grid.harness.events()) == events
        done = await changed(grid, kind, **facts)
        assert done["effects"] == tried["effects"]
        assert done["effects"]["cases"] == {"redraw": 1, "move": 3}[kind]


async def test_a_dry_run_names_the_faults(grid: Grid) -> None:
    answer = await change(grid, "retire", code=COMMUNITY, successor_code=FOUR, is_dry_run=True)

    assert list(faults(answer)) == ["/children"]


async def test_a_planned_change_is_made_on_its_day_and_not_before(grid: Grid) -> None:
    opened = await grid.brought_to("registered")
    planned = await changed(grid, "move", effective_on=in_days(3), **MOVE)
    assert (planned["status"], planned["effects"]["cases"]) == ("planned", 1)
    day = clock.day_start(TODAY + timedelta(days=3))

    assert await work(grid) == 0
    with clock.declared(day - timedelta(seconds=1)):
        assert await work(grid) == 0
    assert (await case(grid, opened))["territory_code"] == COMMUNITY
    with clock.declared(day):
        assert await work(grid) == 1
        assert await work(grid) == 0

    done = await shown(grid, planned["id"])
    assert (done["status"], done["version"], done["settled_by"]) == ("applied", 2, "grid_desk")
    assert (await case(grid, opened))["territory_code"] == THERE
    assert await facts_of(grid, planned["id"]) == ["planned", "applied"]


async def ordered_long_ago(grid: Grid, kind: str, **facts: Any) -> dict[str, Any]:
    """A change whose day came while the worker was down."""
    then = clock.day_start(TODAY - timedelta(days=9))
    client = grid.at(then, "grid_desk")
    answer = await change(grid, kind, client, effective_on=str(TODAY - timedelta(days=4)), **facts)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_after_downtime_a_change_is_made_once_and_holds_since_its_day(grid: Grid) -> None:
    long_ago = grid.at(clock.day_start(TODAY - timedelta(days=20)), "grid_desk")
    entry = {"code": f"{OTHER}/20", "parent_code": OTHER, "level": "community", "name": "二十连"}
    (await long_ago.post("/v1/territories", json=entry)).raise_for_status()
    planned = await ordered_long_ago(grid, "move", code=entry["code"], to_code=f"{OTHER}/21")

    await asyncio.gather(*(work(grid) for _ in range(4)))

    assert (await shown(grid, planned["id"]))["status"] == "applied"
    assert await facts_of(grid, planned["id"]) == ["planned", "applied"]
    assert [
        len(await codes(grid, within=code, as_of=str(TODAY - timedelta(days=5)))) for code in (entry["code"], f"{OTHER}/21")
    ] == [1, 0]
    assert [
        len(await codes(grid, within=code, as_of=str(TODAY - timedelta(days=4)))) for code in (entry["code"], f"{OTHER}/21")
    ] == [0, 1]
    assert (await territory(grid, entry["code"]))["version"] == 2


async def test_the_worker_of_the_service_makes_what_is_due(grid: Grid) -> None:
    planned = await ordered_long_ago(grid, "move", **MOVE)

    for _ in range(100):
        if (await shown(grid, planned["id"]))["status"] != "planned":
            break
        await asyncio.sleep(0.2)

    assert (await territory(grid, COMMUNITY))["successor_code"] == THERE


async def test_what_cannot_be_made_any_more_says_why_and_keeps_no_other(grid: Grid) -> None:
    with_day = {"effective_on": in_days(1)}
    first = await changed(grid, "move", **MOVE, **with_day)
    second = await changed(grid, "move", code=COMMUNITY, to_code=f"{OTHER}/14", **with_day)
    third = await changed(grid, "retire", code=FOUR, successor_code=OTHER, **with_day)
    with clock.declared(clock.day_start(TODAY + timedelta(days=1))):
        for _ in range(3):
            assert await work(grid) == 1
        assert await work(grid) == 0

    stands = [(await shown(grid, each["id"]))["status"] for each in (first, second, third)]
    assert stands == ["applied", "failed", "applied"]
    failed = await shown(grid, second["id"])
    assert failed["faults"] == [{"pointer": "/code", "detail": f"{COMMUNITY} is retired; it was followed by {THERE}"}]
    assert await facts_of(grid, second["id"]) == ["planned", "failed"]


async def test_a_change_that_waits_too_long_for_others_rests_and_keeps_no_other(grid: Grid) -> None:
    planned = await changed(grid, "move", **MOVE, effective_on=in_days(1))
    database = grid.harness.app.state.chassis.database

    with clock.declared(clock.day_start(TODAY + timedelta(days=1))):
        async with database.unit_of_work() as other:
            await hold_organisation(other)
            assert await work(grid) == 1
        assert await work(grid) == 0
    with clock.declared(clock.day_start(TODAY + timedelta(days=1)) + timedelta(minutes=5)):
        assert await work(grid) == 1

    assert (await shown(grid, planned["id"]))["status"] == "applied"


async def test_a_correction_in_between_does_not_keep_a_planned_change(grid: Grid) -> None:
    await changed(grid, "move", **MOVE, effective_on=in_days(1), versions={COMMUNITY: 2, FOUR: 1})
    await changed(grid, "retire", code=FOUR, successor_code=OTHER)
    (await grid.desk.patch(f"/v1/territories/{COMMUNITY}", json={"name": "三连新村"})).raise_for_status()

    with clock.declared(clock.day_start(TODAY + timedelta(days=1))):
        await work(grid)

    assert (await territory(grid, THERE))["name"] == "三连新村"


async def test_a_planned_change_is_cancelled_before_its_day(grid: Grid) -> None:
    planned = await changed(grid, "move", **MOVE, effective_on=in_days(1))
    path = f"{PATH}/{planned['id']}/cancellations"
    bound = grid.harness.as_("grid_desk", territory_code=OTHER)

    stale = await grid.desk.post(path, json={"reason": "另行研究"}, headers={"if-match": '"9"'})
    kept_out = await bound.post(path, json={"reason": "另行研究"})
    answers = await asyncio.gather(*(grid.desk.post(path, json={"reason": "另行研究"}) for _ in range(2)))

    assert (stale.status_code, kept_out.status_code) == (412, 403)
    assert sorted(each.status_code for each in answers) == [201, 409]
    with clock.declared(clock.day_start(TODAY + timedelta(days=2))):
        assert await work(grid) == 0
    done = await shown(grid, planned["id"])
    assert (done["status"], done["reason"], done["version"]) == ("cancelled", "另行研究", 2)
    assert COMMUNITY in await codes(grid)
    assert await facts_of(grid, planned["id"]) == ["planned", "cancelled"]


async def test_what_holds_already_is_not_cancelled(grid: Grid) -> None:
    done = await changed(grid, "retire", code=FOUR, successor_code=COMMUNITY)

    refused = await grid.desk.post(f"{PATH}/{done['id']}/cancellations", json={"reason": "x"})
    unknown = await grid.desk.post(f"{PATH}/01959c2e-8a00-7000-8000-000000000061/cancellations", json={"reason": "x"})

    assert (refused.status_code, unknown.status_code) == (409, 404)


async def test_changes_are_listed_by_kind_and_by_state_in_one_statement(grid: Grid) -> None:
    planned = await changed(grid, "move", **MOVE, effective_on=in_days(1))
    done = await changed(grid, "retire", code=FOUR, successor_code=OTHER)

    async def listed(**params: Any) -> list[str]:
        async with grid.harness.counting_statements() as statements:
            answer = await grid.desk.get(PATH, params=params)
        assert len(statements) == 1
        return [each["id"] for each in answer.json()["items"]]

    assert await listed() == [done["id"], planned["id"]]
    assert await listed(kind="move") == await listed(status="planned") == [planned["id"]]
    assert await listed(kind="move", status="applied") == []
    assert (await shown(grid, planned["id"]))["request"]["to_code"] == THERE
    assert (await grid.harness.as_().get(PATH)).status_code == 401


async def test_more_territories_and_units_take_no_more_statements(grid: Grid) -> None:
    counts = []
    for size, regiment in ((3, "90"), (60, "91")):
        root = f"659007/{regiment}"
        places = [{"code": root, "parent_code": "659007", "level": "regiment", "name": "团"}]
        places += [{"code": f"{root}/{each}", "parent_code": root, "level": "community", "name": "连"} for each in range(size)]
        units = [
            {"code": f"u{regiment}-{each}", "kind": "community", "name": "连", "territory_code": f"{root}/{each}"}
            for each in range(size)
        ]
        (await grid.desk.post("/v1/organisation-imports", json={"territories": places, "units": units})).raise_for_status()
        async with grid.harness.counting_statements() as statements:
            await changed(grid, "move", code=root, to_code=f"659007/{regiment}x")
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 21


async def test_the_history_of_a_case_names_the_document(grid: Grid) -> None:
    opened = await grid.brought_to("handling")

    await changed(grid, "move", **MOVE)

    last = (await history(grid, opened))[-1]
    assert last["note"] == "改隶：师市发〔2026〕3号"

"""What time does to joint calls: limits by urgency, lateness told once, and the units' figures, equal to a recount."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from grid_builders import COMMUNITY, OTHER, REGIMENT, Grid
from joint_builders import CALL_WAYS, DECLINE, REPORT, UNIT_WAYS, Calls, of_all, unit_of

from svc_grid.joint_handling import figures
from svc_grid.joint_handling.sweeping import escalate_once

MONDAY = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
async def calls(grid: Grid) -> Calls:
    return await Calls(grid).furnish()


async def differing(calls: Calls) -> int:
    async with calls.harness.sessions() as db:
        return await figures.differing(db)


async def test_what_is_critical_is_due_within_the_hour_and_the_rest_in_working_hours(calls: Calls) -> None:
    due = {}
    for urgency in ("normal", "urgent", "critical"):
        call = await calls.called(client=calls.at(MONDAY), urgency=urgency)
        due[urgency] = datetime.fromisoformat(call["units"][0]["due_at"])

    assert due["critical"] == MONDAY + timedelta(hours=1)
    assert due["critical"] < due["urgent"] <= due["normal"]


async def test_a_unit_that_does_not_report_goes_up_to_the_regiment_once_after_any_downtime(calls: Calls) -> None:
    call = await calls.moved(await calls.called(urgency="critical"), ("dept-08", "reports", REPORT))

    found = [await calls.swept(escalate_once, days=days) for days in (0, 30, 31)]

    assert found == [0, 1, 0]
    after = await calls.shown(call)
    assert {each["unit_code"]: each["is_late"] for each in after["units"]} == {"dept-07": True, "dept-08": False}
    assert after["escalated_at"] is not None
    assert await calls.told(call) == ["opened", "unit_reported", "unit_late"]
    event = [each for each in await calls.harness.events() if each.subject == call["id"]][-1]
    assert (event.data["unit_code"], event.data["escalated_to"]) == ("dept-07", REGIMENT)
    reported = await calls.moved(call, ("dept-07", "reports", REPORT))
    assert (reported["status"], unit_of(reported, "dept-07")["is_late"]) == ("assembled", True)
    assert await differing(calls) == 0


async def test_a_late_report_is_late_though_no_worker_saw_it_and_is_told_once(calls: Calls) -> None:
    call = await calls.called(client=calls.at(MONDAY))

    late = await calls.act(call, "dept-07", "reports", REPORT, client=calls.at(MONDAY + timedelta(days=9), "dept-07"))

    assert unit_of(late.json(), "dept-07")["is_late"] is True
    assert await calls.told(call) == ["opened", "unit_late", "unit_reported"]
    event = [each for each in await calls.harness.events() if each.subject == call["id"]][-1]
    assert event.data["is_late"] is True


async def test_workers_at_once_and_a_report_tell_of_each_late_unit_once(calls: Calls) -> None:
    made = [await calls.called(urgency="critical") for _ in range(3)]

    await asyncio.gather(*(calls.swept(escalate_once, days=30) for _ in range(4)))

    for call in made:
        assert await calls.told(call) == ["opened", "unit_late", "unit_late"]
    assert await differing(calls) == 0


async def test_who_declined_is_not_late_and_who_is_called_anew_can_be(calls: Calls) -> None:
    call = await calls.moved(await calls.called(urgency="critical"), *of_all("declines", DECLINE))
    assert await calls.swept(escalate_once, days=30) == 0
    await calls.moved(call, ("dept-07", "decisions", {"is_upheld": False, "note": "由贵单位牵头"}))

    found = [await calls.swept(escalate_once, days=days) for days in (30, 31)]

    assert found == [1, 0]
    assert await calls.told(call) == ["opened", "unit_declined", "unit_declined", "unit_late"]
    assert await differing(calls) == 0


async def test_a_cancelled_call_s_units_are_not_late_afterwards(calls: Calls) -> None:
    call = await calls.called(urgency="critical")
    await calls.moved(call, ("", "cancellations", {"reason_code": "settled"}))

    assert await calls.swept(escalate_once, days=30) == 0
    assert await differing(calls) == 0


async def test_a_call_whose_time_cannot_pass_rests_and_holds_up_no_other(calls: Calls) -> None:
    broken, sound = await calls.called(urgency="critical"), await calls.called(urgency="critical")
    async with calls.harness.sessions() as db, db.begin():
        # Its next step's place in the history is taken, as by no code of ours.
        taken = "INSERT INTO joint_call_steps (call_id, version, at, command, to_status, actor, actor_kind) "
        await db.execute(sa.text(taken + f"VALUES ('{broken['id']}', 2, now(), 'x', 'open', 'x', 'staff')"))

    found = await calls.swept(escalate_once, days=30)

    assert found == 2
    assert await calls.told(broken) == ["opened"]
    assert await calls.told(sound) == ["opened", "unit_late", "unit_late"]
    assert await differing(calls) == 0


async def test_a_replay_s_calls_are_left_alone(calls: Calls) -> None:
    await calls.called(client=calls.at(MONDAY))

    assert await calls.swept(escalate_once, days=0) == 0


async def test_the_units_figures_equal_a_recount(calls: Calls) -> None:
    for status in CALL_WAYS:
        await calls.brought_to(status)
    for steps in UNIT_WAYS.values():
        await calls.moved(await calls.called(), *steps)
    low = {"rating": "very_dissatisfied", "reason": "到场即走"}
    await calls.moved(await calls.brought_to("done"), ("dept-07", "ratings", low), ("dept-08", "ratings", {"rating": "neutral"}))

    async def asked(client: Any = None, **params: Any) -> dict[str, Any]:
        answer = await (client or calls.grid.admin).get("/v1/joint-call-figures", params=params)
        return {each["unit_code"]: each for each in answer.json()["units"]}

    assert await differing(calls) == 0
    found = await asked()
    called = len(CALL_WAYS) + len(UNIT_WAYS) + 1
    seven = found["dept-07"]
    assert (seven["called"], seven["reported"], seven["on_time"], seven["declined"], seven["excused"]) == (called, 8, 8, 2, 1)
    # Twice satisfied and once very dissatisfied; of the other, twice satisfied and once neutral.
    assert (seven["rated"], seven["rating_average"], found["dept-08"]["rating_average"]) == (3, "3.00", "3.67")
    assert seven["on_time_rate_pct"] == "61.54"
    assert list(await asked(unit_code="dept-08", territory_code=COMMUNITY)) == ["dept-08"]
    assert await asked(territory_code=OTHER) == {}
    assert await asked(calls.client("analyst", territory_code=OTHER)) == {}
    assert await asked(to_on="2000-01-01") == {}


async def test_a_wrong_figure_is_seen(calls: Calls) -> None:
    await calls.called()

    async with calls.harness.sessions() as db, db.begin():
        await db.execute(figures.unit_figures.update().values(late=1))

    assert await differing(calls) == 2

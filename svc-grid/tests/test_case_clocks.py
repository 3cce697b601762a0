"""The clocks of a case: lights, more time, rest, and what happens when nobody acts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from grid_builders import ASSIGN, REPORT, Grid

from chassis import clock
from chassis.repeating import REPLAY_REST
from svc_grid.cases.sweeping import sweep_once

# A Monday, 10:00 in the city, when the office opens; its hours are 10 to 14 and 16 to 20.
MONDAY = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKED = {"hours": 8, "reason_code": "waits_for_parts"}
HANDLING_H, OF_24_HOURS = 24, "community.public_facility"


class Life:
    """A case that is acted on at declared instants."""

    def __init__(self, grid: Grid, case: dict[str, Any]) -> None:
        self.grid, self.case = grid, case

    async def act(self, when: datetime, action: str, body: dict[str, Any], **who: Any) -> httpx.Response:
        return await self.grid.act(self.case, action, body, client=self.grid.at(when, *who.pop("roles", ()), **who))

    async def done(self, when: datetime, action: str, body: dict[str, Any], **who: Any) -> dict[str, Any]:
        answer = await self.act(when, action, body, **who)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def seen(self, when: datetime) -> dict[str, Any]:
        return dict((await self.grid.at(when).get(f"/v1/cases/{self.case['id']}")).json())

    async def clocks(self, when: datetime) -> list[dict[str, Any]]:
        return list((await self.grid.at(when).get(f"/v1/cases/{self.case['id']}/clocks")).json()["items"])

    async def sweep(self) -> int:
        """What the sweeper does once it takes up what a replay has left."""
        async with self.grid.harness.app.state.chassis.database.unit_of_work() as db:
            with clock.declared(clock.system_now() + REPLAY_REST + HOUR):
                return await sweep_once(db)


async def a_life(grid: Grid, *steps: tuple[str, dict[str, Any]]) -> Life:
    """A case reported on Monday at 10, and brought on at once."""
    answer = await grid.at(MONDAY).post("/v1/cases", json=REPORT | {"class_code": OF_24_HOURS})
    assert answer.status_code == 201, answer.text
    life = Life(grid, answer.json())
    for step in steps:
        await life.done(MONDAY, *step)
    return life


async def with_handler(grid: Grid) -> Life:
    return await a_life(grid, ("registrations", {}), ASSIGN)


async def test_each_stage_has_its_limit_and_shows_how_it_stands(grid: Grid) -> None:
    life = await with_handler(grid)

    lights = [(await life.seen(MONDAY + at))["colour"] for at in (HOUR, 2 * DAY + 9 * HOUR, 3 * DAY)]

    assert lights == ["green", "amber", "red"]
    clocks = await life.clocks(MONDAY + HOUR)
    assert [each["stage"] for each in clocks] == ["registration", "assignment", "handling"]
    assert [each["is_running"] for each in clocks] == [False, False, True]
    # Three working days of eight hours, from Monday at ten: Wednesday at eight in the evening.
    assert clocks[-1]["due_at"] == "2025-03-12T12:00:00Z"


@pytest.mark.parametrize(("colour", "at"), [("green", HOUR), ("amber", 2 * DAY + 9 * HOUR), ("red", 3 * DAY)])
async def test_the_list_is_narrowed_to_a_light(grid: Grid, colour: str, at: timedelta) -> None:
    life = await with_handler(grid)

    found = {
        asked: (await grid.at(MONDAY + at).get("/v1/cases", params={"colour": asked})).json()["items"]
        for asked in ("green", "amber", "red")
    }

    assert {asked: [case["id"] for case in cases] for asked, cases in found.items()} == {
        "green": [], "amber": [], "red": [], colour: [life.case["id"]],
    }  # fmt: skip


async def test_a_stage_over_its_limit_is_marked_once_at_that_very_instant(grid: Grid) -> None:
    life = await with_handler(grid)

    await life.done(MONDAY + 5 * DAY, "handlings", {})
    await life.done(MONDAY + 6 * DAY, "results", {"result": "已清运"})

    assert (await grid.facts_of(life.case))[3:] == ["overdue", "handling_started", "handled"]
    history = (await grid.desk.get(f"/v1/cases/{life.case['id']}/history")).json()["items"]
    assert [(step["action"], step["at"]) for step in history if step["actor"] == "clock"] == [
        ("mark_overdue", "2025-03-12T12:00:00Z")
    ]
    assert (await life.seen(MONDAY + 6 * DAY))["is_overdue"] is True
    assert (await life.clocks(MONDAY + 6 * DAY))[2]["colour"] == "red"


async def test_the_sweeper_marks_what_nobody_touches(grid: Grid) -> None:
    life = await with_handler(grid)

    done = [await life.sweep(), await life.sweep()]

    assert done == [1, 0]
    assert (await grid.facts_of(life.case))[3:] == ["overdue"]


async def test_more_time_is_asked_for_in_time_and_granted_by_another(grid: Grid) -> None:
    life = await with_handler(grid)
    asked = await life.done(MONDAY + HOUR, "extensions", ASKED, roles=("unit", "grid_desk"), subject="both", unit_code="84-03")

    own = await life.act(MONDAY + HOUR, "extension-decisions", {"granted": True}, roles=("grid_desk",), subject="both")
    granted = await life.done(MONDAY + 2 * HOUR, "extension-decisions", {"granted": True}, roles=("grid_desk",))

    assert (asked["extension_asked_h"], asked["stage_due_at"]) == (8, "2025-03-12T12:00:00Z")
    assert (own.status_code, own.json()["type"].rpartition(":")[2]) == (409, "asker-may-not-decide")
    assert (granted["extension_asked_h"], granted["extended_times"]) == (None, 1)
    assert granted["stage_due_at"] == "2025-03-13T12:00:00Z"


async def test_more_time_is_not_asked_for_twice_or_late_or_too_often_or_without_end(grid: Grid) -> None:
    life = await with_handler(grid)
    await life.done(MONDAY, "extensions", ASKED)
    refused = {"twice": await life.act(MONDAY, "extensions", ASKED)}
    await life.done(MONDAY, "extension-decisions", {"granted": True})
    refused["too long"] = await life.act(MONDAY, "extensions", ASKED | {"hours": 41})
    await life.done(MONDAY, "extensions", ASKED)
    await life.done(MONDAY, "extension-decisions", {"granted": True})
    refused["too often"] = await life.act(MONDAY, "extensions", ASKED)
    late = await with_handler(grid)
    refused["too late"] = await late.act(MONDAY + 4 * DAY, "extensions", ASKED)
    refused["unasked"] = await late.act(MONDAY + HOUR, "extension-decisions", {"granted": True})

    assert {name: (answer.status_code, answer.json()["type"].rpartition(":")[2]) for name, answer in refused.items()} == {
        "twice": (409, "already-asked"),
        "too long": (422, "extension-too-long"),
        "too often": (409, "extensions-used-up"),
        "too late": (409, "too-late-to-ask"),
        "unasked": (409, "nothing-asked"),
    }


async def test_silence_refuses_more_time(grid: Grid) -> None:
    life = await with_handler(grid)
    await life.done(MONDAY, "extensions", ASKED)

    case = await life.done(MONDAY + DAY + HOUR, "handlings", {})

    assert (case["extension_asked_h"], case["stage_due_at"]) == (None, "2025-03-12T12:00:00Z")
    assert (await grid.facts_of(life.case))[3:] == ["extension_requested", "extension_refused", "handling_started"]


async def test_a_shelved_case_stands_still_and_comes_back_on_its_day(grid: Grid) -> None:
    life = await with_handler(grid)
    await life.done(MONDAY + 4 * HOUR, "shelvings", {"review_on": "2025-03-24", "reason_code": "waits_for_budget"})
    shelved = await life.done(MONDAY + 4 * HOUR, "shelving-decisions", {"granted": True})

    resting = await life.seen(MONDAY + 10 * DAY)
    case = await life.done(MONDAY + 15 * DAY, "handlings", {})

    assert (shelved["status"], shelved["review_on"], shelved["stage_due_at"]) == ("shelved", "2025-03-24", None)
    assert (resting["status"], resting["colour"]) == ("shelved", None)
    # Four of its 24 hours had run; the others count from midnight of the review date on, a Monday.
    assert case["stage_due_at"] == "2025-03-26T06:00:00Z"
    assert (await grid.facts_of(life.case))[3:] == ["shelving_requested", "shelved", "resumed", "handling_started"]


@pytest.mark.parametrize("review_on", ["2025-03-10", "2025-01-01", "2026-03-10"])
async def test_a_review_date_lies_ahead_and_not_too_far(grid: Grid, review_on: str) -> None:
    life = await with_handler(grid)

    answer = await life.act(MONDAY, "shelvings", {"review_on": review_on, "reason_code": "waits_for_budget"})

    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (422, "review-date-wrong")


async def test_a_case_sent_back_has_its_whole_limit_again(grid: Grid) -> None:
    life = await with_handler(grid)
    await life.done(MONDAY, "handlings", {})
    await life.done(MONDAY + HOUR, "results", {"result": "已清运"})

    back = await life.done(MONDAY + DAY, "verifications", {"passed": False, "reason_code": "not_done"})

    assert (back["sent_back_times"], back["stage"], back["stage_due_at"]) == (1, "handling", "2025-03-13T12:00:00Z")

"""Whatever a device and the desk do: never two open cases of one cause, none lost while it is raised, none kept for nothing."""

import asyncio
import random

import pytest
from alarm_builders import Device, at, brought_to_end, time_passes
from grid_builders import Grid

from svc_grid.alarms.policy import POLICY

SETTLE = POLICY.settle.total_seconds() / 60
ENDED = {"closed", "voided", "dismissed"}


@pytest.mark.parametrize("seed", range(8))
async def test_there_is_one_open_case_for_what_stays_and_none_for_what_is_over(grid: Grid, seed: int) -> None:
    chance, lamp = random.Random(seed), Device(grid)
    minute, occurrence, is_raised = 0.0, 0, False
    for _ in range(25):
        minute += chance.choice([1, 5, 30, 59, 61, 200])
        if chance.random() < 0.7:
            await time_passes(grid, minute)
        if chance.random() < 0.25:
            for case in await lamp.cases():
                if case["status"] == "reported" and chance.random() < 0.5:
                    desk = grid.harness.as_("grid_desk", replay_at=at(minute))
                    await grid.act(case, "dismissals", {"reason_code": "duplicate"}, client=desk)
                elif case["status"] == "reported":
                    await brought_to_end(grid, case, minute)
        if is_raised:
            await lamp.clears(minute, occurrence)
        else:
            occurrence += 1
            await lamp.raises(minute, occurrence)
        is_raised = not is_raised
        assert sum(status not in ENDED for status in await lamp.statuses()) <= 1

    if not is_raised:
        occurrence += 1
        await lamp.raises(minute + 1, occurrence)
    await time_passes(grid, minute + 2 + SETTLE)
    assert sum(status not in ENDED for status in await lamp.statuses()) == 1
    await lamp.clears(minute + 3 + SETTLE, occurrence)
    await time_passes(grid, minute + 4 + 2 * SETTLE)
    cases = await lamp.cases()
    assert {case["status"] for case in cases} <= ENDED
    assert sum(case["link"]["occurrences"] for case in cases) == occurrence
    assert not any(case["link"]["is_raised"] for case in cases)


async def test_the_desk_and_the_worker_at_once_leave_one_of_the_two(grid: Grid) -> None:
    lamps = [Device(grid, f"lamp-{number}") for number in range(6)]
    for lamp in lamps:
        await lamp.raises(0)
        await lamp.clears(1)
    desk = grid.harness.as_("grid_desk", replay_at=at(2 + SETTLE))
    cases = [(await lamp.cases())[0] for lamp in lamps]

    _, *answers = await asyncio.gather(
        time_passes(grid, 2 + SETTLE), *(grid.act(case, "registrations", {}, client=desk) for case in cases)
    )

    for lamp, answer in zip(lamps, answers, strict=True):
        [case] = await lamp.cases()
        assert (answer.status_code, case["status"]) in ((201, "registered"), (409, "voided"))
        facts = [fact for fact in await grid.facts_of(case) if fact != "overdue"]
        assert facts == ["reported", case["status"]]

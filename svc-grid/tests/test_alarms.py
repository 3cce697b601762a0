"""Alarms of devices come to the ground once each: what flaps is one case, what is over by itself is void."""

import asyncio
from datetime import timedelta
from itertools import permutations, product
from typing import Any

import pytest
from alarm_builders import NOON, Device, at, brought_to_end, time_passes
from grid_builders import CITY, COMMUNITY, ORGANISATION, OTHER, Grid
from urban_builders import LAMP_CLASS, a_component

from chassis.ids import uuid7
from svc_grid.alarms.policy import POLICY
from svc_grid.alarms.repository import hold_followed
from svc_grid.alarms.rules import OnQuiet, OnRaise, on_quiet, on_raise

SETTLE = POLICY.settle.total_seconds() / 60


@pytest.mark.parametrize(
    ("is_case_open", "heard", "waits"), list(product([None, True, False], [None, 0, 59, 60, 61], [None, 0, 59, 60]))
)
def test_what_a_raised_alarm_asks_for(is_case_open: bool | None, heard: int | None, waits: int | None) -> None:
    def ago(minutes: int | None) -> Any:
        return None if minutes is None else NOON - timedelta(minutes=minutes)

    outcome = on_raise(
        is_case_open=is_case_open, heard_at=ago(heard), waits_from=ago(waits), raised_at=NOON, settle=timedelta(minutes=60)
    )

    if is_case_open:
        assert outcome is OnRaise.SAME
    elif is_case_open is False and heard in (0, 59, 60) and waits in (None, 0, 59):
        assert outcome is OnRaise.WAIT
    else:
        assert outcome is OnRaise.OPEN


@pytest.mark.parametrize(("is_raised", "is_open", "is_reported"), list(product([True, False], repeat=3)))
def test_what_a_settle_time_comes_to(is_raised: bool, is_open: bool, is_reported: bool) -> None:
    outcome = on_quiet(is_raised=is_raised, is_case_open=is_open, is_only_reported=is_reported)

    if is_raised:
        assert outcome is (OnQuiet.NOTHING if is_open else OnQuiet.OPEN)
    else:
        assert outcome is (OnQuiet.VOID if is_reported else OnQuiet.NOTHING)


async def test_an_alarm_opens_one_case_however_often_it_is_told(grid: Grid) -> None:
    lamp = Device(grid)

    first = await lamp.raises(0)
    await lamp.raises(0, event_id=first.id)

    [case] = await lamp.cases()
    assert (case["status"], case["source"], case["territory_code"]) == ("reported", "alarm", COMMUNITY)
    assert (case["class_code"], case["condition_code"], case["title"]) == (LAMP_CLASS, "not_lit", "路灯不亮")
    assert case["reported_at"] == "2025-03-14T04:00:00Z"
    assert (case["link"]["occurrences"], case["link"]["is_raised"]) == (1, True)
    assert await grid.facts_of(case) == ["reported"]


async def test_a_lamp_that_flaps_for_an_hour_is_one_case(grid: Grid) -> None:
    lamp = Device(grid)
    for number in range(1, 31):
        await lamp.raises(2 * number, number)
        await lamp.clears(2 * number + 1, number)
        if number % 10 == 0:
            await time_passes(grid, 2 * number + 1)
    await lamp.raises(62, 31)
    await time_passes(grid, 62 + 2 * SETTLE)

    [case] = await lamp.cases()
    assert case["status"] == "reported"
    assert (case["link"]["occurrences"], case["link"]["is_raised"]) == (31, True)
    assert [fact for fact in await grid.facts_of(case) if fact != "overdue"] == ["reported"]


async def test_a_lamp_that_flaps_before_and_after_its_case_is_registered_is_one_case(grid: Grid) -> None:
    lamp = Device(grid)
    await lamp.raises(0)
    await grid.act((await lamp.cases())[0], "registrations", {}, client=grid.harness.as_("grid_desk", replay_at=at(1)))
    await lamp.clears(2)
    await time_passes(grid, 3 + SETTLE)

    await lamp.raises(500, 2)

    [case] = await lamp.cases()
    assert (case["status"], case["link"]["occurrences"]) == ("registered", 2)


async def test_what_is_over_by_itself_is_void_once_and_not_before_its_time(grid: Grid) -> None:
    lamp = Device(grid)
    await lamp.raises(0)
    await lamp.clears(10)

    assert await time_passes(grid, 9 + SETTLE) == 0
    assert await lamp.statuses() == ["reported"]
    done = await asyncio.gather(*(time_passes(grid, 30 + SETTLE) for _ in range(3)))

    [case] = await lamp.cases()
    assert sum(done) == 1
    assert (case["status"], case["reason_code"]) == ("voided", "cleared_by_itself")
    facts = await grid.facts_of(case)
    assert (facts[-1], facts.count("voided")) == ("voided", 1)
    history = (await grid.desk.get(f"/v1/cases/{case['id']}/history")).json()["items"]
    assert history[-1]["at"] == (at(10 + SETTLE)).isoformat().replace("+00:00", "Z")


async def test_an_alarm_long_after_its_case_was_void_opens_another_whether_the_worker_ran_or_not(grid: Grid) -> None:
    for device_id, has_worker in (("lamp-1", True), ("lamp-2", False)):
        lamp = Device(grid, device_id)
        await lamp.raises(0)
        await lamp.clears(10)
        if has_worker:
            await time_passes(grid, 11 + SETTLE)

        await lamp.raises(12 + SETTLE, 2)

        assert await lamp.statuses() == ["voided", "reported"]


async def test_an_alarm_long_after_its_case_was_closed_opens_another(grid: Grid) -> None:
    lamp = Device(grid)
    await lamp.raises(0)
    await lamp.clears(5)
    await brought_to_end(grid, (await lamp.cases())[0], 6)

    await lamp.raises(6 + SETTLE, 2)

    assert await lamp.statuses() == ["closed", "reported"]


async def test_an_alarm_soon_after_its_case_was_closed_gets_another_only_if_it_stays(grid: Grid) -> None:
    flaps, stays = Device(grid, "lamp-1"), Device(grid, "lamp-2")
    for lamp in (flaps, stays):
        await lamp.raises(0)
        await lamp.clears(5)
        await brought_to_end(grid, (await lamp.cases())[0], 6)
        await lamp.raises(10, 2)
    await flaps.clears(12, 2)

    assert [await lamp.statuses() for lamp in (flaps, stays)] == [["closed"], ["closed"]]
    await time_passes(grid, 11 + SETTLE)
    await time_passes(grid, 20 + 2 * SETTLE)

    assert [await lamp.statuses() for lamp in (flaps, stays)] == [["closed"], ["closed", "reported"]]
    assert [(case["link"]["occurrences"], case["link"]["is_raised"]) for case in await stays.cases()] == [(1, False), (1, True)]


async def test_what_flaps_for_ever_after_its_case_was_closed_is_not_passed_over_for_ever(grid: Grid) -> None:
    lamp = Device(grid)
    await lamp.raises(0)
    await lamp.clears(5)
    await brought_to_end(grid, (await lamp.cases())[0], 6)

    for number in range(2, 8):
        await lamp.raises(10 * number, number)
        await lamp.clears(10 * number + 5, number)

    assert await lamp.statuses() == ["closed"]
    await lamp.raises(20 + SETTLE, 8)
    assert await lamp.statuses() == ["closed", "reported"]


RAISED_1, CLEARED_1, RAISED_2, CLEARED_2 = ("raises", 0, 1), ("clears", 10, 1), ("raises", 20, 2), ("clears", 30, 2)


@pytest.mark.parametrize(
    ("life", "status"), [([RAISED_1, CLEARED_1, RAISED_2], "reported"), ([RAISED_1, CLEARED_1, RAISED_2, CLEARED_2], "voided")]
)
async def test_the_order_in_which_alarms_are_heard_does_not_matter(grid: Grid, life: list[Any], status: str) -> None:
    for number, order in enumerate(permutations(life)):
        lamp = Device(grid, f"lamp-{number}")
        for what, minute, occurrence in order:
            await getattr(lamp, what)(minute, occurrence)
        await time_passes(grid, 31 + SETTLE)

        [case] = await lamp.cases()
        assert (case["status"], case["link"]["occurrences"]) == (status, 2), order
        assert case["link"]["is_raised"] is (status == "reported"), order


async def test_a_fault_of_one_cause_keeps_no_other_waiting(grid: Grid) -> None:
    good, bad = Device(grid, "lamp-1"), Device(grid, "lamp-2")
    for lamp in (bad, good):
        await lamp.raises(0)
        await lamp.clears(1)
    async with grid.harness.sessions() as db, db.begin():
        (await hold_followed(db, bad.cause)).case_id = uuid7()  # of which there is no case
    assert await time_passes(grid, 2 + SETTLE) == 2

    assert await good.statuses() == ["voided"]


async def test_a_place_is_found_where_there_is_any(grid: Grid) -> None:
    await a_component(grid, code="lamp-1", territory_code=OTHER, device_id="d-1")
    await a_component(grid, code="kerb-1", class_code="urban.roads.kerb")
    ring = [[82.0, 44.8], [82.2, 44.8], [82.2, 45.0], [82.0, 45.0], [82.0, 44.8]]
    bounded = ORGANISATION["territories"][3] | {"boundary": {"type": "Polygon", "coordinates": [ring]}}
    (await grid.desk.post("/v1/organisation-imports", json={"territories": [bounded]})).raise_for_status()
    devices = {
        "by its point": (Device(grid, "d-4", territory_code=None, lon=82.1, lat=44.9), COMMUNITY, None),
        "outside": (Device(grid, "d-5", territory_code=None, lon=83.1, lat=44.9), CITY, None),
        "told": (Device(grid, "d-0"), COMMUNITY, None),
        "of its component": (Device(grid, "d-2", territory_code=None, component_code="lamp-1"), OTHER, "lamp-1"),
        "of what it watches": (Device(grid, "d-1", territory_code="659007/77"), OTHER, "lamp-1"),
        "nowhere": (Device(grid, "d-3", territory_code=None), CITY, None),
    }
    for name, (device, place, component) in devices.items():
        await device.raises(0)

        [case] = await device.cases()
        assert (case["territory_code"], case["component_code"]) == (place, component), name
        assert (case["lon"] is None) is (component is None and "lon" not in device.facts), name


async def test_a_class_is_what_is_settled_or_suggested_or_the_component_s_or_other(grid: Grid) -> None:
    await a_component(grid, code="kerb-1", class_code="urban.roads.kerb")
    kind: dict[str, Any] = {"device_kind": "unheard_of"}
    devices = [
        (Device(grid, "d-1", device_kind="litter_bin", rule_code="full", class_code="urban.roads"), "urban.appearance.full_bin"),
        (Device(grid, "d-2", device_kind="litter_bin", rule_code="x"), "urban.sanitation_facilities.litter_bin"),
        (Device(grid, "d-3", **kind, class_code="urban.roads", component_code="kerb-1"), "urban.roads"),
        (Device(grid, "d-4", **kind, class_code="no.such", component_code="kerb-1"), "urban.roads.kerb"),
        (Device(grid, "d-5", **kind), "urban.other_components"),
    ]
    for device, class_code in devices:
        await device.raises(0)

        assert [case["class_code"] for case in await device.cases()] == [class_code]

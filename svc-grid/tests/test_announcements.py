"""Who comes late asks for the whole and follows, and then knows what those know who were there from the start."""

import asyncio
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from facilities_builders import HERE, HOURS
from facilities_builders import entered as a_facility
from grid_builders import CITY, COMMUNITY, REGIMENT, Grid
from leads_builders import CELL, SECOND, appointed, divide

from chassis.auth import Principal
from chassis.envelope import Envelope
from svc_grid.facilities import service as facilities
from svc_grid.facilities.schemas import FacilityPatch
from svc_grid.leads.ending import end_posts
from svc_grid.units import service as units
from svc_grid.units.schemas import UnitPatch

PATH = "/v1/organisation-announcements"
STARTED, FINISHED = (f"gov171.grid.organisation.snapshot_{what}.v1" for what in ("started", "finished"))
KINDS = ("territory", "unit", "facility", "lead")
# What says how a thing came to be as it is, and not what it is.
_NOT_STATE = {
    "occurred_at", "snapshot_id", "version", "successor_id", "successor", "moved_cases", "absence_id", "is_retired",
}  # fmt: skip


class Follower:
    """A consumer as docs/grid-organisation.md tells one to be: of each thing the state of the highest version."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}

    def take(self, events: Iterable[Envelope]) -> "Follower":
        for event in events:
            _, _, aggregate, fact, _ = event.type.split(".")
            kind = fact.removesuffix("_stated") if aggregate == "organisation" else aggregate
            if kind not in KINDS:
                continue
            key = kind, str(event.data["lead_id" if kind == "lead" else f"{kind}_code"])
            version = event.data.get("version", event.sequence)
            if version > self.known.get(key, (0, {}))[0]:
                state = {name: value for name, value in event.data.items() if name not in _NOT_STATE}
                retired = {"is_retired": fact == "retired" or event.data.get("is_retired", False)} if kind == "unit" else {}
                self.known[key] = version, state | retired
        return self


def shuffled(events: list[Envelope], seed: int) -> list[Envelope]:
    """Another order that the stream may have: only those of one subject keep theirs."""
    queues: dict[tuple[str, str], list[Envelope]] = {}
    for event in events:
        queues.setdefault((event.type.rsplit(".", 2)[0], event.subject), []).append(event)
    chosen, order = random.Random(seed), []
    while queues:
        key = chosen.choice(sorted(queues))
        order.append(queues[key].pop(0))
        if not queues[key]:
            del queues[key]
    return order


@pytest.fixture
async def city(grid: Grid) -> Grid:
    """Some history before anybody comes late: changes, an end, absences, a hand-over."""
    await divide(grid)
    await a_facility(grid, place=HERE, hours=HOURS, services=["reading"])
    await grid.desk.patch("/v1/facilities/hall-1", json={"name": "新中心"})
    await grid.desk.post("/v1/units", json={"code": "old", "kind": "office", "name": "旧办"})
    await grid.desk.post("/v1/units/old/retirements", json={})
    await appointed(grid, "lead-b", SECOND)
    await _absence(grid, (await appointed(grid, "lead-a"))["id"], 2)
    return grid


async def _absence(grid: Grid, lead_id: str, day: int) -> None:
    times = {
        name: (datetime.now(UTC) + timedelta(days=day + length)).isoformat() for name, length in (("from_at", 0), ("to_at", 1))
    }
    (await grid.desk.post(f"/v1/leads/{lead_id}/absences", json=times | {"stand_in": "lead-c"})).raise_for_status()


async def _goes_on(grid: Grid, number: int) -> None:
    """Changes of every kind, as they come in while the whole is stated."""
    lead = (await grid.desk.get("/v1/leads", params={"territory_code": CELL, "holding_at": datetime.now(UTC).isoformat()})).json()
    community = {"code": COMMUNITY, "parent_code": REGIMENT, "level": "community", "name": f"三连{number}", "unit_code": "84-03"}
    for request in (
        grid.desk.patch("/v1/units/dept-07", json={"name": f"民政局{number}"}),
        grid.desk.post(
            f"/v1/leads/{lead['items'][0]['id']}/hand-overs", json={"account": f"lead-{number}", "display_name": "李红"}
        ),
        grid.desk.patch("/v1/facilities/hall-1", json={"name": f"中心{number}"}),
        grid.desk.post("/v1/units", json={"code": f"new-{number}", "kind": "office", "name": "新办", "territory_code": CITY}),
        grid.desk.post("/v1/organisation-imports", json={"territories": [community]}),
        grid.desk.post(f"/v1/units/new-{number}/retirements", json={}),
    ):
        (await request).raise_for_status()


async def test_who_follows_from_an_announcement_knows_all(city: Grid) -> None:
    announced = [asyncio.create_task(city.desk.post(PATH, json={})) for _ in range(2)]
    await asyncio.gather(*(_goes_on(city, number) for number in range(1)), *announced)
    await _goes_on(city, 7)
    third = await city.desk.post(PATH, json={})
    await _goes_on(city, 8)

    events = await city.harness.events()
    assert third.status_code == 201, third.text
    whole = Follower().take(events).known
    starts = [place for place, event in enumerate(events) if event.type == STARTED]
    assert len(starts) == 3
    assert {kind for kind, _ in whole} == set(KINDS)
    for start in starts:
        assert Follower().take(events[start:]).known == whole
        for seed in range(5):
            assert Follower().take(shuffled(events[start:], seed)).known == whole


@pytest.mark.parametrize("changed", ["unit", "facility", "lead"])
async def test_a_change_in_the_making_is_waited_for(city: Grid, changed: str) -> None:
    """Else it could be told before the first statement though what is stated is from before it."""
    desk = Principal(subject="desk", kind="staff", roles=frozenset({"grid_desk"}))
    async with city.harness.sessions() as db, db.begin():
        if changed == "unit":
            await units.change(db, desk, "dept-07", None, UnitPatch(name="改名"))
        elif changed == "facility":
            await facilities.change(db, desk, "hall-1", None, FacilityPatch(name="改名"))
        else:
            await end_posts(db, desk, SECOND)
        announcing = asyncio.create_task(city.desk.post(PATH, json={}))
        await asyncio.sleep(0.5)
        assert not announcing.done()

    assert (await announcing).status_code == 201
    events = await city.harness.events()
    start = next(place for place, event in enumerate(events) if event.type == STARTED)
    assert Follower().take(events[start:]).known == Follower().take(events).known


async def test_what_is_followed_is_what_there_is(city: Grid) -> None:
    await city.desk.post(PATH, json={})
    await _goes_on(city, 7)

    events = await city.harness.events()
    start = next(place for place, event in enumerate(events) if event.type == STARTED)
    known = Follower().take(events[start:]).known

    for path, kind, key in (("units", "unit", "code"), ("facilities", "facility", "code"), ("territories", "territory", "code"),
                            ("leads", "lead", "id")):  # fmt: skip
        listed = (await city.desk.get(f"/v1/{path}", params={"limit": 200})).json()["items"]
        assert {(kind, each[key]): each["version"] for each in listed} == {
            name: version for name, (version, _) in known.items() if name[0] == kind
        }
    unit = known["unit", "new-7"][1]
    assert (unit["is_retired"], unit["name"]) == (True, "新办")
    assert known["facility", "hall-1"][1]["hours"] == HOURS
    assert known["territory", COMMUNITY][1]["name"] == "三连7"
    away = [each["absences"] for (kind, _), (_, each) in known.items() if kind == "lead" and each["account"] == "lead-a"]
    assert [each["stand_in"] for each in away[0]] == ["lead-c"]


async def test_an_announcement_is_marked_and_counted_and_keeps_its_order(city: Grid) -> None:
    before = await city.harness.events()

    answer = (await city.desk.post(PATH, json={})).json()

    told = (await city.harness.events())[len(before) :]
    assert [told[0].type, told[-1].type] == [STARTED, FINISHED]
    assert {each.subject for each in told} == {answer["id"]}
    assert [each.sequence for each in told] == list(range(1, len(told) + 1))
    counts = {name: answer[name] for name in ("territories", "units", "facilities", "leads")}
    assert counts == {"territories": 8, "units": 5, "facilities": 2, "leads": 2}
    assert {name: told[-1].data[name] for name in counts} == counts
    assert sum(counts.values()) == len(told) - 2


async def test_only_the_city_s_desk_has_the_whole_stated(grid: Grid) -> None:
    assert (await grid.harness.as_("grid_desk", territory_code=REGIMENT).post(PATH, json={})).status_code == 403
    assert (await grid.lead.post(PATH, json={})).status_code == 403
    assert (await grid.admin.post(PATH, json={"since": "x"})).status_code == 422
    keyed = [await grid.admin.post(PATH, json={}, headers={"idempotency-key": "once"}) for _ in range(2)]
    assert keyed[0].json() == keyed[1].json()


async def test_a_big_city_is_stated_in_batches(grid: Grid) -> None:
    rows = [{"code": f"f-{number:04d}", "kind": "showcase", "name": "x"} for number in range(1_203)]
    (await grid.desk.post("/v1/organisation-imports", json={"facilities": rows})).raise_for_status()

    async with grid.harness.counting_statements() as statements:
        answer = await grid.admin.post(PATH, json={})

    assert answer.json()["facilities"] == 1_204
    assert len(statements) < 30
    told = [each for each in await grid.harness.events() if each.type.endswith("facility_stated.v1")]
    assert len({each.data["facility_code"] for each in told}) == 1_204

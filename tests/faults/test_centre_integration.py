"""A service centre's own system and the house are in step after whatever was cut and killed: no case twice, and none lost."""

import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from centre_house import ITEM, Clerks, People, Store, System, facts_of
from cutting import Cut, CuttingLine
from houses import House, until
from oracle import check_oracle

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

ROUNDS, SEED = 26, 84
PUSH, PULL = "/v1/centre-syncs", "/v1/centre-changes"
KILLS = ("system killed", "house killed")
# What leaves no step in a case's history.
STEPLESS = {"note_paper", "check_materials", "attach", "claim", "give_back"}
DONE = ("applied", "already_applied")


@dataclass
class Scene:
    """The house with its people, the line, and the centre with its clerks and its system."""

    house: House
    people: People
    line: CuttingLine
    unit: str
    store: Store
    clerks: Clerks
    system: System

    @property
    def centre(self) -> str:
        return f"centre-{self.unit}"

    async def shown(self) -> dict[str, dict[str, Any]]:
        """All of the centre's cases, as the house tells them on a whole line."""
        seen: dict[str, dict[str, Any]] = {}
        cursor, has_more = None, True
        while has_more:
            params = {"limit": 50} | ({"cursor": cursor} if cursor else {})
            page = (await self.people.ask(f"system-{self.unit}", "GET", PULL, params=params)).raise_for_status().json()
            seen |= {case["id"]: case for case in page["cases"]}
            cursor, has_more = page["cursor"], page["has_more"]
        return seen

    async def is_in_step(self) -> bool:
        if any(entry["state"] == "waiting" for entry in self.store.entries()):
            return False
        return facts_of(self.store) == await self.shown()

    async def change_slowly(self, number: int) -> None:
        """Something that begins before others' changes, and ends after the centre's system was told of these."""
        of_the_house = f"SELECT id FROM online_cases WHERE centre_code = '{self.centre}' AND external_no IS NULL LIMIT 1"
        async with self.house.connected("affairs") as connection:
            change = f"UPDATE online_cases SET window_code = 'B{number}' WHERE id = ({of_the_house})"
            await connection.execute(sa.text(change))
            self.clerks.take_in()
            await self.line.more(8)
            await connection.commit()

    async def restart_house(self) -> None:
        before = self.house.pid("affairs")
        self.house.kill("affairs")
        await until(lambda: self._has_another_pid(before))

    async def _has_another_pid(self, before: int) -> bool:
        return self.house.pid("affairs") != before


@pytest.fixture(scope="module")
def people(house: House) -> People:
    return People(house, random.Random(SEED))


@asynccontextmanager
async def set_up(people: People, unit: str, folder: Path) -> AsyncIterator[Scene]:
    """The centre of a unit, with a system of its own that has not begun yet."""
    await people.join()
    line = CuttingLine(people.house.url, random.Random(SEED + 1))
    store = Store(folder / "centre.db")
    async with line.running():
        system = System(line.url, people.key(f"system-{unit}"), f"centre-{unit}", folder / "centre.db")
        try:
            yield Scene(people.house, people, line, unit, store, Clerks(store, random.Random(SEED), unit, folder), system)
        finally:
            await system.discard()
            store.close()


async def live(scene: Scene) -> Counter[str]:
    """Work goes on at both sides while the line is cut, and either side is killed; returns what happened how often."""
    chance, done = random.Random(SEED + 2), Counter[str]()
    scene.store.claim(ITEM)
    scene.clerks.take_in()
    await scene.system.start()
    for number in range(ROUNDS):
        for _ in range(3):
            [what] = chance.choices(["take in", "act", "attach", "house", "house takes in"], weights=[3, 5, 1, 4, 1])
            done[what] += 1
            match what:
                case "take in":
                    scene.clerks.take_in()
                case "act":
                    scene.clerks.do_something()
                case "attach":
                    scene.clerks.attach()
                case "house":
                    await scene.people.act_on_something(scene.centre)
                case "house takes in":
                    await scene.people.take_in("clerk-84", number)
                    await scene.people.take_in("clerk-85", number)
        if number % 8 == 3:
            await scene.system.end(signal.SIGKILL)
            await scene.system.start()
            done["system killed"] += 1
        if number % 6 == 5:
            await scene.change_slowly(number)
            done["slow change"] += 1
        if number % 10 == 6:
            await scene.restart_house()
            done["house killed"] += 1
        await scene.line.more(3)
    return done


async def check_nothing_doubled_or_lost(scene: Scene) -> None:
    """One case a number, one step a version, and of the system's steps one for each entry that is known to be done."""
    of_centre = f"FROM online_cases WHERE centre_code = '{scene.centre}'"
    rows = await scene.house.rows("affairs", f"SELECT id, external_no, version {of_centre}")
    steps = await scene.house.rows(
        "affairs", f"SELECT case_id, actor, action FROM online_case_steps WHERE case_id IN (SELECT id {of_centre})"
    )
    numbered = {row.id for row in rows if row.external_no is not None}
    [subject] = {step.actor for step in steps if step.action == "submit" and step.case_id in numbered}
    told = Counter(
        (entry["case_id"], entry["action"])
        for entry in scene.store.entries()
        if entry["state"] in DONE and entry["action"] not in STEPLESS
    )

    assert sorted(row.external_no for row in rows if row.external_no is not None) == scene.clerks.numbers
    assert Counter(step.case_id for step in steps) == {row.id: row.version for row in rows}
    assert Counter((str(step.case_id), step.action) for step in steps if step.actor == subject) == told


async def test_two_systems_stay_in_step_through_cuts_and_kills(people: People, tmp_path: Path) -> None:
    async with set_up(people, "84", tmp_path) as scene:
        # The first push is done, and its answer lost; so is that of the claim, and both come again.
        scene.line.planned = {PUSH: [Cut.ANSWERED, Cut.ANSWER, Cut.REQUEST], "/v1/claims": [Cut.ANSWERED], PULL: [Cut.ANSWER]}
        done = await live(scene)
        scene.line.is_whole = True
        await scene.change_slowly(ROUNDS)  # after which nothing else is told of that case
        await until(scene.is_in_step)
        ended = await scene.system.end(signal.SIGTERM)

        entries = scene.store.entries()
        await check_nothing_doubled_or_lost(scene)
        await check_receipts(scene)
        assert len(await scene.house.rows("affairs", f"SELECT 1 FROM claims WHERE centre_code = '{scene.centre}'")) == 1
        files = Counter(entry["state"] for entry in entries if entry["action"] == "attach")
        kept = await scene.house.rows("affairs", "SELECT count(*), count(DISTINCT (case_id, sha256)) FROM case_files")
        refused = [entry["problem"] for entry in entries if entry["action"] == "attach" and entry["state"] == "refused"]
        assert 0 < kept[0][0] == kept[0][1] <= files["applied"], refused

    assert ended == 0
    assert "starting over" not in scene.system.log  # nobody had to start over, which would have healed whatever was missed
    assert all(done[what] > 1 for what in (*KILLS, "slow change", "take in", "act", "house", "house takes in")), done
    states = Counter(entry["state"] for entry in entries)
    assert states["already_applied"] > 0 < states["conflict"], states  # answers were lost, and others were quicker
    assert states["refused"] == sum(entry["action"] == "attach" for entry in entries if entry["state"] == "refused"), states
    for path in (PUSH, PULL):
        assert all(scene.line.cuts[path, cut] for cut in Cut), scene.line.cuts
    await check_oracle(people.house, {})


async def check_receipts(scene: Scene) -> None:
    """The code of each receipt is there, though the answer that told it may have been lost, and opens its case."""
    receipts = [entry for entry in scene.store.entries() if entry["action"] == "submit"]
    assert all(entry["state"] in DONE and entry["query_code"] for entry in receipts)
    for entry in receipts[:3]:
        case = facts_of(scene.store)[entry["case_id"]]
        answer = await scene.people.ask(
            "window", "POST", "/v1/online-case-lookups", json={"number": case["number"], "query_code": entry["query_code"]}
        )
        assert answer.json()["status"] == case["status"]


async def test_after_the_house_was_restored_from_before_all_comes_back(people: People, tmp_path: Path) -> None:
    """A case that the restored copy never had is told once more, under its key, when the cursor turns out to be gone."""
    async with set_up(people, "85", tmp_path) as scene:
        scene.line.is_whole = True
        for _ in range(3):
            scene.clerks.take_in()
            scene.clerks.attach()
        scene.store.act(scene.clerks.numbers[-1], "accept")
        await scene.system.start()
        await until(scene.is_in_step)
        lost = scene.store.case(scene.clerks.numbers[-1])
        assert lost is not None

        await forget(scene.house, lost["id"])
        await until(lambda: has_other_id(scene.store, scene.clerks.numbers[-1], lost["id"]))
        await until(scene.is_in_step)
        await scene.system.end(signal.SIGTERM)

        assert "starting over" in scene.system.log
        again = scene.store.case(scene.clerks.numbers[-1])
        assert again is not None
        assert (again["status"], again["version"]) == ("accepted", 2)
        assert {entry["state"] for entry in scene.store.entries()} == {*DONE}, [*map(tuple, scene.store.entries())]
        assert sorted(row["external_no"] for row in scene.store.cases() if row["external_no"]) == scene.clerks.numbers


async def has_other_id(store: Store, number: str, before: str) -> bool:
    case = store.case(number)
    return case is not None and case["id"] != before


async def forget(house: House, case_id: str) -> None:
    """As a copy from before the case has it."""
    parts = ("contacts", "tasks", "steps")
    tables = ["centre_sync_entries", "case_documents", "case_files", "case_materials", *(f"online_case_{part}" for part in parts)]
    deleted = [f"DELETE FROM {table} WHERE case_id = '{case_id}'" for table in tables]
    await house.execute("affairs", *deleted, f"DELETE FROM online_cases WHERE id = '{case_id}'")

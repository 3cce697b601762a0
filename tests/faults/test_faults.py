"""Faults in the middle of the replay: whatever is hurt, nothing is lost and nothing is doubled."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

import pytest
from houses import House, stopped, until
from oracle import check_oracle, is_drained

from gov171.demo.caller import Caller
from gov171.demo.news import News
from gov171.demo.plan import Life, plan
from gov171.demo.preparation import published_figures
from gov171.demo.replay import replay

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

LIVES = 60


@dataclass
class Journal:
    """What the client knows of each request: written before it is sent, and when its outcome is known."""

    outcomes: dict[str, str] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)

    def __call__(self, key: str, path: str, outcome: str) -> None:
        self.outcomes[key], self.paths[key] = outcome, path


def lives(start: int) -> list[Life]:
    figures = published_figures()
    return plan(figures["hotline"], figures["organisation"])[start : start + LIVES]


async def live_through(house: House, key: str, chosen: list[Life], journal: Journal, hurt: "asyncio.Future[None]") -> None:
    done: Counter[str] = Counter()

    def advance() -> None:
        done["lives"] += 1
        if done["lives"] == LIVES // 6 and not hurt.done():
            hurt.set_result(None)

    async with Caller(house.url, key, journal) as caller, News(house.url, key).following() as news:
        await replay(chosen, caller, news, advance)


async def test_killed_services_lose_and_double_nothing(house: House) -> None:
    key, journal = await house.furnish(), Journal()
    begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def hurt() -> None:
        await begun
        for service in ("hotline", "grid", "datahub", "risk"):
            before = house.pid(service)
            house.kill(service)
            await until(lambda service=service, before=before: _has_new_pid(house, service, before))

    chosen = lives(0)
    await asyncio.gather(live_through(house, key, chosen, journal, begun), hurt())

    assert set(journal.outcomes.values()) == {"ok"}
    await check_oracle(house, journal.paths)


async def _has_new_pid(house: House, service: str, before: int) -> bool:
    return house.pid(service) != before


async def test_with_nats_stopped_the_api_writes_on_and_the_outbox_drains_afterwards(house: House) -> None:
    key = await house.furnish()
    async with house.client(key) as desk, stopped(house.engine("nats-server")):
        for number in range(20):
            answer = await desk.post("/v1/cases", json=_report(f"停机期间上报 {number}"))
            assert answer.status_code == 201, answer.text
        waiting = await house.rows("grid", "SELECT count(*) FROM outbox WHERE published_at IS NULL")
        assert waiting[0][0] >= 20

    await until(lambda: is_drained(house))
    await check_oracle(house, {})


async def test_with_postgres_away_requests_get_503_and_recover_by_themselves(house: House) -> None:
    key = await house.furnish()
    refused = []
    async with house.client(key) as desk:
        house.engine("postgres").kill()
        async with asyncio.timeout(60):
            while True:
                answer = await desk.post("/v1/cases", json=_report("数据库恢复后上报"))
                if answer.status_code == 201 and refused:
                    break
                if answer.status_code != 201:
                    refused.append(answer)

    assert {answer.status_code for answer in refused} == {503}
    assert all(answer.headers["retry-after"] and answer.json()["type"].endswith("unavailable") for answer in refused)
    await until(lambda: is_drained(house))


def _report(title: str) -> dict[str, str]:
    return {"class_code": "community.environment", "title": title, "description": title, "territory_code": "659007/84/03"}

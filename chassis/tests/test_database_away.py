"""PostgreSQL is away, refuses or hangs: callers are told to come again, nothing is lost, and all goes on by itself."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
from chassis_builders import MIGRATIONS, THING, count, heard, letters, message_of, stored, unit, until
from chassis_example import Settings, create_app
from sqlalchemy import text

from chassis.engines.postgres import PostgresEngine, start_postgres
from chassis.testing import Engines, ServiceHarness, service_client


class Lonely:
    """A service with a PostgreSQL of its own, to stop and to start."""

    def __init__(self, service: ServiceHarness, engine: PostgresEngine, folder: Path) -> None:
        self.service, self.engine, self._folder = service, engine, folder

    async def stop(self) -> None:
        await asyncio.to_thread(self.engine.stop)

    async def start(self) -> None:
        self.engine = await asyncio.to_thread(start_postgres, self._folder, self.engine.port)

    async def is_ready(self) -> bool:
        return (await self.service.client.get("/health/ready")).status_code == 200


@pytest.fixture
async def lonely(engines: Engines, tmp_path: Path) -> AsyncIterator[Lonely]:
    engine = start_postgres(tmp_path / "postgres")
    apart = Engines(engine.url_admin, engines.nats_url)
    lonely: Lonely | None = None
    try:
        async with service_client(apart, create_app, Settings, schema="example", migrations=MIGRATIONS) as service:
            lonely = Lonely(service, engine, tmp_path / "postgres")
            yield lonely
    finally:
        (lonely.engine if lonely else engine).discard()


@pytest.mark.slow
async def test_it_answers_503_while_it_is_away_and_goes_on_by_itself(lonely: Lonely) -> None:
    service, desk, chassis = lonely.service, lonely.service.as_("desk"), lonely.service.app.state.chassis
    await desk.post("/v1/things", json=THING)
    await stored(service)
    await lonely.stop()

    refused = [await desk.post("/v1/things", json=THING | {"id": "b"}, headers={"idempotency-key": "k"}) for _ in range(5)]
    ready, live = await service.client.get("/health/ready"), await service.client.get("/health/live")
    metrics = await service.client.get("/metrics")
    await chassis.bus.publish("GRID", [message_of(unit("good"), f"meanwhile-{number}") for number in range(10)])
    await asyncio.sleep(3)  # the consumer and the relay meet the absence more than once
    await lonely.start()
    await until(lonely.is_ready)
    made = await desk.post("/v1/things", json=THING | {"id": "b"}, headers={"idempotency-key": "k"})
    await until(lambda: _has_heard_all(service))

    for answer in (*refused, ready):
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:gov171:problem:unavailable")
        assert answer.headers["retry-after"] == "2"
    assert (live.status_code, metrics.status_code, made.status_code) == (200, 200, 201)
    assert 'http_requests_total{method="POST",route="/v1/things",status="503"} 5.0' in metrics.text
    assert len(await stored(service)) == 2 + 10
    assert (await letters(service), await heard(service, "meanwhile-0")) == ([], 1)


async def _has_heard_all(service: ServiceHarness) -> bool:
    return await count(service, "heard", "times = 1") == 10


@pytest.mark.slow
async def test_a_database_that_hangs_holds_no_caller_for_long(lonely: Lonely) -> None:
    service, desk = lonely.service, lonely.service.as_("desk")
    await desk.post("/v1/things", json=THING)
    family = [psutil.Process(lonely.engine.pid), *psutil.Process(lonely.engine.pid).children(recursive=True)]
    for process in family:
        os.kill(process.pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(30):
            ready = await service.client.get("/health/ready")
            answers = await asyncio.gather(*(desk.post("/v1/things", json=THING | {"id": f"t{n}"}) for n in range(30)))
    finally:
        for process in family:
            os.kill(process.pid, signal.SIGCONT)

    assert (ready.status_code, {answer.status_code for answer in answers}) == (503, {503})
    await until(lonely.is_ready)
    await until(lambda: _makes(service, "again"))
    assert (await stored(service))[-1] == str((await service.events())[-1].id)


async def _makes(service: ServiceHarness, name: str) -> bool:
    return (await service.as_("desk").post("/v1/things", json=THING | {"id": name})).status_code == 201


async def test_sessions_ended_by_an_operator_cost_an_answer_at_most(example: ServiceHarness) -> None:
    desk = example.as_("desk")
    await asyncio.gather(*(desk.post("/v1/things", json=THING | {"id": f"t{number}"}) for number in range(10)))
    async with example.sessions() as db:
        mine = "datname = current_database() AND pid <> pg_backend_pid()"
        await db.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}"))

    answers = [await desk.post("/v1/things", json=THING | {"id": f"u{number}"}) for number in range(30)]

    assert {answer.status_code for answer in answers} <= {201, 503}
    assert answers[-1].status_code == 201
    assert await count(example, "things", "id LIKE 'u%'") == sum(answer.status_code == 201 for answer in answers)


@pytest.mark.slow
async def test_whoever_waits_too_long_for_another_s_lock_is_told_to_come_again(example: ServiceHarness) -> None:
    async with example.sessions() as other, other.begin():
        await other.execute(text("LOCK TABLE things IN EXCLUSIVE MODE"))
        answer = await example.as_("desk").post("/v1/things", json=THING)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert await count(example, "things") == 0


@pytest.mark.slow
async def test_with_no_connection_free_a_caller_is_told_to_come_again(engines: Engines) -> None:
    async with service_client(engines, create_app, Settings, schema="example", migrations=MIGRATIONS, pool_size=4) as service:
        held = [service.sessions() for _ in range(4)]
        for session in held:
            await session.execute(text("SELECT 1"))
        answer = await service.as_("desk").post("/v1/things", json=THING)
        for session in held:
            await session.close()

        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert (await service.as_("desk").post("/v1/things", json=THING)).status_code == 201

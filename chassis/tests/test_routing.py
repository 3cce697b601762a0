"""Routes: each says who may use it; what it did stands before it answers, or it did nothing."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import httpx
import pytest
from chassis_builders import THING, count
from chassis_example import Settings
from fastapi import APIRouter
from sqlalchemy import text

from chassis.app import build_app
from chassis.routing import Principal, anyone, domain_router, require, undeclared_routes
from chassis.testing import ServiceHarness


def test_a_route_that_says_nothing_of_who_may_use_it_is_named() -> None:
    router, plain = domain_router("/v1/lamps", "lamps"), APIRouter(prefix="/v1/benches")

    @router.get("/open")
    async def show(actor: Annotated[Principal, anyone()]) -> None: ...
    @router.get("/{lamp_id}")
    async def forget(lamp_id: int) -> None: ...
    @router.post("", dependencies=[require("desk")])
    async def make() -> None: ...
    @plain.get("")
    async def forget_too() -> None: ...

    app = build_app(Settings.for_documents(), title="t", summary="s", routers=[router, plain])

    assert undeclared_routes(app) == ["/health/live", "/health/ready", "/metrics", "/v1/benches", "/v1/lamps/{lamp_id}"]


async def test_what_is_for_everywhere_is_not_for_who_is_bound_to_a_territory(example: ServiceHarness) -> None:
    bound = {role: example.as_(role, territory_code="659007/84") for role in ("desk", "administrator", "unit")}
    refused = {role: await client.post("/v1/things/inventories") for role, client in bound.items()}

    assert (await example.as_("desk").post("/v1/things/inventories")).status_code == 201
    assert {answer.status_code for answer in refused.values()} == {403}
    assert refused["desk"].json()["territory_code"] == refused["administrator"].json()["territory_code"] == "659007/84"
    assert refused["unit"].json()["needed"] == ["desk"]
    assert (await bound["desk"].post("/v1/things", json=THING)).status_code == 201


async def test_the_reply_comes_after_the_commit(example: ServiceHarness) -> None:
    """Whoever has the answer can read what it tells of, on any connection."""
    desk = example.as_("desk")

    async def make_and_look(name: str) -> int:
        assert (await desk.post("/v1/things", json=THING | {"id": name})).status_code == 201
        return await count(example, "things", f"id = '{name}'")

    assert await asyncio.gather(*(make_and_look(f"t{number}") for number in range(30))) == [1] * 30


async def test_a_request_refused_after_it_wrote_leaves_nothing(example: ServiceHarness) -> None:
    desk = example.as_("desk")
    answers = [
        await desk.post("/v1/things/orphans", headers={"idempotency-key": "k"}),
        await desk.post("/v1/things/refusals", json=THING),
    ]

    assert [answer.status_code for answer in answers] == [500, 409]
    for table in ("children", "things", "outbox", "idempotency_keys"):
        assert await count(example, table) == 0


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        (None, 200), ("*", 200), ('"1"', 200), ('W/"1"', 200), (' "1" ', 200),
        ('"2"', 412), ('"0"', 412), ("1, 2", 400), ('"1", "2"', 400), ('""', 400), ('"-1"', 400), ('"²"', 400), ("9" * 40, 400),
    ],
)  # fmt: skip
async def test_if_match_is_the_version_that_was_read(example: ServiceHarness, if_match: str | None, status: int) -> None:
    desk = example.as_("desk")
    made = await desk.post("/v1/things", json=THING)
    headers = {} if if_match is None else {"if-match": if_match.encode()}

    answer = await desk.put("/v1/things/a", json=THING | {"name": "bench"}, headers=headers)

    assert (made.headers["etag"], answer.status_code) == ('"1"', status)
    assert await count(example, "things", "name = 'bench' AND version = 2") == (status == 200)
    assert len(await example.events()) == 1 + (status == 200)
    if status == 200:
        assert answer.headers["etag"] == '"2"'


async def test_of_many_who_read_one_version_one_wins(example: ServiceHarness) -> None:
    desk = example.as_("desk")
    await desk.post("/v1/things", json=THING)

    answers = await asyncio.gather(*(desk.put("/v1/things/a", json=THING, headers={"if-match": '"1"'}) for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    assert [event.sequence for event in await example.events()] == [1, 2]


async def test_the_administrator_may_do_what_any_role_may_and_others_not_what_is_the_administrator_s(
    example: ServiceHarness,
) -> None:
    allowed = await example.client.post("/v1/things", json=THING)
    refused = await example.as_("desk", "unit").post("/v1/example/event-replays", json={"since": "2020-01-01T00:00:00Z"})

    assert (allowed.status_code, refused.status_code) == (201, 403)
    assert refused.json()["needed"] == ["administrator"]


async def test_a_role_is_asked_for_before_the_body_is_looked_at(example: ServiceHarness) -> None:
    answers = [
        await example.as_("unit").post("/v1/things", json={"id": 5}),
        await example.as_("unit").put("/v1/things/nowhere", json=THING),
    ]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(example.app), base_url="http://service") as nobody:
        answers.append(await nobody.post("/v1/things", content=b"{"))

    assert [answer.status_code for answer in answers] == [403, 403, 401]


async def test_a_declared_clock_ends_with_its_request(example: ServiceHarness) -> None:
    then, desk = datetime(2024, 5, 6, tzinfo=UTC), example.as_("desk")
    replayed = example.as_("desk", replay_at=then)

    await asyncio.gather(*(
        client.post("/v1/things", json=THING | {"id": f"{kind}{number}"})
        for number in range(10)
        for kind, client in (("old", replayed), ("new", desk))
    ))  # fmt: skip

    assert await count(example, "outbox", "replay AND subject LIKE 'old%' AND time = '2024-05-06T00:00:00Z'") == 10
    assert await count(example, "outbox", "NOT replay AND subject LIKE 'new%' AND time > '2025-01-01'") == 10


async def test_a_caller_who_goes_away_leaves_no_transaction_open(example: ServiceHarness) -> None:
    async with example.sessions() as db, db.begin():
        await db.execute(text("LOCK TABLE things IN EXCLUSIVE MODE"))
        waiting = asyncio.create_task(example.as_("desk").post("/v1/things", json=THING))
        await asyncio.sleep(0.3)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    open_ones = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' AND query LIKE '%things%'"
    async with example.sessions() as db:
        assert (await db.execute(text(open_ones))).scalar_one() == 0
    assert await count(example, "things") == 0
    assert (await example.as_("desk").post("/v1/things", json=THING)).status_code == 201

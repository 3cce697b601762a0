"""Idempotency keys: one request, one effect, one answer, whatever is sent again."""

import asyncio
import hashlib
import json
import tracemalloc
from collections.abc import AsyncIterator

import pytest
from chassis_builders import THING, count, until
from sqlalchemy import text

from chassis.testing import ServiceHarness

KEY = {"idempotency-key": "k-1"}


async def test_while_the_first_still_runs_the_second_is_told_so(example: ServiceHarness) -> None:
    desk = example.as_("desk")
    async with example.sessions() as db, db.begin():
        await db.execute(text("LOCK TABLE things IN EXCLUSIVE MODE"))
        first = asyncio.create_task(desk.post("/v1/things", json=THING, headers=KEY))
        await until(lambda: _waits_for_a_lock(example))
        second = await desk.post("/v1/things", json=THING, headers=KEY)
        other = await example.as_("desk", subject="other").get("/v1/things/count", headers=KEY)

    made = await first
    third = await desk.post("/v1/things", json=THING, headers=KEY)

    assert (second.status_code, second.json()["type"]) == (409, "urn:gov171:problem:request-in-flight")
    assert (made.status_code, third.status_code, other.status_code) == (201, 201, 200)
    assert ("idempotent-replayed" in made.headers, third.headers["idempotent-replayed"]) == (False, "true")
    assert (await count(example, "things"), await count(example, "outbox")) == (1, 1)


async def _waits_for_a_lock(example: ServiceHarness) -> bool:
    return await count(example, "pg_stat_activity", "wait_event_type = 'Lock' AND query LIKE '%INTO things%'") == 1


async def test_a_crowd_with_one_key_makes_one_thing_and_gets_one_answer(example: ServiceHarness) -> None:
    desk = example.as_("desk")

    async def insist() -> bytes:
        while (answer := await desk.post("/v1/things", json=THING, headers=KEY)).status_code == 409:  # noqa: ASYNC110 - as callers do
            await asyncio.sleep(0.05)
        assert answer.status_code == 201
        return answer.content

    assert len(set(await asyncio.gather(*(insist() for _ in range(16))))) == 1
    assert (await count(example, "things"), await count(example, "outbox")) == (1, 1)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/things", {"id": "b", "name": "lamp"}),
        ("/v1/things?x=1", THING),
        ("/v1/things/refusals", THING),
        ("/v1/things", {"name": "lamp", "id": "a"}),
    ],
    ids=["other body", "other query", "other route", "same members, other bytes"],
)
async def test_another_request_under_the_key_is_refused(example: ServiceHarness, path: str, body: dict[str, str]) -> None:
    desk = example.as_("desk")
    await desk.post("/v1/things", json=THING, headers=KEY)

    answer = await desk.post(path, json=body, headers=KEY)

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:gov171:problem:idempotency-key-reused")
    assert await count(example, "things") == 1


@pytest.mark.parametrize("path", ["/v1/things", "/v1/things/orphans", "/v1/things/refusals"])
async def test_a_request_that_failed_in_any_way_leaves_its_key_free(example: ServiceHarness, path: str) -> None:
    desk = example.as_("desk")

    failed = await desk.post(path, json=THING | {"name": ""}, headers=KEY)
    made = await desk.post("/v1/things", json=THING, headers=KEY)

    assert failed.status_code in {409, 422, 500}
    assert (made.status_code, "idempotent-replayed" in made.headers) == (201, False)


async def test_the_answer_comes_again_though_the_thing_has_changed_since(example: ServiceHarness) -> None:
    desk = example.as_("desk")
    first = await desk.post("/v1/things", json=THING, headers=KEY)
    await desk.put("/v1/things/a", json=THING | {"name": "bench"})

    again = await desk.post("/v1/things", json=THING, headers=KEY)

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert {name: again.headers[name] for name in ("etag", "content-type")} == {"etag": '"1"', "content-type": "application/json"}
    assert json.loads(again.content) == {"id": "a"}


async def test_keys_of_two_callers_are_apart_at_the_same_moment(example: ServiceHarness) -> None:
    callers = [example.as_("desk", subject=f"desk-{number}") for number in range(8)]

    answers = await asyncio.gather(*(
        caller.post("/v1/things", json=THING | {"id": f"t{number}"}, headers=KEY) for number, caller in enumerate(callers)
    ))  # fmt: skip

    assert [answer.status_code for answer in answers] == [201] * 8
    assert await count(example, "idempotency_keys") == 8


@pytest.mark.parametrize("key", [b"", b"x" * 201, "钥匙".encode(), b"a\tb", b"\xff"])
async def test_what_is_no_key_is_refused(example: ServiceHarness, key: bytes) -> None:
    answer = await example.as_("desk").post("/v1/things", json=THING, headers={"idempotency-key": key})

    assert (answer.status_code, await count(example, "things")) == (400, 0)


async def test_whom_a_role_keeps_out_no_stored_answer_lets_in(example: ServiceHarness) -> None:
    await example.as_("desk", subject="a").post("/v1/things", json=THING, headers=KEY)

    answer = await example.as_("unit", subject="b").post("/v1/things", json=THING, headers=KEY)

    assert answer.status_code == 403


_MEGABYTE = 1024 * 1024


async def _megabytes(many: int, ending: bytes = b"") -> AsyncIterator[bytes]:
    for _ in range(many):
        yield bytes(_MEGABYTE)
    yield ending


async def test_a_long_body_is_read_twice_and_never_held_whole(example: ServiceHarness) -> None:
    desk, digest = example.as_("desk"), hashlib.sha256(bytes(20 * _MEGABYTE)).hexdigest()
    tracemalloc.start()
    try:
        made = await desk.post("/v1/things/digests", content=_megabytes(20), headers=KEY)
        again = await desk.post("/v1/things/digests", content=_megabytes(20), headers=KEY)
        other = await desk.post("/v1/things/digests", content=_megabytes(20, b"x"), headers=KEY)
        too_long = await desk.post("/v1/things/digests", content=_megabytes(22), headers=KEY)
        _, most_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (made.status_code, made.json()["sha256"], again.content) == (200, digest, made.content)
    assert made.json()["chunks"] > 20
    assert (again.headers["idempotent-replayed"], other.status_code, too_long.status_code) == ("true", 422, 413)
    assert most_bytes < 8 * _MEGABYTE


@pytest.mark.parametrize("size", [0, 1, 64 * 1024, 256 * 1024, 256 * 1024 + 1])
async def test_a_body_of_any_length_comes_to_the_route_as_it_was_sent(example: ServiceHarness, size: int) -> None:
    answer = await example.as_("desk").post("/v1/things/digests", content=b"a" * size, headers=KEY)

    assert answer.json()["sha256"] == hashlib.sha256(b"a" * size).hexdigest()

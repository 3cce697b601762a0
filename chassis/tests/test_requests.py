"""A request: who may make it, its one transaction, its one answer, and what it says when it is refused."""

import asyncio
import json
import time
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey
from sqlalchemy import text

from chassis.auth import ISSUER, TokenVerifier
from chassis.errors import Unauthenticated, Unavailable
from chassis.routing import undeclared_routes
from chassis.testing import ServiceHarness

THING = {"id": "a", "name": "lamp"}
MADE = ("things", "idempotency_keys")


async def count(example: ServiceHarness) -> int:
    return int((await example.as_().get("/v1/things/count")).json()["count"])


async def test_the_key_makes_it_one_thing_and_one_answer(example: ServiceHarness) -> None:
    desk, key = example.as_("desk"), {"idempotency-key": "k"}

    first = await desk.post("/v1/things", json=THING, headers=key)
    again = await desk.post("/v1/things", json=THING, headers=key)
    other = await desk.post("/v1/things", json=THING | {"name": "bench"}, headers=key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.content == first.content
    assert (again.headers["etag"], again.headers["idempotent-replayed"]) == ('"1"', "true")
    assert other.json()["type"].endswith("idempotency-key-reused")
    assert (await count(example), len(await example.events())) == (1, 1)


async def test_the_same_key_at_once_is_done_once(example: ServiceHarness) -> None:
    desk, key = example.as_("desk"), {"idempotency-key": "k"}

    answers = await asyncio.gather(*(desk.post("/v1/things", json=THING, headers=key) for _ in range(8)))

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert await count(example) == 1


async def test_a_first_request_that_ends_while_the_second_looks_answers_both(example: ServiceHarness) -> None:
    """The second finds no answer, then waits for the row that the first has made and not yet committed."""
    desk, key = example.as_("desk"), {"idempotency-key": "k"}
    first = await desk.post("/v1/things", json=THING, headers=key)
    async with example.sessions() as db:
        for name in MADE:  # as it was before the first committed: its rows are gone to who looks, and in the way of who writes
            await db.execute(text(f"CREATE TEMPORARY TABLE made_{name} ON COMMIT DROP AS SELECT * FROM {name}"))
        async with example.sessions() as other:
            for name in MADE:
                await other.execute(text(f"DELETE FROM {name}"))
            await other.commit()
        for name in MADE:
            await db.execute(text(f"INSERT INTO {name} SELECT * FROM made_{name}"))
        second = asyncio.create_task(desk.post("/v1/things", json=THING, headers=key))
        async with asyncio.timeout(10):
            while not (await db.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))).scalar_one():  # noqa: ASYNC110
                await asyncio.sleep(0.01)  # nothing tells that somebody waits
        await db.commit()

    answer = await second
    assert (answer.status_code, answer.content) == (201, first.content)
    assert (answer.headers["idempotent-replayed"], await count(example)) == ("true", 1)


async def test_a_refused_request_leaves_its_key_free_and_principals_do_not_share_keys(example: ServiceHarness) -> None:
    desk, another, key = example.as_("desk"), example.as_("desk", subject="desk-02"), {"idempotency-key": "k"}

    refused = await desk.post("/v1/things", json={"id": ""}, headers=key)
    mine = await desk.post("/v1/things", json=THING, headers=key)
    theirs = await another.post("/v1/things", json=THING | {"id": "b"}, headers=key)

    assert (refused.status_code, mine.status_code, theirs.status_code) == (422, 201, 201)
    assert (await desk.post("/v1/things", json=THING, headers={"idempotency-key": "x" * 300})).status_code == 400


async def test_a_commit_that_fails_is_no_success(example: ServiceHarness) -> None:
    answer = await example.as_("desk").post("/v1/things/orphans")

    assert answer.status_code == 500
    async with example.sessions() as db:
        assert (await db.execute(text("SELECT count(*) FROM children"))).scalar_one() == 0


async def test_a_lost_race_is_told(example: ServiceHarness) -> None:
    desk = example.as_("desk")
    await desk.post("/v1/things", json=THING)

    won = await desk.put("/v1/things/a", json=THING, headers={"if-match": '"1"'})
    lost = await desk.put("/v1/things/a", json=THING, headers={"if-match": '"1"'})
    unreadable = await desk.put("/v1/things/a", json=THING, headers={"if-match": "one"})

    assert (won.status_code, lost.status_code, unreadable.status_code) == (200, 412, 400)
    assert lost.json()["current_version"] == 2


async def test_roles_decide(example: ServiceHarness) -> None:
    answers = [await example.as_(*roles).post("/v1/things", json=THING) for roles in ((), ("unit",), ("desk",))]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(example.app), base_url="http://service") as nobody:
        answers.append(await nobody.get("/v1/things/count"))

    assert [answer.status_code for answer in answers] == [401, 403, 201, 401]
    assert answers[1].json()["needed"] == ["desk"]
    assert undeclared_routes(example.app, exempt=("/health/live", "/health/ready", "/metrics")) == []


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "name"),
    [
        ("POST", "/v1/things", b"{", 400, "malformed"),
        ("POST", "/v1/things", b'{"id": "a", "name": "b", "more": 1}', 422, "invalid"),
        ("POST", "/v1/things", b'{"id": "a", "name": "\\u0000"}', 422, "invalid"),
        ("GET", "/v1/nowhere", b"", 404, "not-found"),
        ("DELETE", "/v1/things", b"", 405, "method-not-allowed"),
        ("PUT", "/v1/things/none", b'{"id": "a", "name": "b"}', 404, "not-found"),
        ("GET", "/v1/things/broken", b"", 500, "problem"),
    ],
)
async def test_what_is_refused_is_a_problem_document(
    example: ServiceHarness, method: str, path: str, content: bytes, status: int, name: str
) -> None:
    headers = {"content-type": "application/json"}
    answer = await example.as_("desk").request(method, path, content=content, headers=headers)
    chinese = await example.as_("desk").request(method, path, content=content, headers=headers | {"accept-language": "fr"})

    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:gov171:problem:{name}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"].isascii()
    assert not chinese.json()["title"].isascii()
    assert "13812341234" not in answer.text
    assert await count(example) == 0


def _token(key: Any, algorithm: str = "EdDSA", **changes: Any) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": "svc-example", "sub": "a", "kind": "staff", "roles": ["desk"], "iat": now, "exp": now + 60}
    made = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode({"alg": algorithm, "kid": "one"}, made, key, algorithms=[algorithm])


async def test_only_the_gateway_s_own_fresh_token_for_this_service_counts() -> None:
    key, stranger = (OKPKey.generate_key("Ed25519", {"kid": "one"}) for _ in range(2))
    verifier = TokenVerifier(json.dumps({"keys": [key.as_dict(private=False)]}), "example")
    secret = OctKey.import_key(json.dumps(key.as_dict(private=False)))
    now = int(time.time())
    wrong = [
        _token(key, exp=now - 60), _token(key, exp=None), _token(key, aud="svc-other"), _token(key, iss="somebody"),
        _token(key, kind="robot"), _token(stranger), _token(secret, "HS256"), "no.token", "",
    ]  # fmt: skip

    assert (await verifier.verify(_token(key))).roles == {"desk"}
    for token in wrong:
        with pytest.raises(Unauthenticated):
            await verifier.verify(token)
    with pytest.raises(Unavailable):
        await TokenVerifier("http://127.0.0.1:9/jwks", "example").verify(_token(key))


async def test_health_and_metrics_tell_how_it_is(example: ServiceHarness) -> None:
    await example.as_("desk").post("/v1/things", json=THING)

    ready, metrics = await example.client.get("/health/ready"), await example.client.get("/metrics")

    assert ready.json()["status"] == "ready"
    assert (await example.client.get("/health/live")).status_code == 200
    assert 'http_requests_total{method="POST",route="/v1/things",status="201"} 1.0' in metrics.text

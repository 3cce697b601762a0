"""What reaches the services, and what does not."""

import asyncio
import json

import httpx
import pytest
from gateway_builders import Door, Served, echo_application, served
from hypothesis import given
from hypothesis import strategies as st

from gateway.forwarding.rules import DEEPEST_JSON, is_too_deep


async def test_a_request_reaches_its_service_as_it_was_sent(door: Door) -> None:
    application = await door.application(roles=["desk", "unit"], unit_code="84", territory_code="659007/84")
    client = door.client(f"Key {application['key']}")

    answer = await client.post("/v1/tickets/7/replies?x=1&x=%2F", json={"content": "好"}, headers={"idempotency-key": "a"})

    told = answer.json()
    assert (told["method"], told["path"], told["query"]) == ("POST", "/v1/tickets/7/replies", "x=1&x=%2F")
    assert json.loads(told["body"]) == {"content": "好"}
    assert told["headers"]["idempotency-key"] == "a"
    assert answer.headers["etag"] == '"3"'
    principal = await door.principal_at("hotline", told)
    assert (principal.kind, principal.unit_code, principal.territory_code) == ("application", "84", "659007/84")
    assert principal.roles == {"desk", "unit"}


async def test_no_header_can_claim_to_be_somebody(door: Door) -> None:
    forged = {"x-user": "root", "x-forwarded-for": "1.2.3.4", "gov171_roles": "administrator", "cookie": "a=b"}

    answer = await door.client().get("/v1/items", headers=forged)

    told = answer.json()
    assert not forged.keys() & told["headers"].keys()
    assert "x-internal" not in answer.headers
    principal = await door.principal_at("affairs", told)
    assert (principal.kind, principal.roles) == ("public", {"public"})


async def test_each_token_is_for_one_service(door: Door) -> None:
    told = (await door.client().get("/v1/cases")).json()

    assert (await door.principal_at("grid", told)).subject == "anonymous"
    with pytest.raises(Exception, match="token"):
        await door.principal_at("hotline", told)


@pytest.mark.parametrize(
    "path", ["/v1//tickets", "/v1/tickets/../cases", "/v1/tickets/%2e%2e/x", "/v1/a%2Fb", "/v1/a;b", "/v1/%00"]
)
async def test_a_path_that_can_be_read_in_two_ways_is_refused(door: Door, path: str) -> None:
    host = door.url.removeprefix("http://")
    answer = await _raw(host, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")

    assert answer.startswith("HTTP/1.1 400")
    assert "application/problem+json" in answer


@pytest.mark.parametrize("hosts", ["", "Host: a\r\nHost: b\r\n"])
async def test_exactly_one_host_is_needed(door: Door, hosts: str) -> None:
    answer = await _raw(door.url.removeprefix("http://"), f"GET /v1/tickets HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n")

    assert answer.startswith("HTTP/1.1 400")


async def _raw(host: str, request: str) -> str:
    name, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    writer.write(request.encode())
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return answer.decode()


async def test_a_body_that_is_too_large_or_too_deep_is_refused(door: Door) -> None:
    client, kind = door.client(), {"content-type": "application/json"}

    large = await client.post("/v1/tickets", content=b'"' + b"x" * (1024 * 1024) + b'"', headers=kind)
    bulk = await client.post("/v1/ticket-imports", content=b'"' + b"x" * (2 * 1024 * 1024) + b'"', headers=kind)
    deep = await client.post("/v1/tickets", content=b"[" * 40 + b"]" * 40, headers=kind)

    assert (large.status_code, large.json()["limit_bytes"]) == (413, 1024 * 1024)
    assert (bulk.status_code, deep.status_code) == (200, 400)


async def test_a_body_that_does_not_come_in_time_is_refused(door: Door) -> None:
    async def slowly():
        yield b"{"
        await asyncio.sleep(2)
        yield b"}"

    answer = await door.client().post("/v1/tickets", content=slowly())

    assert answer.status_code == 400
    assert "did not come" in answer.json()["detail"]


async def test_a_service_that_is_away_is_said_to_be(door: Door, upstream: Served) -> None:
    async with _stopped(upstream):
        answer = await door.client().get("/v1/tickets")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_service_that_comes_back_is_reached_again_within_the_same_request(door: Door, upstream: Served) -> None:
    async with _stopped(upstream):
        asking = asyncio.create_task(door.client().get("/v1/tickets"))
        await asyncio.sleep(0.3)
    async with served(echo_application(), upstream.port):
        assert (await asking).status_code == 200


class _stopped:
    """The upstream refuses connections within the block."""

    def __init__(self, upstream: Served) -> None:
        self._upstream = upstream

    async def __aenter__(self) -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(self._upstream.url)).status_code == 200
        self._upstream.server.should_exit = self._upstream.server.force_exit = True
        await self._upstream.task

    async def __aexit__(self, *_: object) -> None:
        return None


async def test_nobody_s_path_is_not_found(door: Door) -> None:
    answer = await door.client().get("/v1/nobody")

    assert (answer.status_code, answer.json()["type"]) == (404, "urn:gov171:problem:not-found")


@given(st.integers(0, 80), st.text(max_size=30))
def test_depth_is_counted_and_brackets_in_text_are_not(depth: int, text: str) -> None:
    nested = json.dumps(text + "[" * 50)
    for _ in range(depth):
        nested = f"[{nested}]"

    assert is_too_deep(nested.encode()) is (depth > DEEPEST_JSON)

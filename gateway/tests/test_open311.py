"""Clients of Open311 show their key in the query or the form; it is recognised, and goes no further."""

import xml.etree.ElementTree as ET
from typing import Any

import httpx
import pytest
from gateway_builders import ADMINISTRATOR_KEY, Door, Served
from hypothesis import given
from hypothesis import strategies as st

from gateway.forwarding.open311 import _without
from gateway.forwarding.rules import MEGABYTE, largest_body

REQUESTS = "/open311/v2/requests.json"


async def who(door: Door, answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    return (await door.principal_at("hotline", answer.json())).subject


def error(answer: httpx.Response) -> tuple[int, str]:
    [found] = answer.json()
    assert (set(found), found["code"]) == ({"code", "description"}, answer.status_code)
    return answer.status_code, found["description"]


@pytest.mark.parametrize(
    "sending",
    [
        lambda key: {"data": {"api_key": key, "service_code": "a"}},
        lambda key: {"data": {"api_key": key, "service_code": "a"}, "files": {"media": ("a.jpg", b"x" * 100)}},
        lambda key: {"params": {"api_key": key, "service_code": "a"}},
        lambda key: {"data": {"service_code": "a"}, "headers": {"authorization": f"Key {key}"}},
        lambda key: {"data": {"service_code": "a", "api_key": ""}, "headers": {"authorization": f"Key {key}"}},
    ],
    ids=["form", "multipart", "query", "header", "header beside an empty field"],
)
async def test_a_key_is_recognised_wherever_it_stands_and_goes_no_further(door: Door, sending: Any) -> None:
    application = await door.application()

    answer = await door.client().post(REQUESTS, **sending(application["key"]))

    assert await who(door, answer) == f"application:{application['id']}"
    secret = application["key"].partition(".")[2]
    assert secret not in answer.text
    assert "service_code" in answer.json()["body"] + answer.json()["query"]


async def test_a_key_behind_a_large_picture_is_found_and_the_picture_arrives_whole(door: Door, upstream: Served) -> None:
    application = await door.application()
    picture = ("media", ("a.bin", b"y" * 3 * MEGABYTE))
    field = ("api_key", (None, application["key"]))

    answer = await door.client().post("/open311/v2/requests.xml", files=[picture, field])

    told = answer.json()
    assert await who(door, answer) == f"application:{application['id']}"
    assert told["body"].count("y") >= 3 * MEGABYTE
    assert application["key"].partition(".")[2] not in told["body"]
    assert told["headers"]["content-type"].startswith("multipart/form-data; boundary=")


async def test_without_a_key_it_is_the_public_that_asks(door: Door) -> None:
    client = door.client()

    assert await who(door, await client.get("/open311/v2/services.json?jurisdiction_id=659007")) == "anonymous"
    assert await who(door, await client.post(REQUESTS, data={"service_code": "a", "api_key": ""})) == "anonymous"
    assert await who(door, await client.post(REQUESTS, json={"api_key": "nothing"})) == "anonymous"


async def test_the_query_keeps_all_but_the_key(door: Door) -> None:
    application = await door.application()

    told = await door.client().get(f"/open311/v2/requests.json?status=open&api_key={application['key']}&service_code=a%2Cb")
    alone = await door.client().get(f"/open311/v2/requests.json?api%5Fkey={application['key']}")

    assert told.json()["query"] == "status=open&service_code=a%2Cb"
    assert alone.json()["query"] == ""
    assert await who(door, alone) == f"application:{application['id']}"


@pytest.mark.parametrize("wrong", ["nothing", "a.b", "administrator.wrong"])
async def test_a_wrong_key_is_said_to_be_wrong(door: Door, wrong: str) -> None:
    client = door.client()

    answers = [
        await client.post(REQUESTS, data={"api_key": wrong}),
        await client.post(REQUESTS, data={"api_key": wrong}, files={"media": ("a", b"x")}),
        await client.get(REQUESTS, params={"api_key": wrong}),
        await door.client(f"Key {wrong}").get(REQUESTS),
    ]

    assert [error(answer)[0] for answer in answers] == [403] * 4
    xml = ET.fromstring((await client.get("/open311/v2/requests.xml", params={"api_key": wrong})).content)
    assert (xml.tag, xml.findtext("error/code")) == ("errors", "403")


async def test_two_keys_are_one_too_many(door: Door) -> None:
    answer = await door.client().post(REQUESTS, params={"api_key": ADMINISTRATOR_KEY}, data={"api_key": "another.key"})

    assert error(answer)[0] == 400


async def test_what_the_gateway_refuses_below_open311_it_refuses_in_the_standard_s_form(door: Door, upstream: Served) -> None:
    client = door.client()
    nameless = {"content-type": "multipart/form-data"}

    assert error(await client.post(REQUESTS, content=b"--x--", headers=nameless))[0] == 400
    assert error(await client.post(REQUESTS, data={"description": "x" * (MEGABYTE + 1)}))[0] == 413
    assert error(await client.post(REQUESTS, files={"media": ("a", b"x" * (20 * MEGABYTE + 512 * 1024))}))[0] == 413
    upstream.server.should_exit = upstream.server.force_exit = True
    await upstream.task
    assert error(await client.get(REQUESTS))[0] == error(await client.post(REQUESTS, data={"a": "b"}))[0] == 503


def test_only_a_report_with_a_file_may_be_large() -> None:
    kind = "multipart/form-data; boundary=x"

    assert largest_body("/open311/v2/requests.xml", kind) == largest_body("/open311/v2/requests", kind) > 20 * MEGABYTE
    assert largest_body("/open311/v2/requests.xml") == largest_body("/open311/v2/servicerequestupdates.xml", kind) == MEGABYTE


@given(st.lists(st.sampled_from([b"", b"a", b"b", b"ab", b"abc", b"secret", b"sec", b"ret", b"secsecret"]), max_size=30))
async def test_the_secret_is_blotted_out_wherever_it_stands(chunks: list[bytes]) -> None:
    async def coming():
        for chunk in chunks:
            yield chunk

    passed = b"".join([piece async for piece in _without({"id.secret"}, coming())])

    assert passed == b"".join(chunks).replace(b"secret", b"******")

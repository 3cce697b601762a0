"""What the gateway itself shows: the overview, the live feed, the documents."""

import asyncio
import json
import re
from typing import Any

import httpx
import pytest
from gateway_builders import Door

from chassis.bus import Message
from chassis.errors import Malformed
from chassis.ids import uuid7
from gateway.live.position import read_position, write_position

_SUBJECT = "gov171.hotline.ticket.closed.v1"


async def test_the_overview_says_what_is_missing_and_shows_the_rest(door: Door) -> None:
    overview = (await door.client().get("/v1/overview")).json()

    assert overview["base"]["figures"][0] | {"as_of": ""} == {
        "key": "events", "label_zh": "归档事件数", "label_en": "Events archived", "value": 9, "unit": "count",
        "source": "svc-datahub", "as_of": "",
    }  # fmt: skip
    hotline = next(part for part in overview["platforms"] if part["key"] == "hotline")
    assert hotline["figures"][0]["value"] == 7
    assert (overview["centre"]["figures"], overview["centre"]["missing"]) == ([], "svc-risk does not answer")


async def test_the_year_is_an_administrator_s_choice(door: Door) -> None:
    application = await door.application()

    refused = await door.client(f"Key {application['key']}").put("/v1/overview/period", json={"year": 2025})
    await door.administrator.put("/v1/overview/period", json={"year": 2024})
    await door.administrator.put("/v1/overview/period", json={"year": 2025})

    assert refused.status_code == 403
    assert (await door.client().get("/v1/overview")).json()["year"] == 2025


async def publish(door: Door, subject: str, name: str) -> None:
    event_id = str(uuid7())
    body = json.dumps({"specversion": "1.0", "id": event_id, "type": subject, "data": {"name": name}}).encode()
    await door.harness.app.state.chassis.bus.publish(subject.split(".")[1].upper(), [Message(subject, event_id, body)])


async def heard(client: httpx.AsyncClient, count: int, *, then: Any = None, **more: Any) -> tuple[list[str], str]:
    """The names of the next events on the feed, and the last one's id; `then` runs once the feed is open."""
    names, last = [], ""
    async with asyncio.timeout(20), client.stream("GET", "/v1/events/stream", **more) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        if then is not None:
            await then()
        async for line in answer.aiter_lines():
            if line.startswith("id: "):
                last = line[4:]
            elif line.startswith("data: "):
                names.append(json.loads(line[6:])["data"]["name"])
            elif not line and len(names) >= count:
                break
    return names, last


async def test_a_listener_that_comes_back_misses_nothing(door: Door) -> None:
    client = door.administrator
    await publish(door, _SUBJECT, "zero")
    start = {"last-event-id": "HOTLINE:0,GRID:0"}
    first, last = await heard(client, 1, headers=start)
    for name in ("one", "two"):
        await publish(door, _SUBJECT, name)
    await publish(door, "gov171.grid.case.closed.v1", "three")

    second, _ = await heard(client, 3, headers={"last-event-id": last})

    assert first == ["zero"]
    assert sorted(second) == ["one", "three", "two"]
    assert [name for name in second if name != "three"] == ["one", "two"]


async def test_a_listener_hears_the_types_it_wants(door: Door) -> None:
    for subject, name in (("gov171.grid.case.closed.v1", "a case"), (_SUBJECT, "a ticket")):
        await publish(door, subject, name)

    names, _ = await heard(
        door.administrator, 1, params={"type": "gov171.hotline."}, headers={"last-event-id": "HOTLINE:0,GRID:0"}
    )

    assert names == ["a ticket"]


async def test_the_public_does_not_listen(door: Door) -> None:
    assert (await door.client().get("/v1/events/stream")).status_code == 401


def test_a_position_reads_as_it_was_written() -> None:
    position = {"GRID": 5, "HOTLINE": 12}

    assert read_position(write_position(position)) == position
    for wrong in ("x", "GRID:", "NOBODY:1", "GRID:1;HOTLINE:2"):
        with pytest.raises(Malformed):
            read_position(wrong)


async def test_one_document_for_the_whole_house(door: Door) -> None:
    document = (await door.client().get("/openapi.json")).json()

    answer = document["paths"]["/v1/tickets"]["get"]["responses"]["200"]
    name = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert name != "Fault", "another schema has this name"
    assert document["components"]["schemas"][name]["properties"] == {"own": {"type": "string"}}
    assert "/v1/applications" in document["paths"]


async def test_the_pages_name_no_outside_host(door: Door) -> None:
    for path in ("/docs", "/redoc"):
        page = await door.client().get(path)
        assert page.status_code == 200
        assert re.findall(r'(?:src|href)="(https?:)?//', page.text) == []
        for asset in re.findall(r'(?:src|href)="(/docs/assets/[^"]+)"', page.text):
            assert (await door.client().get(asset)).status_code == 200

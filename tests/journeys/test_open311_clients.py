"""Public clients of Open311 run unchanged against the whole house: `georeport` and `three`, in both formats."""

import asyncio
import itertools
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import httpx
import pytest
from houses import House

# The client was written for Python 2, where this name existed.
itertools.ifilter = filter  # type: ignore[attr-defined]

from georeport import GeoReport  # noqa: E402
from three.core import Three  # noqa: E402

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x2a" * 300_000 + b"\xff\xd9"
PART = {
    "code": "PART", "datatype": "singlevaluelist", "required": True, "order": 1, "description": "哪一部分损坏？",
    "values": [{"key": "lamp", "name": "灯具"}, {"key": "pole", "name": "灯杆"}],
}  # fmt: skip
PLACE = "659007/84/03"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


async def registered(house: House, name: str, **facts: Any) -> str:
    """A new application's key."""
    async with house.client(house.administrator_key) as administrator:
        answer = await administrator.post("/v1/applications", json={"name": name} | facts)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["key"])


async def opened(house: House, name: str) -> str:
    """The house furnished, a service that asks something besides, and an application that reports; its key."""
    await house.furnish()
    async with house.client(house.administrator_key) as administrator:
        kept = await administrator.put("/v1/open311-services/urban.lighting", json={"attributes": [PART]})
        assert kept.status_code == 200, kept.text
    return await registered(house, name, roles=["unit"], unit_code="84", territory_code="659007/84")


def elements(content: bytes) -> list[dict[str, str | None]]:
    return [{each.tag: each.text for each in element} for element in ET.fromstring(content)]


async def test_three_reports_and_follows(house: House, tmp_path: Path) -> None:
    key = await opened(house, "three")
    picture = tmp_path / "路灯.jpg"
    picture.write_bytes(JPEG)

    def use() -> dict[str, Any]:
        client = Three(f"{house.url}/open311/v2", api_key=key, format="json", jurisdiction="659007")
        told: dict[str, Any] = {"discovery": client.discovery(), "services": client.services()}
        told["definition"] = client.services("urban.lighting")
        report = {
            "address": "三连东路 5 号", "address_id": PLACE, "name": "Ming Wang", "phone": "13812341234",
            "email": "w@example.org", "description": "路灯不亮", "attribute[PART]": "lamp",
        }  # fmt: skip
        told["refused"] = client.post("urban.lighting", **{**report, "attribute[PART]": "bulb"})
        [told["posted"]] = client.post("urban.lighting", **report)
        with picture.open("rb") as media:
            [told["pictured"]] = client.post("urban.lighting", media=media, **report)
        told["unknown"] = Three(f"{house.url}/open311/v2", api_key="wrong.key").post("urban.lighting", **report)
        told["keyless"] = Three(f"{house.url}/open311/v2").post("urban.lighting", **report)
        told["requests"] = client.requests()
        told["narrowed"] = client.requests("urban.lighting", count=1, status="open")
        told["none"] = client.requests("urban.lighting", between=["1-1-2025", "2-1-2025"])
        told["request"] = client.request(told["posted"]["service_request_id"])
        return told

    told = await asyncio.to_thread(use)

    assert told["discovery"]["endpoints"][0]["url"] == f"{house.url}/open311/v2"
    assert "urban.lighting" in {each["service_code"] for each in told["services"]}
    assert [each["code"] for each in told["definition"]["attributes"]] == ["PART"]
    assert [told[name][0]["code"] for name in ("refused", "unknown", "keyless")] == [400, 403, 403]
    numbers = {told[name]["service_request_id"] for name in ("posted", "pictured")}
    assert numbers <= {each["service_request_id"] for each in told["requests"]}
    assert (len(told["narrowed"]), told["none"]) == (1, [])
    assert told["request"][0]["description"] == "路灯不亮"
    assert not {"13812341234", "Ming", "w@example.org"} & {str(value) for value in told["request"][0].values()}
    files = await house.rows("hotline", "SELECT name, size_bytes FROM attachments WHERE is_from_caller")
    assert [tuple(each) for each in files] == [("路灯.jpg", len(JPEG))]
    await tokens_stand_for(house, told["posted"]["service_request_id"])


async def tokens_stand_for(house: House, number: str) -> None:
    [(ticket_id,)] = await house.rows("hotline", f"SELECT id FROM tickets WHERE number = '{number}'")

    found = await asyncio.to_thread(lambda: Three(f"{house.url}/open311/v2").token(str(ticket_id)))

    assert found == [{"service_request_id": number, "token": str(ticket_id)}]


async def test_three_reads_xml_and_reports_in_it(house: House) -> None:
    key = await opened(house, "three-xml")

    def use() -> dict[str, bytes]:
        client = Three(f"{house.url}/open311/v2", api_key=key, format="xml")
        told: dict[str, Any] = {"discovery": client.get("discovery", convert=False)}
        # Its own conversion of XML asks for what Python took away, with lxml installed or without, so each answer is read
        # as it came.
        with pytest.raises((ET.ParseError, TypeError)):
            client.post("urban.lighting", address="三连 <5> 号", address_id=PLACE, **{"attribute[PART]": "pole"})
        told["posted"] = client.post_response.content
        number = str(elements(told["posted"])[0]["service_request_id"])
        told["services"] = client.services(convert=False)
        told["definition"] = client.services("urban.lighting", convert=False)
        told["requests"] = client.requests(convert=False, service_request_id=number)
        told["request"] = client.request(number, convert=False)
        return told

    told = await asyncio.to_thread(use)

    assert ET.fromstring(told["discovery"]).findtext("endpoints/endpoint/url") == f"{house.url}/open311/v2"
    assert "urban.lighting" in {each["service_code"] for each in elements(told["services"])}
    assert ET.fromstring(told["definition"]).findtext("attributes/attribute/values/value/name") == "灯具"
    assert elements(told["request"]) == elements(told["requests"])
    assert elements(told["request"])[0]["address"] == "三连 <5> 号"


@pytest.mark.parametrize("form", ["json", "xml"])
async def test_georeport_makes_all_its_calls(house: House, form: str) -> None:
    key = await opened(house, f"georeport-{form}")
    async with house.client() as anybody:
        numbers = [await posted(anybody, key, f"第 {each} 盏路灯不亮") for each in (1, 2)]

    def use() -> dict[str, Any]:
        client = GeoReport(f"{house.url}/open311/v2", jurisdiction="659007", api_key=key, output_format=form)
        return {
            "services": client.get_service_list(),
            "definition": client.get_service_definition("urban.lighting"),
            "requests": client.get_service_requests(service_code="urban.lighting", status="open"),
            "named": client.get_service_requests(service_request_id=",".join(numbers)),
            "request": client.get_service_request(numbers[0]),
        }

    told = await asyncio.to_thread(use)

    lighting = next(each for each in told["services"] if each["service_code"] == "urban.lighting")
    assert str(lighting["metadata"]).lower() == "true"
    assert "PART" in str(told["definition"])
    assert set(numbers) <= {each["service_request_id"] for each in told["requests"]}
    assert [each["service_request_id"] for each in told["named"]] == numbers
    assert (told["request"]["description"], told["request"]["status"]) == ("第 1 盏路灯不亮", "open")


async def posted(client: httpx.AsyncClient, key: str, description: str) -> str:
    fields = {"api_key": key, "service_code": "urban.lighting", "address_id": PLACE, "attribute[PART]": "lamp"}
    answer = await client.post("/open311/v2/requests.json", data=fields | {"description": description})
    assert answer.status_code == 200, answer.text
    return str(answer.json()[0]["service_request_id"])


async def test_a_partner_system_handles_a_request_to_its_end(house: House) -> None:
    key = await opened(house, "partner")
    partner = await registered(house, "partner-07", roles=["unit"], unit_code="dept-07")
    async with house.client() as anybody, house.client(house.administrator_key) as desk:
        number = await posted(anybody, key, "路灯不亮，电话 13812341234")
        [ticket] = (await desk.get("/v1/tickets", params={"number": number})).json()["items"]
        path = f"/v1/tickets/{ticket['id']}"
        sent = await desk.post(f"{path}/dispatches", json={"lead_unit_code": "dept-07", "override_reason": "协作单位承办"})
        assert sent.status_code == 201, sent.text
        update = {"api_key": partner, "service_request_id": number, "description": "已派工", "update_id": "1", "status": "open"}
        for changes in ({}, {"update_id": "2", "status": "closed", "description": "已更换灯具"}):
            answer = await anybody.post("/open311/v2/servicerequestupdates.xml", data=update | changes)
            assert answer.status_code == 200, answer.text
        again = await anybody.post("/open311/v2/servicerequestupdates.xml", data=update)
        await desk.post(f"{path}/reply-reviews", json={"approved": True})
        [shown] = (await anybody.get(f"/open311/v2/requests/{number}.json")).json()
        told = (await anybody.get("/open311/v2/servicerequestupdates.json", params={"service_request_id": number})).json()

    assert again.status_code == 400
    assert (shown["status"], shown["status_notes"]) == ("closed", "已更换灯具")
    assert shown["description"] == "路灯不亮，电话 ***"
    assert [each["description"] for each in told][2] == "已派工"
    assert told[-1]["description"] == "办结：已更换灯具"

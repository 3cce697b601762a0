"""Builders for tests of Open311: a hotline that other people's software reports to, in both formats."""

import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from hotline_builders import COMMUNITY, REGIMENT, Hotline

from chassis.contact import ContactKeys
from chassis.testing import Engines, service_client
from svc_hotline.main import create_app
from svc_hotline.settings import Settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"

REPORT = {
    "service_code": "urban.lighting", "address_id": COMMUNITY, "description": "三连东侧路灯连续三晚不亮，请打 13987654321",
    "first_name": "明", "last_name": "王", "phone": "13812341234", "email": "wang@example.org", "device_id": "phone-7",
    "account_id": "account-9",
}  # fmt: skip
PART = {
    "code": "PART", "datatype": "singlevaluelist", "required": True, "order": 2, "description": "哪一部分损坏？",
    "values": [{"key": "lamp", "name": "灯具"}, {"key": "pole", "name": "灯杆"}],
}  # fmt: skip
SINCE = {"code": "SINCE", "datatype": "datetime", "order": 1, "description": "何时开始？"}


class Counter:
    """The hotline as other people's software meets it."""

    def __init__(self, hotline: Hotline, folder: Path) -> None:
        self.hotline, self.folder = hotline, folder
        self.public = hotline.public
        self.app = hotline.harness.as_("unit", subject="application:app", kind="application", unit_code="dept-07")
        self.partner = hotline.harness.as_("unit", subject="application:partner", kind="application", unit_code="84")

    async def post(
        self, path: str = "requests.json", client: httpx.AsyncClient | None = None, files: Any = None, headers: Any = None,
        **fields: Any,
    ) -> httpx.Response:  # fmt: skip
        return await (client or self.app).post(f"/open311/v2/{path}", data=fields, files=files, headers=headers)

    async def reported(self, **changes: Any) -> str:
        """A new request; its id."""
        answer = await self.post(**(REPORT | changes))
        assert answer.status_code == 200, answer.text
        [receipt] = answer.json()
        return str(receipt["service_request_id"])

    async def get(self, path: str, client: httpx.AsyncClient | None = None, **params: Any) -> httpx.Response:
        return await (client or self.public).get(f"/open311/v2/{path}", params=params)

    async def listed(self, **params: Any) -> list[dict[str, Any]]:
        answer = await self.get("requests.json", **params)
        assert answer.status_code == 200, answer.text
        return list(answer.json())

    async def shown(self, number: str) -> dict[str, Any]:
        answer = await self.get(f"requests/{number}.json")
        assert answer.status_code == 200, answer.text
        [request] = answer.json()
        return dict(request)

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        answer = await self.get("servicerequestupdates.json", **params)
        assert answer.status_code == 200, answer.text
        return list(answer.json())

    async def ticket(self, number: str) -> dict[str, Any]:
        """The request as staff see it."""
        [ticket] = (await self.hotline.desk.get("/v1/tickets", params={"number": number})).json()["items"]
        return dict(ticket)

    async def dispatched(self, number: str, unit_code: str = "84") -> dict[str, Any]:
        return await self.hotline.acted(await self.ticket(number), "dispatches", {"lead_unit_code": unit_code})

    async def keeps(self, code: str = "urban.lighting", version: int | None = None, **offer: Any) -> httpx.Response:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return await self.hotline.supervisor.put(f"/v1/open311-services/{code}", json=offer, headers=headers)

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())


def error(answer: httpx.Response) -> tuple[int, str]:
    """The status and the words of an error, in whichever format; both must say the status."""
    if "xml" in answer.headers["content-type"]:
        root = ET.fromstring(answer.content)
        assert (root.tag, [each.tag for each in root]) == ("errors", ["error"])
        found: Mapping[str, Any] = {each.tag: each.text for each in root[0]}
    else:
        [found] = answer.json()
    assert set(found) == {"code", "description"}
    assert int(found["code"]) == answer.status_code
    return answer.status_code, str(found["description"])


@pytest.fixture(name="counter")
async def a_counter(engines: Engines, tmp_path: Path) -> AsyncIterator[Counter]:
    folder = tmp_path / "attachments"
    fields = {"contact_keys": ContactKeys.generate(), "attachments_url": str(folder)}
    async with service_client(engines, create_app, Settings, schema="hotline", migrations=MIGRATIONS, **fields) as harness:
        hotline = Hotline(harness)
        await hotline.furnish()
        yield Counter(hotline, folder)


__all__ = ["PART", "REGIMENT", "REPORT", "SINCE", "Counter", "a_counter", "error"]

"""Builders for tests: departments, and items in any state."""

import re
from datetime import timedelta
from typing import Any

import httpx

from chassis import clock
from chassis.testing import ServiceHarness

DEPARTMENTS = {"dept-07": "住房和城乡建设局", "dept-09": "人力资源和社会保障局"}
DRAFT = {
    "code": "000117001000",
    "name": "建筑工程施工许可证核发",
    "kind": "01",
    "department_code": "dept-07",
    "statutory_days": 7,
    "promised_days": 3,
    "materials": [
        {
            "code": "m1",
            "name": "建设用地批准书",
            "form": "original",
            "copies": 2,
            "is_required": True,
            "source": "government",
            "issued_by": None,
            "dataset_code": None,
            "template_url": None,
            "note": None,
        }
    ],
    "fee_fen": 0,
    "legal_basis": "《中华人民共和国建筑法》第七条",
    "channels": ["hall", "web"],
    "visits": 1,
    "online_depth": 4,
}
TOMORROW = str(clock.local_day(clock.now()) + timedelta(days=1))
# Which calls, by whom and with what, bring a draft to a state.
_SUBMIT, _PUBLISH = ("editor", "reviews", None), ("reviewer", "publications", None)
WAYS: dict[str, list[tuple[str, str, dict[str, Any] | None]]] = {
    "draft": [],
    "under_review": [_SUBMIT],
    "scheduled": [_SUBMIT, ("reviewer", "publications", {"effective_on": TOMORROW})],
    "published": [_SUBMIT, _PUBLISH],
    "suspended": [_SUBMIT, _PUBLISH, ("reviewer", "suspensions", {"reason": "系统升级"})],
    "withdrawn": [_SUBMIT, _PUBLISH, ("reviewer", "withdrawals", None)],
}

# Ids, instants, and the numbers of cases and documents.
_OF_ITS_OWN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+|BJ-\d{8}-\d{6}")


def worded(shown: object) -> str:
    """As text, without what has digits of its own: among those of an instant are anybody's by chance."""
    return _OF_ITS_OWN.sub("", str(shown))


class Affairs:
    """The service under test: who asks it, and shortcuts to where a test begins."""

    def __init__(self, harness: ServiceHarness) -> None:
        self.harness = harness
        self.editor = harness.as_("item_editor")
        self.reviewer = harness.as_("item_reviewer")
        self.public = harness.as_()

    async def furnish(self) -> None:
        for code, name in DEPARTMENTS.items():
            (await self.editor.post("/v1/departments", json={"code": code, "name": name})).raise_for_status()

    async def drafted(self, **changes: Any) -> dict[str, Any]:
        answer = await self.editor.post("/v1/items", json=DRAFT | changes)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def brought_to(self, status: str, **changes: Any) -> dict[str, Any]:
        """An item in the wanted state, brought there through the API."""
        item = await self.drafted(**changes)
        for who, action, body in WAYS[status]:
            answer = await self.act(item, action, getattr(self, who), json=body)
            assert answer.status_code == 201, answer.text
            item = answer.json()
        assert item["status"] == status
        return item

    async def act(
        self, item: dict[str, Any], action: str, client: httpx.AsyncClient | None = None, **more: Any
    ) -> httpx.Response:
        return await (client or self.reviewer).post(f"/v1/items/{item['id']}/{action}", **more)

    async def published(self, item: dict[str, Any], **body: Any) -> dict[str, Any]:
        """A draft, submitted and approved."""
        (await self.act(item, "reviews", self.editor)).raise_for_status()
        answer = await self.act(item, "publications", json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def seen(self, item: dict[str, Any], client: httpx.AsyncClient | None = None) -> dict[str, Any]:
        answer = await (client or self.editor).get(f"/v1/items/{item['id']}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def change(self, item: dict[str, Any], *, headers: dict[str, str] | None = None, **changes: Any) -> httpx.Response:
        return await self.editor.patch(f"/v1/items/{item['id']}", json=changes, headers=headers)

    async def codes(self, client: httpx.AsyncClient | None = None, **filters: Any) -> list[str]:
        """The codes that a list shows, in alphabetical order."""
        answer = await (client or self.public).get("/v1/items", params=filters)
        assert answer.status_code == 200, answer.text
        return sorted(item["code"] for item in answer.json()["items"])

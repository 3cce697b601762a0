"""Builders for tests of centres: units as the grid tells of them, and centres of theirs."""

from datetime import UTC, datetime
from typing import Any

import httpx
from affairs_builders import DRAFT, Affairs
from sqlalchemy import insert

from contracts.grid import UnitChangedV1, UnitRetiredV1
from svc_affairs.directory.models import UnitCopy

CITY, REGIMENT, COMMUNITY, OTHER = "659007", "659007/84", "659007/84/03", "659007/85"
UNITS = {
    "dept-hall": ("office", None), "84": ("regiment", REGIMENT), "84-03": ("community", COMMUNITY),
    "84-05": ("community", "659007/84/05"), "85": ("regiment", OTHER),
}  # fmt: skip
HOURS = {"monday": [{"opens": "10:00", "closes": "14:00"}, {"opens": "16:00", "closes": "20:00"}]}
CENTRE = {
    "code": "centre-84", "name": "八十四团便民服务中心", "level": "regiment", "unit_code": "84",
    "windows": [{"code": "w1", "name": "社保综合窗口"}], "hours": HOURS, "telephone": "0909-2290012",
    "address": "八十四团团部一楼", "status": "open",
}  # fmt: skip
STATION = CENTRE | {"code": "centre-84-03", "name": "三连便民服务站", "level": "community", "unit_code": "84-03"}
AWAY = CENTRE | {"code": "centre-85", "name": "八十五团便民服务中心", "unit_code": "85"}


class Centres:
    """Centres under test, beside the units that they belong to."""

    def __init__(self, affairs: Affairs) -> None:
        self.affairs, self.harness, self.editor, self.public = affairs, affairs.harness, affairs.editor, affairs.public
        self.town = self.harness.as_("centre", unit_code="84", territory_code=REGIMENT)
        self.station = self.harness.as_("centre", unit_code="84-03")
        self.away = self.harness.as_("centre", unit_code="85")

    async def furnish(self) -> None:
        """Units straight into the copy."""
        rows = [
            {"code": code, "kind": kind, "name": code, "territory_code": place, "version": 1}
            for code, (kind, place) in UNITS.items()
        ]
        async with self.harness.sessions() as db, db.begin():
            await db.execute(insert(UnitCopy), rows)

    async def entered(self, *entries: dict[str, Any]) -> None:
        for entry in entries or (CENTRE,):
            answer = await self.enter(**entry)
            assert answer.status_code == 201, answer.text

    async def taking_cases(self, entry: dict[str, Any] = CENTRE, *item_codes: str) -> None:
        """A centre that is entered and has taken items on, the usual one if none is named; so it can take cases of them in."""
        await self.entered(entry)
        for item_code in item_codes or (str(DRAFT["code"]),):
            body = {"item_code": item_code, "centre_code": entry["code"]}
            answer = await self.editor.post("/v1/claims", json=body)
            assert answer.status_code == 201, answer.text

    async def enter(self, client: httpx.AsyncClient | None = None, **entry: Any) -> httpx.Response:
        return await (client or self.editor).post("/v1/centres", json=entry)

    async def change(
        self, code: str, *, client: httpx.AsyncClient | None = None, version: int | None = None, **changes: Any
    ) -> httpx.Response:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return await (client or self.editor).patch(f"/v1/centres/{code}", json=changes, headers=headers)

    async def shown(self, code: str = "centre-84") -> dict[str, Any]:
        answer = await self.public.get(f"/v1/centres/{code}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def codes(self, **filters: Any) -> list[str]:
        answer = await self.public.get("/v1/centres", params=filters)
        assert answer.status_code == 200, answer.text
        return [each["code"] for each in answer.json()["items"]]

    async def imported(self, *rows: dict[str, Any], client: httpx.AsyncClient | None = None, **more: Any) -> dict[str, Any]:
        answer = await (client or self.editor).post("/v1/centres/imports", json={"rows": list(rows), **more})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def retire(self, unit_code: str) -> None:
        await self._told(UnitRetiredV1, unit_code, UNITS[unit_code][1])

    async def move(self, unit_code: str, territory_code: str) -> None:
        await self._told(UnitChangedV1, unit_code, territory_code)

    async def _told(self, model: type[UnitChangedV1] | type[UnitRetiredV1], unit_code: str, territory_code: str | None) -> None:
        event = model(
            occurred_at=datetime(2026, 11, 5, 1, tzinfo=UTC), unit_code=unit_code, kind=UNITS[unit_code][0], name=unit_code,
            territory_code=territory_code,
        )  # fmt: skip
        await self.harness.deliver(event, subject=unit_code, sequence=2)

"""Builders for tests of claims: an item open to centres, a centre that takes it on, and claims in any state."""

from typing import Any

import httpx
from affairs_builders import DRAFT
from centre_builders import AWAY, CENTRE, STATION, Centres

ITEM = str(DRAFT["code"])
BECAUSE = {"reason": "窗口人员调整"}
# Which calls bring a claim to a state.
WAYS: dict[str, list[str]] = {"active": [], "suspended": ["suspensions"], "withdrawn": ["withdrawals"]}


class Claims:
    """Claims under test, by the centre of a regiment."""

    def __init__(self, centres: Centres) -> None:
        self.centres, self.affairs, self.harness = centres, centres.affairs, centres.harness
        self.town, self.station, self.away, self.editor = centres.town, centres.station, centres.away, centres.editor

    async def furnish(self) -> None:
        await self.centres.entered(CENTRE, STATION, AWAY)
        self.item = await self.offered()

    async def offered(self, **changes: Any) -> dict[str, Any]:
        """An item in force that centres may take on."""
        return await self.affairs.brought_to("published", is_open_to_centres=True, **changes)

    async def claim(self, client: httpx.AsyncClient | None = None, **changes: Any) -> httpx.Response:
        body = {"item_code": ITEM, "centre_code": "centre-84"} | changes
        return await (client or self.town).post("/v1/claims", json=body)

    async def brought_to(self, status: str, **changes: Any) -> dict[str, Any]:
        answer = await self.claim(self.editor, **changes)
        for action in WAYS[status]:
            assert answer.status_code == 201, answer.text
            answer = await self.act(answer.json(), action, client=self.editor)
        assert (answer.status_code, answer.json()["status"]) == (201, status), answer.text
        return dict(answer.json())

    async def act(
        self, claim: dict[str, Any], action: str, *, client: httpx.AsyncClient | None = None, version: int | None = None
    ) -> httpx.Response:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        body = None if action == "resumptions" else BECAUSE
        return await (client or self.town).post(f"/v1/claims/{claim['id']}/{action}", json=body, headers=headers)

    async def change(
        self, claim: dict[str, Any], *, client: httpx.AsyncClient | None = None, version: int | None = None, **changes: Any
    ) -> httpx.Response:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return await (client or self.town).patch(f"/v1/claims/{claim['id']}", json=changes, headers=headers)

    async def shown(self, claim: dict[str, Any]) -> dict[str, Any]:
        answer = await self.centres.public.get(f"/v1/claims/{claim['id']}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def listed(self, **filters: Any) -> list[dict[str, Any]]:
        answer = await self.centres.public.get("/v1/claims", params=filters)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def imported(self, *rows: dict[str, Any], client: httpx.AsyncClient | None = None, **more: Any) -> dict[str, Any]:
        answer = await (client or self.editor).post("/v1/claim-imports", json={"rows": list(rows), **more})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def tabled(self, content: bytes | str, client: httpx.AsyncClient | None = None, **params: Any) -> httpx.Response:
        """A CSV file of claims."""
        sent = content.encode() if isinstance(content, str) else content
        headers = {"content-type": "text/csv"}
        return await (client or self.editor).post("/v1/claim-imports/csv", content=sent, params=params, headers=headers)

    async def told(self, claim: dict[str, Any]) -> list[tuple[str, int]]:
        """The last word of each event's type, and its sequence."""
        return [
            (each.type.split(".")[-2], each.sequence) for each in await self.harness.events() if each.subject == claim["id"]
        ]  # fmt: skip

"""Builders for tests of dispatch rules: a draft, a set that is live, what is suggested for a ticket."""

from typing import Any

from hotline_builders import REGIMENT, Hotline
from sqlalchemy import update

from svc_hotline.directory.models import TerritoryCopy

RULES = "/v1/dispatch-rules"
LIGHTING: dict[str, Any] = {
    "code": "lighting", "name": "路灯", "category_codes": ["urban.lighting"], "lead_unit_code": "dept-07",
}  # fmt: skip
WHY = {"reason": "机构改革"}


async def write(hotline: Hotline, *rules: dict[str, Any], **more: Any) -> Any:
    return await hotline.supervisor.put(f"{RULES}/draft", json={"rules": list(rules)}, **more)


async def go_live(hotline: Hotline, *rules: dict[str, Any]) -> dict[str, Any]:
    assert (await write(hotline, *rules)).status_code == 200
    assert (await hotline.supervisor.post(f"{RULES}/trials", json={})).status_code == 201
    answer = await hotline.supervisor.post(f"{RULES}/publications", json=WHY)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def settle_units(hotline: Hotline) -> None:
    async with hotline.harness.sessions() as db, db.begin():
        await db.execute(update(TerritoryCopy).where(TerritoryCopy.code == REGIMENT).values(unit_code="84"))


async def suggestion(hotline: Hotline, ticket: dict[str, Any]) -> dict[str, Any]:
    answer = await hotline.desk.get(f"/v1/tickets/{ticket['id']}/dispatch-suggestion")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())

"""What the hotline makes of a territory that the grid has retired."""

from datetime import UTC, datetime
from uuid import uuid4

from hotline_builders import COMMUNITY, OPEN, OTHER, REGIMENT, Hotline
from sqlalchemy import select

from contracts.grid import TerritoryChangedV1, TerritoryRetiredV1, UnitRetiredV1
from svc_hotline.directory.models import TerritoryCopy
from svc_hotline.directory.service import Locator, known_territories

SQUARE = {"type": "Polygon", "coordinates": [[[80, 40], [84, 40], [84, 44], [80, 44], [80, 40]]]}


async def bounded(hotline: Hotline, code: str, version: int) -> None:
    event = TerritoryChangedV1(
        occurred_at=datetime.now(UTC), territory_code=code, parent_code=REGIMENT, level="community", name="三连", boundary=SQUARE
    )
    await hotline.harness.deliver(event, subject=code, sequence=version)


async def retired(hotline: Hotline, code: str, version: int) -> None:
    event = TerritoryRetiredV1(
        occurred_at=datetime.now(UTC), territory_code=code, successor_code=OTHER, change_id=uuid4(), parent_code=REGIMENT,
        level="community", name="三连",
    )  # fmt: skip
    await hotline.harness.deliver(event, subject=code, sequence=version)


async def copy_of(hotline: Hotline, code: str) -> TerritoryCopy:
    async with hotline.harness.sessions() as db:
        return (await db.execute(select(TerritoryCopy).where(TerritoryCopy.code == code))).scalar_one()


async def located(hotline: Hotline) -> str | None:
    async with hotline.harness.sessions() as db:
        return await Locator().locate(db, 82, 42)


async def test_a_retired_territory_is_found_no_more_and_takes_no_new_tickets(hotline: Hotline) -> None:
    await bounded(hotline, COMMUNITY, 2)
    before = await located(hotline)
    ticket = await hotline.opened(territory_code=COMMUNITY)
    known = (await hotline.desk.get("/v1/hotline/directory")).json()["territories"]

    await retired(hotline, COMMUNITY, 3)

    assert (before, await located(hotline)) == (COMMUNITY, None)
    refused = await hotline.desk.post("/v1/tickets", json=OPEN | {"territory_code": COMMUNITY})
    assert (refused.status_code, refused.json()["territory_code"]) == (422, COMMUNITY)
    assert (await hotline.desk.get(f"/v1/tickets/{ticket['id']}")).json()["territory_code"] == COMMUNITY
    assert (await hotline.desk.get("/v1/hotline/directory")).json()["territories"] == known - 1
    async with hotline.harness.sessions() as db:
        assert await known_territories(db, [COMMUNITY, OTHER]) == {OTHER}
    kept = await copy_of(hotline, COMMUNITY)
    assert (kept.successor_code, kept.boundary) == (OTHER, None)


async def test_what_was_told_of_it_before_does_not_bring_it_back(hotline: Hotline) -> None:
    new = f"{REGIMENT}/77"
    await retired(hotline, new, 3)

    await bounded(hotline, new, 2)

    kept = await copy_of(hotline, new)
    assert (kept.version, kept.successor_code, kept.boundary, kept.name) == (3, OTHER, None, "三连")
    assert kept.retired_at is not None


async def test_a_retired_unit_gets_no_more_tickets(hotline: Hotline) -> None:
    first, second = await hotline.opened(), await hotline.opened()
    (await hotline.act(first, "dispatches", {"lead_unit_code": "dept-07"})).raise_for_status()
    gone = UnitRetiredV1(occurred_at=datetime.now(UTC), unit_code="dept-07", kind="department", name="民政局")

    await hotline.harness.deliver(gone, subject="dept-07", sequence=9)

    refused = await hotline.act(second, "dispatches", {"lead_unit_code": "dept-07"})
    assert refused.status_code == 422
    assert (await hotline.desk.get(f"/v1/tickets/{first['id']}")).json()["lead_unit_code"] == "dept-07"

"""A list narrowed to a territory shows what lies in it and below it, at whatever depth, and nothing of its neighbours."""

import pytest
from hotline_builders import CITY, COMMUNITY, OTHER, REGIMENT, Hotline
from sqlalchemy import insert

from svc_hotline.directory.models import TerritoryCopy

CELL, PART, NEIGHBOUR = f"{COMMUNITY}/1", f"{COMMUNITY}/1/2", f"{COMMUNITY}1"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (CITY, [CITY, REGIMENT, COMMUNITY, CELL, PART, NEIGHBOUR, OTHER]),
        (REGIMENT, [REGIMENT, COMMUNITY, CELL, PART, NEIGHBOUR]),
        (COMMUNITY, [COMMUNITY, CELL, PART]),
        (CELL, [CELL, PART]),
        (PART, [PART]),
        (NEIGHBOUR, [NEIGHBOUR]),
        (f"{REGIMENT}0", []),
    ],
)
async def test_a_territory_holds_what_is_below_it(hotline: Hotline, asked: str, shown: list[str]) -> None:
    async with hotline.harness.sessions() as db, db.begin():
        below = [{"code": code, "level": "cell", "name": code, "version": 1} for code in (CELL, PART, NEIGHBOUR)]
        await db.execute(insert(TerritoryCopy), below)
    for code in (CITY, REGIMENT, COMMUNITY, CELL, PART, NEIGHBOUR, OTHER):
        await hotline.opened(territory_code=code)
    await hotline.opened(territory_code=None, address="某处")
    staff = hotline.harness.as_("desk", territory_code=asked)

    listed = (await hotline.desk.get("/v1/tickets", params={"territory_code": asked})).json()["items"]
    seen = (await staff.get("/v1/tickets")).json()["items"]

    assert [each["territory_code"] for each in reversed(listed)] == shown
    assert [each["territory_code"] for each in reversed(seen)] == shown

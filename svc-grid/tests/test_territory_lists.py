"""A list of territories says which are surveyed, and carries their bounds only to whoever asks."""

from grid_builders import CITY, COMMUNITY, REGIMENT, Grid
from sqlalchemy import update
from territory_builders import box

from contracts.grid import TerritoryLevel
from svc_grid.organisation.service import Place, city_code, places_within
from svc_grid.territories.models import Territory

BOX = box(82, 44, 0.5, 0.5)


async def survey(grid: Grid) -> None:
    community = {"code": COMMUNITY, "parent_code": REGIMENT, "level": "community", "name": "三连", "unit_code": "84-03"}
    answer = await grid.desk.post("/v1/organisation-imports", json={"territories": [community | {"boundary": BOX}]})
    assert answer.status_code == 201, answer.text


async def test_bounds_are_in_a_list_only_if_they_are_asked_for(grid: Grid) -> None:
    await survey(grid)
    public = grid.harness.as_()

    async with grid.harness.counting_statements() as statements:
        plain = (await public.get("/v1/territories", params={"within": REGIMENT})).json()["items"]
    asked = (await public.get("/v1/territories", params={"within": REGIMENT, "with_boundary": True})).json()["items"]

    assert [(each["code"], each["is_surveyed"], each["boundary"]) for each in plain] == [
        (REGIMENT, False, None), (COMMUNITY, True, None),
    ]  # fmt: skip
    assert [each["boundary"] for each in asked] == [None, BOX]
    assert [each | {"boundary": None} for each in asked] == plain
    assert len(statements) == 1
    assert (await public.get(f"/v1/territories/{COMMUNITY}")).json()["boundary"] == BOX


async def test_a_list_goes_on_page_by_page(grid: Grid) -> None:
    first = (await grid.desk.get("/v1/territories", params={"limit": 3})).json()
    rest = (await grid.desk.get("/v1/territories", params={"limit": 3, "cursor": first["next"]})).json()

    codes = [each["code"] for each in first["items"] + rest["items"]]
    assert codes == sorted(codes)
    assert (len(codes), rest["next"]) == (4, None)


async def test_the_heat_map_has_its_places_with_a_point_within_each(grid: Grid) -> None:
    async with grid.harness.sessions() as db:
        before = await places_within(db, CITY, TerritoryLevel.COMMUNITY, 10)
    await survey(grid)

    async with grid.harness.sessions() as db:
        city = await city_code(db)
        [place] = await places_within(db, CITY, TerritoryLevel.COMMUNITY, 10)
        none = await places_within(db, CITY, TerritoryLevel.REGIMENT, 0)

    async with grid.harness.sessions() as db, db.begin():
        for crooked in ({"type": "Polygon", "coordinates": [[[82, 44], [83, 45], [83, 44], [82, 45], [82, 44]]]}, {"type": "x"}):
            await db.execute(update(Territory).where(Territory.code == COMMUNITY).values(boundary=crooked))
            assert len(await places_within(db, CITY, TerritoryLevel.COMMUNITY, 10)) == 1

    assert (before, city, none) == ([Place(COMMUNITY, "三连", None)], CITY, [])
    assert place.centre == (82.25, 44.25)

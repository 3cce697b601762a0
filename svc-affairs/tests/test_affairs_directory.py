"""The copies of units and territories follow the grid, whatever order its events come in."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from affairs_builders import Affairs

from contracts.grid import TerritoryRegisteredV1, TerritoryRetiredV1, UnitChangedV1, UnitRegisteredV1, UnitRetiredV1
from svc_affairs.directory.models import TerritoryCopy, UnitCopy
from svc_affairs.directory.service import known_territories, unit_of, units_of

NOW = datetime(2026, 11, 5, 1, tzinfo=UTC)
PLACE = "659007/84/03"


def unit(model: type[UnitRegisteredV1], name: str = "三连") -> UnitRegisteredV1:
    return model(
        occurred_at=NOW, unit_code="84-03", kind="community", name=name, parent_code="84", territory_code=PLACE
    )  # fmt: skip


def place(model: type[TerritoryRegisteredV1] = TerritoryRegisteredV1, **more: Any) -> TerritoryRegisteredV1:
    return model(
        occurred_at=NOW, territory_code=PLACE, parent_code="659007/84", level="community", name="三连", unit_code="84-03", **more
    )


async def kept(affairs: Affairs) -> UnitCopy:
    async with affairs.harness.sessions() as db:
        found = await unit_of(db, "84-03")
        assert found is not None
        return found


async def living(affairs: Affairs) -> tuple[set[str], set[str]]:
    async with affairs.harness.sessions() as db:
        units = {each.code for each in await units_of(db, ["84-03", "85"]) if each.retired_at is None}
        return units, await known_territories(db, [PLACE, "659007/85"])


async def test_units_and_territories_are_copied_and_counted(affairs: Affairs) -> None:
    await affairs.harness.deliver(unit(UnitRegisteredV1), subject="84-03")
    await affairs.harness.deliver(place(), subject=PLACE)

    told = (await affairs.editor.get("/v1/affairs/directory")).json()

    assert (told["units"], told["territories"]) == (1, 1)
    copy = await kept(affairs)
    assert (copy.kind, copy.name, copy.parent_code, copy.territory_code, copy.version) == ("community", "三连", "84", PLACE, 1)
    assert await living(affairs) == ({"84-03"}, {PLACE})


async def test_an_older_event_that_comes_late_changes_nothing(affairs: Affairs) -> None:
    await affairs.harness.deliver(unit(UnitChangedV1, "第三连"), subject="84-03", sequence=3)

    await affairs.harness.deliver(unit(UnitChangedV1, "老三连"), subject="84-03", sequence=2)

    copy = await kept(affairs)
    assert (copy.name, copy.version) == ("第三连", 3)


async def test_what_is_retired_is_kept_and_offered_no_more_also_where_it_comes_first(affairs: Affairs) -> None:
    gone = place(TerritoryRetiredV1, change_id=uuid4(), successor_code="659007/84/05")
    await affairs.harness.deliver(unit(UnitRetiredV1), subject="84-03", sequence=2)
    await affairs.harness.deliver(gone, subject=PLACE, sequence=2)

    await affairs.harness.deliver(unit(UnitRegisteredV1), subject="84-03")
    await affairs.harness.deliver(place(), subject=PLACE)

    assert await living(affairs) == (set(), set())
    assert (await kept(affairs)).retired_at == NOW
    async with affairs.harness.sessions() as db:
        territory = await db.get(TerritoryCopy, PLACE)
        assert territory is not None
        assert (territory.retired_at, territory.successor_code) == (NOW, "659007/84/05")
    told = (await affairs.editor.get("/v1/affairs/directory")).json()
    assert (told["units"], told["territories"]) == (0, 0)

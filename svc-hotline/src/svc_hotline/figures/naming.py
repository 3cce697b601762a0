"""The names of what figures are told apart by, in Chinese and, where there is one, in English."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from svc_hotline.categories.models import Category
from svc_hotline.directory.models import TerritoryCopy, UnitCopy
from svc_hotline.figures.schemas import By
from svc_hotline.tickets.terms import Channel, Kind

Names = tuple[str | None, str | None]
_NONE: dict[By, Names] = {By.UNIT: ("未派单", "Not dispatched"), By.TERRITORY: ("地点不详", "Place unknown")}


async def names_of(db: AsyncSession, by: By, keys: Iterable[str]) -> dict[str, Names]:
    """For each of the keys its names; (None, None) where it has none."""
    wanted = set(keys)
    names: dict[str, Names] = dict.fromkeys(wanted, (None, None))
    names |= {"": _NONE[by]} if by in _NONE else {}
    if by is By.CATEGORY:
        found = await db.execute(select(Category.code, Category.name_zh, Category.name_en).where(Category.code.in_(wanted)))
        names |= {row.code: (row.name_zh, row.name_en) for row in found}
    elif by in (By.UNIT, By.TERRITORY):
        table = UnitCopy if by is By.UNIT else TerritoryCopy
        copies = await db.execute(select(table.code, table.name).where(table.code.in_(wanted)))
        names |= {row.code: (row.name, None) for row in copies}
    elif by in (By.CHANNEL, By.KIND):
        terms = [*Channel] if by is By.CHANNEL else [*Kind]
        names |= {term.value: (term.label_zh, term.label_en) for term in terms if term.value in wanted}
    return names

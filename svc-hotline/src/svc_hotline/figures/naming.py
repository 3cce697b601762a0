"""The names of what figures are told apart by, in Chinese and, where there is one, in English."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from svc_hotline.categories import service as categories
from svc_hotline.directory import service as directory
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
        names |= await categories.names_of(db, wanted)
    elif by in (By.UNIT, By.TERRITORY):
        table = UnitCopy if by is By.UNIT else TerritoryCopy
        names |= {code: (name, None) for code, name in (await directory.names_of(db, table, wanted)).items()}
    elif by in (By.CHANNEL, By.KIND):
        terms = [*Channel] if by is By.CHANNEL else [*Kind]
        names |= {term.value: (term.label_zh, term.label_en) for term in terms if term.value in wanted}
    return names

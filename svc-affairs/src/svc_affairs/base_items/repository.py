"""Every SELECT of the base items, and the statement that writes many."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, Select, Text, any_, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.words import words_of
from svc_affairs.base_items.errors import BaseItemUnknown
from svc_affairs.base_items.models import BaseItem
from svc_affairs.base_items.terms import BaseItemStatus
from svc_affairs.items.terms import ItemKind, ItemLevel


@dataclass(frozen=True)
class Filter:
    """What a list of base items may be narrowed to."""

    query: str | None = None
    kind: ItemKind | None = None
    level: ItemLevel | None = None
    status: BaseItemStatus | None = None
    edition: str | None = None


def words_for(name: str) -> list[str]:
    """What a name is found by: pairs and words, and each character by itself."""
    return words_of(name, *name)


def list_base_items(wanted: Filter) -> Select[BaseItem]:
    """The statement of a list; the caller pages it."""
    chosen = select(BaseItem)
    for name in ("kind", "status", "edition"):
        if (value := getattr(wanted, name)) is not None:
            chosen = chosen.where(getattr(BaseItem, name) == value)
    if wanted.level is not None:
        chosen = chosen.where(BaseItem.levels.contains([wanted.level.value]))
    if wanted.query is not None:
        # A query without any word finds nothing, as no name holds the empty word.
        chosen = chosen.where(BaseItem.words.contains(words_of(wanted.query) or [""]))
    return chosen


async def get(db: AsyncSession, code: str, *, for_update: bool = False) -> BaseItem:
    """The entry, its row locked if asked; raises BaseItemUnknown."""
    chosen = select(BaseItem).where(BaseItem.code == code)
    found = (await db.execute(chosen.with_for_update() if for_update else chosen)).scalar_one_or_none()
    if found is None:
        raise BaseItemUnknown(code=code)
    return found


async def lock_entering(db: AsyncSession) -> None:
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("gov171.affairs.base_items", 0))))


async def hold_many(db: AsyncSession, codes: Collection[str], *, read: bool) -> dict[str, BaseItem]:
    """Those that are there, in the order of their codes locked against change; `read`: others may read-lock them too."""
    return {each.code: each for each in (await db.execute(_among(codes).with_for_update(read=read))).scalars()}


async def see_many(db: AsyncSession, codes: Collection[str]) -> dict[str, BaseItem]:
    """The same of this moment, without holding anybody up."""
    return {each.code: each for each in (await db.execute(_among(codes))).scalars()}


def _among(codes: Collection[str]) -> Select[BaseItem]:
    wanted = bindparam("codes", sorted(codes), type_=ARRAY(Text))
    return select(BaseItem).where(BaseItem.code == any_(wanted)).order_by(BaseItem.code)


_TYPED = (
    "code text, version integer, status text, name text, kind text, levels text[], legal_basis text, statutory_days integer, "
    "material_count integer, edition text, entered_at timestamptz, changed_at timestamptz, words text[]"
)
COLUMNS: Sequence[str] = [each.split()[0] for each in _TYPED.split(", ")]
STORE = text(
    f"INSERT INTO base_items ({', '.join(COLUMNS)}) SELECT {', '.join(COLUMNS)} "
    f"FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS given ({_TYPED}) "
    f"ON CONFLICT (code) DO UPDATE SET {', '.join(f'{each} = excluded.{each}' for each in COLUMNS[1:])}"
)

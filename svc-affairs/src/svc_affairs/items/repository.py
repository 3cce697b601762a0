"""Every SELECT of the items, each within what the principal may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, any_, cast, false, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from chassis.auth import Principal
from contracts.roles import Role
from svc_affairs.items.errors import ItemNotInForce, ItemUnknown
from svc_affairs.items.models import Item
from svc_affairs.items.rules import query_terms
from svc_affairs.items.terms import ItemKind, ItemStatus


@dataclass(frozen=True)
class Filter:
    """What a list of items may be narrowed to."""

    query: str | None = None
    department_code: str | None = None
    kind: ItemKind | None = None
    status: ItemStatus | None = None


def list_items(actor: Principal, wanted: Filter) -> Select[Item]:
    """The statement of a list; the caller pages it."""
    conditions = [visible_to(actor)]
    for name in ("department_code", "kind", "status"):
        if (value := getattr(wanted, name)) is not None:
            conditions.append(getattr(Item, name) == value)
    if wanted.query is not None:
        conditions.append(_matches(wanted.query))
    return select(Item).where(*conditions)


async def get(db: AsyncSession, actor: Principal, item_id: UUID, *, for_update: bool = False) -> Item:
    """The item, its row locked if asked; raises ItemUnknown also where the principal may not see it."""
    chosen = select(Item).where(Item.id == item_id, visible_to(actor))
    item = (await db.execute(chosen.with_for_update() if for_update else chosen)).scalar_one_or_none()
    if item is None:
        raise ItemUnknown()
    return item


async def get_in_force(db: AsyncSession, code: str) -> Item:
    """The published version of a code; raises ItemUnknown, ItemNotInForce."""
    item = (await db.execute(select(Item).where(Item.code == code, is_in_force()))).scalar_one_or_none()
    if item is None:
        known = (await db.execute(select(Item.id).where(Item.code == code).limit(1))).first()
        raise ItemNotInForce(item_code=code) if known else ItemUnknown()
    return item


def is_in_force() -> ColumnElement[bool]:
    """Whether a version is the one that is applied for now; of each code at most one is."""
    return Item.status == ItemStatus.PUBLISHED


def is_open_to_centres(code: Mapped[str]) -> ColumnElement[bool]:
    """For another's statement: whether centres may take cases of the code in."""
    return select(Item.id).where(Item.code == code, is_in_force(), Item.is_open_to_centres).exists()


async def known_among(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Those of `codes` of which there is any version."""
    return set((await db.execute(select(Item.code).where(_is_among(codes)).distinct())).scalars())


async def in_force_among(db: AsyncSession, codes: Iterable[str]) -> dict[str, Row[str, str, bool]]:
    """Code, department_code and is_open_to_centres of those of `codes` that are in force, by code."""
    chosen = select(Item.code, Item.department_code, Item.is_open_to_centres).where(_is_among(codes), is_in_force())
    return {row.code: row for row in await db.execute(chosen)}


async def count_open_to_centres(db: AsyncSession) -> int:
    chosen = select(func.count()).select_from(Item).where(is_in_force(), Item.is_open_to_centres)
    return (await db.execute(chosen)).scalar_one()


def _is_among(codes: Iterable[str]) -> ColumnElement[bool]:
    """One of `codes`, which are one parameter however many they are."""
    return Item.code == any_(cast(sorted(set(codes)), ARRAY(Text)))


async def count_published(db: AsyncSession) -> int:
    chosen = select(func.count()).select_from(Item).where(Item.status == ItemStatus.PUBLISHED)
    return (await db.execute(chosen)).scalar_one()


def visible_to(actor: Principal) -> ColumnElement[bool]:
    """Editors see every version; everybody else what is published."""
    return true() if actor.has(Role.ITEM_EDITOR) else Item.status == ItemStatus.PUBLISHED


def _matches(query: str) -> ColumnElement[bool]:
    """Found by every term of the query; one without any term finds nothing."""
    terms = query_terms(query)
    if not terms:
        return false()
    # Terms are letters and digits alone, so the quotes hold them; no parser is asked, as the terms are made by our rules.
    wanted = " & ".join(f"'{term}'" for term in terms)
    return Item.search.bool_op("@@")(cast(literal(wanted, Text()), TSQUERY))

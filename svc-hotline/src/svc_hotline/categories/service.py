"""Categories as other slices ask for them: is there one, what holds for it, where does it stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Subquery, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from contracts.worktime import Limit, LimitUnit
from svc_hotline.base import is_among
from svc_hotline.categories.models import Category

# Tickets that were imported without a category; it stands in no tree and can be chosen by nobody.
UNCLASSIFIED = "unclassified"


@dataclass(frozen=True)
class Standing:
    """Where a category stands, from the root to itself, and what holds for the work on it, its own or its nearest ancestor's."""

    path: tuple[str, ...] = ()
    default_unit_code: str | None = None
    sign_limit: Limit | None = None


async def standings(db: AsyncSession, codes: Iterable[str] | None = None) -> dict[str, Standing]:
    """Of each of `codes` that is a category, or of all of them; retired ones keep theirs."""
    columns = (Category.effective_default_unit_code, Category.effective_sign_limit_working_hours)
    statement = select(Category.code, Category.path, *columns)
    if codes is not None:
        statement = statement.where(is_among(Category.code, codes))
    return {
        code: Standing(tuple(path), unit_code, Limit(hours, LimitUnit.WORKING_HOURS) if hours is not None else None)
        for code, path, unit_code, hours in await db.execute(statement)
    }


async def standing(db: AsyncSession, code: str) -> Standing:
    """Of one; where there is no such category, nowhere and nothing."""
    return (await standings(db, [code])).get(code, Standing())


@dataclass(frozen=True)
class Leaf:
    """A category in use that has none in use below it, with the name of its first-level category."""

    code: str
    name_zh: str
    name_en: str
    keywords: list[str]
    group_zh: str


async def leaves(db: AsyncSession, code: str | None = None) -> list[Leaf]:
    """All of them, by code, or the one with `code`."""
    below, root = aliased(Category), aliased(Category)
    is_branch = exists().where(below.parent_code == Category.code, below.retired_at.is_(None))
    chosen = (
        select(Category.code, Category.name_zh, Category.name_en, Category.keywords, root.name_zh)
        .join(root, root.code == Category.path[1])
        .where(Category.retired_at.is_(None), ~is_branch)
        .order_by(Category.code)
    )
    rows = await db.execute(chosen if code is None else chosen.where(Category.code == code))
    return [Leaf(*row) for row in rows]


async def names_of(db: AsyncSession, codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The Chinese and the English name of each of `codes` that is a category, be it retired."""
    rows = await db.execute(select(Category.code, Category.name_zh, Category.name_en).where(is_among(Category.code, codes)))
    return {row.code: (row.name_zh, row.name_en) for row in rows}


async def hold(db: AsyncSession, code: str) -> bool:
    """Lock the category until the transaction ends; whether it exists."""
    return await db.get(Category, code, with_for_update=True) is not None


async def known_codes(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Those of `codes` that are categories, be they retired."""
    return set((await db.execute(select(Category.code).where(is_among(Category.code, codes)))).scalars())


async def retired_codes(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Those of `codes` that are categories which no new ticket can have."""
    retired = select(Category.code).where(is_among(Category.code, codes), Category.retired_at.is_not(None))
    return set((await db.execute(retired)).scalars())


def found(code: str) -> Subquery:
    """For another's statement: no row or one, with what a ticket must know of the category."""
    return (
        select(
            Category.retired_at.is_not(None).label("is_retired"),
            Category.effective_limit_amount.label("limit_amount"),
            Category.effective_limit_unit.label("limit_unit"),
        )
        .where(Category.code == code)
        .subquery("found_category")
    )


async def successor_of(db: AsyncSession, code: str) -> str | None:
    """The category in use that came in the place of a retired one, over as many as were retired since; none: none was named."""
    seen: set[str] = set()
    at: str | None = code
    while at is not None and at not in seen:  # never in a circle, but a loop should say so itself
        seen.add(at)
        category = await db.get(Category, at)
        if category is None:
            return None
        if not category.is_retired:
            return category.code if category.code != code else None
        at = category.successor_code
    return None

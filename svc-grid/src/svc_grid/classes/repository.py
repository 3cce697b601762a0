"""Every SELECT of the case classes."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.page import PageRequest, fetch_page
from svc_grid.classes.errors import CaseClassUnknown
from svc_grid.classes.models import CaseClass, ClassCatalogue, ClassVersion
from svc_grid.classes.rules import large_of

# Two changes that each fit could together not; one after another they also commit in the order of their catalogue versions.
_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended("grid.classes", 0)))
_VERSION = select(ClassCatalogue.version).where(ClassCatalogue.id == 1)


async def catalogue_version(db: AsyncSession) -> int:
    return int((await db.execute(_VERSION)).scalar_one())


async def with_large(db: AsyncSession, code: str) -> tuple[int, CaseClass | None, CaseClass | None]:
    """The catalogue's version, the class and its large class, in one look: each step of a case asks for them."""
    codes = [each for each in (code, large_of(code)) if each is not None]
    chosen = select(ClassCatalogue.version, CaseClass).outerjoin(CaseClass, CaseClass.code.in_(codes))
    rows = (await db.execute(chosen.where(ClassCatalogue.id == 1))).all()
    found = {row.CaseClass.code: row.CaseClass for row in rows if row.CaseClass is not None}
    return rows[0].version, found.get(code), found.get(large_of(code) or "")


async def get(db: AsyncSession, code: str) -> tuple[CaseClass, CaseClass | None]:
    """The class and its large class; raises CaseClassUnknown."""
    _, found, large = await with_large(db, code)
    if found is None:
        raise CaseClassUnknown(code=code)
    return found, large


async def list_all(db: AsyncSession) -> Sequence[CaseClass]:
    """All of them by code, the retired too: some hundreds."""
    return (await db.execute(select(CaseClass).order_by(CaseClass.code))).scalars().all()


async def hold_all(db: AsyncSession) -> dict[str, CaseClass]:
    """All classes, which nobody else changes until the transaction ends."""
    await db.execute(_LOCK)
    found = await db.execute(select(CaseClass).execution_options(populate_existing=True))
    return {each.code: each for each in found.scalars()}


async def hold_catalogue(db: AsyncSession) -> ClassCatalogue:
    held = select(ClassCatalogue).where(ClassCatalogue.id == 1).execution_options(populate_existing=True)
    return (await db.execute(held)).scalar_one()


async def list_versions(db: AsyncSession, code: str, params: PageRequest) -> tuple[Sequence[ClassVersion], str | None]:
    """A class's versions, the newest first; raises CaseClassUnknown."""
    await get(db, code)
    chosen = select(ClassVersion).where(ClassVersion.code == code)
    return await fetch_page(db, chosen, (ClassVersion.version,), params)

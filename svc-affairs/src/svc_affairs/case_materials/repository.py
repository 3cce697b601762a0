"""Every SELECT of materials and their files."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.case_materials.errors import CaseFileUnknown
from svc_affairs.case_materials.models import CaseFile, CaseMaterial
from svc_affairs.case_materials.terms import MaterialStatus


async def list_materials(db: AsyncSession, case_id: UUID) -> Sequence[CaseMaterial]:
    """All of a case's, in the order of the item."""
    chosen = select(CaseMaterial).where(CaseMaterial.case_id == case_id).order_by(CaseMaterial.place)
    return (await db.execute(chosen)).scalars().all()


async def list_required(
    db: AsyncSession, case_ids: Sequence[UUID], statuses: Sequence[MaterialStatus]
) -> Sequence[tuple[UUID, str]]:
    """Case and code of what these cases must have and that stands so, in the order of the item."""
    chosen = select(CaseMaterial.case_id, CaseMaterial.code).where(
        CaseMaterial.case_id.in_(case_ids), CaseMaterial.is_required, CaseMaterial.status.in_(statuses)
    )
    return [(row[0], row[1]) for row in await db.execute(chosen.order_by(CaseMaterial.case_id, CaseMaterial.place))]


async def list_present(db: AsyncSession, case_id: UUID) -> Sequence[CaseFile]:
    """A case's files that are not deleted, in the order they came."""
    chosen = select(CaseFile).where(CaseFile.case_id == case_id, CaseFile.removed_at.is_(None)).order_by(CaseFile.id)
    return (await db.execute(chosen)).scalars().all()


async def count_files(db: AsyncSession, case_id: UUID) -> dict[str, int]:
    """How many files each material has."""
    counted = select(CaseFile.material_code, func.count()).where(CaseFile.case_id == case_id, CaseFile.removed_at.is_(None))
    return {row[0]: row[1] for row in await db.execute(counted.group_by(CaseFile.material_code))}


async def get_present(db: AsyncSession, case_id: UUID, file_id: UUID) -> CaseFile:
    """Raises CaseFileUnknown, also for one that was deleted."""
    chosen = select(CaseFile).where(CaseFile.id == file_id, CaseFile.case_id == case_id, CaseFile.removed_at.is_(None))
    found = (await db.execute(chosen)).scalar_one_or_none()
    if found is None:
        raise CaseFileUnknown()
    return found


async def with_content(db: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Those of `ids` that are files and not deleted."""
    chosen = select(CaseFile.id).where(CaseFile.id.in_(ids), CaseFile.removed_at.is_(None))
    return set((await db.execute(chosen)).scalars())

"""What others ask of the evidence. It imports nothing of the cases, whose lifecycle asks it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from svc_grid.evidence.models import EvidenceFile
from svc_grid.evidence.terms import Moment


async def has_photo(db: AsyncSession, case_id: UUID, moment: Moment, since: datetime | None = None) -> bool:
    """Whether a photograph of that moment is there, not removed, and added at `since` or later; a film is none."""
    conditions = [
        EvidenceFile.case_id == case_id,
        EvidenceFile.removed_at.is_(None),
        EvidenceFile.moment == moment,
        EvidenceFile.media_type.startswith("image/"),
    ]
    if since is not None:
        conditions.append(EvidenceFile.added_at >= since)
    return bool((await db.execute(select(exists().where(*conditions)))).scalar_one())


async def with_content(db: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Those of `ids` that are files of a case and not removed."""
    chosen = select(EvidenceFile.id).where(EvidenceFile.id.in_(ids), EvidenceFile.removed_at.is_(None))
    return set((await db.execute(chosen)).scalars())

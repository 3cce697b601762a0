"""Every SELECT of the documents."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.case_documents.errors import DocumentUnknown
from svc_affairs.case_documents.models import CaseDocument


async def get(db: AsyncSession, document_id: UUID, *, for_update: bool = False) -> CaseDocument:
    """Raises DocumentUnknown."""
    chosen = select(CaseDocument).where(CaseDocument.id == document_id)
    if for_update:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    found = (await db.execute(chosen)).scalar_one_or_none()
    if found is None:
        raise DocumentUnknown()
    return found


async def list_of(db: AsyncSession, case_id: UUID) -> Sequence[CaseDocument]:
    """A case's documents in the order they were issued."""
    chosen = select(CaseDocument).where(CaseDocument.case_id == case_id).order_by(CaseDocument.id)
    return (await db.execute(chosen)).scalars().all()


async def count_of(db: AsyncSession, case_id: UUID) -> int:
    chosen = select(func.count()).select_from(CaseDocument).where(CaseDocument.case_id == case_id)
    return (await db.execute(chosen)).scalar_one()


async def find_verified(
    db: AsyncSession, number: str | None, code_hash: bytes | None, sha256: bytes | None
) -> CaseDocument | None:
    """The document that all of what is given fits; one of them at least is given."""
    given: dict[str, str | bytes | None] = {"number": number, "code_hash": code_hash, "sha256": sha256}
    conditions: list[ColumnElement[bool]] = [
        getattr(CaseDocument, name) == value for name, value in given.items() if value is not None
    ]
    return (await db.execute(select(CaseDocument).where(*conditions))).scalar_one_or_none()


async def number_replacing(db: AsyncSession, document_id: UUID) -> str | None:
    """The number of the document that was issued in its place."""
    return (await db.execute(select(CaseDocument.number).where(CaseDocument.replaces_id == document_id))).scalar_one_or_none()


async def with_file(db: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Those of `ids` that are documents with a file."""
    has_file = and_(CaseDocument.sha256.is_not(None), CaseDocument.erased_at.is_(None))
    chosen = select(CaseDocument.id).where(CaseDocument.id.in_(ids), has_file)
    return set((await db.execute(chosen)).scalars())

"""Use cases of evidence: put a file to a case, look at what is there, remove one."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.files.inspection import Inspected, inspect
from chassis.files.keeping import Incoming, discard_when, incoming
from chassis.files.rules import safe_name
from chassis.files.store import Store
from chassis.page import PageRequest, fetch_page
from chassis.routing import check_version
from svc_grid.cases import service as cases
from svc_grid.cases.errors import ActionNotPossible, CaseUnknown
from svc_grid.cases.lifecycle import OPEN
from svc_grid.cases.steps import hold
from svc_grid.evidence.errors import AttachmentUnknown, CaseHoldsEnough
from svc_grid.evidence.models import EvidenceFile
from svc_grid.evidence.policy import POLICY
from svc_grid.evidence.schemas import EvidenceUpload
from svc_grid.evidence.terms import Moment, RemovalReason


async def add_file(
    db: AsyncSession, actor: Principal, case_id: UUID, body: EvidenceUpload, store: Store
) -> tuple[EvidenceFile, bool]:
    """Keep a file for a case; the same content again gives the file that is there, whatever its moment, and False.

    So nobody shows the place as it was before for how it is now. Raises what inspect raises, CaseUnknown,
    ActionNotPossible, CaseHoldsEnough.
    """
    name, file = safe_name(body.file.filename or ""), body.file.file
    inspected = await asyncio.to_thread(inspect, file, name, POLICY)
    async with incoming(store, file) as content:
        return await _keep(db, actor, case_id, body, content, name, inspected)


async def _keep(
    db: AsyncSession, actor: Principal, case_id: UUID, body: EvidenceUpload, content: Incoming, name: str, inspected: Inspected
) -> tuple[EvidenceFile, bool]:
    """Write the row, then move the content to its place; the commit is the caller's. The case is held meanwhile."""
    case = await hold(db, actor, case_id, None)
    if case.status not in OPEN:
        raise ActionNotPossible(f"{case.status}: takes no more files", state=str(case.status), action="add_evidence", possible=[])
    present = await _present(db, case_id)
    for each in present:
        if each.sha256 == inspected.sha256:
            return each, False
    if len(present) >= POLICY.most_per_case:
        raise CaseHoldsEnough(f"at most {POLICY.most_per_case}", limit=POLICY.most_per_case)
    file = EvidenceFile(
        id=content.id, case_id=case_id, version=1, moment=body.moment, name=name, description=body.description or None,
        media_type=inspected.media_type, size_bytes=inspected.size_bytes, sha256=inspected.sha256,
        added_at=clock.now(), added_by=actor.subject, removed_at=None, removed_by=None, removal_reason=None,
    )  # fmt: skip
    db.add(file)
    await db.flush()
    await content.settle(db)
    return file, True


async def list_files(
    db: AsyncSession, actor: Principal, case_id: UUID, moment: Moment | None, params: PageRequest
) -> tuple[list[EvidenceFile], str | None]:
    """A page of a case's files in the order they came, the removed ones too; raises CaseUnknown, CursorBroken."""
    await cases.get_case(db, actor, case_id)
    chosen = select(EvidenceFile).where(EvidenceFile.case_id == case_id)
    if moment is not None:
        chosen = chosen.where(EvidenceFile.moment == moment)
    return await fetch_page(db, chosen, (EvidenceFile.id,), params, descending=False)


async def get_file(
    db: AsyncSession, actor: Principal, case_id: UUID, attachment_id: UUID, *, with_content: bool = False
) -> EvidenceFile:
    """A file of a case that the principal may see; raises AttachmentUnknown, also where there is no such case to see."""
    try:
        await cases.get_case(db, actor, case_id)
    except CaseUnknown:
        raise AttachmentUnknown() from None
    return await _find(db, case_id, attachment_id, with_content=with_content)


async def remove_file(
    db: AsyncSession, actor: Principal, case_id: UUID, attachment_id: UUID, if_match: int | None, reason: RemovalReason,
    store: Store,
) -> None:  # fmt: skip
    """Delete its content, once the removal is committed, and keep its row. Raises AttachmentUnknown, StaleVersion."""
    try:
        await hold(db, actor, case_id, None)  # whoever goes on with the case by its evidence holds it too
    except CaseUnknown:
        raise AttachmentUnknown() from None
    file = await _find(db, case_id, attachment_id, with_content=True)
    check_version(if_match, file.version)
    file.removed_at, file.removed_by, file.removal_reason = clock.now(), actor.subject, reason
    file.version += 1
    await db.flush()
    discard_when(db, "after_commit", store, file.id)
    await audit.record(
        db, actor, "evidence-removed", str(file.id), case=case_id, reason=str(reason), moment=str(file.moment),
        sha256=file.sha256_hex,
    )  # fmt: skip


async def _find(db: AsyncSession, case_id: UUID, attachment_id: UUID, *, with_content: bool) -> EvidenceFile:
    chosen = select(EvidenceFile).where(EvidenceFile.id == attachment_id, EvidenceFile.case_id == case_id)
    if with_content:
        chosen = chosen.where(EvidenceFile.removed_at.is_(None))
    found = (await db.execute(chosen)).scalar_one_or_none()
    if found is None:
        raise AttachmentUnknown()
    return found


async def _present(db: AsyncSession, case_id: UUID) -> Sequence[EvidenceFile]:
    """Those that are not removed, in the order they came."""
    chosen = select(EvidenceFile).where(EvidenceFile.case_id == case_id, EvidenceFile.removed_at.is_(None))
    return (await db.execute(chosen.order_by(EvidenceFile.id))).scalars().all()

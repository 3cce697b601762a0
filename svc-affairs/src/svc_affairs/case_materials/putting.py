"""Use cases of files: put one to a material, list, fetch, delete."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.errors import Forbidden
from chassis.files.inspection import Inspected, inspect
from chassis.files.keeping import Incoming, discard_when, incoming
from chassis.files.rules import safe_name
from chassis.files.store import Store
from svc_affairs.case_materials import repository, service
from svc_affairs.case_materials.checking import CHECKERS
from svc_affairs.case_materials.errors import CaseFilesTooLarge, CaseFileUnknown, MaterialsSettled, TooManyFiles
from svc_affairs.case_materials.models import CaseFile
from svc_affairs.case_materials.policy import POLICY
from svc_affairs.case_materials.rules import lets_go, takes
from svc_affairs.case_materials.schemas import CaseFileUpload
from svc_affairs.case_materials.terms import MaterialAction, MaterialStatus
from svc_affairs.online_cases.access import check_may_ask, note_change, reach
from svc_affairs.online_cases.errors import CaseUnknown
from svc_affairs.online_cases.repository import COUNTER
from svc_affairs.online_cases.sealing import Seals

_APPLICANT = "applicant"


async def add_file(
    db: AsyncSession, actor: Principal, case_id: UUID, body: CaseFileUpload, store: Store, seals: Seals
) -> tuple[CaseFile, bool]:
    """Keep a file for a material; the same content for it again gives the file that is there, and False.

    The content lies in the store before the database is asked, so no connection waits for a slow store; whatever then goes
    wrong takes it away again. Raises what inspect raises, Forbidden, CaseUnknown, MaterialUnknown, MaterialsSettled,
    MaterialActionNotPossible, TooManyFiles, CaseFilesTooLarge.
    """
    check_may_ask(actor, body.query_code, COUNTER)
    name, file = safe_name(body.file.filename or ""), body.file.file
    inspected = await asyncio.to_thread(inspect, file, name, POLICY)
    async with incoming(store, file) as content:
        return await _keep(db, actor, case_id, body, content, name, inspected, seals)


async def _keep(
    db: AsyncSession, actor: Principal, case_id: UUID, body: CaseFileUpload, content: Incoming, name: str, inspected: Inspected,
    seals: Seals,
) -> tuple[CaseFile, bool]:  # fmt: skip
    """Write the row, then move the content to its place; the commit is the caller's. The case is held meanwhile."""
    case = await reach(db, actor, case_id, body.query_code, seals, COUNTER, for_update=True)
    [material] = await service.take_materials(db, case_id, [body.material_code])
    present = await repository.list_present(db, case_id)
    for each in present:  # also once the case takes no more: the answer that said so may have been lost
        if each.sha256 == inspected.sha256 and each.material_code == material.code:
            return each, False
    if not takes(case.status, material.status):
        raise MaterialsSettled(f"the case is {case.status}", state=str(case.status))
    _check_room(present, material.code, inspected.size_bytes)
    by = actor.subject if body.query_code is None else _APPLICANT
    service.provide(material, by, is_on_paper=False)
    file = CaseFile(
        id=content.id, case_id=case_id, material_code=material.code, name=name, media_type=inspected.media_type,
        size_bytes=inspected.size_bytes, sha256=inspected.sha256, is_from_applicant=body.query_code is not None,
        added_at=clock.now(), added_by=by, removed_at=None, removed_by=None,
    )  # fmt: skip
    db.add(file)
    note_change(case)
    await db.flush()
    await content.settle(db)
    return file, True


def _check_room(present: Sequence[CaseFile], material_code: str, size_bytes: int) -> None:
    """Raises TooManyFiles, CaseFilesTooLarge."""
    of_material = sum(each.material_code == material_code for each in present)
    for count, limit in ((of_material, POLICY.most_per_material), (len(present), POLICY.most_per_case)):
        if count >= limit:
            raise TooManyFiles(f"at most {limit}", limit=limit)
    if sum(each.size_bytes for each in present) + size_bytes > POLICY.most_bytes_per_case:
        raise CaseFilesTooLarge(f"at most {POLICY.most_bytes_per_case} bytes", limit_bytes=POLICY.most_bytes_per_case)


async def list_files(
    db: AsyncSession, actor: Principal, case_id: UUID, query_code: str | None, seals: Seals
) -> Sequence[CaseFile]:
    """All of a case's, in the order they came; they are the applicant's own. Raises Forbidden, CaseUnknown."""
    await reach(db, actor, case_id, query_code, seals, CHECKERS)
    return await repository.list_present(db, case_id)


async def get_file(
    db: AsyncSession, actor: Principal, case_id: UUID, file_id: UUID, query_code: str | None, seals: Seals
) -> CaseFile:
    """Raises Forbidden, CaseFileUnknown, also where there is no such case to see."""
    try:
        await reach(db, actor, case_id, query_code, seals, CHECKERS)
    except CaseUnknown:
        raise CaseFileUnknown() from None
    return await repository.get_present(db, case_id, file_id)


async def remove_file(
    db: AsyncSession, actor: Principal, case_id: UUID, file_id: UUID, query_code: str | None, store: Store, seals: Seals
) -> None:
    """Delete its content, once this is committed, and its name; its row stays. The applicant deletes what the applicant sent.

    Raises Forbidden, CaseFileUnknown, MaterialsSettled.
    """
    try:
        case = await reach(db, actor, case_id, query_code, seals, COUNTER, for_update=True)
    except CaseUnknown:
        raise CaseFileUnknown() from None
    file = await repository.get_present(db, case_id, file_id)
    if query_code is not None and not file.is_from_applicant:
        raise Forbidden("a clerk added this file")
    if not lets_go(case.status):
        raise MaterialsSettled(f"the case is {case.status}", state=str(case.status))
    by = _APPLICANT if query_code is not None else actor.subject
    file.removed_at, file.removed_by, file.name = clock.now(), by, ""
    await db.flush()
    [material] = await service.take_materials(db, case_id, [file.material_code])
    left = (await repository.count_files(db, case_id)).get(material.code, 0)
    if material.status is MaterialStatus.PROVIDED and not left and not material.is_on_paper:
        service.step(material, MaterialAction.TAKE_BACK)
    note_change(case)
    await db.flush()
    discard_when(db, "after_commit", store, file.id)

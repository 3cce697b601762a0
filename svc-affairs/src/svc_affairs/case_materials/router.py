"""Paths of a case's materials and of their files."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Form, Query, Request, Response

from chassis.errors import Limited, StaleVersion
from chassis.files.download import SERVED, serve
from chassis.files.errors import REFUSALS, NoStore
from chassis.files.store import Store
from chassis.page import Page
from chassis.routing import Db, Principal, anyone, domain_router, problems, require
from svc_affairs.case_materials import checking, errors, putting
from svc_affairs.case_materials.schemas import (
    CODE,
    CaseFileUpload,
    CaseFileView,
    CaseMaterialView,
    MaterialChecking,
    MaterialProvision,
)
from svc_affairs.file_store import need_store
from svc_affairs.online_cases.errors import CaseUnknown
from svc_affairs.online_cases.repository import COUNTER
from svc_affairs.online_cases.schemas import QueryCode
from svc_affairs.online_cases.sealing import Sealing

router = domain_router("/v1/online-cases/{case_id}", "materials")

Everybody = Annotated[Principal, anyone()]
Clerk = Annotated[Principal, require(*COUNTER)]
Checker = Annotated[Principal, require(*checking.CHECKERS)]
ApplicantsCode = Annotated[QueryCode | None, Query(description="The applicant's query code, in place of a role.", examples=CODE)]

_AGAIN: dict[int | str, dict[str, Any]] = {
    200: {"model": CaseFileView, "description": "The material holds this very content already."}
}
_MOVING = (CaseUnknown, errors.MaterialUnknown, errors.MaterialsSettled, errors.MaterialActionNotPossible)


async def _store(db: Db) -> Store:
    return need_store(db)


Kept = Annotated[Store, Depends(_store)]


@router.get("/materials", summary="Show a case's check list 材料清单", responses=problems(CaseUnknown, Limited))
async def show_materials(
    case_id: UUID, actor: Everybody, db: Db, seals: Sealing, query_code: ApplicantsCode = None
) -> Page[CaseMaterialView]:
    """Every material of the item's version, in its order, and where it stands; to the applicant by query code."""
    return _listed(await checking.show_materials(db, actor, case_id, query_code, seals))


@router.post(
    "/material-provisions", status_code=201, summary="Note materials brought on paper 收取纸质材料", responses=problems(*_MOVING)
)
async def note_paper(case_id: UUID, body: MaterialProvision, actor: Clerk, db: Db, seals: Sealing) -> Page[CaseMaterialView]:
    """What an applicant hands over at a window; several at once."""
    return _listed(await checking.note_paper(db, actor, case_id, body.codes, seals))


@router.post(
    "/material-checks",
    status_code=201,
    summary="Check materials 材料核验",
    responses=problems(*_MOVING, errors.FaultNotNamed, StaleVersion),
)
async def check_materials(
    case_id: UUID, body: MaterialChecking, actor: Checker, db: Db, seals: Sealing
) -> Page[CaseMaterialView]:
    """One by one, or all that are there at once. What is wrong is said, so that the applicant is told all of it at once."""
    return _listed(await checking.check_materials(db, actor, case_id, body, seals))


@router.post(
    "/attachments",
    status_code=201,
    summary="Add a file to a material 上传材料",
    responses=_AGAIN | problems(*_MOVING, errors.TooManyFiles, errors.CaseFilesTooLarge, *REFUSALS, NoStore, Limited),
    form_limits={"max_files": 1, "max_fields": 8, "max_part_size": 16 * 1024},
)  # fmt: skip
async def add_file(
    case_id: UUID,
    body: Annotated[CaseFileUpload, Form(media_type="multipart/form-data")],
    actor: Everybody,
    db: Db,
    store: Kept,
    seals: Sealing,
    response: Response,
) -> CaseFileView:
    """One file by the applicant with the query code, or by a clerk; what it is, is told by its content."""
    file, is_new = await putting.add_file(db, actor, case_id, body, store, seals)
    if not is_new:
        response.status_code = 200
    response.headers["Location"] = f"/v1/online-cases/{case_id}/attachments/{file.id}/content"
    return CaseFileView.model_validate(file)


@router.get("/attachments", summary="List a case's files", responses=problems(CaseUnknown, Limited))
async def list_files(
    case_id: UUID, actor: Everybody, db: Db, seals: Sealing, query_code: ApplicantsCode = None
) -> Page[CaseFileView]:
    """In the order they came, at most as many as a case may hold, on one page."""
    found = await putting.list_files(db, actor, case_id, query_code, seals)
    return Page(items=[CaseFileView.model_validate(each) for each in found], next=None)


@router.get(
    "/attachments/{attachment_id}/content",
    summary="Download a case's file",
    response_class=Response,
    responses=SERVED | problems(errors.CaseFileUnknown, NoStore, Limited),
)
async def download_file(
    case_id: UUID, attachment_id: UUID, actor: Everybody, db: Db, store: Kept, seals: Sealing, request: Request,
    query_code: ApplicantsCode = None,
) -> Response:  # fmt: skip
    """The content as it came."""
    return await serve(request, await putting.get_file(db, actor, case_id, attachment_id, query_code, seals), store)


@router.delete(
    "/attachments/{attachment_id}",
    status_code=204,
    summary="Delete a case's file 删除材料附件",
    responses=problems(errors.CaseFileUnknown, errors.MaterialsSettled, NoStore, Limited),
)
async def remove_file(
    case_id: UUID, attachment_id: UUID, actor: Everybody, db: Db, store: Kept, seals: Sealing, query_code: ApplicantsCode = None
) -> None:
    """Before the case is accepted; the material's last file gone, it is awaited again."""
    await putting.remove_file(db, actor, case_id, attachment_id, query_code, store, seals)


def _listed(found: checking.CheckList) -> Page[CaseMaterialView]:
    return Page(items=[CaseMaterialView.of(material, files) for material, files in found], next=None)

"""Paths of applications for packages."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Form, Query, Request, Response
from pydantic import AwareDatetime

from chassis.errors import Limited, StaleVersion
from chassis.files.errors import REFUSALS, NoStore
from chassis.files.store import Store
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.case_materials import errors as material_errors
from svc_affairs.case_materials.schemas import CaseFileView
from svc_affairs.claims.errors import ItemNotClaimed
from svc_affairs.file_store import need_store
from svc_affairs.item_packages import errors as package_errors
from svc_affairs.item_packages.schemas import PackageCode
from svc_affairs.items.errors import ItemNotInForce
from svc_affairs.online_cases import errors as case_errors
from svc_affairs.online_cases.repository import COUNTER
from svc_affairs.online_cases.schemas import QueryCode, Territory
from svc_affairs.online_cases.sealing import Sealing
from svc_affairs.package_applications import bringing, errors, service
from svc_affairs.package_applications.repository import Filter
from svc_affairs.package_applications.schemas import (
    ApplicationLookup,
    MergedProvision,
    MergedUpload,
    Number,
    PackageSubmission,
    WholeWithdrawal,
)
from svc_affairs.package_applications.terms import ApplicationStatus
from svc_affairs.package_applications.views import ApplicationReceipt, PackageApplicationView, StandingView

router = domain_router("/v1/package-applications", "package applications")

Everybody = Annotated[Principal, anyone()]
Reader = Annotated[Principal, require(Role.WINDOW, Role.CENTRE, Role.APPROVER, Role.ANALYST)]
Clerk = Annotated[Principal, require(*COUNTER)]
ApplicantsCode = Annotated[QueryCode | None, Query(description="The applicant's query code, in place of a role.")]
_SUBMISSION_FAULTS = (
    package_errors.PackageUnknown, package_errors.PackageNotInForce, package_errors.AnswersNotFit,
    package_errors.NothingApplies, ItemNotInForce, case_errors.ChannelNotOpen, case_errors.ApplicantNotAllowed,
    case_errors.PlaceUnknown, case_errors.CentreNeeded, case_errors.NotYourCentre, ItemNotClaimed,
    errors.MergedMaterialUnknown,
)  # fmt: skip
_BRINGING = (
    errors.ApplicationUnknown, errors.MergedMaterialUnknown, material_errors.MaterialsSettled,
    material_errors.MaterialActionNotPossible,
)  # fmt: skip


async def _store(db: Db) -> Store:
    return need_store(db)


Kept = Annotated[Store, Depends(_store)]


async def _filter(
    status: Annotated[ApplicationStatus | None, Query(description="Only in this state.")] = None,
    package_code: Annotated[PackageCode | None, Query(description="Only for this package.")] = None,
    number: Annotated[Number | None, Query(description="Only the one with this number.")] = None,
    territory_code: Annotated[Territory | None, Query(description="Only in this territory or below it.")] = None,
    submitted_from: Annotated[AwareDatetime | None, Query(description="Only submitted at or after this.")] = None,
    submitted_to: Annotated[AwareDatetime | None, Query(description="Only submitted before this.")] = None,
) -> Filter:
    return Filter(status, package_code, number, territory_code, submitted_from, submitted_to)


@router.post(
    "", status_code=201, summary="Apply for a whole matter 一件事申请", responses=problems(*_SUBMISSION_FAULTS)
)  # fmt: skip
async def apply(
    body: PackageSubmission, actor: Everybody, db: Db, seals: Sealing, response: Response
) -> ApplicationReceipt:  # fmt: skip
    """One application, a case for each item that applies: all of them, or none. The receipt tells the query code, once."""
    seen, code = await service.apply(db, actor, body, seals)
    tag_version(response, seen.application.version)
    response.headers["Location"] = f"/v1/package-applications/{seen.application.id}"
    return ApplicationReceipt.of(seen, query_code=code)


@router.get("", summary="List applications for packages")
async def list_applications(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[PackageApplicationView]:
    """Applications the caller may see, the newest first."""
    found, following = await service.list_applications(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[PackageApplicationView.of(seen) for seen in found], next=following)


@router.post("/lookups", summary="Follow one's own application", responses=problems(errors.ApplicationUnknown, Limited))
async def look_up(
    body: ApplicationLookup, actor: Everybody, db: Db, seals: Sealing, response: Response
) -> PackageApplicationView:
    """How each of its cases stands, by the one number and the one code; no contact and no name."""
    response.headers["Cache-Control"] = "no-store"
    return PackageApplicationView.of(await service.find_by_code(db, body.number, body.query_code, seals))


@router.get("/{application_id}", summary="Show an application", responses=problems(errors.ApplicationUnknown))
async def get_application(application_id: UUID, actor: Reader, db: Db, response: Response) -> PackageApplicationView:
    """One application with its cases; its ETag is what If-Match takes."""
    seen = await service.get_application(db, actor, application_id)
    tag_version(response, seen.application.version)
    return PackageApplicationView.of(seen)


@router.post(
    "/{application_id}/withdrawals", status_code=201, summary="Withdraw the whole 整体撤回",
    responses=problems(errors.ApplicationUnknown, errors.ApplicationEnded, errors.CasesDecided, StaleVersion, Limited),
)  # fmt: skip
async def withdraw(
    application_id: UUID, body: WholeWithdrawal, actor: Everybody, db: Db, if_match: IfMatch, seals: Sealing, response: Response
) -> PackageApplicationView:
    """By the applicant with the query code, or at the counter, as long as none of its cases is decided."""
    seen = await service.withdraw(db, actor, application_id, if_match, body.query_code, seals)
    tag_version(response, seen.application.version)
    return PackageApplicationView.of(seen)


@router.get("/{application_id}/materials", summary="Show what to bring", responses=problems(errors.ApplicationUnknown, Limited))
async def show_materials(
    application_id: UUID, actor: Everybody, db: Db, seals: Sealing, query_code: ApplicantsCode = None
) -> Page[StandingView]:
    """Each thing once, and how it stands in each case that asks for it; to the applicant by query code."""
    found = await bringing.show_materials(db, actor, application_id, query_code, seals)
    return Page(items=[StandingView.of(each) for each in found])


@router.post(
    "/{application_id}/material-provisions", status_code=201, summary="Note materials brought on paper 收取纸质材料",
    responses=problems(*_BRINGING),
)  # fmt: skip
async def note_paper(
    application_id: UUID, body: MergedProvision, actor: Clerk, db: Db, seals: Sealing
) -> Page[StandingView]:  # fmt: skip
    """What an applicant hands over once at a window, for all cases that ask for it."""
    await bringing.note_paper(db, actor, application_id, body.codes, seals)
    found = await bringing.show_materials(db, actor, application_id, None, seals)
    return Page(items=[StandingView.of(each) for each in found])


@router.post(
    "/{application_id}/attachments", status_code=201, summary="Add a file for all cases that ask for it 上传材料",
    responses=problems(
        *_BRINGING, material_errors.TooManyFiles, material_errors.CaseFilesTooLarge, NoStore, *REFUSALS, Limited
    ),
)  # fmt: skip
async def add_file(
    application_id: UUID, body: Annotated[MergedUpload, Form(media_type="multipart/form-data")], actor: Everybody, db: Db,
    store: Kept, seals: Sealing,
) -> Page[CaseFileView]:  # fmt: skip
    """Sent once, kept in each case; in all that still take it, or in none."""
    added = await bringing.add_file(db, actor, application_id, body, store, seals)
    return Page(items=[CaseFileView.model_validate(each) for each in added])

"""Paths to submit online cases and to look at them."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import AwareDatetime

from chassis.contact import ContactErased
from chassis.errors import Limited
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.centres.errors import CentreTakesNoCases, CentreUnknown
from svc_affairs.claims.errors import ItemNotClaimed
from svc_affairs.departments.schemas import DepartmentCode
from svc_affairs.items.errors import ItemNotInForce, ItemUnknown
from svc_affairs.items.schemas import ItemCode
from svc_affairs.online_cases import service
from svc_affairs.online_cases.errors import (
    ApplicantNotAllowed,
    CaseUnknown,
    CentreNeeded,
    ChannelNotOpen,
    ExternalNumberTaken,
    NoContact,
    NotYourCentre,
    PlaceUnknown,
)
from svc_affairs.online_cases.public_views import PublicCase
from svc_affairs.online_cases.repository import Filter
from svc_affairs.online_cases.schemas import CaseLookup, CaseSubmission, Code, ContactPart, Territory
from svc_affairs.online_cases.sealing import Sealing
from svc_affairs.online_cases.terms import Channel, Status
from svc_affairs.online_cases.views import (
    CaseReceipt,
    ContactView,
    OnlineCaseStepView,
    OnlineCaseTaskView,
    OnlineCaseView,
    SpecialProcedureView,
)

router = domain_router("/v1/online-cases", "online cases")
lookups_router = domain_router("/v1/online-case-lookups", "online cases")

Everybody = Annotated[Principal, anyone()]
Reader = Annotated[Principal, require(Role.WINDOW, Role.CENTRE, Role.APPROVER, Role.ANALYST)]
Handler = Annotated[Principal, require(Role.WINDOW, Role.CENTRE, Role.APPROVER)]
_SUBMISSION_FAULTS = (
    ItemUnknown, ItemNotInForce, ChannelNotOpen, ApplicantNotAllowed, PlaceUnknown, CentreNeeded, CentreUnknown,
    CentreTakesNoCases, NotYourCentre, ItemNotClaimed, ExternalNumberTaken,
)  # fmt: skip


@router.post("", status_code=201, summary="Submit an application 提交申请", responses=problems(*_SUBMISSION_FAULTS))
async def submit_case(body: CaseSubmission, actor: Everybody, db: Db, seals: Sealing, response: Response) -> CaseReceipt:
    """Anybody online, clerks at a window or a town centre; the receipt tells the query code, once."""
    done = await service.submit_case(db, actor, body, seals)
    tag_version(response, done.case.version)
    response.headers["Location"] = f"/v1/online-cases/{done.case.id}"
    response.headers["Cache-Control"] = "no-store"
    shown = OnlineCaseView.model_validate(done.case).model_dump()
    return CaseReceipt(**shown, query_code=done.query_code, likely_duplicates=[*done.likely_duplicates])


async def _filter(
    status: Annotated[Status | None, Query(description="Only in this state.")] = None,
    item_code: Annotated[ItemCode | None, Query(description="Only of this item.")] = None,
    department_code: Annotated[DepartmentCode | None, Query(description="Only of this department's items.")] = None,
    centre_code: Annotated[Code | None, Query(description="Only of this town centre.")] = None,
    channel: Annotated[Channel | None, Query(description="Only come in this way.")] = None,
    number: Annotated[str | None, Query(max_length=32, description="Only the one with this number.")] = None,
    package_application_id: Annotated[UUID | None, Query(description="Only of this application for several items.")] = None,
    territory_code: Annotated[Territory | None, Query(description="Only in this territory or below it.")] = None,
    is_overdue: Annotated[bool | None, Query(description="Only those that are, or were, overdue; or are not.")] = None,
    due_before: Annotated[AwareDatetime | None, Query(description="Only undecided ones that are due before this.")] = None,
    submitted_from: Annotated[AwareDatetime | None, Query(description="Only submitted at or after this.")] = None,
    submitted_to: Annotated[AwareDatetime | None, Query(description="Only submitted before this.")] = None,
) -> Filter:
    return Filter(
        status, item_code, department_code, centre_code, channel, number, package_application_id, territory_code, is_overdue,
        due_before, submitted_from, submitted_to,
    )  # fmt: skip


@router.get("", summary="List cases")
async def list_cases(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[OnlineCaseView]:
    """Cases the caller may see, the newest first. There is no way to list what one person applied for."""
    cases, following = await service.list_cases(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[OnlineCaseView.model_validate(case) for case in cases], next=following)


@router.get("/{case_id}", summary="Show a case", responses=problems(CaseUnknown))
async def get_case(case_id: UUID, actor: Reader, db: Db, response: Response) -> OnlineCaseView:
    """One case; its ETag is what If-Match takes."""
    case = await service.get_case(db, actor, case_id)
    tag_version(response, case.version)
    return OnlineCaseView.model_validate(case)


@router.get("/{case_id}/history", summary="Show what happened to a case", responses=problems(CaseUnknown))
async def get_history(case_id: UUID, actor: Reader, db: Db) -> Page[OnlineCaseStepView]:
    """Every step with who made it, the oldest first."""
    return Page(items=[OnlineCaseStepView.model_validate(each) for each in await service.get_history(db, actor, case_id)])


@router.get("/{case_id}/reviews", summary="Show the steps of a case's review", responses=problems(CaseUnknown))
async def get_tasks(case_id: UUID, actor: Reader, db: Db) -> Page[OnlineCaseTaskView]:
    """Stage by stage, with each department's opinion."""
    return Page(items=[OnlineCaseTaskView.model_validate(each) for each in await service.get_tasks(db, actor, case_id)])


@router.get("/{case_id}/special-procedures", summary="Show a case's special procedures", responses=problems(CaseUnknown))
async def get_procedures(case_id: UUID, actor: Reader, db: Db) -> Page[SpecialProcedureView]:
    """Each with its limit and what it took."""
    return Page(items=[SpecialProcedureView.model_validate(each) for each in await service.get_procedures(db, actor, case_id)])


@router.post(
    "/{case_id}/contact-views", status_code=201, summary="Show an applicant's contact",
    responses=problems(CaseUnknown, NoContact, ContactErased),
)  # fmt: skip
async def disclose_contact(
    case_id: UUID, body: ContactPart, actor: Handler, db: Db, seals: Sealing, response: Response
) -> ContactView:
    """The contact in clear, for a stated purpose; each look is written into the audit log, and none is stored for another."""
    response.headers["Cache-Control"] = "no-store"
    contact = await service.disclose_contact(db, actor, case_id, is_agent=body.is_agent, purpose=body.purpose, seals=seals)
    return ContactView.model_validate(contact)


@lookups_router.post("", summary="Follow one's own case", responses=problems(CaseUnknown, Limited))
async def look_up(body: CaseLookup, actor: Everybody, db: Db, seals: Sealing, response: Response) -> PublicCase:
    """Its progress in words, what is wanted of the applicant and until when; no contact and no name.

    After some wrong codes the client, or the case, has to wait; right ones are not counted.
    """
    response.headers["Cache-Control"] = "no-store"
    case = await service.find_by_code(db, body.number, body.query_code, seals)
    return PublicCase.of(case, await service.steps_of(db, case))

"""Paths of the departments."""

from typing import Annotated

from fastapi import Path, Request, Response

from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.departments import service
from svc_affairs.departments.errors import DepartmentAlreadyThere, DepartmentUnknown
from svc_affairs.departments.schemas import DepartmentCode, DepartmentEntry, DepartmentView

router = domain_router("/v1/departments", "departments")

Everybody = Annotated[Principal, anyone()]
Editor = Annotated[Principal, require(Role.ITEM_EDITOR)]


@router.post("", status_code=201, summary="Enter a department", responses=problems(DepartmentAlreadyThere))
async def register_department(body: DepartmentEntry, actor: Editor, db: Db, response: Response) -> DepartmentView:
    """Enter a department, so that items can be its own."""
    department = await service.register_department(db, body)
    tag_version(response, department.version)
    response.headers["Location"] = f"/v1/departments/{department.code}"
    return DepartmentView.model_validate(department)


@router.get("", summary="List the departments")
async def list_departments(
    actor: Everybody, db: Db, params: PageParams, request: Request, response: Response
) -> Page[DepartmentView]:
    """The departments by code."""
    departments, following = await service.list_departments(db, params)
    link_next(response, request, following)
    return Page(items=[DepartmentView.model_validate(each) for each in departments], next=following)


@router.get("/{code}", summary="Show a department", responses=problems(DepartmentUnknown))
async def get_department(
    code: Annotated[DepartmentCode, Path(description="Its code.", examples=["dept-07"])],
    actor: Everybody,
    db: Db,
    response: Response,
) -> DepartmentView:
    """One department."""
    department = await service.get_department(db, code)
    tag_version(response, department.version)
    return DepartmentView.model_validate(department)

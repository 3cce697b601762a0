"""Paths of the case classes: to look at them, and to keep them."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.classes import keeping, repository, service
from svc_grid.classes.errors import (
    CaseClassHasSmallOnes,
    CaseClassRetired,
    CaseClassTaken,
    CaseClassUnknown,
    CaseClassUnsound,
    ClassSuccessorNotUsable,
)
from svc_grid.classes.schemas import CLASS_CODE, ClassEntry, ClassPatch, ClassRetirement
from svc_grid.classes.terms import Nature
from svc_grid.classes.views import CaseClassPage, CaseClassView, ClassVersionView, StageLimitsView

router = domain_router("/v1/case-classes", "case classes")

Everybody = Annotated[Principal, anyone()]
Staff = Annotated[Principal, require(Role.GRID_DESK, Role.GRID_LEAD, Role.UNIT, Role.INSPECTOR, Role.SUPERVISOR, Role.ANALYST)]
Keeper = Annotated[Principal, require(Role.GRID_DESK, unbound=True)]
ClassCode = Annotated[
    str, Path(pattern=CLASS_CODE, max_length=64, description="Code of a class.", examples=["urban.public_utilities.street_lamp"])
]


@router.get("", summary="List case classes")
async def list_classes(
    actor: Everybody, db: Db,
    changed_since_version: Annotated[
        int | None,
        Query(ge=0, le=2**62, description="Only what changed after this catalogue version, the retired too.", examples=[11]),
    ] = None,
    nature: Annotated[Nature | None, Query(description="Only of this nature.")] = None,
    with_retired: Annotated[bool, Query(description="Those out of use too.", examples=[False])] = False,
) -> CaseClassPage:  # fmt: skip
    """All classes in one page, by code; or, since a catalogue version, what a client must take over, the oldest first."""
    version, found = await service.list_classes(db, since=changed_since_version, nature=nature, with_retired=with_retired)
    return CaseClassPage(items=found, next=None, catalogue_version=version)


@router.post("", status_code=201, summary="Add a case class 新增类别", responses=problems(CaseClassTaken, CaseClassUnsound))
async def add_class(body: ClassEntry, actor: Keeper, db: Db, response: Response) -> CaseClassView:
    """A large class, or a small one below it."""
    await keeping.add_class(db, actor, body)
    response.headers["Location"] = f"/v1/case-classes/{body.code}"
    return await _shown(db, body.code, response)


@router.get("/{code}", summary="Show a case class", responses=problems(CaseClassUnknown))
async def get_class(code: ClassCode, actor: Everybody, db: Db, response: Response) -> CaseClassView:
    """One class, in use or not, with what holds for it."""
    return await _shown(db, code, response)


@router.get("/{code}/limits", summary="Show which limits hold", responses=problems(CaseClassUnknown))
async def get_limits(
    code: ClassCode, actor: Everybody, db: Db,
    condition_code: Annotated[
        str | None, Query(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="Under this condition.", examples=["not_lit"])
    ] = None,
    level: Annotated[int | None, Query(ge=1, le=3, description="In an area of this level.", examples=[1])] = None,
) -> StageLimitsView:  # fmt: skip
    """Working hours of each stage for a case of this class, condition and level."""
    await repository.get(db, code)
    return StageLimitsView.model_validate(await service.find_limits(db, code, condition_code, level))


@router.patch(
    "/{code}",
    summary="Change a case class 修改类别",
    responses=problems(CaseClassUnknown, StaleVersion, CaseClassRetired, CaseClassUnsound),
)
async def change_class(
    code: ClassCode, body: ClassPatch, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> CaseClassView:
    """Change what is named; lists are replaced whole."""
    await keeping.change_class(db, actor, code, if_match, body)
    return await _shown(db, code, response)


@router.post(
    "/{code}/retirements",
    status_code=201,
    summary="Retire a case class 停用类别",
    responses=problems(CaseClassUnknown, StaleVersion, CaseClassRetired, CaseClassHasSmallOnes, ClassSuccessorNotUsable),
)
async def retire_class(
    code: ClassCode, body: ClassRetirement, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> CaseClassView:
    """New cases cannot choose it; those that have it keep it, and its limits."""
    await keeping.retire_class(db, actor, code, if_match, body.successor_code)
    return await _shown(db, code, response)


@router.get("/{code}/versions", summary="List a case class's versions", responses=problems(CaseClassUnknown, CursorBroken))
async def list_versions(
    code: ClassCode, actor: Staff, db: Db, params: PageParams, request: Request, response: Response
) -> Page[ClassVersionView]:
    """Each change with who made it and how the class stood after it, the newest first."""
    found, following = await repository.list_versions(db, code, params)
    link_next(response, request, following)
    return Page(items=[ClassVersionView.model_validate(each) for each in found], next=following)


async def _shown(db: Db, code: str, response: Response) -> CaseClassView:
    found, large = await repository.get(db, code)
    tag_version(response, found.version)
    return CaseClassView.of(found, large)

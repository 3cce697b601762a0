"""Paths of the register of mediators."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.disputes.terms import Kind
from svc_grid.mediators import service
from svc_grid.mediators.errors import MediatorPlaceUnknown, MediatorTaken, MediatorUnknown
from svc_grid.mediators.models import Mediator
from svc_grid.mediators.schemas import Account, MediatorEntry, MediatorPatch, MediatorView
from svc_grid.mediators.service import Filter

router = domain_router("/v1/mediators", "mediators")

Keeper = Annotated[Principal, require(Role.GRID_DESK)]
Reader = Annotated[Principal, require(Role.GRID_DESK, Role.GRID_LEAD, Role.MEDIATOR, Role.MEDIATION_KEEPER, Role.SUPERVISOR)]


def _shown(mediator: Mediator, response: Response) -> MediatorView:
    tag_version(response, mediator.version)
    return MediatorView.model_validate(mediator)


async def _filter(
    unit_code: Annotated[str | None, Query(max_length=64, description="Only of this unit.")] = None,
    speciality: Annotated[Kind | None, Query(description="Only who knows this kind best.")] = None,
    is_active: Annotated[bool | None, Query(description="Only active ones, or only the others.")] = None,
) -> Filter:
    return Filter(unit_code, speciality, is_active)


@router.post("", status_code=201, summary="Enter a mediator 登记调解员", responses=problems(MediatorTaken, MediatorPlaceUnknown))
async def register(body: MediatorEntry, actor: Keeper, db: Db, response: Response) -> MediatorView:
    """An account of staff or a volunteer that disputes may be given to."""
    return _shown(await service.register(db, actor, body), response)


@router.get("", summary="List mediators 调解员名册", responses=problems(CursorBroken))
async def list_mediators(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[MediatorView]:
    """By account, within the caller's territory."""
    found, following = await service.list_mediators(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[MediatorView.model_validate(each) for each in found], next=following)


@router.patch("/{account}", summary="Change a mediator 调解员变更", responses=problems(MediatorUnknown, StaleVersion))
async def change(
    account: Account, body: MediatorPatch, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> MediatorView:  # fmt: skip
    """Its specialities, and whether it may be given disputes."""
    return _shown(await service.change(db, actor, account, if_match, body), response)

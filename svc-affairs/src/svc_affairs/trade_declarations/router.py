"""Paths of declarations."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.trade_declarations import service
from svc_affairs.trade_declarations.errors import BeingMatched, DeclarationNotFound, DocumentsDisagree, StepNotPossible
from svc_affairs.trade_declarations.lifecycle import Command
from svc_affairs.trade_declarations.models import Declaration
from svc_affairs.trade_declarations.repository import Filter
from svc_affairs.trade_declarations.schemas import Objection, Release
from svc_affairs.trade_declarations.terms import DeclarationStatus, Field
from svc_affairs.trade_declarations.views import DeclarationDetail, DeclarationView
from svc_affairs.trade_documents.fields import PartyCode
from svc_affairs.trade_parties.errors import PartyUnknown

router = domain_router("/v1/trade-declarations", "trade declarations")

Desk = Annotated[Principal, require(Role.TRADE_DESK)]
Reader = Annotated[Principal, require(Role.TRADE_DESK, Role.TRADE_PARTY)]
_FAULTS = (DeclarationNotFound, StaleVersion, StepNotPossible)


async def _filter(
    status: Annotated[DeclarationStatus | None, Query(description="Only with this status.", examples=["mismatched"])] = None,
    platform_code: Annotated[PartyCode | None, Query(description="Only of this platform.", examples=["6599660001"])] = None,
    day: Annotated[date | None, Query(description="Only declared on this day of the city.", examples=["2025-03-03"])] = None,
    mismatch_field: Annotated[
        Field | None, Query(description="Only where the documents do not agree in this.", examples=["amount_paid"])
    ] = None,
) -> Filter:
    return Filter(status, platform_code, day, mismatch_field)


@router.get("", summary="List declarations 申报查询", responses=problems(CursorBroken, DeclarationNotFound, PartyUnknown))
async def list_declarations(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[DeclarationView]:
    """The newest first. The desk sees all, a declarer its own, a platform those of its orders."""
    found, following = await service.list_declarations(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[DeclarationView.model_validate(each) for each in found], next=following)


@router.get("/{declaration_id}", summary="Show a declaration", responses=problems(DeclarationNotFound, PartyUnknown))
async def get_declaration(declaration_id: UUID, actor: Reader, db: Db, response: Response) -> DeclarationDetail:
    """With every mismatch, by field and with both values; its ETag is what If-Match takes."""
    found = await service.get_declaration(db, actor, declaration_id)
    tag_version(response, found.version)
    return found


@router.post(
    "/{declaration_id}/releases", status_code=201, summary="Release a declaration 放行",
    responses=problems(*_FAULTS, DocumentsDisagree, BeingMatched),
)  # fmt: skip
async def release(
    declaration_id: UUID, body: Release, actor: Desk, db: Db, if_match: IfMatch, response: Response
) -> DeclarationDetail:
    """The goods may leave. Only where the documents agree; what comes later does not undo it."""
    declaration = await service.decide(db, actor, declaration_id, if_match, Command.RELEASE, reason=body.note)
    return await _shown(db, declaration, response)


@router.post("/{declaration_id}/holds", status_code=201, summary="Hold a declaration 扣留查验", responses=problems(*_FAULTS))
async def hold(
    declaration_id: UUID, body: Objection, actor: Desk, db: Db, if_match: IfMatch, response: Response
) -> DeclarationDetail:
    """The goods stay for inspection; documents are matched on."""
    return await _object(db, actor, declaration_id, if_match, Command.HOLD, body, response)


@router.post("/{declaration_id}/returns", status_code=201, summary="Return a declaration 退单", responses=problems(*_FAULTS))
async def return_(
    declaration_id: UUID, body: Objection, actor: Desk, db: Db, if_match: IfMatch, response: Response
) -> DeclarationDetail:
    """It goes back to its declarer, who may send the list anew with a later app_time."""
    return await _object(db, actor, declaration_id, if_match, Command.RETURN, body, response)


async def _object(
    db: Db, actor: Principal, declaration_id: UUID, if_match: int | None, command: Command, body: Objection, response: Response
) -> DeclarationDetail:
    declaration = await service.decide(
        db, actor, declaration_id, if_match, command, reason_code=body.reason_code, reason=body.note
    )
    return await _shown(db, declaration, response)


async def _shown(db: Db, declaration: Declaration, response: Response) -> DeclarationDetail:
    tag_version(response, declaration.version)
    return await service.detail(db, declaration)

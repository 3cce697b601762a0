"""Paths of the parties."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.trade_parties import service
from svc_affairs.trade_parties.errors import AccountTaken, PartyCodeTaken, PartyNotFound, PartyUnknown, StepNotPossible
from svc_affairs.trade_parties.models import TradeParty
from svc_affairs.trade_parties.repository import Filter
from svc_affairs.trade_parties.schemas import PartyEntry, PartyPatch, RegistrationCode, Suspension
from svc_affairs.trade_parties.terms import PartyKind, PartyStatus
from svc_affairs.trade_parties.views import AccountsView, AccountView, PartyView

router = domain_router("/v1/trade-parties", "trade parties")

Desk = Annotated[Principal, require(Role.TRADE_DESK)]
Sender = Annotated[Principal, require(Role.TRADE_PARTY)]
_FAULTS = (PartyNotFound, StaleVersion, StepNotPossible)


async def _filter(
    code: Annotated[RegistrationCode | None, Query(description="Only with this code.", examples=["6599660001"])] = None,
    kind: Annotated[PartyKind | None, Query(description="Only who may send this kind.", examples=["order"])] = None,
    status: Annotated[PartyStatus | None, Query(description="Only with this status.", examples=["active"])] = None,
) -> Filter:
    return Filter(code, kind, status)


def _shown(party: TradeParty, response: Response) -> PartyView:
    tag_version(response, party.version)
    return PartyView.model_validate(party)


@router.post("", status_code=201, summary="Register a party 企业登记", responses=problems(PartyCodeTaken, AccountTaken))
async def register(body: PartyEntry, actor: Desk, db: Db, response: Response) -> PartyView:
    """A company may send the named kinds of document from now on, by the account that acts for it."""
    party = await service.register(db, actor, body)
    response.headers["Location"] = f"/v1/trade-parties/{party.id}"
    return _shown(party, response)


@router.get("", summary="List parties 企业名录", responses=problems(CursorBroken))
async def list_parties(
    actor: Desk, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[PartyView]:
    """The newest first."""
    found, following = await service.list_parties(db, wanted, params)
    link_next(response, request, following)
    return Page(items=[PartyView.model_validate(each) for each in found], next=following)


@router.get("/mine", summary="Show the caller's party 本企业", responses=problems(PartyUnknown))
async def own_party(actor: Sender, db: Db, response: Response) -> PartyView:
    """The party that the caller acts for."""
    return _shown(await service.own_party(db, actor), response)


@router.get("/{party_id}", summary="Show a party", responses=problems(PartyNotFound))
async def get_party(party_id: UUID, actor: Desk, db: Db, response: Response) -> PartyView:
    """A party as it stands; its ETag is what If-Match takes."""
    return _shown(await service.get_party(db, party_id), response)


@router.get("/{party_id}/accounts", summary="List a party's accounts 账号沿革", responses=problems(PartyNotFound))
async def list_accounts(party_id: UUID, actor: Desk, db: Db) -> AccountsView:
    """Every account that acted for it, the present one first."""
    return AccountsView(items=[AccountView.model_validate(each) for each in await service.list_accounts(db, party_id)])


@router.patch("/{party_id}", summary="Change a party 企业变更", responses=problems(PartyNotFound, StaleVersion, AccountTaken))
async def change(party_id: UUID, body: PartyPatch, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> PartyView:
    """Its name, its kinds, or the account that acts for it; the account before acts no more."""
    return _shown(await service.change(db, actor, party_id, if_match, body), response)


@router.post("/{party_id}/suspensions", status_code=201, summary="Suspend a party 暂停", responses=problems(*_FAULTS))
async def suspend(party_id: UUID, body: Suspension, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> PartyView:
    """It sends nothing until it is resumed; what it sent before stands."""
    return _shown(await service.suspend(db, party_id, if_match, body), response)


@router.post("/{party_id}/resumptions", status_code=201, summary="Let a party send again 恢复", responses=problems(*_FAULTS))
async def resume(party_id: UUID, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> PartyView:
    """It may send again."""
    return _shown(await service.resume(db, party_id, if_match), response)

"""Use cases of claims: take an item on, look claims up, say whether a centre takes cases of an item in, count."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from svc_affairs.centres import service as centres
from svc_affairs.centres.errors import CentreTakesNoCases
from svc_affairs.claims import events, repository, rules
from svc_affairs.claims.errors import AlreadyClaimed, ItemNotClaimed, ItemNotOpenToCentres, NotYourCentre, WindowUnknown
from svc_affairs.claims.models import Claim
from svc_affairs.claims.repository import Filter, Pair
from svc_affairs.claims.schemas import ClaimEntry
from svc_affairs.claims.terms import ClaimStatus, GroupBy
from svc_affairs.claims.views import ClaimCountView
from svc_affairs.items import service as items


@dataclass(frozen=True)
class ClaimCounts:
    """How many claims there were ever 累计认领, and how many are active."""

    total: int
    active: int


async def claim_item(db: AsyncSession, actor: Principal, entry: ClaimEntry) -> Claim:
    """Take an item on for a centre.

    Raises CentreUnknown, NotYourCentre, CentreTakesNoCases, ItemUnknown, ItemNotInForce, ItemNotOpenToCentres, WindowUnknown,
    AlreadyClaimed.
    """
    centre = await centres.get_centre(db, entry.centre_code)
    if not rules.may_act(actor, centre.unit_code, centre.territory_code):
        raise NotYourCentre(centre_code=centre.code)
    if not centre.takes_cases:
        raise CentreTakesNoCases(centre_code=centre.code)
    item = await items.in_force(db, entry.item_code)
    if not item.is_open_to_centres:
        raise ItemNotOpenToCentres(item_code=item.code)
    if not rules.has_window(centre.windows, entry.window_code):
        raise WindowUnknown(window_code=entry.window_code)
    return await _made(db, actor, row_of(entry, item.department_code))


async def _made(db: AsyncSession, actor: Principal, row: dict[str, Any]) -> Claim:
    made = (await db.execute(insert(Claim).values(row).on_conflict_do_nothing().returning(Claim.id))).scalar_one_or_none()
    if made is None:
        held = await repository.find_held(db, row["item_code"], row["centre_code"])
        raise AlreadyClaimed(claim_id=str(held.id) if held else None)
    await outbox.publish(db, events.made(row), subject=str(made), sequence=1)
    await audit.record(db, actor, "item-claimed", str(made), item=row["item_code"], centre=row["centre_code"])
    return await repository.get(db, made)


def row_of(entry: ClaimEntry, department_code: str) -> dict[str, Any]:
    """A new claim as the table has it."""
    now = clock.now()
    facts = {"id": uuid7(), "version": 1, "status": ClaimStatus.ACTIVE, "department_code": department_code}
    return facts | {"claimed_at": now, "changed_at": now} | entry.model_dump(mode="json")


async def get_claim(db: AsyncSession, claim_id: UUID) -> Claim:
    """Raises ClaimUnknown."""
    return await repository.get(db, claim_id)


async def list_claims(db: AsyncSession, wanted: Filter, params: PageRequest) -> tuple[list[Claim], str | None]:
    """A page of the claims, the newest first, and the next cursor."""
    return await fetch_page(db, repository.list_claims(wanted), (Claim.id,), params)


async def active_claim(db: AsyncSession, item_code: str, centre_code: str) -> Claim:
    """The claim by which the centre takes a new case of the item in; it stays as it is until the commit.

    Raises ItemNotClaimed, which says why.
    """
    [found] = (await active_claims(db, {(item_code, centre_code)})).values()
    if isinstance(found, ItemNotClaimed):
        raise found
    return found


async def active_claims(db: AsyncSession, wanted: Collection[Pair]) -> dict[Pair, Claim | ItemNotClaimed]:
    """The same of many items and centres in one statement; in the place of a claim by which none comes in stands why."""
    held = await repository.share_held(db, wanted) if wanted else {}
    return {pair: _active(pair, held.get(pair)) for pair in wanted}


def _active(pair: Pair, claim: Claim | None) -> Claim | ItemNotClaimed:
    why = "not_claimed" if claim is None else rules.why_not(claim.status, claim.is_item_open, claim.is_centre_open)
    if claim is None or why is not None:
        return ItemNotClaimed(item_code=pair[0], centre_code=pair[1], why=why)
    return claim


async def count_claims(db: AsyncSession) -> ClaimCounts:
    """All claims that were ever made, given back or not, and those that are active."""
    return ClaimCounts(*await repository.count(db))


async def count_claims_by(db: AsyncSession, group: GroupBy, params: PageRequest) -> tuple[list[ClaimCountView], str | None]:
    """A page of the same for each centre, item or department by code, and the next cursor."""
    column = repository.GROUPS[group]
    found, following = await fetch_page(db, repository.count_by(group), (column,), params, descending=False)
    return [ClaimCountView(code=code, total=total, active=active) for code, total, active in found], following

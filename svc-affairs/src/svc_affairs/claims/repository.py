"""Every SELECT of the claims."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from svc_affairs.claims.errors import ClaimUnknown
from svc_affairs.claims.models import Claim
from svc_affairs.claims.terms import ClaimStatus, GroupBy
from svc_affairs.directory.service import is_among

Pair = tuple[str, str]
"""An item and a centre, by their codes."""

_HELD = Claim.status != ClaimStatus.WITHDRAWN
GROUPS: dict[GroupBy, InstrumentedAttribute[str]] = {
    GroupBy.CENTRE: Claim.centre_code,
    GroupBy.ITEM: Claim.item_code,
    GroupBy.DEPARTMENT: Claim.department_code,
}


@dataclass(frozen=True)
class Filter:
    """What a list of claims may be narrowed to."""

    item_code: str | None = None
    centre_code: str | None = None
    department_code: str | None = None
    status: ClaimStatus | None = None


def list_claims(wanted: Filter) -> Select[Claim]:
    """The statement of a list; the caller pages it."""
    return select(Claim).where(
        *(
            getattr(Claim, name) == value
            for name in ("item_code", "centre_code", "department_code", "status")
            if (value := getattr(wanted, name)) is not None
        )
    )


async def get(db: AsyncSession, claim_id: UUID, *, for_update: bool = False) -> Claim:
    """Raises ClaimUnknown."""
    chosen = select(Claim).where(Claim.id == claim_id)
    if for_update:
        chosen = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    claim = (await db.execute(chosen)).scalar_one_or_none()
    if claim is None:
        raise ClaimUnknown(claim_id=str(claim_id))
    return claim


async def find_held(db: AsyncSession, item_code: str, centre_code: str) -> Claim | None:
    """The claim by which the centre has the item."""
    chosen = select(Claim).where(Claim.item_code == item_code, Claim.centre_code == centre_code, _HELD)
    return (await db.execute(chosen)).scalar_one_or_none()


async def share_held(db: AsyncSession, wanted: Collection[Pair]) -> dict[Pair, Claim]:
    """The claims by which centres have items, by item and centre; they stay as they are until the commit."""
    chosen = select(Claim).where(tuple_(Claim.item_code, Claim.centre_code).in_(sorted(wanted)), _HELD).order_by(Claim.id)
    shared = chosen.with_for_update(read=True).execution_options(populate_existing=True)
    return {(each.item_code, each.centre_code): each for each in (await db.execute(shared)).scalars()}


async def held_among(db: AsyncSession, item_codes: Iterable[str], centre_codes: Iterable[str]) -> dict[Pair, UUID]:
    """The claims by which any of the centres has any of the items, by item and centre."""
    chosen = select(Claim.id, Claim.item_code, Claim.centre_code).where(
        is_among(Claim.item_code, item_codes), is_among(Claim.centre_code, centre_codes), _HELD
    )
    return {(row.item_code, row.centre_code): row.id for row in await db.execute(chosen)}


async def count(db: AsyncSession) -> tuple[int, int]:
    """All claims ever made, and those that are active."""
    row = (await db.execute(select(func.count(), _active()).select_from(Claim))).one()
    return row[0], row[1]


def count_by(group: GroupBy) -> Select[str, int, int]:
    """The statement of the same for each centre, item or department; the caller pages it."""
    column = GROUPS[group]
    return select(column, func.count().label("total"), _active().label("active")).group_by(column)


def _active() -> ColumnElement[int]:
    return func.count().filter(Claim.status == ClaimStatus.ACTIVE)

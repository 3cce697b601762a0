"""Every SELECT of parties."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.trade_parties.errors import PartyNotFound
from svc_affairs.trade_parties.models import PartyAccount, TradeParty
from svc_affairs.trade_parties.terms import PartyKind, PartyStatus


@dataclass(frozen=True)
class Filter:
    """What a list of parties may be narrowed to."""

    code: str | None = None
    kind: PartyKind | None = None
    status: PartyStatus | None = None


def list_parties(wanted: Filter) -> Select[TradeParty]:
    """The statement of a list; the caller pages it."""
    chosen = select(TradeParty)
    if wanted.code is not None:
        chosen = chosen.where(TradeParty.code == wanted.code)
    if wanted.kind is not None:
        chosen = chosen.where(TradeParty.kinds.contains([wanted.kind.value]))
    if wanted.status is not None:
        chosen = chosen.where(TradeParty.status == wanted.status)
    return chosen


async def get(db: AsyncSession, party_id: UUID) -> TradeParty:
    """Raises PartyNotFound."""
    return await _one(db, select(TradeParty).where(TradeParty.id == party_id))


async def get_for_update(db: AsyncSession, party_id: UUID) -> TradeParty:
    """The party, its row locked; raises PartyNotFound."""
    chosen = select(TradeParty).where(TradeParty.id == party_id).with_for_update(key_share=True)
    return await _one(db, chosen.execution_options(populate_existing=True))


async def find_by_account(db: AsyncSession, account: str) -> TradeParty | None:
    return (await db.execute(select(TradeParty).where(TradeParty.account == account))).scalar_one_or_none()


async def find_by_code(db: AsyncSession, code: str) -> TradeParty | None:
    return (await db.execute(select(TradeParty).where(TradeParty.code == code))).scalar_one_or_none()


async def list_accounts(db: AsyncSession, party_id: UUID) -> Sequence[PartyAccount]:
    chosen = select(PartyAccount).where(PartyAccount.party_id == party_id).order_by(PartyAccount.id.desc())
    return (await db.execute(chosen)).scalars().all()


async def _one(db: AsyncSession, chosen: Select[TradeParty]) -> TradeParty:
    party = (await db.execute(chosen)).scalar_one_or_none()
    if party is None:
        raise PartyNotFound()
    return party

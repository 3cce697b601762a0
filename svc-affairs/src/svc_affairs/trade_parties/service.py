"""Use cases of parties: register, change, suspend, resume; and who a sender is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from chassis.routing import check_version
from contracts.event import Event
from svc_affairs.trade_parties import events, repository
from svc_affairs.trade_parties.errors import (
    AccountTaken,
    KindNotAllowed,
    PartyCodeTaken,
    PartySuspended,
    PartyUnknown,
    StepNotPossible,
)
from svc_affairs.trade_parties.lifecycle import Command, IllegalStep, step
from svc_affairs.trade_parties.models import PartyAccount, TradeParty
from svc_affairs.trade_parties.repository import Filter
from svc_affairs.trade_parties.schemas import PartyEntry, PartyPatch, Suspension
from svc_affairs.trade_parties.terms import PartyKind, PartyStatus


async def sender(db: AsyncSession, actor: Principal, kind: PartyKind) -> TradeParty:
    """The party that the actor sends `kind` for; raises PartyUnknown, PartySuspended, KindNotAllowed."""
    party = await own_party(db, actor)
    if party.status is PartyStatus.SUSPENDED:
        raise PartySuspended(code=party.code, reason=party.suspension_reason)
    if kind not in party.kinds:
        raise KindNotAllowed(code=party.code, asked=kind.value, allowed=[*party.kinds])
    return party


async def own_party(db: AsyncSession, actor: Principal) -> TradeParty:
    """The party that the actor acts for, whatever its status; raises PartyUnknown."""
    party = await repository.find_by_account(db, actor.subject)
    if party is None:
        raise PartyUnknown()
    return party


async def register(db: AsyncSession, actor: Principal, body: PartyEntry) -> TradeParty:
    """Raises PartyCodeTaken, AccountTaken; two at once are told apart by the database."""
    now = clock.now()
    row = body.model_dump(mode="json") | {"id": uuid7(), "version": 1, "status": PartyStatus.ACTIVE}
    entered = insert(TradeParty).values(row | {"registered_at": now, "changed_at": now}).on_conflict_do_nothing()
    party = (await db.execute(entered.returning(TradeParty))).scalar_one_or_none()
    if party is None:
        if await repository.find_by_code(db, body.code) is not None:
            raise PartyCodeTaken(code=body.code)
        raise AccountTaken()
    await _enter_account(db, actor, party.id, body.account, now)
    await _announce(db, party, events.registered(party))
    return party


async def change(db: AsyncSession, actor: Principal, party_id: UUID, if_match: int | None, body: PartyPatch) -> TradeParty:
    """Raises PartyNotFound, StaleVersion, AccountTaken. Another account acts from now on, and the one before no more."""
    party = await _stepped(db, party_id, if_match, Command.CHANGE)
    changes = body.model_dump(mode="json", exclude_none=True)
    is_replaced = changes.get("account", party.account) != party.account
    if is_replaced:
        ended = update(PartyAccount).where(PartyAccount.party_id == party_id, PartyAccount.until.is_(None))
        await db.execute(ended.values(until=party.changed_at))
        await _enter_account(db, actor, party_id, changes["account"], party.changed_at)
    for name, value in changes.items():
        setattr(party, name, value)
    await _announce(db, party, events.changed(party, is_account_replaced=is_replaced))
    return party


async def suspend(db: AsyncSession, party_id: UUID, if_match: int | None, body: Suspension) -> TradeParty:
    """Raises PartyNotFound, StaleVersion, StepNotPossible."""
    party = await _stepped(db, party_id, if_match, Command.SUSPEND)
    party.suspension_reason, party.suspension_note = body.reason, body.note
    await _announce(db, party, events.suspended(party))
    return party


async def resume(db: AsyncSession, party_id: UUID, if_match: int | None) -> TradeParty:
    """Raises PartyNotFound, StaleVersion, StepNotPossible."""
    party = await _stepped(db, party_id, if_match, Command.RESUME)
    party.suspension_reason = party.suspension_note = None
    await _announce(db, party, events.resumed(party))
    return party


async def get_party(db: AsyncSession, party_id: UUID) -> TradeParty:
    """Raises PartyNotFound."""
    return await repository.get(db, party_id)


async def list_parties(db: AsyncSession, wanted: Filter, params: PageRequest) -> tuple[list[TradeParty], str | None]:
    """A page of parties, the newest first, and the next cursor."""
    return await fetch_page(db, repository.list_parties(wanted), (TradeParty.id,), params)


async def list_accounts(db: AsyncSession, party_id: UUID) -> Sequence[PartyAccount]:
    """Every account the party has had, the present one first; raises PartyNotFound."""
    await repository.get(db, party_id)
    return await repository.list_accounts(db, party_id)


async def _stepped(db: AsyncSession, party_id: UUID, if_match: int | None, command: Command) -> TradeParty:
    """The party, locked and with the status and version it has after `command`."""
    party = await repository.get_for_update(db, party_id)
    check_version(if_match, party.version)
    try:
        party.status = step(party.status, command)
    except IllegalStep as illegal:
        raise StepNotPossible(state=party.status.value, step=command.value, possible=[*illegal.possible]) from None
    party.version += 1
    party.changed_at = clock.now()
    return party


async def _enter_account(db: AsyncSession, actor: Principal, party_id: UUID, account: str, since: datetime) -> None:
    """Raises AccountTaken. Of one account only one row may have no end, so two parties cannot both take it."""
    row = {"id": uuid7(), "party_id": party_id, "account": account, "since": since, "entered_by": actor.subject}
    entered = insert(PartyAccount).values(row).on_conflict_do_nothing().returning(PartyAccount.id)
    with db.no_autoflush:
        if (await db.execute(entered)).scalar_one_or_none() is None:
            raise AccountTaken()


async def _announce(db: AsyncSession, party: TradeParty, event: Event) -> None:
    await db.flush()
    await outbox.publish(db, event, subject=str(party.id), sequence=party.version)

"""Use cases of trade documents: take in what a party hands in, many at once, and show what is kept."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.page import PageRequest
from contracts.roles import Role
from svc_affairs.trade_declarations import service as declarations
from svc_affairs.trade_documents import repository
from svc_affairs.trade_documents.buyers import hashes_of
from svc_affairs.trade_documents.limits import LIMITS
from svc_affairs.trade_documents.repository import Filter, Shown, Version
from svc_affairs.trade_documents.rows import Incoming, incoming
from svc_affairs.trade_documents.schemas import CancelDocument, RefundDocument, TradeDocument
from svc_affairs.trade_documents.storing import Mark, store
from svc_affairs.trade_documents.tables import KEPT
from svc_affairs.trade_documents.taken import Taken, TakenStatus
from svc_affairs.trade_documents.terms import AppType, DocumentKind, Refusal
from svc_affairs.trade_parties import service as parties
from svc_affairs.trade_parties.models import TradeParty


async def take_documents(db: AsyncSession, party: TradeParty, documents: Sequence[TradeDocument]) -> list[Taken]:
    """Keep what `party` hands in, and have it matched; one outcome each, in the order of `documents`.

    Told once more, or in another order, it comes to the same: `rules.counts` says which version of a document counts.
    """
    now = clock.now()
    numbers = await declarations.cop_nos(db, party.code, _named_by_us(documents))
    taken: list[Taken] = []
    by_kind: dict[DocumentKind, list[Incoming]] = {}
    hashes = hashes_of(db)
    for index, document in enumerate(documents):
        if isinstance(document, CancelDocument) and document.cop_no is None and document.invt_no in numbers:
            document = document.model_copy(update={"cop_no": numbers[document.invt_no]})
        refusal = _refusal(document, party)
        if refusal is not None:
            taken.append(_refused(index, refusal))
        else:
            by_kind.setdefault(document.kind, []).append(incoming(index, document, party.code, hashes))
    await _hold(db, by_kind)
    marks: set[Mark] = set()
    for kind in sorted(by_kind):
        batch = await _without_settled(db, kind, party, by_kind[kind], taken)
        outcomes, concerned = await store(db, kind, batch, party.code, now)
        taken += outcomes
        marks |= concerned
    await declarations.mark_changed(db, marks)
    return sorted(taken, key=lambda each: each.index)


def _named_by_us(documents: Iterable[TradeDocument]) -> set[str]:
    return {each.invt_no for each in documents if isinstance(each, CancelDocument) and each.cop_no is None and each.invt_no}


def _refusal(document: TradeDocument, party: TradeParty) -> Refusal | None:
    """Why it cannot be taken whatever else there is; by the document and its sender alone, and the clock."""
    codes = document.sender_codes
    if party.code not in codes and (codes or not isinstance(document, CancelDocument | RefundDocument)):
        return Refusal.NOT_YOURS
    if document.app_time > clock.now() + LIMITS.ahead:
        return Refusal.AHEAD_OF_TIME
    if isinstance(document, CancelDocument):
        if document.app_type is AppType.DELETE:
            return Refusal.CANCELLED_FOR_GOOD
        if document.cop_no is None:
            return Refusal.LIST_UNKNOWN
    return None


def _refused(index: int, refusal: Refusal) -> Taken:
    return Taken(index, TakenStatus.REFUSED, refusal.value, refusal.label_zh, refusal.label_en)


async def _hold(db: AsyncSession, by_kind: Mapping[DocumentKind, Sequence[Incoming]]) -> None:
    """Let nobody else store documents under the same codes until the end; in one order, so that none wait in a circle."""
    owners = {f"{KEPT[kind].table} {each.facts[KEPT[kind].owner]}" for kind, batch in by_kind.items() for each in batch}
    for name in sorted(owners):
        await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"affairs.trade {name}", 0))))


async def _without_settled(
    db: AsyncSession, kind: DocumentKind, party: TradeParty, batch: Sequence[Incoming], taken: list[Taken]
) -> Sequence[Incoming]:
    """A list that goods were released by stays as it is, and cannot be cancelled any more; goods of it can come back."""
    if kind not in (DocumentKind.LIST, DocumentKind.CANCEL):
        return batch
    own = {each.index: str(each.facts["cop_no"]) for each in batch}
    settled = await declarations.settled(db, party.code, set(own.values()))
    if not settled:
        return batch
    known = await repository.digests(db, party.code, settled) if kind is DocumentKind.LIST else set()
    stays = [each for each in batch if own[each.index] not in settled or each.rank.digest in known]
    kept = {each.index for each in stays}
    taken += [_refused(each.index, Refusal.RELEASED_ALREADY) for each in batch if each.index not in kept]
    return stays


async def list_documents(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[list[Shown], str | None]:
    """A page of one kind's documents, the newest first: the desk sees all, a party those that it sent."""
    return await repository.list_documents(db, wanted, await _sent_by(db, actor), params)


async def get_document(db: AsyncSession, actor: Principal, kind: DocumentKind, document_id: UUID) -> Shown:
    """Raises DocumentNotFound."""
    return await repository.get(db, kind, document_id, await _sent_by(db, actor))


async def list_versions(db: AsyncSession, actor: Principal, kind: DocumentKind, document_id: UUID) -> list[Version]:
    """Every version but the one that counts, the newest first; raises DocumentNotFound."""
    await get_document(db, actor, kind, document_id)
    return await repository.list_versions(db, document_id)


async def _sent_by(db: AsyncSession, actor: Principal) -> str | None:
    """Whose documents the actor sees; None: everybody's."""
    return None if actor.has(Role.TRADE_DESK) else (await parties.own_party(db, actor)).code

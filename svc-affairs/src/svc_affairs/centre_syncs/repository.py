"""Every SELECT of pushes and pulls, each within one centre."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Select, func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from svc_affairs.case_documents.models import CaseDocument
from svc_affairs.case_materials.models import CaseMaterial
from svc_affairs.centre_syncs.cursors import Place
from svc_affairs.centre_syncs.models import SyncedEntry
from svc_affairs.centre_syncs.terms import SyncOutcome
from svc_affairs.claims.models import Claim
from svc_affairs.items.models import Item
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.xids import xid

T = TypeVar("T", OnlineCase, Item, Claim)
Part = TypeVar("Part", CaseMaterial, CaseDocument)
Collect = Callable[[AsyncSession, str, Place, int | None, int], Any]


class Mark(NamedTuple):
    """Which database this is; the transaction before which everything in it has ended, and one that is older and on disk."""

    epoch: str
    horizon: int
    settled: int


# Transactions become visible in another order than they begin in: what is older than every one that still runs is all there.
# A database that was restored is another one: of another cluster, another timeline, or with tables of other numbers.
_MARK = text(
    """SELECT md5(concat_ws(' ',
            (SELECT system_identifier FROM pg_control_system()), left(pg_walfile_name(pg_current_wal_insert_lsn()), 8),
            (SELECT oid FROM pg_database WHERE datname = current_database()), 'online_cases'::regclass::oid)) AS epoch,
        pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon,
        (SELECT split_part(next_xid, ':', 1)::bigint * 4294967296 + split_part(next_xid, ':', 2)::bigint
            FROM pg_control_checkpoint()) AS settled"""
)


async def mark(db: AsyncSession) -> Mark:
    row = (await db.execute(_MARK)).one()
    return Mark(str(row.epoch), int(row.horizon), min(int(row.horizon), int(row.settled)))


async def changed_cases(
    db: AsyncSession, centre_code: str, after: Place, before: int | None, most: int
) -> list[tuple[int, OnlineCase]]:
    """The centre's cases by the transaction that changed them last; those told already excepted."""
    chosen = select(OnlineCase.changed_xid, OnlineCase).where(OnlineCase.centre_code == centre_code)
    return await _changed(db, chosen, OnlineCase.changed_xid, OnlineCase.id, after, before, most)


async def changed_items(db: AsyncSession, _: str, after: Place, before: int | None, most: int) -> list[tuple[int, Item]]:
    """Versions of items open to centres, those that were never published excepted; they are the same for every centre."""
    chosen = select(Item.changed_xid, Item).where(Item.is_open_to_centres, Item.published_at.is_not(None))
    return await _changed(db, chosen, Item.changed_xid, Item.id, after, before, most)


async def changed_claims(
    db: AsyncSession, centre_code: str, after: Place, before: int | None, most: int
) -> list[tuple[int, Claim]]:
    """The centre's claims by the transaction that changed them last."""
    chosen = select(Claim.changed_xid, Claim).where(Claim.centre_code == centre_code)
    return await _changed(db, chosen, Claim.changed_xid, Claim.id, after, before, most)


async def _changed(
    db: AsyncSession, chosen: Select[str, T], changed: InstrumentedAttribute[str], own: InstrumentedAttribute[UUID],
    after: Place, before: int | None, most: int,
) -> list[tuple[int, T]]:  # fmt: skip
    chosen = chosen.where(tuple_(changed, own) > tuple_(xid(after.xid), after.id))
    if before is not None:
        chosen = chosen.where(changed < xid(before))
    found = await db.execute(chosen.order_by(changed, own).limit(most))
    return [(int(row[0]), row[1]) for row in found]


async def version_of(db: AsyncSession, centre_code: str, case_id: UUID) -> int | None:
    """The present version of a case; none: the centre has no such case."""
    chosen = select(OnlineCase.version).where(OnlineCase.id == case_id, OnlineCase.centre_code == centre_code)
    return (await db.execute(chosen)).scalar_one_or_none()


async def cases_among(db: AsyncSession, centre_code: str, ids: Iterable[UUID]) -> dict[UUID, OnlineCase]:
    """Those of the ids that are the centre's cases, as they are now."""
    chosen = select(OnlineCase).where(OnlineCase.id.in_(sorted(set(ids))), OnlineCase.centre_code == centre_code)
    found = await db.execute(chosen.execution_options(populate_existing=True))
    return {case.id: case for case in found.scalars()}


async def parts_of(
    db: AsyncSession, part: type[Part], ids: Iterable[UUID], *order: InstrumentedAttribute[Any]
) -> dict[UUID, list[Part]]:
    """The materials, or the documents, of many cases by case, in one statement."""
    by_case: dict[UUID, list[Part]] = {case_id: [] for case_id in ids}
    for each in (await db.execute(select(part).where(part.case_id.in_(sorted(by_case))).order_by(*order))).scalars():
        by_case[each.case_id].append(each)
    return by_case


async def one_push_at_a_time(db: AsyncSession, centre_code: str) -> None:
    """Until the commit no other push of this centre goes on: the same one sent twice at once is done once."""
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"affairs.centre_syncs {centre_code}", 0))))


async def lock_cases(db: AsyncSession, centre_code: str, ids: Sequence[UUID], external_nos: Sequence[str]) -> None:
    """Lock the cases that are named, in one order, so that two who have several wait for each other in a row."""
    named = OnlineCase.id.in_(ids) | OnlineCase.external_no.in_(external_nos)
    chosen = select(OnlineCase.id).where(OnlineCase.centre_code == centre_code, named).order_by(OnlineCase.id)
    await db.execute(chosen.with_for_update(key_share=True))


async def entries_of(db: AsyncSession, centre_code: str, key_hashes: Sequence[bytes]) -> dict[bytes, SyncedEntry]:
    """What became of those of the entries that were sent before."""
    chosen = select(SyncedEntry).where(SyncedEntry.centre_code == centre_code, SyncedEntry.key_hash.in_(key_hashes))
    return {entry.key_hash: entry for entry in (await db.execute(chosen)).scalars()}


async def version_left(db: AsyncSession, centre_code: str, case_id: UUID, seen_version: int) -> int | None:
    """The version to which the sender's own entries have brought the case since it saw `seen_version`."""
    done = (SyncOutcome.APPLIED, SyncOutcome.ALREADY_APPLIED)
    chosen = select(func.max(SyncedEntry.version)).where(
        SyncedEntry.case_id == case_id, SyncedEntry.seen_version == seen_version, SyncedEntry.centre_code == centre_code,
        SyncedEntry.outcome.in_(done),
    )  # fmt: skip
    return (await db.execute(chosen)).scalar_one_or_none()

"""Use case of a push: each entry once, in order; what is not done says why, and how the case stands.

All of it is one transaction and each entry a savepoint in it, so that one that is refused leaves nothing and keeps no
other back, and a broken line leaves either all outcomes or none, which the sender then sends again.
"""

import hmac
import json
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.errors import Kind, Problem
from svc_affairs.centre_syncs import receipts, repository
from svc_affairs.centre_syncs.errors import EntryKeyReused
from svc_affairs.centre_syncs.models import SyncedEntry
from svc_affairs.centre_syncs.performing import perform
from svc_affairs.centre_syncs.schemas import CentreSync, SyncEntry
from svc_affairs.centre_syncs.scope import centre_for, shown
from svc_affairs.centre_syncs.submitting import take_in
from svc_affairs.centre_syncs.terms import SyncAction, SyncOutcome
from svc_affairs.centre_syncs.views import CentreCaseView, CentreSyncReport, SyncResult
from svc_affairs.online_cases import service as online_cases
from svc_affairs.online_cases.errors import CaseUnknown
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.problem_documents import in_both_languages

# Nothing is known of the entry then, nor is it kept: the whole push fails, and is sent again.
_NOT_THE_ENTRYS = (Kind.UNAVAILABLE, Kind.INTERNAL, Kind.LIMITED)
# What others did, or have not done yet, makes these; the sender looks again, and does not correct what was sent.
_OF_THE_CASE = (Kind.CONFLICT, Kind.STALE)


class Settled(NamedTuple):
    """An entry, and what became of it; `row` is none where its key stood on another."""

    entry: SyncEntry
    row: SyncedEntry | None
    is_repeated: bool


async def sync(db: AsyncSession, actor: Principal, body: CentreSync) -> CentreSyncReport:
    """Apply what was done at the centre; raises CentreNeeded, CentreUnknown."""
    centre_code = await centre_for(db, actor, body.centre_code)
    await repository.one_push_at_a_time(db, centre_code)
    ids = [each.case_id for each in body.entries if each.case_id is not None]
    await repository.lock_cases(db, centre_code, ids, [each.external_no for each in body.entries if each.external_no is not None])
    known = await repository.entries_of(db, centre_code, [receipts.hash_of(each.key) for each in body.entries])
    settled = []
    for entry in body.entries:
        row = known.get(receipts.hash_of(entry.key))
        if row is None:
            row = await _apply(db, actor, centre_code, entry)
            known[row.key_hash] = row
            settled.append(Settled(entry, row, is_repeated=False))
        else:
            settled.append(Settled(entry, row if row.fingerprint == _fingerprint(entry) else None, is_repeated=True))
    return CentreSyncReport(centre_code=centre_code, results=await _results(db, centre_code, settled))


async def _apply(db: AsyncSession, actor: Principal, centre_code: str, entry: SyncEntry) -> SyncedEntry:
    """Do one entry, or note why not; the note is kept beside what was done, in the same transaction."""
    row = SyncedEntry(
        centre_code=centre_code, key_hash=receipts.hash_of(entry.key), fingerprint=_fingerprint(entry), action=entry.action,
        outcome=SyncOutcome.APPLIED, case_id=None, seen_version=entry.version, version=None, query_code_cipher=None,
        problem=None, subject=actor.subject, received_at=clock.now(),
    )  # fmt: skip
    found = await _named(db, centre_code, entry)
    row.case_id = found.id if found is not None else None
    try:
        async with db.begin_nested():
            if entry.action is SyncAction.SUBMIT:
                await _submit(db, actor, entry, row, found)
            else:
                await _act(db, actor, entry, row, found)
    except Problem as problem:
        if problem.kind in _NOT_THE_ENTRYS:
            raise
        row.outcome = SyncOutcome.CONFLICT if problem.kind in _OF_THE_CASE else SyncOutcome.REFUSED
        row.problem, row.version, row.query_code_cipher = in_both_languages(problem), None, None
    db.add(row)
    await db.flush()
    return row


async def _named(db: AsyncSession, centre_code: str, entry: SyncEntry) -> OnlineCase | None:
    if entry.external_no is not None:
        return await online_cases.find_external(db, centre_code, entry.external_no)
    assert entry.case_id is not None
    return (await repository.cases_among(db, centre_code, [entry.case_id])).get(entry.case_id)


async def _submit(db: AsyncSession, actor: Principal, entry: SyncEntry, row: SyncedEntry, found: OnlineCase | None) -> None:
    """One number is one case: what came under another key, or by another way, is there already."""
    assert entry.external_no is not None
    taken = await take_in(db, actor, row.centre_code, entry.external_no, entry.body, found)
    row.case_id, row.version = taken.case.id, taken.case.version
    row.seen_version = entry.version or 0
    if taken.query_code is None:
        row.outcome = SyncOutcome.ALREADY_APPLIED
    else:
        row.query_code_cipher = receipts.seal(entry.key, row.centre_code, taken.query_code)


async def _act(db: AsyncSession, actor: Principal, entry: SyncEntry, row: SyncedEntry, found: OnlineCase | None) -> None:
    if found is None:
        raise CaseUnknown()
    expected = entry.version
    if expected is not None:
        left = await repository.version_left(db, row.centre_code, found.id, expected)
        expected = left if left is not None else expected
    row.version = (await perform(db, actor, entry.action, found, expected, entry.body)).version


async def _results(db: AsyncSession, centre_code: str, settled: list[Settled]) -> list[SyncResult]:
    """Each entry's outcome; of what was not done the case as it stands after all of the push."""
    ids = {each.row.case_id for each in settled if each.row is not None and each.row.case_id is not None}
    cases = await repository.cases_among(db, centre_code, ids)
    undone = {each.row.case_id for each in settled if each.row is not None and each.row.problem is not None}
    views = {view.id: view for view in await shown(db, [case for case in cases.values() if case.id in undone])}
    return [_result(each, cases, views) for each in settled]


def _result(settled: Settled, cases: Mapping[UUID, OnlineCase], views: Mapping[UUID, CentreCaseView]) -> SyncResult:
    key, row = settled.entry.key, settled.row
    if row is None:
        return SyncResult(
            key=key, outcome=SyncOutcome.REFUSED, is_repeated=True, case_id=None, number=None, version=None, query_code=None,
            problem=in_both_languages(EntryKeyReused()), case=None,
        )  # fmt: skip
    is_done_before = settled.is_repeated and row.outcome is SyncOutcome.APPLIED
    case = cases.get(row.case_id) if row.case_id is not None else None
    sealed = row.query_code_cipher
    return SyncResult(
        key=key, outcome=SyncOutcome.ALREADY_APPLIED if is_done_before else row.outcome, is_repeated=settled.is_repeated,
        case_id=row.case_id, number=case.number if case is not None else None, version=row.version,
        query_code=receipts.unseal(key, row.centre_code, sealed) if sealed is not None else None, problem=row.problem,
        case=views.get(case.id) if case is not None and row.problem is not None else None,
    )  # fmt: skip


def _fingerprint(entry: SyncEntry) -> bytes:
    """Under the entry's key, which only its sender has: nobody tries names and telephones against what is kept."""
    content = json.dumps(entry.model_dump(mode="json", exclude={"key"}), sort_keys=True, ensure_ascii=False)
    return hmac.digest(entry.key.bytes, content.encode(), "sha256")

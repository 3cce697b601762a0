"""Use cases of publishing entries: submit, approve, send back, withdraw, confirm."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from svc_hotline.knowledge import repository
from svc_hotline.knowledge.errors import ApproverIsAuthor, ReplacesTooEarly
from svc_hotline.knowledge.holding import hold, step, take, told
from svc_hotline.knowledge.models import KnowledgeEntry, KnowledgeVersion
from svc_hotline.knowledge.repository import Shown
from svc_hotline.knowledge.terms import Action


async def submit(db: AsyncSession, actor: Principal, entry_id: UUID, if_match: int | None) -> Shown:
    """Hand the draft to the approver; raises EntryUnknown, StaleVersion, NotYourEntry, EntryActionNotPossible."""
    entry = await hold(db, actor, entry_id, if_match)
    version = await take(db, actor, entry, Action.SUBMIT)
    version.submitted_at = clock.now()
    return await told(db, actor, version, "knowledge-submitted")


async def approve(db: AsyncSession, actor: Principal, entry_id: UUID, if_match: int | None, note: str | None) -> Shown:
    """Publish what was submitted in place of what was published.

    Raises EntryUnknown, StaleVersion, EntryActionNotPossible, ApproverIsAuthor, ReplacesTooEarly.
    """
    entry = await hold(db, actor, entry_id, if_match)
    present_no, now = entry.published_no, clock.now()
    if present_no is not None and entry.working_no is not None:
        await _end_published(db, entry, present_no, now)
    version = await take(db, actor, entry, Action.APPROVE)
    if actor.subject in version.authors:
        raise ApproverIsAuthor()
    if present_no is not None and version.valid_from_on > clock.local_day(now):
        raise ReplacesTooEarly(valid_from_on=str(version.valid_from_on))
    _decide(version, actor, note)
    version.published_at = entry.confirmed_at = now
    entry.confirmed_by = actor.subject
    return await told(db, actor, version, "knowledge-approved", replaces=present_no)


async def _end_published(db: AsyncSession, entry: KnowledgeEntry, present_no: int, now: datetime) -> None:
    """End what is published; it goes into the database first, where two must never be published at once."""
    present = await repository.find_version(db, entry.id, present_no)
    assert present is not None
    step(entry, present, Action.SUPERSEDE)
    present.ended_at = now
    await db.flush()


async def send_back(db: AsyncSession, actor: Principal, entry_id: UUID, if_match: int | None, reason: str) -> Shown:
    """Hand what was submitted back; raises EntryUnknown, StaleVersion, EntryActionNotPossible."""
    entry = await hold(db, actor, entry_id, if_match)
    version = await take(db, actor, entry, Action.SEND_BACK)
    _decide(version, actor, reason)
    return await told(db, actor, version, "knowledge-sent-back")


async def withdraw(
    db: AsyncSession, actor: Principal, entry_id: UUID, if_match: int | None, reason: str, version_no: int | None
) -> Shown:
    """Take a version away; raises EntryUnknown, StaleVersion, NotYourEntry, EntryActionNotPossible."""
    entry = await hold(db, actor, entry_id, if_match)
    version = await take(db, actor, entry, Action.WITHDRAW, version_no)
    _decide(version, actor, reason)
    version.ended_at = clock.now()
    return await told(db, actor, version, "knowledge-withdrawn")


async def confirm(db: AsyncSession, actor: Principal, entry_id: UUID, if_match: int | None, note: str | None) -> Shown:
    """Say that what is published is still right; raises EntryUnknown, StaleVersion, NotYourEntry, EntryActionNotPossible."""
    entry = await hold(db, actor, entry_id, if_match)
    version = await take(db, actor, entry, Action.CONFIRM)
    entry.confirmed_at, entry.confirmed_by = clock.now(), actor.subject
    return await told(db, actor, version, "knowledge-confirmed", note=note)


def _decide(version: KnowledgeVersion, actor: Principal, note: str | None) -> None:
    version.decided_at, version.decided_by, version.decision_note = clock.now(), actor.subject, note

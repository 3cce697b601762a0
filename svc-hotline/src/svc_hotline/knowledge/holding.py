"""How an entry is held and one of its versions moves one step."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit
from chassis.auth import Principal
from chassis.routing import check_version
from contracts.roles import Role
from svc_hotline.knowledge import repository
from svc_hotline.knowledge.errors import EntryActionNotPossible, EntryUnknown, NotYourEntry
from svc_hotline.knowledge.lifecycle import OF_WORKING, WORKED_ON, IllegalMove, Situation, move
from svc_hotline.knowledge.models import KnowledgeEntry, KnowledgeVersion
from svc_hotline.knowledge.repository import Shown
from svc_hotline.knowledge.terms import Action, Status


async def hold(db: AsyncSession, actor: Principal, entry_id: UUID, if_match: int | None) -> KnowledgeEntry:
    """Lock the entry for this transaction; raises EntryUnknown, also where no version may be seen, and StaleVersion."""
    entry = await repository.find_for_update(db, entry_id)
    if entry is None:
        raise EntryUnknown()
    await repository.list_versions(db, actor, entry_id)
    check_version(if_match, entry.version)
    return entry


async def take(
    db: AsyncSession, actor: Principal, entry: KnowledgeEntry, action: Action, version_no: int | None = None
) -> KnowledgeVersion:
    """Move a version of the held entry one step; without a number the one that the action is about.

    Raises EntryUnknown, NotYourEntry, EntryActionNotPossible.
    """
    if version_no is None:
        version_no = entry.working_no if action in OF_WORKING and entry.working_no is not None else entry.face_no
    version = await repository.find_version(db, entry.id, version_no)
    if version is None:
        raise EntryUnknown()
    if not actor.has(Role.DESK, Role.SUPERVISOR) and version.unit_code != actor.unit_code:
        raise NotYourEntry()
    step(entry, version, action)
    entry.version += 1
    return version


def step(entry: KnowledgeEntry, version: KnowledgeVersion, action: Action) -> None:
    """The step itself, and what the entry knows of it; raises EntryActionNotPossible."""
    version.status = check_possible(entry, version, action)
    if version.status not in WORKED_ON and entry.working_no == version.version_no:
        entry.working_no = None
    if version.status is Status.PUBLISHED:
        entry.published_no = version.version_no
    elif entry.published_no == version.version_no:
        entry.published_no = None


def check_possible(entry: KnowledgeEntry, version: KnowledgeVersion, action: Action) -> Status:
    """The status that `action` leads to; raises EntryActionNotPossible."""
    now = Situation(version.status, version.version_no == entry.face_no, entry.working_no is not None)
    try:
        return move(now, action)
    except IllegalMove as illegal:
        raise EntryActionNotPossible(
            str(illegal), state=illegal.status, action=illegal.action, possible=[str(each) for each in illegal.possible]
        ) from None


async def told(db: AsyncSession, actor: Principal, version: KnowledgeVersion, what: str, **details: Any) -> Shown:
    """Write the change into the audit log, and give the version as it stands now."""
    await db.flush()
    shown = await repository.get_shown(db, actor, version.entry_id, version.version_no)
    await audit.record(db, actor, what, str(version.entry_id), version_no=version.version_no, **details)
    return shown

"""Use cases of writing and reading entries."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from contracts.roles import Role
from svc_hotline.categories import service as categories
from svc_hotline.directory import service as directory
from svc_hotline.knowledge import repository
from svc_hotline.knowledge.errors import NotYourEntry, ValidityWrong
from svc_hotline.knowledge.holding import hold, take, told
from svc_hotline.knowledge.models import KnowledgeEntry, KnowledgeVersion
from svc_hotline.knowledge.repository import Filter, Shown
from svc_hotline.knowledge.schemas import EntryDraft, EntryPatch
from svc_hotline.knowledge.searching import words_for
from svc_hotline.knowledge.terms import Action, Status
from svc_hotline.tickets import service as tickets
from svc_hotline.tickets.errors import CategoryUnknown, UnitUnknown

CONTENT = ("question", "answer", "unit_code", "category_code", "keywords", "valid_from_on", "valid_to_on", "source")


async def create_entry(db: AsyncSession, actor: Principal, body: EntryDraft) -> Shown:
    """Begin an entry as a draft; raises NotYourEntry, UnitUnknown, CategoryUnknown, ValidityWrong."""
    content = body.model_dump()
    await _check(db, actor, content)
    entry = KnowledgeEntry(id=uuid7(), newest_no=1, working_no=1)
    db.add(entry)
    await db.flush()
    db.add(draft := _draft(entry, 1, actor, content))
    return await told(db, actor, draft, "knowledge-drafted")


async def edit_draft(db: AsyncSession, actor: Principal, entry_id: UUID, if_match: int | None, body: EntryPatch) -> Shown:
    """Change the version that is worked on.

    Raises EntryUnknown, StaleVersion, NotYourEntry, EntryActionNotPossible, UnitUnknown, CategoryUnknown, ValidityWrong.
    """
    entry = await hold(db, actor, entry_id, if_match)
    version = await take(db, actor, entry, Action.EDIT)
    changes = body.model_dump(exclude_unset=True)
    content = {name: getattr(version, name) for name in CONTENT} | changes
    await _check(db, actor, content)
    for name, value in changes.items():
        setattr(version, name, value)
    version.words = words_for(content["question"], content["keywords"], content["answer"])
    version.changed_at = clock.now()
    if actor.subject not in version.authors:
        version.authors = [*version.authors, actor.subject]
    return await told(db, actor, version, "knowledge-edited", fields=sorted(changes))


async def revise_entry(db: AsyncSession, actor: Principal, entry_id: UUID, if_match: int | None) -> Shown:
    """Begin a new draft from the entry's face; raises EntryUnknown, StaleVersion, NotYourEntry, EntryActionNotPossible."""
    entry = await hold(db, actor, entry_id, if_match)
    face = await take(db, actor, entry, Action.REVISE)
    entry.newest_no += 1
    entry.working_no = entry.newest_no
    db.add(draft := _draft(entry, entry.newest_no, actor, {name: getattr(face, name) for name in CONTENT}))
    return await told(db, actor, draft, "knowledge-revised", of=face.version_no)


async def list_entries(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[Sequence[Shown], str | None]:
    """A page of entries, the newest first, and where the next begins; raises TicketUnknown for a ticket not seen."""
    if wanted.ticket_id is not None:
        await tickets.get_ticket(db, actor, wanted.ticket_id)
    order = (KnowledgeVersion.entry_id, KnowledgeVersion.version_no)
    return await fetch_page(db, repository.list_entries(actor, wanted), order, params)


def _draft(entry: KnowledgeEntry, version_no: int, actor: Principal, content: Mapping[str, Any]) -> KnowledgeVersion:
    words = words_for(content["question"], content["keywords"], content["answer"])
    return KnowledgeVersion(
        entry_id=entry.id, version_no=version_no, status=Status.DRAFT, authors=[actor.subject], changed_at=clock.now(),
        words=words, **content,
    )  # fmt: skip


async def _check(db: AsyncSession, actor: Principal, content: Mapping[str, Any]) -> None:
    unit_code, category_code, ends_on = content["unit_code"], content["category_code"], content["valid_to_on"]
    if not actor.has(Role.DESK, Role.SUPERVISOR) and unit_code != actor.unit_code:
        raise NotYourEntry(unit_code=unit_code)
    if not await directory.kinds_of_units(db, [unit_code]):
        raise UnitUnknown(unit_code=unit_code)
    if category_code is not None and not await categories.known_codes(db, [category_code]):
        raise CategoryUnknown(category_code=category_code)
    if ends_on is not None and ends_on < content["valid_from_on"]:
        raise ValidityWrong(valid_from_on=str(content["valid_from_on"]), valid_to_on=str(ends_on))

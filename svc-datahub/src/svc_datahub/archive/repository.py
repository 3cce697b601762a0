"""Every SELECT of the archive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from svc_datahub.archive.errors import EventUnknown
from svc_datahub.archive.models import ArchiveCount, ArchivedEvent


@dataclass(frozen=True)
class Filter:
    """What a list of events may be narrowed to; `type` is exact, or a prefix that ends in `.*`."""

    type: str | None = None
    stream: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def list_events(wanted: Filter) -> Select[ArchivedEvent]:
    """The statement of a list; the caller pages it."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.type is not None:
        conditions.append(_of_type(wanted.type))
    if wanted.stream is not None:
        conditions.append(ArchivedEvent.stream == wanted.stream)
    if wanted.subject is not None:
        conditions.append(ArchivedEvent.subject == wanted.subject)
    if wanted.since is not None:
        conditions.append(ArchivedEvent.time >= wanted.since)
    if wanted.until is not None:
        conditions.append(ArchivedEvent.time < wanted.until)
    return select(ArchivedEvent).where(*conditions)


async def get_event(db: AsyncSession, event_id: UUID) -> ArchivedEvent:
    """The event; raises EventUnknown."""
    event = (await db.execute(select(ArchivedEvent).where(ArchivedEvent.id == event_id))).scalar_one_or_none()
    if event is None:
        raise EventUnknown(event_id=str(event_id))
    return event


async def counts_by_stream(db: AsyncSession) -> Mapping[str, int]:
    """Archived events by stream, streams in alphabetical order."""
    chosen = select(ArchiveCount.stream, func.sum(ArchiveCount.events)).group_by(ArchiveCount.stream)
    return {stream: int(events) for stream, events in await db.execute(chosen.order_by(ArchiveCount.stream))}


def _of_type(wanted: str) -> ColumnElement[bool]:
    """The column sorts by bytes, where `/` follows `.`: an index serves a prefix too."""
    if not wanted.endswith(".*"):
        return ArchivedEvent.type == wanted
    stem = wanted.removesuffix(".*")
    return and_(ArchivedEvent.type >= f"{stem}.", ArchivedEvent.type < f"{stem}/")

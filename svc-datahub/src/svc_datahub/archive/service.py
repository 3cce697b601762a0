"""Use cases of the archive: write a batch down, look it through, count it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.envelope import Envelope
from chassis.page import PageRequest, fetch_page
from contracts.event import stream_of
from svc_datahub.archive import repository
from svc_datahub.archive.models import ArchiveCount, ArchivedEvent
from svc_datahub.archive.repository import Filter
from svc_datahub.archive.schemas import FiguresView


async def archive_events(db: AsyncSession, envelopes: Sequence[Envelope]) -> None:
    """Write the events down in their order, those already there left alone, and raise the counts of the new ones."""
    # One writer at a time: positions then become visible in ascending order, and who pages on misses none.
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("gov171.datahub.archive", 0))))
    added = insert(ArchivedEvent).values([_row(each) for each in envelopes])
    added_types = await db.execute(added.on_conflict_do_nothing(index_elements=["event_id"]).returning(ArchivedEvent.type))
    await _raise_counts(db, Counter(added_types.scalars()))


async def list_events(db: AsyncSession, wanted: Filter, params: PageRequest) -> tuple[list[ArchivedEvent], str | None]:
    """A page of the archive by ascending position, and the next cursor."""
    return await fetch_page(db, repository.list_events(wanted), (ArchivedEvent.position,), params, descending=False)


async def get_event(db: AsyncSession, event_id: UUID) -> ArchivedEvent:
    """One event by its id; raises EventUnknown."""
    return await repository.get_event(db, event_id)


async def count_events(db: AsyncSession) -> FiguresView:
    """How many events are archived, in all and by stream."""
    return FiguresView.counted(await repository.counts_by_stream(db), clock.now())


def _row(envelope: Envelope) -> dict[str, object]:
    same = {name: getattr(envelope, name) for name in ("id", "type", "source", "subject", "sequence", "time", "data")}
    return same | {
        "stream": stream_of(envelope.type),
        "is_replay": envelope.replay,
        "trace": envelope.traceparent,
        "archived_at": clock.now(),
    }


async def _raise_counts(db: AsyncSession, by_type: Mapping[str, int]) -> None:
    if not by_type:
        return
    rows = [{"stream": stream_of(type_), "type": type_, "events": events} for type_, events in sorted(by_type.items())]
    counted = insert(ArchiveCount).values(rows)
    raised = {"events": ArchiveCount.events + counted.excluded.events}
    await db.execute(counted.on_conflict_do_update(index_elements=["stream", "type"], set_=raised))

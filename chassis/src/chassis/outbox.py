"""Records events in the transaction of the change they tell of; the relay sends them afterwards."""

import json
from collections.abc import Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, tables, telemetry
from chassis.db import HAS_EVENTS
from chassis.ids import uuid7
from contracts.event import Event, stream_of


async def publish(db: AsyncSession, event: Event, *, subject: str, sequence: int) -> UUID:
    """Write `event` as a CloudEvent into the outbox, within the caller's transaction.

    `subject` is the aggregate's id, `sequence` its version after the change, so each version has one event
    (a second one for the same version fails the transaction). Returns the event's id.
    """
    row = _row(event, subject, sequence)
    await db.execute(insert(tables.outbox), row)
    db.info[HAS_EVENTS] = True
    event_id: UUID = row["id"]
    return event_id


async def publish_many(db: AsyncSession, events: Sequence[tuple[Event, str, int]]) -> None:
    """`publish` for a bulk change: `(event, subject, sequence)` each, written in order in one statement."""
    if events:
        await db.execute(insert(tables.outbox), [_row(*each) for each in events])
        db.info[HAS_EVENTS] = True


def _row(event: Event, subject: str, sequence: int) -> dict[str, Any]:
    event_id, time = uuid7(), clock.now()
    headers = telemetry.inject()
    document = {
        "specversion": "1.0",
        "id": str(event_id),
        "source": f"/gov171/{stream_of(event.type).lower()}",
        "type": event.type,
        "subject": subject,
        "time": time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "sequence": str(sequence),
        **({"replay": True} if clock.is_replayed() else {}),
        **headers,
        "data": event.model_dump(mode="json"),
    }
    return {
        "id": event_id,
        "type": event.type,
        "aggregate": event.type.rsplit(".", 2)[0],
        "subject": subject,
        "sequence": sequence,
        "time": time,
        "replay": clock.is_replayed(),
        "body": json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(),
        "headers": headers,
    }

"""Records an event in the transaction of the change it tells of; the relay sends it afterwards."""

import json
from datetime import UTC
from uuid import UUID

from contracts.event import Event, stream_of
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, tables, telemetry
from chassis.ids import uuid7


async def publish(db: AsyncSession, event: Event, *, subject: str, sequence: int) -> UUID:
    """Write `event` as a CloudEvent into the outbox, within the caller's transaction.

    `subject` is the aggregate's id, `sequence` its version after the change, so each version has one event
    (a second one for the same version fails the transaction). Returns the event's id.
    """
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
        **({"replay": True} if clock.is_declared() else {}),
        **headers,
        "data": event.model_dump(mode="json"),
    }
    await db.execute(
        insert(tables.outbox).values(
            id=event_id,
            type=event.type,
            aggregate=event.type.rsplit(".", 2)[0],
            subject=subject,
            sequence=sequence,
            time=time,
            replay=clock.is_declared(),
            body=json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(),
            headers=headers,
        )
    )
    return event_id

"""What has served its time goes, and nothing else."""

import hashlib

from chassis_builders import THING, count, until
from sqlalchemy import text

from chassis import tables
from chassis.testing import ServiceHarness
from chassis.trimming import trim_once


async def test_stored_answers_go_after_a_week_and_sent_events_after_thirty_days(example: ServiceHarness) -> None:
    desk = example.as_("desk")
    for name in ("old", "new"):
        await desk.post("/v1/things", json=THING | {"id": name}, headers={"idempotency-key": name})

    async def all_sent() -> bool:
        return await count(example, "outbox", "published_at IS NULL") == 0

    await until(all_sent)
    async with example.sessions() as db, db.begin():
        is_old = f"key = '{hashlib.sha256(b'old').hexdigest()}'"
        await db.execute(text(f"UPDATE idempotency_keys SET created_at = now() - interval '8 days' WHERE {is_old}"))
        await db.execute(text("UPDATE outbox SET created_at = now() - interval '31 days' WHERE subject = 'old'"))

    async with example.sessions() as db, db.begin():
        gone = [await trim_once(db, table) for table in (tables.idempotency_keys, tables.outbox)]

    assert gone == [1, 1]
    assert (await count(example, "idempotency_keys"), await count(example, "outbox")) == (1, 1)


async def test_an_event_that_was_never_sent_stays_however_old(example: ServiceHarness) -> None:
    await example.as_("desk").post("/v1/things", json=THING)
    async with example.sessions() as db, db.begin():
        await db.execute(text("UPDATE outbox SET created_at = now() - interval '1 year', published_at = NULL"))

        assert await trim_once(db, tables.outbox) == 0

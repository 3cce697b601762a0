"""The oracle: after any fault, once drained, these hold or something was lost or doubled."""

import hashlib
from collections import Counter
from collections.abc import Mapping

import sqlalchemy as sa
from houses import House, until
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from chassis.audit import first_broken
from chassis.db import driver_url
from contracts import datahub, grid, hotline

SERVICES = ("hotline", "grid", "affairs", "datahub", "risk")

# Which events each consumer wants: (services, types; None is all).
SUBSCRIBED: Mapping[tuple[str, str], tuple[tuple[str, ...], set[str] | None]] = {
    ("datahub", "datahub-archive"): (SERVICES, None),
    ("risk", "risk-count"): (("hotline", "grid"), None),
    ("grid", "grid-open-case"): (
        ("hotline",),
        {
            model.type
            for model in (
                hotline.TicketDispatchedV1, hotline.TicketReopenedV1, hotline.TicketReturnDecidedV1,
                hotline.TicketClosedV1, hotline.TicketRejectedV1, hotline.TicketHandedOverV1, hotline.TicketMergedV1,
            )
        },
    ),
    ("grid", "grid-follow-calendar"): (("hotline",), {hotline.CalendarPublishedV1.type}),
    ("affairs", "affairs-follow-calendar"): (("hotline",), {hotline.CalendarPublishedV1.type}),
    ("grid", "grid-alarm-case"): (("datahub",), {datahub.AlarmRaisedV1.type, datahub.AlarmClearedV1.type}),
    ("hotline", "hotline-copy-organisation"): (
        ("grid",),
        {
            model.type
            for model in (
                grid.UnitRegisteredV1, grid.UnitChangedV1, grid.TerritoryRegisteredV1, grid.TerritoryChangedV1,
                grid.TerritoryRetiredV1, grid.UnitRetiredV1,
            )
        },
    ),
    ("affairs", "affairs-copy-organisation"): (
        ("grid",),
        {
            model.type
            for model in (
                grid.UnitRegisteredV1, grid.UnitChangedV1, grid.TerritoryRegisteredV1, grid.TerritoryChangedV1,
                grid.TerritoryRetiredV1, grid.UnitRetiredV1,
            )
        },
    ),
    ("hotline", "hotline-follow-case"): (
        ("grid",),
        {
            model.type
            for model in (
                grid.CaseReportedV1, grid.CaseAssignedV1, grid.CaseHandlingStartedV1, grid.CaseClosedV1,
                grid.CaseDismissedV1, grid.CaseReturnedV1, grid.CaseVoidedV1,
            )
        },
    ),
}  # fmt: skip


async def is_drained(house: House) -> bool:
    """Whether every event is published and every consumer has had what it wants."""
    for service in SERVICES:
        if (await house.rows(service, "SELECT count(*) FROM outbox WHERE published_at IS NULL"))[0][0]:
            return False
    outboxes = await _outboxes(house)
    for (service, consumer), wanted in SUBSCRIBED.items():
        if len(await _handled(house, service, consumer)) < len(_wanted(outboxes, *wanted)):
            return False
    return True


async def check_oracle(house: House, paths: Mapping[str, str]) -> None:
    """`paths` are those of the client's journal, by idempotency key; every one was answered with success."""
    await until(lambda: is_drained(house))
    outboxes = await _outboxes(house)
    await _check_business_rows(house, paths)
    for service in SERVICES:
        await _check_stream(house, service, outboxes[service])
        _check_versions(service, outboxes[service])
        await _check_audit(house, service)
    for (service, consumer), wanted in SUBSCRIBED.items():
        handled = await _handled(house, service, consumer)
        assert sorted(handled) == sorted(_wanted(outboxes, *wanted)), f"{consumer}: inbox is not what was sent"
        letters = await house.rows(service, f"SELECT error FROM dead_letters WHERE consumer = '{consumer}'")
        assert letters == [], f"{consumer} parked events"
    await _check_counters(house, outboxes)
    await _check_alarms(house, outboxes)


async def _outboxes(house: House) -> dict[str, list[sa.Row[tuple[str, str, str, str, int]]]]:
    statement = "SELECT id::text, type, aggregate, subject, sequence FROM outbox ORDER BY seq"
    return {service: await house.rows(service, statement) for service in SERVICES}


def _wanted(outboxes: Mapping[str, list[sa.Row]], services: tuple[str, ...], types: set[str] | None) -> list[str]:
    return [row.id for service in services for row in outboxes[service] if types is None or row.type in types]


async def _handled(house: House, service: str, consumer: str) -> list[str]:
    found = await house.rows(service, f"SELECT event_id::text FROM inbox WHERE consumer = '{consumer}'")
    return [row[0] for row in found]


async def _check_business_rows(house: House, paths: Mapping[str, str]) -> None:
    """Each request that was answered is one row: one key, one answer; and one ticket for each opening."""
    for service, prefix in (("hotline", "/v1/tickets"), ("grid", "/v1/cases")):
        sent = {hashlib.sha256(key.encode()).hexdigest() for key, path in paths.items() if path.startswith(prefix)}
        kept = {row[0] for row in await house.rows(service, "SELECT key FROM idempotency_keys")}
        assert sent <= kept, f"{service} lost {sent - kept}"
    opened = sum(1 for path in paths.values() if path == "/v1/tickets")
    if opened:
        assert (await house.rows("hotline", "SELECT count(*) FROM tickets"))[0][0] == opened
    for service, steps, aggregate in (("hotline", "ticket_history", "ticket"), ("grid", "case_steps", "case")):
        told = await house.rows(service, f"SELECT count(*) FROM outbox WHERE aggregate = 'gov171.{service}.{aggregate}'")
        assert await house.rows(service, f"SELECT count(*) FROM {steps}") == told, f"{service}: changes and events differ"


async def _check_stream(house: House, service: str, rows: list[sa.Row]) -> None:
    """Every event once; and those of one aggregate in the order of its versions, which alone is promised."""
    stored = await house.stored_ids(service.upper())
    assert sorted(stored) == sorted(row.id for row in rows), f"{service}: the stream is not the outbox"
    place = {event_id: index for index, event_id in enumerate(stored)}
    last: dict[tuple[str, str], int] = {}
    for row in rows:
        aggregate = (row.aggregate, row.subject)
        assert place[row.id] > last.get(aggregate, -1), f"{service}: {aggregate} out of order"
        last[aggregate] = place[row.id]


def _check_versions(service: str, rows: list[sa.Row]) -> None:
    seen: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        seen.setdefault((row.aggregate, row.subject), []).append(row.sequence)
    for aggregate, versions in seen.items():
        assert versions == list(range(1, len(versions) + 1)), f"{service} {aggregate}: {versions}"


async def _check_audit(house: House, service: str) -> None:
    url = house.postgres.rpartition("/")[0] + f"/gov171_{service}"
    engine = create_async_engine(driver_url(url), connect_args={"server_settings": {"search_path": service}})
    try:
        async with async_sessionmaker(engine)() as db:
            assert await first_broken(db) is None
    finally:
        await engine.dispose()


async def _check_counters(house: House, outboxes: Mapping[str, list[sa.Row]]) -> None:
    """Counters that are raised and not set: twice handled would be twice counted."""
    sent = Counter(row.type for rows in outboxes.values() for row in rows)
    archived = await house.rows("datahub", "SELECT type, events FROM archive_counts")
    assert {row[0]: row[1] for row in archived} == dict(sent)
    counted = await house.rows("risk", "SELECT indicator, sum(count) FROM indicators GROUP BY indicator")
    facts = {"tickets_accepted": hotline.TicketAcceptedV1, "tickets_closed": hotline.TicketClosedV1}
    facts |= {"cases_reported": grid.CaseReportedV1, "cases_closed": grid.CaseClosedV1}
    totals = {row[0]: int(row[1]) for row in counted}
    for indicator, model in facts.items():
        assert totals.get(indicator, 0) == sent[model.type], indicator


async def _check_alarms(house: House, outboxes: Mapping[str, list[sa.Row]]) -> None:
    """Each raising counted once on the ground, and of no cause two open cases."""
    sent = Counter(row.type for row in outboxes["datahub"])
    kept = await house.rows("datahub", "SELECT count(*), count(cleared_at) FROM alarms")
    assert [*kept[0]] == [sent[datahub.AlarmRaisedV1.type], sent[datahub.AlarmClearedV1.type]]
    counted = await house.rows("grid", "SELECT coalesce(sum(occurrences), 0) FROM alarm_cases")
    assert counted[0][0] == sent[datahub.AlarmRaisedV1.type]
    twice = """SELECT cause FROM alarm_cases JOIN cases ON cases.id = case_id
        WHERE status NOT IN ('closed', 'voided', 'dismissed') GROUP BY cause HAVING count(*) > 1"""
    assert await house.rows("grid", twice) == []

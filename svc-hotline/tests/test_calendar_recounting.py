"""A new calendar moves the deadlines that rest on it: each once, at the instant it was published, whoever was asleep."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from calendar_builders import CALENDARS, NOTICES, holiday, loaded, notice_of, put_back, recounted, until
from hotline_builders import OPEN, Hotline
from sqlalchemy import text
from timed_builders import DAY, HOUR, MONDAY, Timed

from chassis.auth import Principal
from svc_hotline.calendar.service import CalendarBook
from svc_hotline.tickets.holding import hold
from svc_hotline.tickets.intake import open_ticket
from svc_hotline.tickets.recounting import hold_outdated
from svc_hotline.tickets.schemas import TicketOpen
from svc_hotline.tickets.sweeping import recount_once

# Ten working days, so that what happens within the next two weeks moves them.
SUGGESTION = {"kind": "suggestion", "category_code": "service"}
DESK = Principal(subject="desk", kind="staff", roles=frozenset({"desk"}))
# The Wednesday to Friday after MONDAY become a holiday.
OFF_IN_MARCH = notice_of(2025, holiday("春假", "2025-03-12", "2025-03-14"))


@pytest.fixture(autouse=True)
async def _calendar(hotline: Hotline) -> AsyncIterator[None]:
    async with put_back(hotline):
        yield


@pytest.fixture
def timed(hotline: Hotline) -> Timed:
    return Timed(hotline)


def soon_off() -> dict[str, Any]:
    """A notice by which the next two weeks are a holiday."""
    first_on = datetime.now(UTC).date() + timedelta(days=2)
    last_on = first_on + timedelta(days=14)
    return notice_of(last_on.year, holiday("长假", str(first_on), str(last_on)))


async def due_by_now(hotline: Hotline, ticket: dict[str, Any], amount: int = 10) -> str:
    query = {"start": ticket["accepted_at"], "amount": amount, "unit": "working_days"}
    return str((await hotline.public.get(f"{CALENDARS}/deadline", params=query)).json()["due_at"])


async def actions_of(hotline: Hotline, ticket: dict[str, Any]) -> list[str]:
    return [step["action"] for step in await hotline.history(ticket)]


async def value(hotline: Hotline, ticket: dict[str, Any], column: str) -> Any:
    async with hotline.harness.sessions() as db:
        return (await db.execute(text(f"SELECT {column} FROM tickets WHERE id = :id"), {"id": ticket["id"]})).scalar_one()


async def execute(hotline: Hotline, statement: str, **values: Any) -> None:
    async with hotline.harness.sessions() as db, db.begin():
        await db.execute(text(statement), values)


async def look(hotline: Hotline) -> int:
    """One look of a worker."""
    async with hotline.harness.sessions() as db, db.begin():
        return await recount_once(db)


async def test_a_notice_moves_the_deadline_of_a_running_ticket_and_announces_it_once(hotline: Hotline) -> None:
    ticket = await hotline.opened(**SUGGESTION)

    await loaded(hotline.supervisor, soon_off())
    await recounted(hotline)

    shown = await hotline.shown(ticket)
    assert shown["due_at"] == await due_by_now(hotline, ticket) > ticket["due_at"]
    assert await actions_of(hotline, ticket) == ["open", "recompute_due"]
    assert await hotline.kinds_of_events(ticket) == ["accepted", "due_changed"]
    [_, told] = await hotline.events_of(ticket)
    assert (told.data["due_at"], shown["version"]) == (shown["due_at"], 2)
    assert await value(hotline, ticket, "calendar_version") == "cn-2"


async def test_the_deadlines_that_a_dry_run_foretells_are_those_that_move(hotline: Hotline) -> None:
    moving = [await hotline.opened(**SUGGESTION) for _ in range(3)]
    staying = await hotline.brought_to("closed", **SUGGESTION)

    dry = await hotline.supervisor.post(NOTICES, json=soon_off() | {"is_dry_run": True})
    await loaded(hotline.supervisor, soon_off())
    await recounted(hotline)

    moved = [ticket for ticket in (*moving, staying) if "recompute_due" in await actions_of(hotline, ticket)]
    assert dry.json()["moved_tickets"] == len(moved) == 3


async def test_a_deadline_that_stays_is_noted_without_a_step(hotline: Hotline) -> None:
    ticket = await hotline.opened(**SUGGESTION)

    await loaded(hotline.supervisor, notice_of(datetime.now(UTC).year + 5))
    await recounted(hotline)

    assert await actions_of(hotline, ticket) == ["open"]
    assert (await hotline.shown(ticket))["version"] == 1
    assert await value(hotline, ticket, "calendar_version") == "cn-2"


async def test_a_provisional_deadline_becomes_firm_when_its_year_is_published(timed: Timed) -> None:
    in_2019 = datetime(2019, 3, 11, 2, tzinfo=UTC)
    opened = dict(await timed.opens(in_2019))
    firm = notice_of(2019, holiday("国庆节", "2019-10-01", "2019-10-07"))
    dry = await timed.as_(in_2019 + HOUR).post(NOTICES, json=firm | {"is_dry_run": True})

    await loaded(timed.as_(in_2019 + DAY), firm)
    ticket = await timed.does(in_2019 + 2 * DAY, "remarks", {"content": "检查"})

    assert (opened["is_due_provisional"], ticket["is_due_provisional"]) == (True, False)
    assert ticket["due_at"] == opened["due_at"]
    assert ("recompute_due", in_2019 + DAY) in await timed.by_time()
    assert (dry.json()["moved_tickets"], dry.json()["settled_tickets"]) == (0, 1)


async def test_a_ticket_in_a_gap_between_published_years_stays_provisional(timed: Timed) -> None:
    in_2018 = datetime(2018, 3, 12, 2, tzinfo=UTC)
    await loaded(timed.as_(in_2018), notice_of(2017))
    opened = await timed.opens(in_2018)

    assert opened["is_due_provisional"] is True


async def test_a_paused_ticket_is_counted_by_the_new_calendar_when_it_goes_on(timed: Timed, hotline: Hotline) -> None:
    await timed.opens()
    await timed.is_handled()
    review = (MONDAY + 10 * DAY).isoformat()
    await timed.does(MONDAY + 2 * HOUR, "suspensions", {"reason": "停工", "review_at": review})

    await loaded(timed.as_(MONDAY + DAY), OFF_IN_MARCH)
    waiting = (await hotline.public.get(CALENDARS)).json()["waiting_tickets"]
    ticket = await timed.does(MONDAY + 2 * DAY, "resumptions")

    assert waiting == 0
    assert "recompute_due" not in await actions_of(hotline, ticket)
    # Of the three days none is Tuesday, at whose end it stood still, nor the holiday, nor the weekend.
    assert datetime.fromisoformat(ticket["due_at"]) == datetime(2025, 3, 19, 16, tzinfo=UTC)


async def test_what_is_closed_is_left_as_it_was(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("closed", **SUGGESTION)
    before = await hotline.history(ticket)

    await loaded(hotline.supervisor, soon_off())
    await recounted(hotline)
    await look(hotline)

    assert await hotline.history(ticket) == before
    assert await value(hotline, ticket, "calendar_version") == "cn-1"


async def test_what_the_weekdays_alone_would_have_made_late_is_not(timed: Timed) -> None:
    opened = dict(await timed.opens())
    await timed.is_handled()
    await loaded(timed.as_(MONDAY + DAY), OFF_IN_MARCH)

    ticket = await timed.is_left_to_the_sweeper()

    new_due, times = datetime(2025, 3, 18, 16, tzinfo=UTC), await timed.by_time()
    assert datetime.fromisoformat(opened["due_at"]) == datetime(2025, 3, 13, 16, tzinfo=UTC)
    assert times[0] == ("recompute_due", MONDAY + DAY)
    assert [at for action, at in times if action == "mark_overdue"] == [new_due]
    assert datetime.fromisoformat(ticket["due_at"]) == new_due
    assert [action for action, _ in times].count("warn") == 1


async def test_a_notice_that_comes_after_the_deadline_gives_a_new_one_and_the_fact_stays(timed: Timed) -> None:
    opened = dict(await timed.opens())
    await timed.is_handled()
    loaded_at = MONDAY + 7 * DAY
    await loaded(timed.as_(loaded_at), notice_of(2025, holiday("长假", "2025-03-11", "2025-03-25")))

    ticket = dict(await timed.does(loaded_at + HOUR, "remarks", {"content": "检查"}))

    assert await timed.by_time() == [
        ("warn", datetime.fromisoformat(opened["due_at"]) - timedelta(hours=14, minutes=24)),
        ("mark_overdue", datetime.fromisoformat(opened["due_at"])), ("recompute_due", loaded_at),
    ]  # fmt: skip
    assert datetime.fromisoformat(ticket["due_at"]) == datetime(2025, 3, 28, 16, tzinfo=UTC)
    assert (ticket["is_overdue"], ticket["overdue_at"], ticket["warned_at"]) == (True, None, None)


async def test_a_deadline_that_a_new_make_up_day_brings_forward_into_the_past_is_late_at_once(timed: Timed) -> None:
    await timed.opens(MONDAY + 4 * DAY)
    await timed.is_handled(MONDAY + 4 * DAY + HOUR)
    loaded_at = MONDAY + 9 * DAY  # the Wednesday after, whose end was the end of it
    await loaded(timed.as_(loaded_at), notice_of(2025, make_up_days=("2025-03-15", "2025-03-16")))

    await timed.does(loaded_at + HOUR, "remarks", {"content": "检查"})

    assert [each for each in await timed.by_time() if each[0] in ("recompute_due", "mark_overdue")] == [
        ("recompute_due", loaded_at), ("mark_overdue", loaded_at),
    ]  # fmt: skip


async def test_after_a_downtime_it_is_as_if_there_had_been_none(timed: Timed, hotline: Hotline) -> None:
    touched = Timed(hotline)
    for each in (timed, touched):
        await each.opens()
        await each.is_handled()
    await loaded(timed.as_(MONDAY + DAY), OFF_IN_MARCH)
    for days in range(2, 40):
        await touched.does(MONDAY + days * DAY, "urges")

    await timed.is_left_to_the_sweeper()

    both = [[each for each in await at.by_time() if each[1] < MONDAY + 39 * DAY] for at in (timed, touched)]
    assert both[0] == both[1]
    assert len(both[0]) >= 4
    await hotline.kinds_of_events(timed.ticket)  # its versions are 1..n


async def test_a_replayed_ticket_is_left_to_its_replay(timed: Timed, hotline: Hotline) -> None:
    await timed.opens()
    await loaded(timed.as_(MONDAY + DAY), OFF_IN_MARCH)

    looked = await look(hotline)

    assert (looked, (await hotline.public.get(CALENDARS)).json()["waiting_tickets"]) == (0, 1)
    assert await actions_of(hotline, timed.ticket) == ["open"]


async def test_a_notice_from_a_time_to_come_waits_for_it(timed: Timed, hotline: Hotline) -> None:
    ticket = await hotline.opened(**SUGGESTION)
    await loaded(timed.as_(datetime.now(UTC) + 30 * DAY), soon_off())

    looked = await look(hotline)

    assert looked == 0
    assert await actions_of(hotline, ticket) == ["open"]


async def test_a_ticket_opened_by_a_process_that_still_remembers_the_old_calendar_is_caught(hotline: Hotline) -> None:
    behind = CalendarBook()
    async with hotline.harness.sessions() as db:
        await behind.current(db)
    await loaded(hotline.supervisor, soon_off())

    async with hotline.harness.sessions() as db, db.begin():
        db.info["calendar_book"] = behind
        body, box = TicketOpen.model_validate(OPEN | SUGGESTION), hotline.harness.app.state.contact_box
        opened, _ = await open_ticket(db, DESK, body, box)
    ticket = {"id": str(opened.id), "accepted_at": opened.accepted_at.isoformat()}
    await recounted(hotline)

    assert opened.calendar_version == "cn-1"
    assert await actions_of(hotline, ticket) == ["open", "recompute_due"]
    assert (await hotline.shown(ticket))["due_at"] == await due_by_now(hotline, ticket)


async def test_a_process_that_still_remembers_the_old_calendar_does_not_take_a_ticket_back_to_it(hotline: Hotline) -> None:
    behind = CalendarBook()
    async with hotline.harness.sessions() as db:
        await behind.current(db)
    ticket = await hotline.opened(**SUGGESTION)
    await loaded(hotline.supervisor, soon_off())
    await recounted(hotline)

    async with hotline.harness.sessions() as db, db.begin():
        db.info["calendar_book"] = behind
        await hold(db, DESK, UUID(ticket["id"]), None)

    assert await actions_of(hotline, ticket) == ["open", "recompute_due"]
    assert await value(hotline, ticket, "calendar_version") == "cn-2"


async def test_many_workers_at_once_count_each_ticket_once(hotline: Hotline) -> None:
    tickets = [await hotline.opened(**SUGGESTION) for _ in range(12)]
    await loaded(hotline.supervisor, soon_off())

    await asyncio.gather(*(look(hotline) for _ in range(6)))
    await recounted(hotline)

    assert [await actions_of(hotline, ticket) for ticket in tickets] == [["open", "recompute_due"]] * 12
    for ticket in tickets:
        assert await hotline.kinds_of_events(ticket) == ["accepted", "due_changed"]


async def test_a_ticket_that_fails_keeps_no_other_waiting(hotline: Hotline) -> None:
    broken, sound = await hotline.opened(**SUGGESTION), await hotline.opened(**SUGGESTION)
    await execute(hotline, "UPDATE tickets SET limit_days = -1 WHERE id = :id", id=broken["id"])

    await loaded(hotline.supervisor, soon_off())

    async def only_the_broken_waits() -> bool:
        return bool((await hotline.public.get(CALENDARS)).json()["waiting_tickets"] == 1)

    await until(only_the_broken_waits)
    assert await actions_of(hotline, sound) == ["open", "recompute_due"]
    assert await look(hotline) == 0
    assert await value(hotline, broken, "sweep_after") > datetime.now(UTC)


async def test_the_figures_are_still_those_of_a_recount(hotline: Hotline) -> None:
    timed = [Timed(hotline) for _ in range(3)]
    for each in timed:
        await each.opens()
        await each.is_handled()
    await loaded(timed[0].as_(MONDAY + DAY), OFF_IN_MARCH)
    for at, each in enumerate(timed):
        await each.does(MONDAY + 6 * at * DAY + 2 * HOUR, "urges")
    await timed[2].is_resolved(MONDAY + 13 * DAY)

    span = {"start_on": "2025-03-01", "end_on": "2025-04-01"}
    answer = await hotline.admin.post("/v1/hotline/figures/recounts", json=span)

    assert (answer.json()["is_equal"], answer.json()["measures"]) == (True, {})


async def test_while_there_is_nothing_to_do_a_look_reads_only_an_index(hotline: Hotline) -> None:
    ticket = await hotline.opened(**SUGGESTION)
    for part in range(5):  # in parts, for a busy machine
        await execute(
            hotline,
            "INSERT INTO tickets SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(),"
            f" 'number', '{part}-' || n, 'wake_at', NULL))).* FROM tickets t, generate_series(1, 1000) n WHERE t.id = :id",
            id=ticket["id"],
        )
    await execute(hotline, "ANALYZE tickets")

    async with hotline.harness.counting_statements() as seen, hotline.harness.sessions() as db:
        assert await hold_outdated(db, "cn-1", datetime.now(UTC), 50) == []
    plans = []
    async with hotline.harness.sessions() as db:
        connection = await db.connection()
        for statement in [each for each in seen if "FOR UPDATE" in each]:
            values = ("cn-1", datetime.now(UTC), datetime.now(UTC), 50)
            rows = await connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) {statement}", values)
            plans.append("\n".join(rows.scalars()))

    assert len(plans) == 2
    for plan in plans:
        assert "ix_tickets_calendar" in plan
        assert "Seq Scan" not in plan
        assert "rows=0" in plan.splitlines()[0]

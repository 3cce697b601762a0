"""The kept figures are what a recount of the tickets gives, whatever was done; and where they are not, it is said."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hotline_builders import COMMUNITY, OPEN, OTHER, WAYS, Hotline
from sqlalchemy import text

from svc_hotline.figures.folding import fold_once

SPAN = {"start_on": "2025-03-01", "end_on": "2025-04-01"}
BEGIN = datetime(2025, 3, 3, 1, tzinfo=UTC)
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("dispatches", {"lead_unit_code": "84"}), ("dispatches", {"lead_unit_code": "85"}), ("signatures", {}), ("handlings", {}),
    ("replies", {"content": "已更换灯具"}), ("reply-reviews", {"approved": True}), ("reply-reviews", {"approved": False}),
    ("returns", {"reason_code": "not_our_remit", "basis": "属住建局"}), ("return-decisions", {"agreed": True}),
    ("return-decisions", {"agreed": False}), ("callbacks", {"outcome": "not_reached"}),
    ("callbacks", {"outcome": "reached", "rating": "very_satisfied"}),
    ("callbacks", {"outcome": "reached", "rating": "very_dissatisfied"}), ("callbacks", {"outcome": "declined"}),
    ("ratings", {"rating": "dissatisfied"}), ("ratings", {"rating": "neutral"}), ("reopenings", {"reason": "又不亮了"}),
    ("urges", {}), ("supervisions", {"reason": "超期未办"}), ("answers", {"content": "请带户口簿"}), ("closures", {}),
    ("hand-overs", {"emergency_line": "119"}), ("questions", {"question": "请说明灯杆号"}), ("resumptions", {}),
    ("extensions", {"days": 3, "reason": "需采购配件"}), ("extension-decisions", {"granted": True}),
    ("reclassifications", {"category_code": "service"}), ("reclassifications", {"kind": "help", "territory_code": OTHER}),
    ("rejections", {"reason_code": "outside_remit"}), ("rating-answers", {"content": "已重新整改"}), ("unmerges", {}),
]  # fmt: skip


async def recounted(hotline: Hotline, **more: Any) -> dict[str, Any]:
    answer = await hotline.admin.post("/v1/hotline/figures/recounts", json=SPAN | more)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def folded(hotline: Hotline, most: int = 4000) -> None:
    async with hotline.harness.sessions() as db, db.begin():
        await fold_once(db, most)


async def execute(hotline: Hotline, statement: str) -> None:
    async with hotline.harness.sessions() as db, db.begin():
        await db.execute(text(statement))


async def walk(hotline: Hotline, drawn: random.Random, steps: int) -> set[str]:
    """Let some tickets live at random, hours or days apart, merged now and then; returns what was done."""
    done: set[str] = set()
    tickets: list[dict[str, Any]] = []
    at = BEGIN
    for _ in range(steps):
        at += timedelta(hours=drawn.choice((1, 3, 20, 60)) / 12)
        actor = hotline.harness.as_("administrator", replay_at=at)
        if len(tickets) < 4 or drawn.random() < 0.08:
            kind, place = drawn.choice(("consultation", "complaint", "help")), drawn.choice((COMMUNITY, OTHER))
            tickets.append((await actor.post("/v1/tickets", json=OPEN | {"kind": kind, "territory_code": place})).json())
            continue
        ticket, (action, body) = drawn.choice(tickets), drawn.choice(CALLS)
        if drawn.random() < 0.06:
            action, body = "merges", {"main_ticket_id": drawn.choice(tickets)["id"]}
        answer = await hotline.act(ticket, action, body, actor)
        assert answer.status_code in (201, 409, 422), answer.text
        if answer.status_code == 201:
            done.add(action)
        if drawn.random() < 0.05:
            await folded(hotline, 3)
    return done


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_was_done_to_tickets_a_recount_says_the_same(hotline: Hotline, seed: int) -> None:
    done = await walk(hotline, random.Random(seed), 260)
    before = await recounted(hotline)
    await folded(hotline)
    after = await recounted(hotline)

    assert len(done) > 8
    assert before["cells"] > 3
    assert (before["measures"], before["is_equal"]) == ({}, True), before["examples"]
    assert (after["measures"], after["sums_differing"], after["is_equal"]) == ({}, 0, True), after["examples"]


async def test_each_state_that_a_ticket_can_be_in_counts_as_a_recount_has_it(hotline: Hotline) -> None:
    for status in WAYS:
        await hotline.brought_to(status)
    now = datetime.now(UTC)
    span = {"start_on": str((now - timedelta(days=3)).date()), "end_on": str((now + timedelta(days=3)).date())}
    found = await recounted(hotline, **span)

    assert (found["measures"], found["is_equal"]) == ({}, True)
    assert found["cells"] >= 3


async def test_imported_tickets_are_counted_with_their_import(hotline: Hotline) -> None:
    many = [{"line": at, "reference": f"R{at}", "title": "路灯不亮", "description": "路灯不亮", "status": "closed",
             "opened_at": "2025-03-05T02:00:00Z", "closed_at": "2025-03-06T02:00:00Z"} for at in range(1, 31)]  # fmt: skip
    answer = await hotline.admin.post("/v1/ticket-imports", json={"source": "test", "rows": many})
    assert answer.status_code in (200, 201), answer.text
    found = await recounted(hotline)
    figures = (await hotline.admin.get("/v1/hotline/figures?from=2025-03-01&to=2025-04-01")).json()

    assert (found["is_equal"], found["cells"]) == (True, 1)
    assert (figures["imported"], figures["accepted"]) == (30, 0)


async def test_a_cell_that_was_tampered_with_is_named_and_put_right(hotline: Hotline) -> None:
    await hotline.opened(hotline.harness.as_("administrator", replay_at=BEGIN))
    await hotline.opened(hotline.harness.as_("administrator", replay_at=BEGIN + timedelta(days=1)))
    await folded(hotline)
    await execute(hotline, "UPDATE figure_cells SET urged = urged + 1 WHERE cube = 0 AND period = '2025-03-04'")
    found = await recounted(hotline)

    assert (found["is_equal"], found["cells"], found["differing"], found["measures"]) == (False, 2, 1, {"urged": 1})
    assert found["examples"][0].startswith(f"2025-03-04 {COMMUNITY}")
    assert found["sums_differing"] > 0
    assert (await recounted(hotline, is_repair=True))["is_repaired"]
    assert (await recounted(hotline))["is_equal"]


@pytest.mark.parametrize(
    "tampering",
    ["UPDATE figure_cells SET closed = 7 WHERE cube = 12", "DELETE FROM figure_cells WHERE cube = 5",
     "UPDATE figure_cells SET resolution_seconds = 1 WHERE cube = 22"],
)  # fmt: skip
async def test_a_sum_that_is_not_that_of_its_cells_is_found_and_put_right(hotline: Hotline, tampering: str) -> None:
    await hotline.opened(hotline.harness.as_("administrator", replay_at=BEGIN))
    await folded(hotline)
    await execute(hotline, tampering)
    found = await recounted(hotline, is_repair=True)

    assert (found["is_equal"], found["differing"], found["sums_differing"]) == (False, 0, 1)
    assert (await recounted(hotline))["is_equal"]


async def test_a_ticket_changed_behind_the_ledger_s_back_is_found_and_a_lost_delta_too(hotline: Hotline) -> None:
    await hotline.opened(hotline.harness.as_("administrator", replay_at=BEGIN))
    await folded(hotline)
    await execute(hotline, "UPDATE tickets SET was_overdue = true")
    assert (await recounted(hotline))["measures"] == {"due": 1, "overdue": 1, "to_respond": 1}
    await execute(hotline, "UPDATE tickets SET was_overdue = false")
    await execute(hotline, "DELETE FROM figure_cells")
    assert (await recounted(hotline))["measures"] == {"accepted": 1}


async def test_a_repair_while_tickets_go_on_loses_nothing(hotline: Hotline) -> None:
    tickets = [await hotline.opened(hotline.harness.as_("administrator", replay_at=BEGIN)) for _ in range(6)]
    await folded(hotline)
    await execute(hotline, "UPDATE figure_cells SET accepted = 99")

    async def urge(ticket: dict[str, Any]) -> None:
        for _ in range(5):
            answer = await hotline.act(ticket, "urges", {}, hotline.harness.as_("administrator", replay_at=BEGIN))
            assert answer.status_code == 201, answer.text

    async def repair() -> None:
        for _ in range(4):
            await recounted(hotline, is_repair=True)
            await execute(hotline, "UPDATE figure_cells SET closed = closed + 1 WHERE cube = 0")
            await folded(hotline, 2)

    await asyncio.gather(repair(), *(urge(ticket) for ticket in tickets))
    await recounted(hotline, is_repair=True)
    found = await recounted(hotline)

    assert found["is_equal"], found
    figures = (await hotline.admin.get("/v1/hotline/figures?from=2025-03-01&to=2025-04-01")).json()
    assert (figures["accepted"], figures["urged"]) == (6, 6)


async def test_two_folds_at_once_fold_each_delta_once(hotline: Hotline) -> None:
    for _ in range(8):
        await hotline.opened(hotline.harness.as_("administrator", replay_at=BEGIN))
    await asyncio.gather(*(folded(hotline, 3) for _ in range(8)))
    await folded(hotline)

    assert (await recounted(hotline))["is_equal"]


async def test_only_administrators_recount_and_never_more_than_a_month_at_once(hotline: Hotline) -> None:
    refused = await hotline.supervisor.post("/v1/hotline/figures/recounts", json=SPAN)
    too_long = await hotline.admin.post("/v1/hotline/figures/recounts", json=SPAN | {"end_on": "2025-04-02"})
    backwards = await hotline.admin.post("/v1/hotline/figures/recounts", json=SPAN | {"end_on": "2025-03-01"})

    assert (refused.status_code, too_long.status_code, backwards.status_code) == (403, 422, 422)


async def test_the_span_of_the_figures_is_that_of_the_tickets(hotline: Hotline) -> None:
    assert (await hotline.admin.get("/v1/hotline/figures/span")).json() == {"first_on": None, "last_on": None}
    await hotline.opened(hotline.harness.as_("administrator", replay_at=BEGIN))
    await hotline.opened(hotline.harness.as_("administrator", replay_at=BEGIN + timedelta(days=9)))

    assert (await hotline.admin.get("/v1/hotline/figures/span")).json() == {"first_on": "2025-03-03", "last_on": "2025-03-12"}

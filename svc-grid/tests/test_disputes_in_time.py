"""What time does to disputes: limits in working days, late facts, reminders; and the figures, equal to a recount."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from dispute_builders import FAILURE, MEDIATOR, WAYS, Disputes, agreement
from grid_builders import COMMUNITY, OTHER, REGIMENT, Grid

from svc_grid.disputes import figures
from svc_grid.disputes.sweeping import mark_late_once, remind_once

MONDAY = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
async def disputes(grid: Grid) -> Disputes:
    return await Disputes(grid).furnish()


async def differing(disputes: Disputes) -> int:
    async with disputes.harness.sessions() as db:
        return await figures.differing(db)


async def test_the_limits_run_in_working_days(disputes: Disputes) -> None:
    dispute = await disputes.applied(at=MONDAY)
    day = timedelta(days=1)
    clients = {at: disputes.client("grid_desk", replay_at=at) for at in (MONDAY + day, MONDAY + 2 * day)}

    applied = await disputes.record(dispute)
    accepted = await disputes.act(dispute, "acceptances", {}, client=clients[MONDAY + day])
    record = await disputes.record(dispute)
    extended = await disputes.act(dispute, "extensions", {"reason": "双方同意"}, client=clients[MONDAY + 2 * day])
    after = await disputes.record(dispute)
    twice = await disputes.act(dispute, "extensions", {"reason": "再延"}, client=clients[MONDAY + 2 * day])

    assert [answer.status_code for answer in (accepted, extended, twice)] == [201, 201, 409]
    assert applied["due_at"] == "2025-03-13T16:00:00Z"
    # 30 and 60 working days after the 11th, with the holidays of spring and the make-up day among them.
    assert (record["due_at"], after["due_at"]) == ("2025-04-23T16:00:00Z", "2025-06-09T16:00:00Z")


async def test_what_was_accepted_too_late_stays_late_though_no_worker_saw_it(disputes: Disputes) -> None:
    dispute = await disputes.applied(at=MONDAY)
    late = disputes.client("grid_desk", replay_at=MONDAY + timedelta(days=20))

    await disputes.act(dispute, "acceptances", {}, client=late)

    assert (await disputes.record(dispute))["is_late"] is True
    assert await differing(disputes) == 0


async def test_a_limit_that_has_run_out_is_noticed_once_after_any_downtime(disputes: Disputes) -> None:
    waiting, done = await disputes.applied(), await disputes.brought_to("failed")

    found = [await disputes.swept(mark_late_once, days=days) for days in (0, 400, 401)]

    assert found == [0, 1, 0]
    assert (await disputes.record(waiting))["is_late"] is True
    assert (await disputes.record(done))["is_late"] is False
    assert [each["action"] for each in (await disputes.record(waiting))["history"]] == ["apply", "mark_late"]
    assert await differing(disputes) == 0


async def test_two_workers_at_once_notice_it_once(disputes: Disputes) -> None:
    for _ in range(3):
        await disputes.applied()

    found = await asyncio.gather(*(disputes.swept(mark_late_once, days=400) for _ in range(4)))

    assert sum(found) == 3
    assert len(await disputes.rows("SELECT 1 FROM dispute_steps WHERE action = 'mark_late'")) == 3


async def test_a_replay_s_disputes_are_left_alone(disputes: Disputes) -> None:
    await disputes.applied(at=MONDAY)

    assert await disputes.swept(mark_late_once, days=0) == 0


async def test_a_promise_whose_day_has_passed_is_reminded_of_once(disputes: Disputes) -> None:
    due_on = datetime.now(UTC).date() + timedelta(days=10)
    dispute = await disputes.moved(await disputes.brought_to("mediating"), agreement(due_on, promises=2))
    await disputes.moved(dispute, ("obligations/2/outcomes", {"outcome": "performed"}))

    found = [await disputes.swept(remind_once, days=days) for days in (9, 40, 41)]

    assert found == [0, 1, 0]
    record = await disputes.record(dispute)
    assert [each["reminded_at"] is not None for each in record["obligations"]] == [True, False]
    assert [each["reason_code"] for each in record["history"] if each["action"] == "remind"] == ["1"]
    at = {"replay_at": datetime.now(UTC) + timedelta(days=41)}
    listed = (await disputes.client("grid_desk", **at).get("/v1/dispute-reminders")).json()["items"]
    assert [(each["number"], each["obligation_no"], each["party_no"]) for each in listed] == [(dispute["number"], 1, 2)]
    own = disputes.client("mediator", subject=MEDIATOR, **at)
    assert len((await own.get("/v1/dispute-reminders")).json()["items"]) == 1
    for client in (disputes.client("mediator", subject="x", **at), disputes.client("grid_desk", territory_code=OTHER, **at)):
        assert (await client.get("/v1/dispute-reminders")).json()["items"] == []


async def test_performance_is_followed_until_every_promise_has_its_outcome(disputes: Disputes) -> None:
    dispute = await disputes.moved(await disputes.brought_to("mediating"), agreement(promises=2))
    await disputes.moved(dispute, ("obligations/1/outcomes", {"outcome": "partly", "note": "先付一半"}))

    early = await disputes.act(dispute, "follow-ups", {"outcome": "settled"})
    unknown = await disputes.act(dispute, "obligations/3/outcomes", {"outcome": "performed"})
    await disputes.moved(dispute, *((f"obligations/{number}/outcomes", {"outcome": "performed"}) for number in (1, 2)))
    followed = await disputes.act(dispute, "follow-ups", {"outcome": "settled"})

    assert [answer.status_code for answer in (early, unknown, followed)] == [409, 404, 201]
    assert early.json()["obligations"] == [2]
    assert await differing(disputes) == 0


async def test_the_figures_equal_a_recount_and_tell_the_rates(disputes: Disputes) -> None:
    for status in WAYS:
        await disputes.brought_to(status)
    partly = await disputes.moved(await disputes.brought_to("mediating", kind="labour"), agreement(promises=3))
    await disputes.moved(partly, ("obligations/1/outcomes", {"outcome": "not_performed"}))
    await disputes.brought_to("failed", kind="labour")

    async def asked(**params: Any) -> dict[str, Any]:
        groups = (await disputes.grid.admin.get("/v1/dispute-figures", params=params)).json()["groups"]
        return {each["group"]: each for each in groups}

    assert await differing(disputes) == 0
    of_all = (await asked())[""]
    assert (of_all["disputes"], of_all["agreed"], of_all["failed"], of_all["on_time"]) == (11, 4, 2, 6)
    assert (of_all["obligations"], of_all["performed"], of_all["not_performed"]) == (6, 2, 1)
    rates = (of_all["success_rate_pct"], of_all["on_time_rate_pct"], of_all["performance_rate_pct"])
    assert rates == ("66.67", "100.00", "66.67")
    assert {name: each["disputes"] for name, each in (await asked(by="kind")).items()} == {"labour": 2, "neighbour": 9}
    assert (await asked(by="status"))["failed"]["disputes"] == 2
    assert list(await asked(by="territory", territory_code=REGIMENT)) == [COMMUNITY]
    assert await asked(territory_code=OTHER) == {}
    bound = disputes.client("analyst", territory_code=OTHER)
    assert (await bound.get("/v1/dispute-figures")).json()["groups"] == []
    assert (await bound.get("/v1/dispute-figures", params={"territory_code": COMMUNITY})).json()["groups"] == []


async def test_figures_stay_right_while_many_count_at_once(disputes: Disputes) -> None:
    made = [await disputes.brought_to("mediating") for _ in range(6)]

    steps = [agreement() if number % 2 else FAILURE for number in range(6)]
    answers = await asyncio.gather(*(disputes.act(*each) for each in ((made[i], *steps[i]) for i in range(6))))

    assert [answer.status_code for answer in answers] == [201] * 6
    assert await differing(disputes) == 0


async def test_a_wrong_figure_is_seen(disputes: Disputes) -> None:
    await disputes.brought_to("agreed")

    async with disputes.harness.sessions() as db, db.begin():
        await db.execute(figures.dispute_figures.update().values(performed=figures.dispute_figures.c.performed + 1))

    assert await differing(disputes) > 0

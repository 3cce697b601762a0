"""What waits, for whom, and in which order."""

from datetime import timedelta

import pytest
from hotline_builders import OTHER, REGIMENT, Hotline
from timed_builders import HOUR, MONDAY, Timed

from svc_hotline.queues.terms import Queue

PLACES = {
    Queue.UNASSIGNED: "accepted", Queue.UNSIGNED: "dispatched", Queue.RETURNS: "returned", Queue.CALLBACKS: "resolved",
    Queue.AWAITING_CALLER: "awaiting_caller", Queue.SUSPENDED: "suspended",
}  # fmt: skip


async def queued(hotline: Hotline, queue: Queue) -> list[str]:
    answer = await hotline.admin.get(f"/v1/hotline/queues/{queue}")
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


@pytest.mark.parametrize(("queue", "status"), PLACES.items())
async def test_a_waiting_ticket_stands_in_its_queue_and_in_no_other(hotline: Hotline, queue: Queue, status: str) -> None:
    ticket = await hotline.brought_to(status)

    assert {each for each in Queue if ticket["id"] in await queued(hotline, each)} == {queue}


async def test_what_is_asked_of_the_desk_while_a_unit_works_stands_in_its_queue(hotline: Hotline) -> None:
    asked, replied = await hotline.brought_to("handling"), await hotline.brought_to("handling")
    disputed = await hotline.brought_to("returned")
    await hotline.acted(asked, "extensions", {"days": 2, "reason": "需采购配件"})
    await hotline.acted(replied, "replies", {"content": "已更换灯具"})
    await hotline.acted(disputed, "return-decisions", {"agreed": False})
    await hotline.acted(disputed, "returns", {"reason_code": "not_our_remit", "basis": "属住建局"})
    rated = await hotline.brought_to("resolved")
    await hotline.acted(rated, "callbacks", {"outcome": "declined"})
    await hotline.acted(rated, "ratings", {"rating": "dissatisfied"})

    assert await queued(hotline, Queue.EXTENSIONS) == [asked["id"]]
    assert await queued(hotline, Queue.REPLIES) == [replied["id"]]
    assert await queued(hotline, Queue.DISPUTES) == [disputed["id"]]
    assert await queued(hotline, Queue.LOW_RATINGS) == [rated["id"]]
    counts = {each["queue"]: each["count"] for each in (await hotline.desk.get("/v1/hotline/queues")).json()["items"]}
    assert {queue for queue, count in counts.items() if count} == {"extensions", "replies", "disputes", "low_ratings"}


async def test_whose_time_runs_out_first_stands_first_on_pages_too(hotline: Hotline) -> None:
    opened = []
    for hours in (3, 1, 2):
        timed = Timed(hotline)
        opened.append(((await timed.opens(MONDAY + hours * HOUR / 4))["id"], timedelta(hours=hours)))
    expected = [ticket for ticket, _ in sorted(opened, key=lambda each: each[1])]

    first = (await hotline.desk.get("/v1/hotline/queues/unassigned", params={"limit": 2})).json()
    rest = (await hotline.desk.get("/v1/hotline/queues/unassigned", params={"limit": 2, "cursor": first["next"]})).json()

    assert [each["id"] for each in first["items"] + rest["items"]] == expected


async def test_a_unit_sees_what_waits_in_its_own_territory(hotline: Hotline) -> None:
    own, other = await hotline.opened(), await hotline.opened(territory_code=OTHER)
    unit = hotline.harness.as_("unit", unit_code="84", territory_code=REGIMENT)

    seen = [each["id"] for each in (await unit.get("/v1/hotline/queues/unassigned")).json()["items"]]

    assert own["id"] in seen
    assert other["id"] not in seen

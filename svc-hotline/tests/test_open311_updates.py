"""Open311: what happened to requests, told in both directions."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from open311_builders import Counter, a_counter, error  # noqa: F401 - a fixture is used by its name
from sqlalchemy import text


def update(number: str, update_id: str = "crm-1", **changes: str) -> dict[str, Any]:
    fields = {"update_id": update_id, "service_request_id": number, "status": "open", "description": "已到场，电话 13912345678"}
    return fields | changes


async def sent(counter: Counter, number: str, update_id: str = "crm-1", **changes: str) -> str:
    answer = await counter.post("servicerequestupdates.json", counter.partner, **update(number, update_id, **changes))
    assert answer.status_code == 200, answer.text
    [receipt] = answer.json()
    assert set(receipt) == {"update_id"}
    return str(receipt["update_id"])


async def test_what_callers_are_told_comes_out_in_order_and_stays_the_same(counter: Counter) -> None:
    number = await counter.reported()
    ticket = await counter.dispatched(number)
    for action, body in (
        ("signatures", {}), ("remarks", {"content": "内部"}), ("handlings", {}), ("replies", {"content": "已修复"}),
    ):  # fmt: skip
        await counter.hotline.acted(ticket, action, body)

    before = await counter.updates(service_request_id=number)
    await counter.hotline.acted(ticket, "reply-reviews", {"approved": True})
    after = await counter.updates()

    assert [each["description"] for each in before] == ["受理", "派单", "签收", "开始办理", "答复"]
    assert "已修复" not in str(before)
    assert after[: len(before)] == before
    assert [(each["status"], each["description"]) for each in after[-2:]] == [("open", "审核通过"), ("closed", "办结：已修复")]
    assert [each["update_id"] for each in after] == [f"{number}-{version}" for version in (1, 2, 3, 5, 6, 7, 8)]
    root = ET.fromstring((await counter.get("servicerequestupdates.xml")).content)
    assert (root.tag, {each.tag for each in root}) == ("service_request_updates", {"request_update"})
    assert {each.tag for each in root[0]} == set(after[0])


async def test_a_span_and_pages_narrow_the_updates(counter: Counter) -> None:
    number = await counter.reported()
    await counter.dispatched(number)
    soon = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()

    assert await counter.updates(start_date=soon) == []
    assert [each["description"] for each in await counter.updates(page_size=1, page=2)] == ["派单"]


async def test_an_open_update_is_a_remark_that_the_public_reads_without_telephones(counter: Counter) -> None:
    number = await counter.reported()
    await counter.dispatched(number)

    update_id = await sent(counter, number, media_url="https://example.org/2.jpg")

    last = (await counter.updates(service_request_id=number))[-1]
    assert last["update_id"] == update_id
    assert (last["description"], last["status"]) == ("已到场，电话 ***", "open")
    assert last["media_url"] == "https://example.org/2.jpg"
    history = await counter.hotline.history(await counter.ticket(number))
    assert (history[-1]["action"], history[-1]["note"]) == ("remark", "已到场，电话 13912345678")


@pytest.mark.parametrize("way", [[], [("signatures", {})], [("signatures", {}), ("handlings", {})]], ids=len)
async def test_a_closed_update_is_the_unit_s_reply_which_the_desk_reviews(counter: Counter, way: list[Any]) -> None:
    number = await counter.reported()
    ticket = await counter.dispatched(number)
    for action, body in way:
        await counter.hotline.acted(ticket, action, body)

    await sent(counter, number, status="CLOSED", description="已更换灯具")

    waiting = await counter.ticket(number)
    assert (waiting["status"], waiting["is_reply_waiting"], waiting["reply"]) == ("handling", True, "已更换灯具")
    shown = await counter.shown(number)
    assert (shown["status"], shown["status_notes"]) == ("open", "办理中")
    assert "已更换灯具" not in str(await counter.updates())
    await counter.hotline.acted(ticket, "reply-reviews", {"approved": True})
    assert (await counter.shown(number))["status_notes"] == "已更换灯具"


async def test_a_repeated_update_is_refused_and_changes_nothing(counter: Counter) -> None:
    number = await counter.reported()
    await counter.dispatched(number)
    await sent(counter, number)
    before = await counter.ticket(number)

    for form in ("json", "xml"):
        answer = await counter.post(f"servicerequestupdates.{form}", counter.partner, **update(number, status="closed"))
        assert error(answer)[0] == 400
    other = await counter.post("servicerequestupdates.json", counter.hotline.desk, **update(number))

    assert other.status_code == 200, "another sender's ids are its own"
    assert (await counter.ticket(number))["version"] == before["version"] + 1
    await sent(counter, number, "crm-2", status="closed")
    again = await counter.post("servicerequestupdates.json", counter.partner, **update(number, "crm-2", status="closed"))
    assert error(again)[0] == 400, "it was heard, so that it is possible no more is not what the sender wants to know"


async def test_what_the_state_does_not_allow_is_named_with_what_is_possible(counter: Counter) -> None:
    number = await counter.reported()
    ticket = await counter.dispatched(number)
    await sent(counter, number, status="closed")

    status, words = error(
        await counter.post("servicerequestupdates.xml", counter.partner, **update(number, "2", status="closed"))
    )

    assert status == 409
    assert "handling" in words
    assert "approve_reply" in words
    await counter.hotline.acted(ticket, "reply-reviews", {"approved": False})
    await sent(counter, number, "3", status="closed")


async def test_a_reopened_request_is_taken_up_again_by_the_update_that_closes_it(counter: Counter) -> None:
    number = await counter.reported()
    ticket = await counter.dispatched(number)
    await sent(counter, number, status="closed", description="第一次")
    await counter.hotline.acted(ticket, "reply-reviews", {"approved": True})
    await counter.hotline.acted(ticket, "callbacks", {"outcome": "reached", "rating": "dissatisfied"})

    assert "第一次" not in str(await counter.updates())
    await sent(counter, number, "2", status="closed", description="第二次")
    await counter.hotline.acted(ticket, "reply-reviews", {"approved": True})

    told = [each["description"] for each in await counter.updates() if each["status"] == "closed"]
    assert (told[0], told[-1]) == ("办结", "办结：第二次")


async def test_only_the_lead_unit_or_the_desk_may_tell(counter: Counter) -> None:
    number = await counter.reported()
    await counter.hotline.acted(
        await counter.ticket(number), "dispatches", {"lead_unit_code": "84", "assisting_unit_codes": ["dept-07"]}
    )
    stranger = counter.hotline.harness.as_("unit", subject="application:x", kind="application", unit_code="85")
    analyst = counter.hotline.harness.as_("analyst", subject="application:y", kind="application")

    answers = {
        name: error(await counter.post("servicerequestupdates.json", client, **update(number)))[0]
        for name, client in (("public", counter.public), ("assisting", counter.app), ("stranger", stranger), ("analyst", analyst))
    }

    assert answers == {"public": 403, "assisting": 403, "stranger": 404, "analyst": 403}


@pytest.mark.parametrize(
    "changes",
    [
        {"update_id": ""}, {"service_request_id": ""}, {"status": "lost"}, {"description": ""}, {"media_url": "ftp://x"},
        {"updated_datetime": "soon"}, {"updated_datetime": "2099-01-01T00:00:00Z"},
    ],
    ids=str,
)  # fmt: skip
async def test_a_faulty_update_is_refused_and_leaves_nothing(counter: Counter, changes: dict[str, str]) -> None:
    number = await counter.reported()
    await counter.dispatched(number)

    answer = await counter.post("servicerequestupdates.xml", counter.partner, **update(number, **changes))

    assert error(answer)[0] == 400
    assert (await counter.ticket(number))["version"] == 2
    async with counter.hotline.harness.sessions() as db:
        assert (await db.execute(text("SELECT count(*) FROM open311_updates"))).scalar_one() == 0

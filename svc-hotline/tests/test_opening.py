"""Opening tickets."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hotline_builders import OPEN, OTHER, REGIMENT, Hotline
from sqlalchemy import text


async def test_a_request_becomes_an_accepted_ticket(hotline: Hotline) -> None:
    answer = await hotline.desk.post("/v1/tickets", json=OPEN)

    ticket = answer.json()
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["location"] == f"/v1/tickets/{ticket['id']}"
    assert (ticket["status"], ticket["status_label_zh"], ticket["version"]) == ("accepted", "已受理", 1)
    assert ticket["number"].startswith("12345-")
    assert ticket["contact"] == {"name": "王*", "phone": "138****1234"}
    assert len(ticket["query_code"]) == 14


async def test_the_query_code_is_shown_once_and_kept_only_as_a_hash(hotline: Hotline) -> None:
    ticket = await hotline.opened()

    shown = await hotline.shown(ticket)
    async with hotline.harness.sessions() as db:
        stored = (await db.execute(text("SELECT to_jsonb(tickets)::text FROM tickets"))).scalar_one()

    assert "query_code" not in shown
    assert ticket["query_code"] not in stored
    assert "13812341234" not in stored


async def test_acceptance_is_announced_without_what_could_name_the_caller(hotline: Hotline) -> None:
    ticket = await hotline.opened(address="三连东路 5 号")

    [event] = await hotline.events_of(ticket)

    assert event.type == "gov171.hotline.ticket.accepted.v1"
    assert event.data["category_code"] == "urban.lighting"
    assert not {"王明", "13812341234", "三连东路 5 号"} & {str(value) for value in event.data.values()}


async def test_the_deadline_is_counted_in_working_days_of_the_category(hotline: Hotline) -> None:
    """Before the holidays of October 2025: the 9th, the 10th and the made-up Saturday, to its end in the city."""
    before_the_holidays = hotline.harness.as_("desk", replay_at=datetime(2025, 9, 30, 2, tzinfo=UTC))

    ticket = await hotline.opened(before_the_holidays)

    assert ticket["accepted_at"] == "2025-09-30T02:00:00Z"
    assert ticket["number"].startswith("12345-20250930-")
    assert ticket["due_at"] == "2025-10-11T16:00:00Z"
    assert ticket["is_due_provisional"] is False


async def test_without_a_limit_of_its_own_the_category_leaves_it_to_the_kind(hotline: Hotline) -> None:
    monday = hotline.harness.as_("desk", replay_at=datetime(2025, 3, 10, 2, tzinfo=UTC))

    ticket = await hotline.opened(monday, category_code="service", kind="consultation")

    assert ticket["due_at"] == "2025-03-11T16:00:00Z"


async def test_the_public_opens_by_its_own_channels_only(hotline: Hotline) -> None:
    by_web = await hotline.public.post("/v1/tickets", json=OPEN | {"channel": "web"})
    by_phone = await hotline.public.post("/v1/tickets", json=OPEN)

    assert by_web.status_code == 201
    assert by_phone.status_code == 422
    assert by_phone.json()["type"] == "urn:gov171:problem:channel-not-open"


async def test_a_confidential_callers_contact_is_shown_to_nobody(hotline: Hotline) -> None:
    ticket = await hotline.opened(is_confidential=True)

    assert ticket["contact"] is None


async def test_a_desk_of_a_regiment_opens_within_its_own_territory(hotline: Hotline) -> None:
    desk = hotline.harness.as_("desk", territory_code=REGIMENT)

    elsewhere = await desk.post("/v1/tickets", json=OPEN | {"territory_code": OTHER})
    unsaid = await hotline.opened(desk, territory_code=None, address="团部门口")

    assert elsewhere.status_code == 422
    assert unsaid["territory_code"] == REGIMENT


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "wish"},
        {"title": "   "},
        {"title": "x" * 201},
        {"title": "nul \u0000"},
        {"category_code": "no-such"},
        {"territory_code": "659007/99"},
        {"territory_code": "659007/%"},
        {"territory_code": None},
        {"location": {"lon": 200, "lat": 1}},
        {"location": {"lon": 1}},
        {"contact": {"name": "王明", "phone": "call me"}},
        {"is_anonymous": True},
        {"origin_line": "12-345"},
        {"score": 5},
        {"status": "closed"},
        {"description": None},
    ],
    ids=str,
)
async def test_a_faulty_request_leaves_nothing_behind(hotline: Hotline, changes: dict[str, Any]) -> None:
    answer = await hotline.desk.post("/v1/tickets", json=OPEN | changes)

    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert await hotline.harness.events() == []
    assert (await hotline.desk.get("/v1/tickets")).json()["items"] == []


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b""])
async def test_what_is_no_request_at_all_is_refused(hotline: Hotline, body: bytes) -> None:
    answer = await hotline.desk.post("/v1/tickets", content=body, headers={"content-type": "application/json"})

    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert await hotline.harness.events() == []


async def test_the_same_key_opens_one_ticket(hotline: Hotline) -> None:
    key = {"idempotency-key": "call-1"}
    first, second = [await hotline.desk.post("/v1/tickets", json=OPEN, headers=key) for _ in range(2)]

    assert first.json() == second.json()
    assert len(await hotline.harness.events()) == 1


async def test_numbers_are_of_the_declared_day_in_whatever_order_days_come(hotline: Hotline) -> None:
    days = [datetime(2025, 5, 2, 4, tzinfo=UTC), datetime(2025, 1, 2, 4, tzinfo=UTC), datetime(2025, 5, 2, 5, tzinfo=UTC)]
    numbers = [(await hotline.opened(hotline.harness.as_("desk", replay_at=day)))["number"] for day in days]

    assert [number[:14] for number in numbers] == ["12345-20250502", "12345-20250102", "12345-20250502"]
    assert len(set(numbers)) == 3

"""What callers can see and do with their query code, and who learns who they are."""

from typing import Any

from hotline_builders import Hotline

from chassis import audit


def lookup(ticket: dict[str, Any], **changes: str) -> dict[str, str]:
    return {"number": ticket["number"], "query_code": ticket["query_code"]} | changes


async def test_a_caller_follows_the_ticket_without_an_account(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("resolved")

    shown = (await hotline.public.get("/v1/ticket-lookups", params=lookup(ticket))).json()

    assert (shown["id"], shown["status"], shown["answer"]) == (ticket["id"], "resolved", "已更换灯具")
    assert [step["action"] for step in shown["history"]][:2] == ["open", "dispatch"]


async def test_the_public_view_names_nobody(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("resolved")

    text = (await hotline.public.get("/v1/ticket-lookups", params=lookup(ticket))).text

    for hidden in ("1381234", "12341234", "王", "administrator", "desk", "contact", "actor", "note"):
        assert hidden not in text


async def test_a_wrong_code_is_as_good_as_no_ticket(hotline: Hotline) -> None:
    ticket, other = await hotline.opened(), await hotline.opened()

    wrong = [lookup(ticket, query_code=other["query_code"]), lookup(ticket, number="12345-20250101-999999")]
    answers = [await hotline.public.get("/v1/ticket-lookups", params=params) for params in wrong]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()


async def test_the_caller_rates_with_the_query_code(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("resolved")
    rating = {"rating": "very_satisfied", "query_code": ticket["query_code"]}

    refused = await hotline.act(ticket, "ratings", rating | {"query_code": "0000-0000-0000"}, client=hotline.public)
    without = await hotline.act(ticket, "ratings", {"rating": "satisfied"}, client=hotline.public)
    rated = await hotline.act(ticket, "ratings", rating, client=hotline.public)

    assert (refused.status_code, without.status_code) == (404, 403)
    assert (rated.status_code, rated.json()["status"]) == (201, "closed")
    assert "contact" not in rated.json()
    assert (await hotline.history(ticket))[-1]["actor"] == "caller"


async def test_the_caller_urges_and_reopens_with_the_query_code(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("signed")
    closed = await hotline.brought_to("closed")

    urged = await hotline.act(ticket, "urges", {"query_code": ticket["query_code"]}, client=hotline.public)
    reopening = {"reason": "又不亮了", "query_code": closed["query_code"]}
    reopened = await hotline.act(closed, "reopenings", reopening, client=hotline.public)

    assert urged.json()["urged_times"] == 1
    assert (reopened.json()["status"], reopened.json()["closed_at"]) == ("reopened", None)


async def test_a_closed_ticket_without_a_rating_can_be_rated_once(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("resolved")
    await hotline.acted(ticket, "callbacks", {"outcome": "declined"})

    first = await hotline.act(ticket, "ratings", {"rating": "dissatisfied"})
    second = await hotline.act(ticket, "ratings", {"rating": "satisfied"})

    assert (first.json()["status"], first.json()["rating"]) == ("closed", "dissatisfied")
    assert second.status_code == 409


async def test_a_contact_is_disclosed_for_a_purpose_and_written_down(hotline: Hotline) -> None:
    ticket = await hotline.opened()

    shown = await hotline.act(ticket, "contact-disclosures", {"purpose": "回访核实"})
    aimless = await hotline.act(ticket, "contact-disclosures", {})
    by_unit = await hotline.act(ticket, "contact-disclosures", {"purpose": "好奇"}, client=hotline.unit)

    assert (shown.status_code, shown.json()) == (201, {"name": "王明", "phone": "13812341234"})
    assert (aimless.status_code, by_unit.status_code) == (422, 403)
    async with hotline.harness.sessions() as db:
        assert await audit.verify_chain(db)


async def test_a_ticket_without_a_contact_has_none_to_disclose(hotline: Hotline) -> None:
    ticket = await hotline.opened(contact=None, is_anonymous=True)

    answer = await hotline.act(ticket, "contact-disclosures", {"purpose": "回访核实"})

    assert (answer.status_code, answer.json()["type"]) == (404, "urn:gov171:problem:no-contact")

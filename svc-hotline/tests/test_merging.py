"""One matter told by many callers, many matters told in one call, and emergencies: every caller gets an answer."""

import asyncio
from typing import Any

import pytest
from hotline_builders import HANDLING, OTHER, RESOLVED, Hotline
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

CALLERS = ["13812341234", "13912341234", "13712341234"]


async def merged(hotline: Hotline, count: int = 2) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A main ticket and some of other callers merged into it."""
    main = await hotline.opened()
    members = [await hotline.opened(contact={"name": "李", "phone": CALLERS[at + 1]}) for at in range(count)]
    for member in members:
        member |= await hotline.acted(member, "merges", {"main_ticket_id": main["id"]})
    return main, members


async def test_every_caller_of_a_merged_matter_gets_the_answer_and_is_called_back(hotline: Hotline) -> None:
    main, members = await merged(hotline)

    for action, body in RESOLVED:
        await hotline.acted(main, action, body)

    assert (await hotline.shown(main))["merged_count"] == 2
    for member in members:
        shown = await hotline.shown(member)
        public = await hotline.public.get(
            "/v1/ticket-lookups", params={"number": member["number"], "query_code": member["query_code"]}
        )
        assert (shown["status"], shown["reply"], shown["merged_into"]) == ("resolved", "已更换灯具", main["id"])
        assert public.json()["answer"] == "已更换灯具"
        assert CALLERS[0] not in public.text
        rated = await hotline.acted(shown, "callbacks", {"outcome": "reached", "rating": "satisfied"})
        assert rated["status"] == "closed"
        assert await hotline.kinds_of_events(member) == ["accepted", "merged", "resolved", "called_back", "rated", "closed"]


@pytest.mark.parametrize(
    ("action", "body", "status"),
    [("rejections", {"reason_code": "outside_remit"}, "rejected"), ("hand-overs", {"emergency_line": "119"}, "closed")],
)
async def test_what_ends_the_main_ticket_is_told_to_every_caller(
    hotline: Hotline, action: str, body: dict[str, Any], status: str
) -> None:
    main, members = await merged(hotline)

    await hotline.acted(main, action, body)

    for member in members:
        shown = await hotline.shown(member)
        assert shown["status"] == status
        assert (shown["reject_reason_code"], shown["handed_over_to"]) == (body.get("reason_code"), body.get("emergency_line"))


async def test_a_ticket_taken_out_of_a_merge_goes_its_own_way(hotline: Hotline) -> None:
    main, (first, second) = await merged(hotline)
    alone = await hotline.acted(first, "unmerges", {"note": "不是同一处"})

    for action, body in RESOLVED:
        await hotline.acted(main, action, body)

    assert (alone["status"], alone["merged_into"]) == ("accepted", None)
    assert [(await hotline.shown(each))["status"] for each in (first, second)] == ["accepted", "resolved"]
    assert (await hotline.shown(main))["merged_count"] == 1


async def test_into_what_is_no_longer_open_nothing_is_merged(hotline: Hotline) -> None:
    main, (member, _) = await merged(hotline)
    resolved = await hotline.brought_to("resolved")
    ticket = await hotline.opened()

    for target in (resolved, member):
        answer = await hotline.act(ticket, "merges", {"main_ticket_id": target["id"]})
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:gov171:problem:main-not-open")
    itself = await hotline.act(ticket, "merges", {"main_ticket_id": ticket["id"]})
    nowhere = await hotline.act(ticket, "merges", {"main_ticket_id": "0195918c-7a00-7000-8000-000000000001"})
    main_itself = await hotline.act(main, "merges", {"main_ticket_id": ticket["id"]})

    assert (itself.status_code, nowhere.status_code, main_itself.status_code) == (422, 404, 409)


async def test_two_tickets_merged_into_each_other_at_once_have_one_winner(hotline: Hotline) -> None:
    first, second = await hotline.opened(), await hotline.opened()

    answers = await asyncio.gather(
        hotline.act(first, "merges", {"main_ticket_id": second["id"]}),
        hotline.act(second, "merges", {"main_ticket_id": first["id"]}),
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_merges_and_the_main_tickets_answer_at_once_leave_no_caller_without_an_answer(hotline: Hotline) -> None:
    main = await hotline.opened()
    for action, body in [*HANDLING, RESOLVED[-2]]:
        await hotline.acted(main, action, body)
    others = [await hotline.opened() for _ in range(6)]

    answers = await asyncio.gather(
        hotline.act(main, *RESOLVED[-1], client=hotline.admin),
        *(hotline.act(other, "merges", {"main_ticket_id": main["id"]}) for other in others),
    )

    assert answers[0].status_code == 201
    for other, answer in zip(others, answers[1:], strict=True):
        status = (await hotline.shown(other))["status"]
        assert (answer.status_code, status) in [(201, "resolved"), (409, "accepted")]


async def test_a_call_of_many_matters_is_split_and_each_keeps_its_caller(hotline: Hotline) -> None:
    ticket = await hotline.opened()
    matter = {"kind": "help", "title": "垃圾未清运", "description": "垃圾点两天未清运", "category_code": "service"}

    answer = await hotline.act(ticket, "splits", {"matters": [matter, matter | {"title": "第三件", "territory_code": OTHER}]})

    assert answer.status_code == 201, answer.text
    first, second = answer.json()["made"]
    assert (first["split_from"], first["accepted_at"]) == (ticket["id"], ticket["accepted_at"])
    assert (first["territory_code"], second["territory_code"]) == (ticket["territory_code"], OTHER)
    assert first["contact"] == ticket["contact"]
    assert len({ticket["query_code"], first["query_code"], second["query_code"]}) == 3
    assert (await hotline.events_of(ticket))[-1].data["into"] == [first["id"], second["id"]]
    assert (await hotline.events_of(first))[0].data["split_from"] == ticket["id"]
    clear = await hotline.act(first, "contact-disclosures", {"purpose": "回访核实"})
    assert clear.json()["phone"] == "13812341234"


async def test_a_split_with_one_wrong_matter_makes_nothing(hotline: Hotline) -> None:
    ticket = await hotline.opened()
    good = {"kind": "help", "title": "垃圾未清运", "description": "未清运", "category_code": "service"}

    answer = await hotline.act(ticket, "splits", {"matters": [good, good | {"category_code": "nothing"}]})

    assert answer.status_code == 422
    assert len((await hotline.desk.get("/v1/tickets")).json()["items"]) == 1


async def test_an_emergency_is_handed_over_in_the_same_breath(hotline: Hotline) -> None:
    ticket = await hotline.opened(emergency_line="119")

    assert (ticket["status"], ticket["handed_over_to"], ticket["close_outcome"]) == ("closed", "119", "handed_over")
    assert await hotline.kinds_of_events(ticket) == ["accepted", "handed_over"]
    public = await hotline.public.get(
        "/v1/ticket-lookups", params={"number": ticket["number"], "query_code": ticket["query_code"]}
    )
    assert public.json()["handed_over_to"] == "119"


@pytest.mark.parametrize("ended", ["status = 'closed', reply = NULL", "status = 'rejected'", "status = 'merged'"])
async def test_the_database_itself_keeps_no_ticket_that_ended_without_an_answer(hotline: Hotline, ended: str) -> None:
    ticket = await hotline.opened()

    async with hotline.harness.sessions() as db:
        with pytest.raises(IntegrityError):
            await db.execute(text(f"UPDATE tickets SET {ended} WHERE id = :id"), {"id": ticket["id"]})

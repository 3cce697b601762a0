"""A resident's request from the call to the end, through the gateway alone, and what the others made of it."""

import asyncio
import json
from typing import Any

import httpx
from houses import House, until

CALL = {
    "kind": "complaint", "title": "路灯不亮", "description": "三连东侧路灯连续三晚不亮", "channel": "phone",
    "category_code": "urban.lighting", "territory_code": "659007/84/03", "contact": {"name": "王明", "phone": "13812341234"},
}  # fmt: skip


async def act(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def case_of(client: httpx.AsyncClient, ticket_id: str, but: str | None = None) -> dict[str, Any]:
    """The ticket's newest case, once the event has brought it about; not the one it had before."""
    found: list[dict[str, Any]] = []

    async def is_there() -> bool:
        items = (await client.get("/v1/cases", params={"ticket_id": ticket_id})).json()["items"]
        found[:] = [case for case in items if case["id"] != but]
        return bool(found)

    await until(is_there)
    return found[0]


async def test_a_request_goes_its_whole_way(house: House) -> None:
    key = await house.furnish()
    async with house.client(key) as desk, house.client() as caller, house.client(house.administrator_key) as administrator:
        ticket = await act(desk, "/v1/tickets", CALL)
        path = f"/v1/tickets/{ticket['id']}"
        feed = asyncio.create_task(first_events(house, key, ticket["id"], 4))
        await act(desk, f"{path}/dispatches", {"lead_unit_code": "84-03"})
        case = await case_of(desk, ticket["id"])
        case_path = f"/v1/cases/{case['id']}"
        await act(desk, f"{case_path}/assignments", {"unit_code": "84-03", "assignee": "lead-84-03"})
        await act(desk, f"{case_path}/handlings", {})
        await act(desk, f"{case_path}/results", {"result": "更换灯具，恢复照明", "evidence": ["photo-1"]})
        await act(desk, f"{case_path}/verifications", {"passed": True})
        await act(desk, f"{case_path}/closures", {})

        await until(lambda: is_in(desk, path, "resolved"))
        shown = await caller.get("/v1/ticket-lookups", params={"number": ticket["number"], "query_code": ticket["query_code"]})
        assert shown.json()["answer"] == "更换灯具，恢复照明"
        assert "13812341234" not in shown.text
        closed = await act(desk, f"{path}/callbacks", {"outcome": "reached", "rating": "very_satisfied"})
        assert (closed["status"], closed["case_id"]) == ("closed", case["id"])
        assert (await feed) >= {"gov171.hotline.ticket.dispatched.v1", "gov171.grid.case.reported.v1"}

        await until(lambda: is_archived(administrator, ticket["id"], "closed"))
        archived = (await administrator.get("/v1/events", params={"subject": ticket["id"]})).json()["items"]
        assert [event["sequence"] for event in archived] == list(range(1, len(archived) + 1))
        await until(lambda: is_counted(administrator))


async def test_a_unit_that_keeps_a_ticket_whose_case_was_voided_gets_another_case(house: House) -> None:
    key = await house.furnish()
    async with house.client(key) as desk:
        ticket = await act(desk, "/v1/tickets", CALL)
        path = f"/v1/tickets/{ticket['id']}"
        await act(desk, f"{path}/dispatches", {"lead_unit_code": "84-03"})
        voided = await case_of(desk, ticket["id"])
        await act(desk, f"/v1/cases/{voided['id']}/voids", {"reason_code": "duplicate"})
        await until(lambda: is_in(desk, path, "returned"))

        await act(desk, f"{path}/return-decisions", {"agreed": False})

        case = await case_of(desk, ticket["id"], but=voided["id"])
        steps = [("assignments", {"unit_code": "84-03"}), ("handlings", {}), ("results", {"result": "更换灯具"})]
        for action, body in [*steps, ("verifications", {"passed": True}), ("closures", {})]:
            await act(desk, f"/v1/cases/{case['id']}/{action}", body)
        await until(lambda: is_in(desk, path, "resolved"))
        assert (await desk.get(path)).json()["case_id"] == case["id"]


async def is_in(client: httpx.AsyncClient, path: str, status: str) -> bool:
    return bool((await client.get(path)).json()["status"] == status)


async def first_events(house: House, key: str, ticket_id: str, count: int) -> set[str]:
    """The types of the first events about the ticket on the live feed."""
    seen: set[str] = set()
    async with asyncio.timeout(30), house.client(key) as client, client.stream("GET", "/v1/events/stream") as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data: ") and ticket_id in line:
                seen.add(json.loads(line[6:])["type"])
                if len(seen) >= count:
                    break
    return seen


async def is_archived(client: httpx.AsyncClient, ticket_id: str, fact: str) -> bool:
    parameters = {"subject": ticket_id, "type": f"gov171.hotline.ticket.{fact}.v1"}
    return bool((await client.get("/v1/events", params=parameters)).json()["items"])


async def is_counted(client: httpx.AsyncClient) -> bool:
    parameters = {"territory_code": "659007/84/03", "matter": "urban.lighting", "indicator": "tickets_closed"}
    return bool((await client.get("/v1/indicators", params=parameters)).json()["items"])


async def test_the_overview_shows_the_one_the_seven_and_the_one(house: House) -> None:
    await house.furnish()
    async with house.client() as anybody:
        overview = (await anybody.get("/v1/overview")).json()

    assert [part["key"] for part in overview["platforms"]] == [
        "affairs", "urban", "community", "video", "hotline", "water", "trade",
    ]  # fmt: skip
    figures = [figure for part in (overview["base"], *overview["platforms"], overview["centre"]) for figure in part["figures"]]
    assert figures
    assert all(figure["source"].startswith("svc-") and figure["as_of"] for figure in figures)


async def test_a_malformed_request_gets_a_problem_document_and_leaves_nothing(house: House) -> None:
    key = await house.furnish()
    before = await house.rows("hotline", "SELECT count(*) FROM tickets")
    async with house.client(key) as desk:
        answers = [
            await desk.post("/v1/tickets", json=CALL | {"surprise": 1}),
            await desk.post("/v1/tickets", content=b"{", headers={"content-type": "application/json"}),
            await desk.post("/v1/tickets", json=CALL | {"title": "\x00"}),
            await desk.get("/v1/tickets/not-an-id"),
            await desk.get("/v1/nothing-here"),
            await desk.put("/v1/tickets"),
        ]

    assert [answer.status_code for answer in answers] == [422, 400, 422, 422, 404, 405]
    assert all(answer.headers["content-type"] == "application/problem+json" for answer in answers)
    assert all(answer.json()["type"].startswith("urn:gov171:problem:") for answer in answers)
    assert await house.rows("hotline", "SELECT count(*) FROM tickets") == before


async def test_each_service_can_do_no_more_than_it_needs_in_its_database(house: House) -> None:
    rights = await house.rows(
        "hotline",
        "SELECT has_table_privilege('gov171_hotline', 'hotline.audit_log', 'UPDATE'),"
        " has_schema_privilege('gov171_hotline', 'hotline', 'CREATE'),"
        " has_database_privilege('gov171_hotline', 'gov171_grid', 'CONNECT'),"
        " has_table_privilege('gov171_hotline', 'hotline.tickets', 'INSERT')",
    )

    assert [tuple(row) for row in rights] == [(False, False, False, True)]

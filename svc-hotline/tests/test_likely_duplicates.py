"""Likely duplicates of a ticket, as the desk is offered them."""

from typing import Any
from uuid import UUID

from hotline_builders import COMMUNITY, OPEN, OTHER, REGIMENT, Hotline
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from chassis.auth import Principal
from svc_hotline.duplicates import repository
from svc_hotline.tickets.models import Ticket

HERE = {"location": {"lon": 87.1230, "lat": 44.3210}, "address": "三连东路 5 号"}
# Twenty thousand tickets like one there is, spread over a city, its addresses, territories, categories and two years;
# some share its address, or its territory and category.
SPREAD = """
    INSERT INTO tickets SELECT made.*
    FROM tickets t, generate_series(1, 20000) i, LATERAL jsonb_populate_record(t, jsonb_build_object(
        'id', gen_random_uuid(), 'number', 'T-' || i, 'accepted_at', t.accepted_at - i * interval '20 minutes',
        'lon', 87 + random(), 'lat', 44 + random(),
        'address', CASE i % 1000 WHEN 0 THEN t.address ELSE '街道 ' || i % 5000 || ' 号' END,
        'territory_code', CASE i % 200 WHEN 0 THEN t.territory_code ELSE '659007/' || i % 20 || '/' || i % 200 END,
        'category_code', CASE i % 40 WHEN 0 THEN t.category_code ELSE 'matter.' || i % 40 END)) made
    WHERE t.id = :id"""


async def offered(hotline: Hotline, ticket: dict[str, Any], client: Any = None) -> list[dict[str, Any]]:
    answer = await (client or hotline.desk).get(f"/v1/tickets/{ticket['id']}/likely-duplicates")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_an_earlier_ticket_about_the_same_lamp_is_offered_with_reasons(hotline: Hotline) -> None:
    first = await hotline.opened(**HERE)
    again = await hotline.opened(**HERE, description="三连东侧的路灯三晚都不亮了")

    [found] = await offered(hotline, again)

    assert (found["ticket_id"], found["number"], found["status"]) == (first["id"], first["number"], "accepted")
    assert found["accepted_at"] == first["accepted_at"]
    assert found["reasons"] == ["near", "same_address", "same_category", "similar_text", "within_a_week"]
    assert found["reason_labels_zh"][:3] == ["位置相近", "地址相同", "类别相同"]
    assert found["metres"] == 0
    assert 60 <= found["score"] < 100


async def test_territory_category_and_words_will_do_without_a_point(hotline: Hotline) -> None:
    first = await hotline.opened()
    await hotline.opened(territory_code=OTHER)
    await hotline.opened(description="灯杆倒在路边，压住了自行车")
    again = await hotline.opened(**HERE)

    assert [each["ticket_id"] for each in await offered(hotline, again)] == [first["id"]]


async def test_the_likeliest_five_are_offered(hotline: Hotline) -> None:
    for _ in range(7):
        ticket = await hotline.opened(**HERE)

    found = await offered(hotline, ticket)

    assert len(found) == 5
    assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)


async def test_what_was_not_accepted_or_came_by_import_is_not_offered(hotline: Hotline) -> None:
    await hotline.brought_to("rejected", **HERE)
    await imported(hotline, "r1")
    ticket = await hotline.opened(**HERE)

    assert await offered(hotline, ticket) == []


async def test_nothing_is_offered_from_where_one_may_not_look(hotline: Hotline) -> None:
    await hotline.opened(location=HERE["location"], territory_code=OTHER)
    ticket = await hotline.opened(location=HERE["location"])
    desk_there = hotline.harness.as_("desk", territory_code=REGIMENT)

    assert len(await offered(hotline, ticket)) == 1
    assert await offered(hotline, ticket, desk_there) == []
    assert (await hotline.unit.get(f"/v1/tickets/{ticket['id']}/likely-duplicates")).status_code == 403
    assert (await hotline.public.get(f"/v1/tickets/{ticket['id']}/likely-duplicates")).status_code == 401


async def imported(hotline: Hotline, *references: str) -> list[dict[str, Any]]:
    row = {"title": "路灯不亮", "description": OPEN["description"], "status": "closed", "opened_at": "2025-01-05T08:00:00Z"}
    rows = [row | HERE | {"line": line, "reference": each} for line, each in enumerate(references, 2)]
    answer = await hotline.desk.post("/v1/ticket-imports", json={"source": "other", "rows": rows})
    assert answer.status_code == 201, answer.text
    return list(answer.json()["rows"])


async def test_an_import_marks_its_likely_duplicates_by_the_same_rules(hotline: Hotline) -> None:
    first, second = await imported(hotline, "r1", "r2")

    assert (first["result"], second["result"]) == ("created", "duplicate")
    assert second["likely_duplicate_of"] == first["ticket_id"]
    assert second["reasons"] == ["near", "same_address", "similar_title", "same_text", "within_a_week"]


async def test_looking_takes_one_statement_that_indexes_serve(hotline: Hotline) -> None:
    ticket_id = UUID((await hotline.opened(**HERE))["id"])
    actor = Principal(subject="desk", kind="staff", roles=frozenset({"desk"}))
    async with hotline.harness.sessions() as db, db.begin():
        await db.execute(text(SPREAD), {"id": ticket_id})
    async with hotline.harness.sessions() as db:
        await db.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        await db.execute(text("ANALYZE tickets"))
        ticket = await db.get_one(Ticket, ticket_id)

        async with hotline.harness.counting_statements() as statements:
            found = await repository.list_candidates(db, actor, ticket)
        plan = "\n".join((await db.execute(text(f"EXPLAIN {_literal(actor, ticket)}"))).scalars())

    assert ticket.territory_code == COMMUNITY
    assert len(found) >= 10
    assert len(statements) == 1
    assert "Seq Scan on tickets" not in plan, plan
    assert "ix_tickets_place" in plan
    assert "ix_tickets_address" in plan


def _literal(actor: Principal, ticket: Ticket) -> str:
    chosen = repository.candidates(actor, ticket)
    assert chosen is not None
    return str(chosen.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})).replace(":", "\\:")  # type: ignore[no-untyped-call]


async def test_opening_offers_likely_duplicates_to_staff_and_to_nobody_else(hotline: Hotline) -> None:
    first = await hotline.opened(address="幸福路 5 号")

    again = await hotline.opened(address="幸福路 5 号")
    public = await hotline.opened(hotline.public, channel="web", address="幸福路 5 号")

    assert [each["ticket_id"] for each in again["likely_duplicates"]] == [first["id"]]
    assert "same_address" in again["likely_duplicates"][0]["reasons"]
    assert public["likely_duplicates"] == []

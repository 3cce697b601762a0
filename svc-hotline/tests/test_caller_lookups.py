"""The desk finds a caller's earlier tickets by telephone; nobody is counted or scored."""

from typing import Any

import httpx
import pytest
from hotline_builders import OTHER, REGIMENT, Hotline
from sqlalchemy import select, text

from chassis import audit
from chassis.auth import Principal
from svc_hotline.callers.service import earlier_tickets
from svc_hotline.tickets.models import Ticket

PHONE, PURPOSE = "13812341234", "来电人询问此前诉求"

# Copies of one ticket, each with a contact of its own.
MANY = (
    "INSERT INTO tickets SELECT made.* FROM tickets t, generate_series(1, 2000) n,"
    " LATERAL jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'number', 'n' || n)) made WHERE t.id = :id",
    "INSERT INTO ticket_contacts (ticket_id, contact_index) SELECT id, sha256(number::bytea) FROM tickets WHERE id <> :id",
)


async def look(client: httpx.AsyncClient, phone: str = PHONE, purpose: str = PURPOSE, **params: Any) -> httpx.Response:
    return await client.post("/v1/caller-lookups", json={"phone": phone, "purpose": purpose}, params=params)


async def test_the_desk_finds_a_caller_s_earlier_tickets_the_newest_first(hotline: Hotline) -> None:
    first, second = await hotline.opened(title="一"), await hotline.opened(title="二")
    await hotline.opened(contact={"phone": "13900001111"})
    await hotline.opened(contact=None, is_anonymous=True)

    answer = await look(hotline.desk, "+86 138-1234-1234")

    assert answer.status_code == 200, answer.text
    assert [each["id"] for each in answer.json()["items"]] == [second["id"], first["id"]]
    assert answer.json()["items"][0] == {
        name: second[name] for name in ("id", "number", "status", "category_code", "title", "is_confidential", "accepted_at")
    }


async def test_nothing_is_said_of_the_caller(hotline: Hotline) -> None:
    await hotline.brought_to("closed")

    told = (await look(hotline.desk)).json()

    assert set(told) == {"items", "next"}
    assert not {"count", "total", "rating", "score", "contact", "phone"} & set(told["items"][0])


async def test_pages_go_on_where_the_last_ended(hotline: Hotline) -> None:
    ids = [(await hotline.opened())["id"] for _ in range(5)]

    first = await look(hotline.desk, limit=2)
    second = await look(hotline.desk, limit=2, cursor=first.json()["next"])
    third = await look(hotline.desk, limit=2, cursor=second.json()["next"])

    shown = [each["id"] for page in (first, second, third) for each in page.json()["items"]]
    assert shown == ids[::-1]
    assert (third.json()["next"], "link" in first.headers) == (None, True)


async def test_every_look_is_written_down_without_the_number(hotline: Hotline) -> None:
    ticket = await hotline.opened()

    await look(hotline.desk)
    await look(hotline.desk, "13900001111")

    async with hotline.harness.sessions() as db:
        told = select(audit.audit_log).where(audit.audit_log.c.target == "tickets").order_by(audit.audit_log.c.seq)
        rows = (await db.execute(told)).mappings().all()
        assert await audit.verify_chain(db)
    assert [row["action"] for row in rows] == ["caller-looked-up"] * 2
    assert [row["details"] for row in rows] == [
        {"purpose": PURPOSE, "tickets": [ticket["id"]]},
        {"purpose": PURPOSE, "tickets": []},
    ]
    assert PHONE not in str(rows)


@pytest.mark.parametrize("body", [{"phone": PHONE}, {"phone": PHONE, "purpose": " "}, {"phone": "12", "purpose": PURPOSE}, {}])
async def test_a_look_needs_a_number_and_a_purpose(hotline: Hotline, body: dict[str, str]) -> None:
    answer = await hotline.desk.post("/v1/caller-lookups", json=body)

    assert answer.status_code == 422


async def test_units_analysts_and_the_public_cannot_look(hotline: Hotline) -> None:
    asking = (hotline.unit, hotline.harness.as_("analyst"), hotline.public)

    assert [(await look(client)).status_code for client in asking] == [403, 403, 401]


async def test_a_desk_of_a_territory_finds_only_its_own(hotline: Hotline) -> None:
    here, _ = await hotline.opened(), await hotline.opened(territory_code=OTHER)
    confidential = await hotline.opened(is_confidential=True)
    desk = hotline.harness.as_("desk", territory_code=REGIMENT)

    found = (await look(desk)).json()["items"]

    assert [each["id"] for each in found] == [confidential["id"], here["id"]]
    assert [each["is_confidential"] for each in found] == [True, False]


async def test_the_look_is_served_by_the_index_of_contacts(hotline: Hotline) -> None:
    ticket = await hotline.opened()
    city = Principal(subject="desk", kind="staff", roles=frozenset({"desk"}))
    index = hotline.harness.app.state.contact_box.blind_index(PHONE)
    page = earlier_tickets(city, index).order_by(Ticket.accepted_at.desc(), Ticket.id.desc()).limit(51)

    async with hotline.harness.sessions() as db:
        for many in MANY:
            await db.execute(text(many), {"id": ticket["id"]})
        for table in ("tickets", "ticket_contacts"):
            await db.execute(text(f"ANALYZE {table}"))
        connection = await db.connection()
        statement = page.compile(dialect=connection.dialect)
        values = tuple(statement.params[name] for name in statement.positiontup or ())
        plan = "\n".join((await connection.exec_driver_sql(f"EXPLAIN {statement}", values)).scalars())
        await db.rollback()

    assert "ix_ticket_contacts_contact_index" in plan
    assert "Seq Scan" not in plan

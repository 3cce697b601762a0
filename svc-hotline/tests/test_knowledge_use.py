"""What becomes of published entries: they are used in tickets, they grow stale, they are confirmed."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hotline_builders import OTHER, Hotline
from knowledge_builders import Knowledge
from sqlalchemy import delete

from chassis.clock import local_day
from svc_hotline.categories.models import Category
from svc_hotline.directory.models import UnitCopy

NOW = datetime.now(UTC)
TODAY = local_day(NOW)


@pytest.fixture
async def knowledge(hotline: Hotline) -> Knowledge:
    return Knowledge(hotline)


async def approved_at(knowledge: Knowledge, at: datetime, **changes: object) -> dict[str, object]:
    entry = await knowledge.brought_to("submitted", **changes)
    return await knowledge.acted(entry, "approvals", knowledge.hotline.harness.as_("supervisor", replay_at=at))


async def test_an_entry_is_counted_once_a_ticket(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("published")
    tickets = [await knowledge.hotline.opened() for _ in range(2)]

    first = await knowledge.act(entry, "uses", knowledge.desk, {"ticket_id": tickets[0]["id"]})
    again = await knowledge.act(entry, "uses", knowledge.unit, {"ticket_id": tickets[0]["id"]})
    await knowledge.acted(entry, "uses", knowledge.desk, {"ticket_id": tickets[1]["id"]})

    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    assert (await knowledge.shown(entry, knowledge.public))["used_count"] == 2
    listed = (await knowledge.desk.get(f"/v1/knowledge-entries/{entry['id']}/uses")).json()["items"]
    assert [each["ticket_id"] for each in listed] == [tickets[1]["id"], tickets[0]["id"]]
    assert [each["id"] for each in await knowledge.listed(knowledge.desk, ticket_id=tickets[0]["id"])] == [entry["id"]]


async def test_uses_at_once_are_counted_right(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("published")
    tickets = [await knowledge.hotline.opened() for _ in range(3)]

    sent = [{"ticket_id": ticket["id"]} for ticket in tickets * 3]
    answers = await asyncio.gather(*(knowledge.act(entry, "uses", knowledge.desk, body) for body in sent))

    assert sorted(each.status_code for each in answers) == [200] * 6 + [201] * 3
    assert (await knowledge.shown(entry))["used_count"] == 3


async def test_a_use_that_was_noted_stays_noted_when_the_entry_is_withdrawn(knowledge: Knowledge) -> None:
    entry, ticket = await knowledge.brought_to("published"), await knowledge.hotline.opened()
    body = {"ticket_id": ticket["id"]}
    await knowledge.acted(entry, "uses", knowledge.desk, body)
    await knowledge.acted(entry, "withdrawals", knowledge.desk, {"reason": "政策已废止"})

    assert (await knowledge.act(entry, "uses", knowledge.desk, body)).status_code == 200


async def test_nobody_uses_or_sees_an_entry_in_a_ticket_they_do_not_see(knowledge: Knowledge) -> None:
    entry, ticket = await knowledge.brought_to("published"), await knowledge.hotline.opened(territory_code=OTHER)
    body = {"ticket_id": ticket["id"]}

    refused = await knowledge.act(entry, "uses", knowledge.unit, body)
    await knowledge.acted(entry, "uses", knowledge.desk, body)

    assert refused.json()["type"] == "urn:gov171:problem:ticket-unknown"
    assert (await knowledge.unit.get(f"/v1/knowledge-entries/{entry['id']}/uses")).json()["items"] == []
    for client in (knowledge.unit, knowledge.public):
        assert (await client.get("/v1/knowledge-entries", params=body)).status_code == 404
    assert (await knowledge.act(entry, "uses", knowledge.public, body)).status_code == 401


@pytest.mark.parametrize(("days", "is_stale"), [(-1, True), (0, False), (1, False)])
async def test_an_entry_is_stale_from_the_day_after_its_last(knowledge: Knowledge, days: int, is_stale: bool) -> None:
    entry = await knowledge.brought_to("published", valid_to_on=(TODAY + timedelta(days=days)).isoformat())

    seen = await knowledge.shown(entry, knowledge.public)

    assert (seen["is_stale"], seen["stale_reasons"]) == (is_stale, ["expired"] if is_stale else [])
    assert seen["is_in_force"] is not is_stale


@pytest.mark.parametrize(("days", "is_stale"), [(364, False), (366, True)])
async def test_an_entry_that_nobody_confirmed_for_a_year_is_stale_until_somebody_does(
    knowledge: Knowledge, days: int, is_stale: bool
) -> None:
    entry = await approved_at(knowledge, NOW - timedelta(days=days))
    before = await knowledge.shown(entry, knowledge.public)

    confirmed = await knowledge.acted(entry, "confirmations", knowledge.unit, {"note": "已核对"})

    assert before["stale_reasons"] == (["unconfirmed"] if is_stale else [])
    assert (confirmed["is_stale"], confirmed["confirmed_by"], confirmed["status"]) == (False, "unit", "published")


async def test_confirming_does_not_lengthen_a_validity(knowledge: Knowledge) -> None:
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    entry = await approved_at(knowledge, NOW - timedelta(days=400), valid_to_on=yesterday)

    confirmed = await knowledge.acted(entry, "confirmations", knowledge.supervisor)

    assert (await knowledge.shown(entry))["stale_reasons"] == confirmed["stale_reasons"] == ["expired"]


async def test_an_entry_whose_unit_or_category_is_gone_is_stale_and_still_shown_and_found(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("published", unit_code="dept-07")
    sound = await knowledge.brought_to("published", category_code=None)
    draft = await knowledge.drafted(unit_code="dept-07")
    async with knowledge.hotline.harness.sessions() as db, db.begin():
        await db.execute(delete(UnitCopy).where(UnitCopy.code == "dept-07"))
        await db.execute(delete(Category).where(Category.code == "service"))

    assert (await knowledge.shown(entry, knowledge.public))["stale_reasons"] == ["unit_gone", "category_gone"]
    assert {each["entry"]["id"]: each["entry"]["is_stale"] for each in await knowledge.found("社保卡")} == {
        entry["id"]: True, sound["id"]: False,
    }  # fmt: skip
    assert [each["id"] for each in await knowledge.listed(knowledge.desk, is_stale=True)] == [entry["id"]]
    assert [each["id"] for each in await knowledge.listed(knowledge.desk, is_stale=False)] == [draft["id"], sound["id"]]

"""What is to be read by nobody is left behind nowhere, and what holds for all is settled by nobody who sees a part."""

from hotline_builders import OPEN, REGIMENT, Hotline
from sqlalchemy import text

DRAWN = {"idempotency-key": "7d0d8a0e-53e4-4f0a-b8f5-9a1c1f2c7b11"}


async def stored_answers(hotline: Hotline) -> bytes:
    async with hotline.harness.sessions() as db:
        return b"".join((await db.execute(text("SELECT body FROM idempotency_keys"))).scalars())


async def test_a_query_code_is_given_again_and_stands_nowhere(hotline: Hotline) -> None:
    first = await hotline.public.post("/v1/tickets", json=OPEN | {"channel": "web"}, headers=DRAWN)
    again = await hotline.public.post("/v1/tickets", json=OPEN | {"channel": "web"}, headers=DRAWN)

    assert again.content == first.content
    assert first.json()["query_code"].encode() not in await stored_answers(hotline)


async def test_every_look_at_a_contact_is_a_look_of_its_own_and_is_written_down(hotline: Hotline) -> None:
    ticket = await hotline.opened()
    for _ in range(2):
        shown = await hotline.act(ticket, "contact-disclosures", {"purpose": "回访核实"}, headers=DRAWN)
        assert (shown.status_code, shown.headers["cache-control"]) == (201, "no-store")

    async with hotline.harness.sessions() as db:
        looks = (await db.execute(text("SELECT count(*) FROM audit_log WHERE action = 'contact-disclosed'"))).scalar_one()
    assert looks == 2
    assert await stored_answers(hotline) == b""


async def test_a_telephone_in_a_title_goes_into_no_event(hotline: Hotline) -> None:
    ticket = await hotline.opened(title="路灯不亮，请打 13812341234")
    await hotline.acted(ticket, "dispatches", {"lead_unit_code": "84"})

    told = [event.data for event in await hotline.events_of(ticket)]

    assert told[-1]["title"] == "路灯不亮，请打 ***"
    assert "13812341234" not in str(told)


async def test_whom_a_territory_bounds_settles_nothing_for_the_whole_city(hotline: Hotline) -> None:
    bound = hotline.harness.as_("supervisor", territory_code=REGIMENT)
    notice = {"year": 2031, "reference": "a", "issued_on": "2030-11-01", "holidays": [], "make_up_days": []}

    answers = [
        await bound.post("/v1/work-calendars/notices", json=notice),
        await bound.put("/v1/open311-services/urban.lighting", json={"is_offered": False, "attributes": []}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]

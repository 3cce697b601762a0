"""What is to be read by nobody is not left behind where answers are stored to be given again."""

from hotline_builders import OPEN, Hotline
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

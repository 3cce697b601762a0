"""Query codes cannot be guessed: wrong ones are counted, and neither owners nor other clients suffer for one who tries."""

import asyncio
import time
from typing import Any

import httpx
import pytest
from case_paper_builders import Filing, a_filing  # noqa: F401 - a fixture is used by its name
from hypothesis import given
from hypothesis import strategies as st
from online_case_builders import OnlineCases

from chassis.errors import Limited
from contracts.clients import CLIENT_HEADER
from svc_affairs.online_cases.guessing import WrongCodes
from svc_affairs.online_cases.policy import POLICY

WRONG = "0000-0000-0000"
PAIR, CLIENT, CASE = (
    rate.burst for rate in (POLICY.wrong_codes_of_client_and_case, POLICY.wrong_codes_of_client, POLICY.wrong_codes_of_case)
)


async def look_up(
    online_cases: OnlineCases, case: dict[str, Any], code: str = WRONG, *, client: str = "a", **changes: Any
) -> httpx.Response:
    told = {"number": case["number"], "query_code": code} | changes
    return await online_cases.public.post("/v1/online-case-lookups", json=told, headers={CLIENT_HEADER: client})


async def test_after_some_wrong_codes_even_the_right_one_has_to_wait(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted()

    wrong = [(await look_up(online_cases, case)).status_code for _ in range(PAIR)]
    refused = await look_up(online_cases, case, case["query_code"])

    assert wrong == [404] * PAIR
    assert (refused.status_code, refused.json()["type"]) == (429, "urn:gov171:problem:limited")
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert case["query_code"] not in refused.text
    other = await look_up(online_cases, case, case["query_code"], client="b")
    assert (other.status_code, other.json()["number"]) == (200, case["number"])


async def test_many_at_once_get_no_further(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted()

    answers = await asyncio.gather(*(look_up(online_cases, case) for _ in range(4 * PAIR)))

    codes = [each.status_code for each in answers]
    assert (codes.count(404), codes.count(429)) == (PAIR, 3 * PAIR)


async def test_many_clients_together_are_stopped_at_the_case(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case, other = await online_cases.submitted(), await online_cases.submitted()

    codes = [(await look_up(online_cases, case, client=str(at))).status_code for at in range(CASE + 3)]

    assert (codes.count(404), codes[CASE:]) == (CASE, [429] * 3)
    assert (await look_up(online_cases, other, other["query_code"], client="0")).status_code == 200


async def test_one_client_is_stopped_whichever_numbers_it_tries(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted()

    begun = time.monotonic()
    codes = [(await look_up(online_cases, case, number=f"BJ-20250106-{at:06d}")).status_code for at in range(2 * CLIENT)]
    came_free = (time.monotonic() - begun) * POLICY.wrong_codes_of_client.per_s

    assert set(codes) == {404, 429}
    assert codes[:CLIENT] == [404] * CLIENT
    assert codes.count(404) <= CLIENT + came_free
    assert (await look_up(online_cases, case, case["query_code"], client="b")).status_code == 200


async def test_who_has_the_code_asks_as_often_as_they_like(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted()

    codes = {(await look_up(online_cases, case, case["query_code"])).status_code for _ in range(CLIENT + CASE)}

    assert codes == {200}


@pytest.mark.parametrize("path", ["supplements", "withdrawals", "materials", "documents", "attachments"])
async def test_every_way_that_takes_the_code_counts(filing: Filing, path: str) -> None:
    case = await filing.submitted()

    async def tried(code: str) -> int:
        url, headers = f"/v1/online-cases/{case['id']}/{path}", {CLIENT_HEADER: "a"}
        if path in {"supplements", "withdrawals"}:
            return (await filing.public.post(url, json={"query_code": code}, headers=headers)).status_code
        return (await filing.public.get(url, params={"query_code": code}, headers=headers)).status_code

    codes = [await tried(WRONG) for _ in range(PAIR)]

    assert (codes, await tried(case["query_code"])) == ([404] * PAIR, 429)


async def test_staff_who_see_the_case_wait_for_nobody(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted()
    for at in range(CASE):
        await look_up(online_cases, case, client=str(at))

    assert (await online_cases.do(case, "accept")).status_code == 201


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("12"), st.floats(0, 300)), max_size=200))
def test_in_any_order_no_more_is_tried_than_the_rates_allow(tries: list[tuple[str, str, float]]) -> None:
    now_s, tried = 0.0, {"client": dict.fromkeys("abc", 0), "case": dict.fromkeys("12", 0)}
    wrong_codes = WrongCodes(clock=lambda: now_s)

    for client, number, later_s in tries:
        now_s += later_s
        try:
            assert not wrong_codes.check(client, number, lambda: False)
        except Limited:
            continue
        tried["client"][client] += 1
        tried["case"][number] += 1

    for name, rate in (("client", POLICY.wrong_codes_of_client), ("case", POLICY.wrong_codes_of_case)):
        assert all(count <= rate.burst + now_s * rate.per_s + 1e-6 for count in tried[name].values())


def test_one_client_alone_never_locks_an_owner_out_for_good() -> None:
    """It knows the number, and tries as often as it is let for a day; the owner never waits longer than for one try."""
    now_s, refused = 0.0, 0
    wrong_codes = WrongCodes(clock=lambda: now_s)

    for _ in range(24 * 3600):
        now_s += 1
        try:
            wrong_codes.check("attacker", "1", lambda: False)
        except Limited:
            refused += 1
        assert wrong_codes.check("owner", "1", lambda: True)

    assert refused > 24 * 3600 - 24 * 60 - CLIENT

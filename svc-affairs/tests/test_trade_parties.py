"""Parties of cross-border trade: each has one account at a time, and sends its own kind alone."""

import asyncio
from itertools import product
from typing import Any

import pytest
from affairs_builders import Affairs
from trade_party_builders import CARRIER, PAYER, PLATFORM, account_of, acting_for, an_entry, desk, registered, suspended

from chassis.auth import Principal
from chassis.errors import Problem
from svc_affairs.trade_parties import service
from svc_affairs.trade_parties.lifecycle import Command, IllegalStep, step
from svc_affairs.trade_parties.terms import PartyKind, PartyStatus

EXPECTED = {
    ("active", "change"): "active",
    ("active", "suspend"): "suspended",
    ("suspended", "change"): "suspended",
    ("suspended", "resume"): "active",
}
PAIRS = [*product([each.value for each in PartyStatus], [each.value for each in Command])]


def problem_of(answer: Any) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


@pytest.mark.parametrize(("status", "command"), PAIRS)
def test_the_table_says_what_may_be_done_in_each_status(status: str, command: str) -> None:
    expected = EXPECTED.get((status, command))

    if expected is None:
        with pytest.raises(IllegalStep) as refused:
            step(PartyStatus(status), Command(command))
        assert refused.value.possible == [each for known, each in EXPECTED if known == status]
    else:
        assert step(PartyStatus(status), Command(command)) == expected


@pytest.mark.parametrize(("status", "command"), PAIRS)
async def test_over_http_each_command_does_what_the_table_says(affairs: Affairs, status: str, command: str) -> None:
    party = await registered(affairs)
    if status == "suspended":
        party = await suspended(affairs, party)
    path = f"/v1/trade-parties/{party['id']}"
    expected = EXPECTED.get((status, command))

    if command == "change":
        answer = await desk(affairs).patch(path, json={"name": "新名"})
    elif command == "suspend":
        answer = await desk(affairs).post(f"{path}/suspensions", json={"reason": "own_request"})
    else:
        answer = await desk(affairs).post(f"{path}/resumptions")

    if expected is None:
        assert (answer.status_code, problem_of(answer)) == (409, "step-not-possible")
        assert (answer.json()["state"], answer.json()["possible"]) == (
            status,
            [each for known, each in EXPECTED if known == status],
        )
    else:
        assert answer.status_code in (200, 201), answer.text
        assert answer.json()["status"] == expected
        assert answer.headers["etag"] == f'"{party["version"] + 1}"'
        assert (answer.json()["suspension_reason"] is None) == (expected == "active")


async def test_a_code_is_registered_once_and_an_account_acts_for_one_party(affairs: Affairs) -> None:
    await registered(affairs)

    same_code = await desk(affairs).post("/v1/trade-parties", json=an_entry(account="application:other"))
    same_account = await desk(affairs).post("/v1/trade-parties", json=an_entry(PAYER, account=account_of(PLATFORM)))

    assert (same_code.status_code, problem_of(same_code)) == (409, "party-code-taken")
    assert (same_account.status_code, problem_of(same_account)) == (409, "account-taken")


async def test_of_parties_that_want_one_account_at_once_one_gets_it(affairs: Affairs) -> None:
    parties = [await registered(affairs, f"65996610{n:02}") for n in range(5)]

    answers = await asyncio.gather(
        *(desk(affairs).patch(f"/v1/trade-parties/{each['id']}", json={"account": "application:new"}) for each in parties)
    )

    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409, 409]


async def test_another_account_acts_from_now_on_and_the_one_before_no_more(affairs: Affairs) -> None:
    party = await registered(affairs)

    await desk(affairs).patch(f"/v1/trade-parties/{party['id']}", json={"account": "application:second"})

    before = await acting_for(affairs, PLATFORM).get("/v1/trade-parties/mine")
    now = await affairs.harness.as_("trade_party", subject="application:second").get("/v1/trade-parties/mine")
    history = (await desk(affairs).get(f"/v1/trade-parties/{party['id']}/accounts")).json()["items"]
    assert (before.status_code, problem_of(before)) == (403, "party-unknown")
    assert (now.status_code, now.json()["code"], now.json()["version"]) == (200, PLATFORM, 2)
    assert [(each["account"], each["until"] is None) for each in history] == [
        ("application:second", True),
        (account_of(PLATFORM), False),
    ]
    assert history[1]["until"] == history[0]["since"]
    # The account that was given up is free for another party.
    await registered(affairs, CARRIER, account=account_of(PLATFORM))


async def test_a_change_of_what_was_read_before_another_changed_it_is_refused(affairs: Affairs) -> None:
    party = await registered(affairs)
    path, read = f"/v1/trade-parties/{party['id']}", {"if-match": '"1"'}

    first = await desk(affairs).patch(path, json={"kinds": ["list", "order", "order"]}, headers=read)
    second = await desk(affairs).patch(path, json={"name": "迟到"}, headers=read)

    assert (first.status_code, first.json()["kinds"]) == (200, ["order", "list"])
    assert second.status_code == 412


async def test_each_version_announces_one_event_that_names_nobody(affairs: Affairs) -> None:
    party = await suspended(affairs, await registered(affairs))
    path = f"/v1/trade-parties/{party['id']}"

    await desk(affairs).post(f"{path}/resumptions")
    await desk(affairs).patch(path, json={"account": "application:second"})

    told = [each for each in await affairs.harness.events() if each.subject == party["id"]]
    assert [(each.type.split(".")[3], each.sequence) for each in told] == [
        ("registered", 1),
        ("suspended", 2),
        ("resumed", 3),
        ("changed", 4),
    ]
    assert told[3].data["is_account_replaced"] is True
    assert not any(word in str([each.data for each in told]) for word in ("企业", "application", "核查"))


@pytest.mark.parametrize("role", ["trade_party", "item_editor", "supervisor"])
async def test_only_the_desk_keeps_the_register(affairs: Affairs, role: str) -> None:
    party = await registered(affairs)
    stranger, path = affairs.harness.as_(role), f"/v1/trade-parties/{party['id']}"

    answers = [
        await stranger.post("/v1/trade-parties", json=an_entry(PAYER)),
        await stranger.get("/v1/trade-parties"),
        await stranger.get(path),
        await stranger.get(f"{path}/accounts"),
        await stranger.patch(path, json={"name": "x"}),
        await stranger.post(f"{path}/suspensions", json={"reason": "own_request"}),
        await stranger.post(f"{path}/resumptions"),
    ]

    assert [each.status_code for each in answers] == [403] * len(answers)


async def test_lists_are_narrowed_and_paged_by_one_statement(affairs: Affairs) -> None:
    await registered(affairs, PLATFORM, kinds=["order", "list"])
    await registered(affairs, PAYER)
    await suspended(affairs, await registered(affairs, CARRIER))

    async def codes(**wanted: str) -> list[str]:
        async with affairs.harness.counting_statements() as statements:
            answer = await desk(affairs).get("/v1/trade-parties", params=wanted)
        assert len(statements) == 1
        return [each["code"] for each in answer.json()["items"]]

    assert await codes() == [CARRIER, PAYER, PLATFORM]
    assert await codes(kind="list") == [PLATFORM]
    assert await codes(status="suspended") == [CARRIER]
    assert await codes(code=PAYER) == [PAYER]
    first = (await desk(affairs).get("/v1/trade-parties", params={"limit": 2})).json()
    rest = (await desk(affairs).get("/v1/trade-parties", params={"limit": 2, "cursor": first["next"]})).json()
    assert [each["code"] for each in first["items"] + rest["items"]] == [CARRIER, PAYER, PLATFORM]


async def test_an_unknown_party_is_404_to_the_desk(affairs: Affairs) -> None:
    answer = await desk(affairs).patch("/v1/trade-parties/01959c2e-8a00-7000-8000-000000000030", json={"name": "x"})

    assert (answer.status_code, problem_of(answer)) == (404, "party-not-found")


@pytest.mark.parametrize(
    ("state", "account", "kind", "refused"),
    [
        ("active", account_of(PLATFORM), "order", None),
        ("active", account_of(PLATFORM), "payment", "KindNotAllowed"),
        ("active", account_of(PLATFORM), "list", "KindNotAllowed"),
        ("suspended", account_of(PLATFORM), "order", "PartySuspended"),
        ("active", "application:stranger", "order", "PartyUnknown"),
    ],
)
async def test_who_sends_is_a_party_that_may_send_that_kind(
    affairs: Affairs, state: str, account: str, kind: str, refused: str | None
) -> None:
    party = await registered(affairs)
    if state == "suspended":
        await suspended(affairs, party)
    actor = Principal(subject=account, kind="application", roles=frozenset({"trade_party"}))

    async with affairs.harness.sessions() as db:
        if refused is None:
            assert (await service.sender(db, actor, PartyKind(kind))).code == PLATFORM
        else:
            with pytest.raises(Problem) as problem:
                await service.sender(db, actor, PartyKind(kind))
            assert (type(problem.value).__name__, problem.value.kind.status) == (refused, 403)

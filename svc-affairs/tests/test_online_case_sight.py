"""Who sees which online cases, how lists are narrowed, and what an applicant sees of the own one."""

from datetime import timedelta
from typing import Any

import pytest
from affairs_builders import worded
from centre_builders import Centres
from online_case_builders import PERSON, STEPS, OnlineCases, day, end_of

from svc_affairs.directory.models import TerritoryCopy


def person(number: int) -> dict[str, Any]:
    return PERSON | {"phone": f"1381234{number:04d}"}


async def furnished(online_cases: OnlineCases, centres: Centres) -> dict[str, dict[str, Any]]:
    """A case online, one at the town's window, one at its centre, and one of another department's."""
    await online_cases.published(is_open_to_centres=True)
    await online_cases.published(code="9", department_code="dept-09")
    await centres.taking_cases()
    town = online_cases.harness.as_("window", territory_code="659007/84")
    return {
        "online": await online_cases.submitted(applicant=person(1)),
        "town": await online_cases.submitted(town, channel="hall", applicant=person(2)),
        "centre": await online_cases.submitted(centres.town, channel="centre", external_no="N-1", applicant=person(3)),
        "other": await online_cases.submitted(item_code="9", applicant=person(4)),
    }


async def test_each_sees_what_is_his(online_cases: OnlineCases, centres: Centres) -> None:
    cases = await furnished(online_cases, centres)
    as_ = online_cases.harness.as_
    sights = {
        "analyst": (online_cases.analyst, {"online", "town", "centre", "other"}),
        "city window": (online_cases.window, {"online", "town", "centre", "other"}),
        "town window": (as_("window", territory_code="659007/84"), {"town", "centre"}),
        "window below": (as_("window", territory_code="659007/84/03"), set()),
        "other town": (as_("window", territory_code="659007/85"), set()),
        "centre": (centres.town, {"centre"}),
        "other centre": (centres.away, set()),
        "department": (online_cases.approver, {"online", "town", "centre"}),
        "other department": (online_cases.other_department, {"other"}),
        "approver of nothing": (as_("approver"), set()),
    }

    for who, (client, seen) in sights.items():
        assert await online_cases.numbers(client) == sorted(cases[name]["number"] for name in seen), who
        for name, case in cases.items():
            answer = await client.get(f"/v1/online-cases/{case['id']}")
            assert answer.status_code == (200 if name in seen else 404), (who, name)


async def test_a_department_sees_what_it_takes_a_step_of(online_cases: OnlineCases) -> None:
    await online_cases.published(steps=STEPS)
    case = await online_cases.submitted()

    assert await online_cases.numbers(online_cases.other_department) == [case["number"]]


async def test_a_role_gives_no_more_than_its_own_sight(online_cases: OnlineCases, centres: Centres) -> None:
    cases = await furnished(online_cases, centres)
    both = online_cases.harness.as_("window", "approver", unit_code="dept-07", territory_code="659007/85")

    assert (await both.get(f"/v1/online-cases/{cases['town']['id']}")).status_code == 200
    assert (await online_cases.do(cases["town"], "accept", client=both)).status_code == 404
    assert (await online_cases.do(cases["centre"], "accept", client=centres.away)).status_code == 404
    assert (await online_cases.do(cases["centre"], "accept", client=centres.town)).status_code == 201


async def test_what_a_role_may_not_do_is_forbidden(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.brought_to("accepted")

    assert (await online_cases.do(case, "approve", client=online_cases.window)).status_code == 403
    assert (await online_cases.do(case, "approve", client=online_cases.public)).status_code == 401
    assert (await online_cases.do(case, "deliver", client=online_cases.approver)).status_code == 403
    assert (await online_cases.public.get("/v1/online-cases")).status_code == 401


async def test_a_centre_brings_in_what_it_may(online_cases: OnlineCases, centres: Centres) -> None:
    await online_cases.published(is_open_to_centres=True)
    await online_cases.published(code="9")
    await centres.taking_cases()

    case = await online_cases.submitted(centres.town, channel="centre", external_no="N-1")
    again = await online_cases.submit(centres.town, channel="centre", external_no="N-1")
    away = await online_cases.submit(centres.away, channel="centre", centre_code="centre-84")
    closed = await online_cases.submit(centres.town, channel="centre", item_code="9")
    nobody = await online_cases.submit(online_cases.harness.as_("centre"), channel="centre")

    assert (case["centre_code"], case["territory_code"], case["external_no"]) == ("centre-84", "659007/84", "N-1")
    assert (again.status_code, again.json()["number"]) == (409, case["number"])
    assert (away.status_code, closed.status_code, nobody.status_code) == (403, 409, 422)


async def test_the_list_is_narrowed_by_each_filter(online_cases: OnlineCases, centres: Centres) -> None:
    cases = await furnished(online_cases, centres)
    await online_cases.done(cases["town"], "accept")
    numbers = {name: case["number"] for name, case in cases.items()}

    for wanted, names in (
        ({"status": "accepted"}, ["town"]),
        ({"item_code": "9"}, ["other"]),
        ({"department_code": "dept-07"}, ["online", "town", "centre"]),
        ({"centre_code": "centre-84"}, ["centre"]),
        ({"channel": "web"}, ["online", "other"]),
        ({"number": numbers["town"]}, ["town"]),
        ({"territory_code": "659007"}, ["town", "centre"]),
        ({"is_overdue": "true"}, []),
        ({"is_overdue": "false", "channel": "hall"}, ["town"]),
        ({"due_before": "2099-01-01T00:00:00Z"}, ["town"]),
        ({"submitted_from": cases["centre"]["submitted_at"]}, ["centre", "other"]),
        ({"submitted_to": cases["centre"]["submitted_at"]}, ["online", "town"]),
    ):
        assert await online_cases.numbers(**wanted) == sorted(numbers[name] for name in names), wanted


async def test_a_list_is_one_statement_and_goes_on_where_it_stopped(online_cases: OnlineCases) -> None:
    await online_cases.published()
    for number in range(5):
        await online_cases.submitted(applicant=person(number))

    for client in (online_cases.analyst, online_cases.approver, online_cases.harness.as_("centre", unit_code="84")):
        async with online_cases.harness.counting_statements() as seen:
            first = (await client.get("/v1/online-cases", params={"limit": 3})).json()
        assert len(seen) == 1
    first = (await online_cases.analyst.get("/v1/online-cases", params={"limit": 3})).json()
    rest = (await online_cases.analyst.get("/v1/online-cases", params={"limit": 3, "cursor": first["next"]})).json()
    shown = [case["number"] for case in first["items"] + rest["items"]]
    assert len(shown) == 5
    assert shown == sorted(shown, reverse=True)


async def test_an_applicant_follows_the_own_case(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted(subject="光明小区二期工程", agent={"name": "赵代", "phone": "13700001111"})
    await online_cases.done(case, "ask_supplement")

    seen = await online_cases.look_up(case)

    assert (seen["status"], seen["status_label_en"]) == ("supplement", "Waits for the applicant's supplement")
    assert seen["lacking"] == [{"material_code": "m1", "what": "缺少盖章"}]
    assert "补正" in seen["wanted_zh"]
    assert seen["wanted_en"].startswith("Bring all")
    assert seen["wait_until"] is not None
    assert [step["action_label_zh"] for step in seen["history"]] == ["提交", "要求补正"]
    for personal in ("王", "138", "赵", "137", "光明小区"):
        assert personal not in (worded(seen) if personal.isdigit() else str(seen))


@pytest.mark.parametrize("wrong", [{"query_code": "0000-0000-0000"}, {"number": "BJ-20250106-999999"}])
async def test_a_wrong_code_and_a_wrong_number_are_answered_alike(online_cases: OnlineCases, wrong: dict[str, str]) -> None:
    await online_cases.published()
    case = await online_cases.submitted()
    told = {"number": case["number"], "query_code": case["query_code"]}

    refused = await online_cases.public.post("/v1/online-case-lookups", json=told | wrong)

    assert (refused.status_code, refused.json()["type"]) == (404, "urn:gov171:problem:case-unknown")


async def test_the_applicant_answers_and_withdraws_by_the_code_alone(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted()
    await online_cases.done(case, "ask_supplement")

    for code, status in ((None, 403), ("0000-0000-0000", 404)):
        refused = await online_cases.do(case, "supplement", client=online_cases.public, query_code=code)
        assert refused.status_code == status
    answered = await online_cases.do(case, "supplement", client=online_cases.public, query_code=case["query_code"])
    typed = case["query_code"].lower().replace("0", "o").replace("1", "l").replace("-", " ")
    withdrawn = await online_cases.do(case, "withdraw", client=online_cases.public, query_code=typed)

    assert (answered.status_code, answered.json()["status"]) == (201, "prechecking")
    assert (withdrawn.status_code, withdrawn.json()["status"]) == (201, "withdrawn")
    assert "masked_name" not in withdrawn.json()
    assert [step["actor_role"] for step in await online_cases.history(case)] == ["applicant", "window", "applicant", "applicant"]


async def test_a_place_is_checked_and_kept(online_cases: OnlineCases) -> None:
    await online_cases.published()
    async with online_cases.harness.sessions() as db, db.begin():
        db.add(
            TerritoryCopy(
                code="659007/84", parent_code="659007", level="regiment", name="八十四团", unit_code=None, version=1,
                retired_at=None, successor_code=None,
            )
        )  # fmt: skip

    case = await online_cases.submitted(territory_code="659007/84")
    refused = await online_cases.submit(
        online_cases.harness.as_("window", territory_code="659007/85"), channel="hall", territory_code="659007/84"
    )

    assert case["territory_code"] == "659007/84"
    assert refused.status_code == 422


async def test_a_due_list_shows_what_is_undecided(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted(online_cases.harness.as_(replay_at=day(1, 6)))
    await online_cases.done(case, "accept", at=day(1, 6, 5))

    assert await online_cases.numbers(due_before=end_of(1, 9)) == []
    assert await online_cases.numbers(due_before=(day(1, 9, 16) + timedelta(seconds=1)).isoformat()) == [case["number"]]
    await online_cases.done(case, "approve", at=day(1, 7))
    assert await online_cases.numbers(due_before=end_of(12, 30)) == []

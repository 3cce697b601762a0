"""Online cases through HTTP: who may apply how, what a receipt tells, duplicates, and what is refused."""

import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from online_case_builders import AGENT, COMPANY, PERSON, OnlineCases

from svc_affairs.online_cases.sealing import QueryCodes


async def test_an_application_gets_a_number_a_code_and_the_version_in_force(online_cases: OnlineCases) -> None:
    item = await online_cases.published()

    answer = await online_cases.submit(subject="光明小区二期工程")

    receipt = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert answer.headers["location"] == f"/v1/online-cases/{receipt['id']}"
    assert re.fullmatch(r"BJ-[0-9]{8}-[0-9]{6}", receipt["number"])
    assert (receipt["status"], receipt["status_label_zh"]) == ("submitted", "已提交")
    assert (receipt["item_id"], receipt["item_version"], receipt["department_code"]) == (item["id"], 1, "dept-07")
    assert (receipt["masked_name"], receipt["masked_phone"]) == ("王*", "138****1234")
    assert len(receipt["query_code"]) == 14


async def test_a_running_case_keeps_its_version(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted()
    await online_cases.published(promised_days=1, name="施工许可", special_procedures=[])

    later = await online_cases.submitted(applicant=PERSON | {"phone": "13812340000"})
    done = await online_cases.done(case, "accept", "begin_special")

    assert (done["item_version"], done["promised_days"], done["status"]) == (1, 3, "special")
    assert (later["item_version"], later["promised_days"], later["item_name"]) == (2, 1, "施工许可")


async def test_what_is_not_in_force_cannot_be_applied_for(online_cases: OnlineCases) -> None:
    assert (await online_cases.submit()).status_code == 404
    await online_cases.affairs.brought_to("withdrawn")
    refused = await online_cases.submit()
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:gov171:problem:item-not-in-force")


async def test_a_window_and_the_web_make_the_same_case(online_cases: OnlineCases) -> None:
    await online_cases.published()

    online = await online_cases.submitted()
    at_window = await online_cases.submitted(
        online_cases.window, channel="hall", window_code="B03", applicant=PERSON | {"phone": "13812340000"}
    )

    assert (at_window["channel"], at_window["window_code"]) == ("hall", "B03")
    told_apart = {name for name in online if online[name] != at_window[name]} - {"wait_until"}
    own = {"id", "number", "query_code", "submitted_at", "changed_at", "masked_phone"}
    assert told_apart == {*own, "channel", "window_code"}
    for case in (online, at_window):
        assert (await online_cases.done(case, "accept", "approve", "deliver", "close"))["status"] == "closed"


async def test_each_comes_in_by_a_channel_that_is_open_to_him(online_cases: OnlineCases) -> None:
    await online_cases.published()

    for channel, client in (("hall", online_cases.public), ("post", online_cases.public), ("centre", online_cases.window)):
        refused = await online_cases.submit(client, channel=channel)
        assert (refused.status_code, refused.json()["type"]) == (422, "urn:gov171:problem:channel-not-open")
    refused = await online_cases.submit(channel="app")
    assert refused.json()["open"] == ["hall", "web"]
    assert (await online_cases.submit(centre_code="centre-84")).status_code == 422


async def test_who_may_not_apply_is_told(online_cases: OnlineCases) -> None:
    await online_cases.published(applicant_kinds=["company"])

    refused = await online_cases.submit()

    assert (refused.status_code, refused.json()["allowed"]) == (422, ["company"])
    assert (await online_cases.submit(applicant=COMPANY)).status_code == 201


async def test_a_company_is_named_by_its_checked_code_and_may_have_an_agent(online_cases: OnlineCases) -> None:
    await online_cases.published()

    case = await online_cases.submitted(applicant=COMPANY, agent=AGENT)

    assert (case["company_name"], case["uscc"]) == (COMPANY["company_name"], COMPANY["uscc"])
    assert (case["has_agent"], case["agent_masked_name"], case["agent_masked_phone"]) == (True, "赵*", "137****1111")


@pytest.mark.parametrize(
    "wrong",
    [
        {"applicant": COMPANY | {"uscc": "91110000600037341M"}}, {"applicant": COMPANY | {"uscc": None}},
        {"applicant": COMPANY | {"company_name": None}}, {"applicant": PERSON | {"uscc": COMPANY["uscc"]}},
        {"applicant": PERSON | {"phone": "12"}}, {"applicant": PERSON | {"name": ""}}, {"channel": "pigeon"},
        {"agent": {"name": "赵代"}}, {"territory_code": "659007/99"}, {"idno": "652701199001011234"},
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_refused(online_cases: OnlineCases, wrong: dict[str, Any]) -> None:
    await online_cases.published()

    assert (await online_cases.submit(**wrong)).status_code == 422
    assert await online_cases.numbers() == []


async def test_nothing_of_the_applicant_is_kept_or_told_in_clear(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted(applicant=COMPANY | {"name": "李建国"}, agent=AGENT)
    await online_cases.done(case, "ask_supplement", "supplement", "accept", "approve", "deliver", "close")

    async with online_cases.harness.sessions() as db:
        tables = ("online_cases", "online_case_contacts", "online_case_steps", "online_case_tasks", "outbox", "audit_log")
        kept = ""
        for table in tables:
            columns = "*" if table != "outbox" else "convert_from(body, 'UTF8')"
            rows = (await db.execute(sa.text(f"SELECT row_to_json(t)::text FROM (SELECT {columns} FROM {table}) AS t"))).scalars()
            kept += "".join(rows)
    for secret in ("李建国", "13987654321", "13700001111", "赵代", case["query_code"], case["query_code"].replace("-", "")):
        assert secret not in kept
    assert "李*" in kept


async def test_the_contact_is_shown_for_a_purpose_and_written_down(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted(agent=AGENT)
    path = f"/v1/online-cases/{case['id']}/contact-views"

    seen = await online_cases.window.post(path, json={"purpose": "通知领取"})
    agent = await online_cases.approver.post(path, json={"purpose": "核实委托", "is_agent": True})

    assert (seen.status_code, seen.json()) == (201, {"name": "王明", "phone": "13812341234"})
    assert (seen.headers["cache-control"], agent.json()["name"]) == ("no-store", "赵代")
    assert (await online_cases.window.post(path, json={})).status_code == 422
    assert (await online_cases.analyst.post(path, json={"purpose": "统计"})).status_code == 403
    plain = await online_cases.submitted(applicant=PERSON | {"phone": "13812340000"})
    missing = await online_cases.window.post(
        f"/v1/online-cases/{plain['id']}/contact-views", json={"purpose": "核实委托", "is_agent": True}
    )
    assert (missing.status_code, missing.json()["type"]) == (404, "urn:gov171:problem:no-contact")
    async with online_cases.harness.sessions() as db:
        logged = (await db.execute(sa.text("SELECT action, target, details->>'purpose' FROM audit_log ORDER BY seq"))).all()
    assert [tuple(row) for row in logged] == [
        ("case-contact-disclosed", case["id"], "通知领取"), ("case-contact-disclosed", case["id"], "核实委托"),
    ]  # fmt: skip


async def test_the_same_application_is_seen_by_the_window_and_not_refused(online_cases: OnlineCases) -> None:
    await online_cases.published()
    await online_cases.published(code="2")
    first = await online_cases.submitted()

    elsewhere = await online_cases.submitted(item_code="2")
    at_window = await online_cases.submitted(
        online_cases.window, channel="hall", applicant=PERSON | {"phone": "+86 138 1234 1234"}
    )
    online = await online_cases.submitted()

    assert (elsewhere["is_likely_duplicate"], elsewhere["likely_duplicates"]) == (False, [])
    assert (at_window["is_likely_duplicate"], at_window["likely_duplicates"]) == (True, [first["number"]])
    assert (online["is_likely_duplicate"], online["likely_duplicates"]) == (True, [])  # the public sees nobody's numbers
    assert (await online_cases.shown(online, online_cases.window))["is_likely_duplicate"] is True


async def test_a_clerk_elsewhere_learns_only_that_it_may_be_a_duplicate(online_cases: OnlineCases) -> None:
    await online_cases.published()
    await online_cases.submitted()
    elsewhere = online_cases.harness.as_("window", territory_code="659007/85")

    again = await online_cases.submitted(elsewhere, channel="hall")

    assert (again["is_likely_duplicate"], again["likely_duplicates"], again["territory_code"]) == (True, [], "659007/85")


async def test_a_company_applies_twice_by_its_code_whoever_calls(online_cases: OnlineCases) -> None:
    await online_cases.published()
    first = await online_cases.submitted(applicant=COMPANY)

    again = await online_cases.submitted(
        online_cases.window, channel="hall", applicant=COMPANY | {"name": "钱某", "phone": "13511112222"}
    )
    person = await online_cases.submitted(applicant=PERSON | {"phone": COMPANY["phone"]})
    await online_cases.done(first, "refuse")
    await online_cases.done(again, "withdraw")
    after = await online_cases.submitted(applicant=COMPANY)

    assert again["likely_duplicates"] == [first["number"]]
    assert [each["is_likely_duplicate"] for each in (person, after)] == [False, False]


def test_query_codes_are_drawn_at_random_and_read_generously() -> None:
    codes = QueryCodes(b"k" * 32)
    drawn = {codes.draw() for _ in range(200)}
    assert len(drawn) == 200
    case_id = UUID(int=7)
    assert codes.digest(case_id, "7k2m q9tx 04fd") == codes.digest(case_id, "7K2M-Q9TX-04FD")
    assert codes.digest(case_id, "7K2M-Q9TX-04FD") != codes.digest(UUID(int=8), "7K2M-Q9TX-04FD")
    assert QueryCodes(b"x" * 32).digest(case_id, "7K2M-Q9TX-04FD") != codes.digest(case_id, "7K2M-Q9TX-04FD")

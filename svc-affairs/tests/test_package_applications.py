"""Applications for packages through HTTP: one for a whole matter, its cases, what is brought once, its end, and who sees it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from affairs_builders import Affairs
from case_paper_builders import MIGRATIONS, Filing
from file_builders import PDF
from online_case_builders import COMPANY, day
from package_builders import Packages

from chassis.contact import ContactKeys
from chassis.testing import Engines, service_client
from svc_affairs.main import create_app
from svc_affairs.package_applications.lifecycle import MOVES, move
from svc_affairs.package_applications.terms import ApplicationAction, ApplicationStatus
from svc_affairs.settings import Settings

ENDING = ("accept", "approve", "deliver", "close")


def by_item(application: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {case["item_code"]: case for case in application["cases"]}


async def end(packages: Packages, case: dict[str, Any]) -> None:
    """Brought, accepted, approved, delivered and closed."""
    await packages.window.post(f"/v1/online-cases/{case['id']}/material-provisions", json={"codes": await owed(packages, case)})
    approver = packages.cases.staff("approver", unit_code=case["department_code"])
    for action in ENDING:
        client = approver if action == "approve" else None
        assert (await packages.cases.do(case, action, client=client)).status_code == 201


async def owed(packages: Packages, case: dict[str, Any]) -> list[str]:
    listed = (await packages.window.get(f"/v1/online-cases/{case['id']}/materials")).json()["items"]
    return [each["code"] for each in listed if each["status"] == "awaited"] or [listed[0]["code"]]


def test_the_table_of_moves_is_this() -> None:
    s, a = ApplicationStatus, ApplicationAction
    assert MOVES == {(s.OPEN, a.COMPLETE): s.COMPLETED, (s.OPEN, a.WITHDRAW): s.WITHDRAWN}
    for pair in ((status, action) for status in s for action in a):
        assert move(*pair) is MOVES.get(pair)


async def test_one_application_makes_a_case_for_each_item_that_applies(packages: Packages) -> None:
    package = await packages.brought_to("published")

    answer = await packages.apply(subject="新生儿出生", agent={"name": "赵代", "phone": "13700001111"})

    receipt = answer.json()
    assert (answer.status_code, answer.headers["etag"], receipt["status"], len(receipt["query_code"])) == (201, '"1"', "open", 14)
    assert (receipt["package_id"], receipt["package_version"], receipt["ended_cases"]) == (package["id"], 1, 0)
    assert [case["item_code"] for case in receipt["cases"]] == ["hukou", "insured", "card"]
    for case in receipt["cases"]:
        shown = await packages.cases.shown(case)
        assert (shown["package_application_id"], shown["masked_name"], shown["has_agent"]) == (receipt["id"], "王*", True)
        assert shown["subject"] == "新生儿出生"
        assert await packages.cases.told(case) == [(1, "submitted")]
    assert await packages.told(receipt) == [(1, "submitted")]
    without = await packages.applied(answers={"card": "no"})
    assert [case["item_code"] for case in without["cases"]] == ["hukou", "insured"]


async def test_one_number_and_one_code_open_the_whole_and_each_case(packages: Packages) -> None:
    await packages.brought_to("published")
    receipt = await packages.applied()
    told = {"number": receipt["number"], "query_code": receipt["query_code"]}

    looked_up = await packages.public.post("/v1/package-applications/lookups", json=told)
    wrong = await packages.public.post("/v1/package-applications/lookups", json=told | {"query_code": "AAAA-AAAA-AAAA"})
    nobody = await packages.public.post("/v1/package-applications/lookups", json=told | {"number": "YJ-1"})

    assert (looked_up.status_code, looked_up.json()["number"], len(looked_up.json()["cases"])) == (200, receipt["number"], 3)
    assert [answer.json()["type"] for answer in (wrong, nobody)] == ["urn:gov171:problem:application-unknown"] * 2
    assert "王" not in looked_up.text
    assert "13812341234" not in looked_up.text
    for case in receipt["cases"]:
        assert (await packages.cases.look_up(case | {"query_code": receipt["query_code"]}))["number"] == case["number"]


async def test_all_of_it_comes_in_or_nothing_does(packages: Packages) -> None:
    await packages.affairs.brought_to("published", code="firm", department_code="dept-07", applicant_kinds=["company"])
    items = [{"item_code": "hukou"}, {"item_code": "firm"}]
    await packages.brought_to("published", code="mixed", items=items, questions=[], shared_materials=[])
    mixed: dict[str, Any] = {"package_code": "mixed", "answers": {}}

    refused = await packages.apply(**mixed)
    channel = await packages.apply(**mixed, channel="app", applicant=COMPANY)
    place = await packages.apply(**mixed, territory_code="659007/99", applicant=COMPANY)

    assert (refused.status_code, refused.json()["item_code"]) == (422, "firm")
    assert [answer.status_code for answer in (channel, place)] == [422, 422]
    assert await packages.cases.numbers() == []
    async with packages.harness.sessions() as db:
        assert (await db.execute(sa.text("SELECT count(*) FROM package_applications"))).scalar_one() == 0
    assert (await packages.apply(**mixed, applicant=COMPANY)).status_code == 201


async def test_what_is_not_published_cannot_be_applied_for(packages: Packages) -> None:
    assert (await packages.apply()).status_code == 404
    package = (await packages.draft()).json()
    assert (await packages.apply()).status_code == 404
    await packages.act(package, "publications")
    assert (await packages.apply()).status_code == 201
    await packages.act(package, "withdrawals")

    refused = await packages.apply()

    assert (refused.status_code, refused.json()["type"]) == (409, "urn:gov171:problem:package-not-in-force")


async def test_what_runs_keeps_its_version_of_the_package(packages: Packages) -> None:
    await packages.brought_to("published")
    first = await packages.applied()
    await packages.brought_to(
        "published", items=[{"item_code": "hukou"}, {"item_code": "card"}], questions=[], shared_materials=[]
    )

    second = await packages.applied(answers={})

    assert [len(each["cases"]) for each in (await packages.seen(first), second)] == [3, 2]
    materials = await packages.window.get(f"/v1/package-applications/{first['id']}/materials")
    assert [each["code"] for each in materials.json()["items"]] == ["hukou.m1", "birth-paper", "card.c1"]


async def test_what_came_on_paper_once_lies_in_every_case_that_asks_for_it(packages: Packages) -> None:
    await packages.brought_to("published")
    receipt = await packages.applied(packages.window, channel="hall", brought=["birth-paper"])
    path = f"/v1/package-applications/{receipt['id']}"

    before = (await packages.window.get(f"{path}/materials")).json()["items"]
    after = await packages.window.post(f"{path}/material-provisions", json={"codes": ["hukou.m1"]})

    def standing(items: list[dict[str, Any]]) -> dict[str, list[str]]:
        return {each["code"]: [place["status"] for place in each["places"]] for each in items}

    assert standing(before) == {"hukou.m1": ["awaited"] * 2, "birth-paper": ["provided"] * 3, "card.c1": ["awaited"]}
    assert after.status_code == 201
    assert standing(after.json()["items"])["hukou.m1"] == ["provided"] * 2
    for case in receipt["cases"]:
        assert (await packages.cases.do(case, "accept")).status_code == 201
    unknown = await packages.window.post(f"{path}/material-provisions", json={"codes": ["x"]})
    assert (unknown.status_code, unknown.json()["codes"]) == (422, ["x"])
    assert (await packages.apply(packages.window, channel="hall", brought=["x"])).status_code == 422
    assert (await packages.public.post(f"{path}/material-provisions", json={"codes": ["hukou.m1"]})).status_code == 401


async def test_it_is_complete_when_all_its_cases_are(packages: Packages) -> None:
    await packages.brought_to("published")
    receipt = await packages.applied()
    cases = by_item(receipt)

    await end(packages, cases["hukou"])
    assert (await packages.cases.do(cases["insured"], "refuse")).status_code == 201
    assert (await packages.seen(receipt))["status"] == "open"
    assert (await packages.seen(receipt))["ended_cases"] == 2
    await packages.cases.do(cases["card"], "withdraw")

    seen = await packages.seen(receipt)
    assert (seen["status"], seen["version"], seen["ended_cases"]) == ("completed", 2, 3)
    assert seen["ended_at"] is not None
    assert await packages.told(receipt) == [(1, "submitted"), (2, "completed")]


async def test_of_cases_that_end_at_the_same_moment_the_last_completes_it(packages: Packages) -> None:
    await packages.brought_to("published")
    for _ in range(5):
        receipt = await packages.applied()

        answers = await asyncio.gather(*(packages.cases.do(case, "refuse") for case in receipt["cases"]))

        assert {answer.status_code for answer in answers} == {201}
        assert await packages.told(receipt) == [(1, "submitted"), (2, "completed")]


async def test_the_whole_is_withdrawn_by_its_applicant_or_at_the_counter(packages: Packages) -> None:
    await packages.brought_to("published")
    receipt = await packages.applied()
    other = await packages.applied()
    await packages.cases.do(by_item(receipt)["card"], "refuse")

    assert (await packages.withdraw(receipt)).status_code == 403
    assert (await packages.withdraw(receipt, code=other["query_code"])).status_code == 404
    assert (await packages.withdraw(receipt, packages.cases.approver)).status_code == 403
    assert (await packages.withdraw(receipt, code=receipt["query_code"], headers={"If-Match": '"7"'})).status_code == 412
    answer = await packages.withdraw(receipt, code=receipt["query_code"])
    at_counter = await packages.withdraw(other, packages.window)
    again = await packages.withdraw(receipt, packages.window)

    assert (answer.status_code, answer.json()["status"], answer.headers["etag"]) == (201, "withdrawn", '"2"')
    assert [case["status"] for case in answer.json()["cases"]] == ["withdrawn", "withdrawn", "not_accepted"]
    assert (at_counter.status_code, at_counter.json()["ended_cases"]) == (201, 3)
    assert (again.status_code, again.json()["type"]) == (409, "urn:gov171:problem:application-ended")
    assert await packages.told(receipt) == [(1, "submitted"), (2, "withdrawn")]


async def test_the_whole_is_not_withdrawn_once_a_part_is_decided(packages: Packages) -> None:
    await packages.brought_to("published")
    receipt = await packages.applied()
    hukou = by_item(receipt)["hukou"]
    await end(packages, hukou)

    refused = await packages.withdraw(receipt, code=receipt["query_code"])

    assert (refused.status_code, refused.json()["numbers"]) == (409, [hukou["number"]])
    assert [case["status"] for case in (await packages.seen(receipt))["cases"]] == ["closed", "submitted", "submitted"]


async def test_a_withdrawal_and_the_end_of_its_cases_at_once_end_it_once(packages: Packages) -> None:
    await packages.brought_to("published")
    for _ in range(5):
        receipt = await packages.applied()

        answers = await asyncio.gather(
            packages.withdraw(receipt, packages.window), *(packages.cases.do(case, "refuse") for case in receipt["cases"])
        )

        assert {answer.status_code for answer in answers} <= {201, 409}
        told = await packages.told(receipt)
        assert told in ([(1, "submitted"), (2, "withdrawn")], [(1, "submitted"), (2, "completed")])
        assert (await packages.seen(receipt))["ended_cases"] == 3


async def test_each_sees_what_is_his(packages: Packages) -> None:
    await packages.brought_to("published")
    receipt = await packages.applied()
    as_ = packages.harness.as_
    town = await packages.applied(as_("window", territory_code="659007/84"), channel="hall")

    async def numbers(client: Any, **filters: Any) -> list[str]:
        answer = await client.get("/v1/package-applications", params=filters)
        assert answer.status_code == 200, answer.text
        return [each["number"] for each in answer.json()["items"]]

    both = [town["number"], receipt["number"]]
    assert await numbers(packages.cases.analyst) == both
    assert await numbers(as_("approver", unit_code="dept-09")) == both
    assert await numbers(as_("approver", unit_code="dept-11")) == []
    assert await numbers(as_("window", territory_code="659007/84")) == [town["number"]]
    assert await numbers(as_("centre", unit_code="84")) == []
    assert await numbers(packages.window, status="completed") == []
    assert await numbers(packages.window, package_code="birth", number=town["number"], territory_code="659007") == [
        town["number"]
    ]
    assert await numbers(packages.window, submitted_to=town["submitted_at"]) == [receipt["number"]]
    assert (await packages.public.get("/v1/package-applications")).status_code == 401
    away = as_("window", territory_code="659007/85")
    assert (await away.get(f"/v1/package-applications/{town['id']}")).status_code == 404
    assert (await packages.withdraw(town, away)).status_code == 404


async def test_the_same_sent_again_under_its_key_is_one_application(packages: Packages) -> None:
    await packages.brought_to("published")
    body = {
        "package_code": "birth",
        "answers": {"card": "yes"},
        "channel": "web",
        "applicant": {"name": "王明", "phone": "13812341234"},
    }
    key = {"idempotency-key": "7d0d8a0e-53e4-4f0a-b8f5-9a1c1f2c7b11"}

    first, again = [await packages.public.post("/v1/package-applications", json=body, headers=key) for _ in range(2)]

    assert (first.status_code, again.json()) == (201, first.json())
    assert len(await packages.cases.numbers()) == 3


async def test_when_the_contacts_are_erased_answers_and_code_are_too(packages: Packages) -> None:
    await packages.brought_to("published")
    at = day(3, 3)
    receipt = await packages.applied(packages.cases.staff("window", at=at), channel="hall")
    for case in receipt["cases"]:
        await packages.cases.do(case, "refuse", at=at)

    for case in receipt["cases"]:
        async with packages.harness.sessions() as db, db.begin():
            await db.execute(sa.text("UPDATE online_cases SET erase_at = submitted_at, wake_at = submitted_at"))
        await packages.cases.let_time_pass(case)

    async with packages.harness.sessions() as db:
        kept = (await db.execute(sa.text("SELECT answers, query_code_hash FROM package_applications"))).one()
    assert (kept.answers, kept.query_code_hash) == ({}, None)
    assert (await packages.seen(receipt))["status"] == "completed"


@pytest.fixture
async def keeping(engines: Engines, tmp_path: Path) -> AsyncIterator[tuple[Packages, Filing]]:
    """Packages in a service that keeps files."""
    fields = {"contact_keys": ContactKeys.generate(), "attachments_url": str(tmp_path)}
    async with service_client(
        engines, create_app, Settings, schema="affairs", migrations=MIGRATIONS, **fields
    ) as harness:  # fmt: skip
        affairs = Affairs(harness)
        await affairs.furnish()
        packages = Packages(affairs)
        await packages.furnish()
        yield packages, Filing(affairs, tmp_path)


async def test_a_file_sent_once_lies_in_every_case_that_asks_for_it(keeping: tuple[Packages, Filing]) -> None:
    packages, filing = keeping
    await packages.brought_to("published")
    receipt = await packages.applied()
    path = f"/v1/package-applications/{receipt['id']}/attachments"

    async def send(code: str, name: str = "证明.pdf", content: bytes = PDF, **told: str) -> Any:
        return await packages.public.post(path, files={"file": (name, content)}, data={"code": code} | told)

    assert (await send("birth-paper")).status_code == 403
    assert (await send("birth-paper", query_code="AAAA-AAAA-AAAA")).status_code == 404
    assert (await send("x", query_code=receipt["query_code"])).status_code == 422
    assert filing.files == []
    answer = await send("birth-paper", query_code=receipt["query_code"])

    assert answer.status_code == 201, answer.text
    assert {each["case_id"] for each in answer.json()["items"]} == {case["id"] for case in receipt["cases"]}
    assert {each["material_code"] for each in answer.json()["items"]} == {"m2", "a2"}
    assert len(filing.files) == 3
    materials = (
        await packages.public.get(
            f"/v1/package-applications/{receipt['id']}/materials", params={"query_code": receipt["query_code"]}
        )
    ).json()["items"]
    assert [place["status"] for place in materials[1]["places"]] == ["provided"] * 3
    await packages.cases.do(by_item(receipt)["hukou"], "refuse")
    again = await send("birth-paper", content=PDF + b"%more", query_code=receipt["query_code"])
    assert (again.status_code, len(again.json()["items"])) == (201, 2)

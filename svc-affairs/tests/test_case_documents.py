"""Documents: issued with what is done to a case, kept to the byte, revoked and replaced."""

import hashlib
import io
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import docx
import pytest
from affairs_builders import Affairs
from case_paper_builders import COMPANY, NAME, Filing, a_filing, url_of  # noqa: F401 - a fixture is used by its name
from sqlalchemy import select

from chassis import audit
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.sweeping import sweep_once

REVOCATION = {"reason": "decision_annulled", "note": "师市复议决〔2025〕12号"}


async def content_of(filing: Filing, document: dict[str, Any]) -> bytes:
    answer = await filing.approver.get(f"/v1/case-documents/{document['id']}/content")
    assert answer.status_code == 200, answer.text
    return answer.content


def said_in(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


@pytest.mark.parametrize(
    ("actions", "titles"),
    [
        (["ask_supplement"], ["行政许可申请补正材料告知书"]),
        (["refuse"], ["行政许可申请不予受理通知书"]),
        (["accept"], ["行政许可申请受理通知书"]),
        (["accept", "approve"], ["行政许可申请受理通知书", "准予行政许可决定书", "建筑工程施工许可证"]),
        (["accept", "deny"], ["行政许可申请受理通知书", "不予行政许可决定书"]),
        (["withdraw"], []),
    ],
)
async def test_what_is_done_with_a_case_is_told_in_writing(filing: Filing, actions: list[str], titles: list[str]) -> None:
    case = await filing.done(await filing.complete(), *actions)

    documents = await filing.listed(case, "documents")

    assert [each["title"] for each in documents] == titles
    assert len(filing.files) == len(titles)
    for each in documents:
        content = await content_of(filing, each)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (each["sha256"], each["size_bytes"])
        said = said_in(content)
        assert said[0] == each["title"]
        assert {f"编号：{each['number']}", f"申请人：{NAME}", f"验证码：{each['verification_code']}"} <= {*said}


async def test_a_denial_gives_its_reasons_and_says_how_to_appeal(filing: Filing) -> None:
    case = await filing.done(await filing.complete(), "accept", "deny")

    [_, denial] = await filing.listed(case, "documents")
    said = "\n".join(said_in(await content_of(filing, denial)))

    assert "理由：不符合法定条件、标准。用地不符合规划" in said
    assert "依据：《中华人民共和国建筑法》第七条" in said
    assert "行政复议" in said
    assert "行政诉讼" in said
    assert "住房和城乡建设局（印章）" in said


async def test_what_is_decided_on_the_spot_needs_no_notice_of_acceptance(filing: Filing) -> None:
    item = {"code": "000120002000", "case_type": "1", "kind": "20", "materials": []}
    await filing.affairs.brought_to("published", **item)
    case = await filing.done(await filing.submitted(item_code=item["code"]), "accept", "approve")

    assert [each["title"] for each in await filing.listed(case, "documents")] == ["准予决定书"]


async def test_a_supplement_lists_all_that_is_wrong(filing: Filing) -> None:
    case = await filing.complete()
    lacking = [{"material_code": "m1", "what": "缺少公章"}, {"material_code": "m4", "what": "已过有效期"}]
    await filing.done(case, "ask_supplement", lacking=lacking)

    [document] = await filing.listed(case, "documents")

    assert {"1. 缺少公章", "2. 已过有效期"} <= {*said_in(await content_of(filing, document))}


async def test_a_licence_holds_for_its_years_and_a_company_is_named_in_full(filing: Filing) -> None:
    at = datetime(2028, 2, 29, 4, tzinfo=UTC)
    case = await filing.complete(applicant=COMPANY, at=at)
    await filing.done(case, "accept", "approve", at=at)

    licence = (await filing.listed(case, "documents"))[-1]
    said = said_in(await content_of(filing, licence))

    assert (licence["kind"], licence["result_kind"], licence["issued_on"]) == ("result", "licence", "2028-02-29")
    assert licence["valid_until"] == "2031-02-28"
    assert {"申请人：博州绿洲建设有限公司", "有效期至：2031年2月28日"} <= {*said}


async def test_a_document_is_announced_without_a_name(filing: Filing) -> None:
    case = await filing.done(await filing.complete(), "accept", "approve")
    documents = await filing.listed(case, "documents")
    await filing.approver.post(f"/v1/case-documents/{documents[1]['id']}/revocations", json=REVOCATION)

    told = [each for each in await filing.harness.events() if ".document." in each.type]

    facts = [(each.subject, each.sequence, each.type.split(".")[3]) for each in told]
    assert facts == [*((each["id"], 1, "issued") for each in documents), (documents[1]["id"], 2, "revoked")]
    assert all(NAME not in str(each.data) and "code" not in each.data for each in told)
    assert [each.data.get("valid_until") is not None for each in told] == [False, False, True, False]


async def test_a_document_is_seen_by_who_sees_its_case_and_by_its_applicant(filing: Filing) -> None:
    case, other = await filing.done(await filing.complete(), "accept"), await filing.submitted()
    [document] = await filing.listed(case, "documents")
    clients: dict[str, tuple[Any, dict[str, str]]] = {
        "approver": (filing.approver, {}), "window": (filing.window, {}),
        "applicant": (filing.public, {"query_code": case["query_code"]}),
        "wrong code": (filing.public, {"query_code": other["query_code"]}), "public": (filing.public, {}),
        "analyst": (filing.harness.as_("analyst"), {}), "away": (filing.harness.as_("approver", unit_code="dept-09"), {}),
    }  # fmt: skip
    wanted = {"approver": 200, "window": 200, "applicant": 200, "wrong code": 404, "public": 403, "analyst": 403, "away": 404}

    for url in (
        f"/v1/case-documents/{document['id']}", f"/v1/case-documents/{document['id']}/content", f"{url_of(case)}/documents",
    ):  # fmt: skip
        assert {name: (await each.get(url, params=params)).status_code for name, (each, params) in clients.items()} == wanted


async def test_a_document_is_revoked_once_by_the_department_that_decided(filing: Filing) -> None:
    case = await filing.done(await filing.complete(), "accept", "approve")
    document = (await filing.listed(case, "documents"))[1]
    before, url = await content_of(filing, document), f"/v1/case-documents/{document['id']}/revocations"
    stranger = filing.harness.as_("approver", unit_code="dept-09")

    refused = [
        await filing.window.post(url, json=REVOCATION),
        await stranger.post(url, json=REVOCATION),
        await filing.approver.post(url, json={"reason": "decision_annulled"}),
        await filing.approver.post(url, json=REVOCATION, headers={"if-match": '"7"'}),
    ]
    revoked = await filing.approver.post(url, json=REVOCATION, headers={"if-match": '"1"'})
    again = await filing.approver.post(url, json=REVOCATION)

    assert [each.status_code for each in refused] == [403, 404, 422, 412]
    assert (revoked.status_code, revoked.headers["etag"], again.status_code) == (201, '"2"', 409)
    assert revoked.json()["revocation_reason"] == "decision_annulled"
    assert await content_of(filing, document) == before
    async with filing.harness.sessions() as db:
        told = select(audit.audit_log.c.action).where(audit.audit_log.c.target == document["id"])
        assert (await db.execute(told)).scalars().all() == ["document-revoked"]


async def test_a_replaced_document_is_revoked_and_the_new_one_says_it_right(filing: Filing) -> None:
    case = await filing.done(await filing.complete(), "accept", "approve")
    licence = (await filing.listed(case, "documents"))[-1]
    url = f"/v1/case-documents/{licence['id']}/replacements"
    body = {"note": "有效期填写有误", "valid_until": "2027-01-01"}

    answer = await filing.approver.post(url, json=body, headers={"if-match": '"1"'})
    again = await filing.approver.post(url, json=body)

    new, old = answer.json(), (await filing.approver.get(f"/v1/case-documents/{licence['id']}")).json()
    assert (answer.status_code, again.status_code) == (201, 409)
    assert (new["replaces_id"], new["title"], new["valid_until"]) == (licence["id"], licence["title"], "2027-01-01")
    assert (old["version"], old["revocation_reason"], old["sha256"]) == (2, "clerical_error", licence["sha256"])
    assert new["number"] != old["number"]
    assert {f"申请人：{NAME}", "有效期至：2027年1月1日"} <= {*said_in(await content_of(filing, new))}
    assert (await filing.verify(code=licence["verification_code"]))["replaced_by"] == new["number"]


async def test_a_replacement_sent_again_under_its_key_gets_the_same_answer(filing: Filing) -> None:
    case = await filing.done(await filing.complete(), "accept", "approve")
    licence = (await filing.listed(case, "documents"))[-1]
    url = f"/v1/case-documents/{licence['id']}/replacements"
    body, headers = {"note": "有效期填写有误"}, {"idempotency-key": "once"}

    first, again = [await filing.approver.post(url, json=body, headers=headers) for _ in range(2)]

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())


async def test_a_decision_whose_document_cannot_be_kept_is_not_taken(filing: Filing) -> None:
    case = await filing.complete()

    async with filing.commits_fail("case_documents"):
        answer = await filing.act(case, "accept")
    await filing.emptied_to(0)

    status = (await filing.window.get(url_of(case))).json()["status"]
    assert (answer.status_code, status) == (500, "submitted")
    assert (await filing.act(case, "accept")).status_code == 201


async def test_a_service_without_a_store_issues_all_the_same(affairs: Affairs, tmp_path: Any) -> None:
    await affairs.brought_to("published", materials=[])
    filing = Filing(affairs, tmp_path)
    case = await filing.done(await filing.submitted(), "accept")

    [document] = await filing.listed(case, "documents")
    content = await filing.window.get(f"/v1/case-documents/{document['id']}/content")
    found = await filing.verify(code=document["verification_code"])

    assert (document["sha256"], document["size_bytes"]) == (None, 0)
    assert (content.status_code, content.json()["type"]) == (404, "urn:gov171:problem:document-without-file")
    assert (found["finding"], found["sha256"]) == ("genuine", None)


async def test_when_its_retention_ends_files_and_names_go_and_the_decision_stays(filing: Filing) -> None:
    case = await filing.complete()
    await filing.kept(case)
    await filing.done(case, "refuse")
    [document] = await filing.listed(case, "documents")
    past = datetime(2020, 1, 1, tzinfo=UTC)

    async with filing.harness.sessions() as db, db.begin():
        row = await db.get(OnlineCase, UUID(case["id"]))
        assert row is not None
        row.erase_at = row.wake_at = past
    async with filing.harness.sessions() as db, db.begin():
        await sweep_once(db)
    await filing.emptied_to(0)

    found = await filing.verify(code=document["verification_code"])
    content = await filing.window.get(f"/v1/case-documents/{document['id']}/content")
    assert (found["finding"], found["applicant"], found["title"]) == ("genuine", None, document["title"])
    assert (content.status_code, await filing.listed(case, "attachments")) == (404, [])


async def test_the_list_asks_the_database_as_often_for_many_documents(filing: Filing) -> None:
    cases = [await filing.done(await filing.complete(), *actions) for actions in (["accept"], ["accept", "approve"])]
    counts = []
    for case in cases:
        async with filing.harness.counting_statements() as seen:
            await filing.window.get(f"{url_of(case)}/documents")
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 3

"""Anybody verifies a document: genuine, revoked or unknown, and never to whom in full."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from case_paper_builders import NAME, Filing, a_filing  # noqa: F401 - a fixture is used by its name

from contracts.clients import CLIENT_HEADER
from svc_affairs.throttle import Rate, Throttle

URL = "/v1/document-verifications"
UNKNOWN: dict[str, Any] = dict.fromkeys(
    ("number", "title", "department_name", "item_name", "issued_on", "applicant", "valid_until", "is_expired", "sha256",
     "revoked_on", "revocation_reason", "replaced_by")
) | {"finding": "unknown", "finding_zh": "查无此文书"}  # fmt: skip


async def issued(filing: Filing, *, at: datetime | None = None) -> dict[str, Any]:
    """The licence of a case that was approved."""
    case = await filing.done(await filing.complete(), "accept", "approve", at=at)
    return (await filing.listed(case, "documents"))[-1]


async def test_a_document_is_found_genuine_by_number_code_or_file(filing: Filing) -> None:
    document = await issued(filing)
    held = {"number": document["number"], "code": document["verification_code"], "sha256": document["sha256"].upper()}

    by_each = {name: await filing.verify(**{name: value}) for name, value in held.items()}
    by_all = await filing.verify(**held)

    same = ("number", "title", "item_name", "department_name", "issued_on", "valid_until", "sha256")
    for found in (*by_each.values(), by_all):
        assert found["finding"] == "genuine"
        assert {name: found[name] for name in same} == {name: document[name] for name in same}
        assert NAME not in str(found)
    assert {name: found["applicant"] for name, found in by_each.items()} == {"number": None, "code": "王**", "sha256": "王**"}


async def test_a_link_verifies_as_a_form_does_and_nothing_is_stored_for_later(filing: Filing) -> None:
    code = (await issued(filing))["verification_code"]

    answer = await filing.public.get(URL, params={"code": code.lower().replace("-", "")})

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.json() == await filing.verify(code=code)


async def test_what_does_not_fit_together_is_unknown_and_not_told_which_part(filing: Filing) -> None:
    one, other = await issued(filing), await issued(filing)

    found = [
        await filing.verify(number="BJ-20250314-000017-ZY1"),
        await filing.verify(number=one["number"], code=other["verification_code"]),
        await filing.verify(code=one["verification_code"], sha256=other["sha256"]),
        await filing.verify(number=one["number"], sha256="0" * 64),
    ]

    assert found == [UNKNOWN] * 4


async def test_a_slip_of_the_finger_is_told_from_a_forgery(filing: Filing) -> None:
    code = (await issued(filing))["verification_code"]
    slipped = code[:-1] + ("2" if code[-1] != "2" else "3")

    answers = [await filing.public.post(URL, json=body) for body in ({"code": slipped}, {}, {"sha256": "12"}, {"name": "x"})]

    told = [(answer.status_code, answer.json()["type"].rpartition(":")[2]) for answer in answers]
    assert told == [(422, "code-mistyped"), (422, "nothing-to-verify"), (422, "invalid"), (422, "invalid")]


async def test_a_revoked_document_says_when_and_why(filing: Filing) -> None:
    document = await issued(filing)
    body = {"reason": "surrendered", "note": "申请人交回"}
    await filing.approver.post(f"/v1/case-documents/{document['id']}/revocations", json=body)

    found = await filing.verify(number=document["number"])

    assert (found["finding"], found["revocation_reason"], found["replaced_by"]) == ("revoked", "surrendered", None)
    assert found["revoked_on"]


async def test_a_licence_past_its_day_is_genuine_and_expired(filing: Filing) -> None:
    old = await issued(filing, at=datetime(2020, 3, 14, tzinfo=UTC))

    found = await filing.verify(code=old["verification_code"])

    assert (found["finding"], found["valid_until"], found["is_expired"]) == ("genuine", "2023-03-13", True)


async def test_a_row_that_somebody_changed_is_genuine_no_more(filing: Filing) -> None:
    changes = {"valid_until": "date '2099-01-01'", "title": "'假证'", "sha256": "sha256('x')", "department_name": "'别的局'"}

    found = []
    for column, value in changes.items():
        document = await issued(filing)
        await filing.execute(f"UPDATE case_documents SET {column} = {value} WHERE id = :id", id=UUID(document["id"]))
        found.append((await filing.verify(code=document["verification_code"]))["finding"])

    assert found == ["unknown"] * 4


async def test_verifying_too_often_is_refused_for_a_while(filing: Filing) -> None:
    filing.harness.app.state.verification_throttle = Throttle(Rate(burst=3, per_s=0.01))

    answers = [await filing.public.get(URL, params={"number": f"BJ-{number}"}) for number in range(4)]
    staff = await filing.window.get(URL, params={"number": "BJ-1"})
    other = await filing.public.get(URL, params={"number": "BJ-1"}, headers={CLIENT_HEADER: "another"})

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert (staff.status_code, other.status_code) == (200, 200)

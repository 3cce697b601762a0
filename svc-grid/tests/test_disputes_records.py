"""A dispute's record: what is stored of it, who reads it when, the agreement document, and its erasure."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from dispute_builders import FOLLOWED, MINUTES, NAME, OTHER_NAME, OTHER_PHONE, PHONE, PURPOSE, STATEMENT, Disputes, agreement
from docx import Document
from docx.oxml.ns import qn
from grid_builders import OTHER, Grid

from chassis.audit import verify_chain
from chassis.contact import ContactKeys, ContactUnreadable
from chassis.ids import uuid7
from svc_grid.disputes.errors import RecordErased
from svc_grid.disputes.policy import POLICY
from svc_grid.disputes.records import RecordBox
from svc_grid.disputes.sweeping import erase_once

WORDS = (NAME, OTHER_NAME, PHONE, OTHER_PHONE, STATEMENT, MINUTES, "滴水檐", "三连调解室", "家属已到场")


@pytest.fixture
async def disputes(grid: Grid) -> Disputes:
    return await Disputes(grid).furnish()


async def with_minutes(disputes: Disputes) -> dict[str, Any]:
    """A dispute that was agreed after a session, its document made."""
    dispute = await disputes.brought_to("mediating")
    plan = ("sessions", {"planned_at": "2099-01-01T00:00:00Z", "place": "三连调解室"})
    result = ("sessions/1/results", {"status": "adjourned", "attended": [1], "minutes": MINUTES})
    steps = [plan, result, ("extensions", {"reason": "家属已到场，双方同意"}), agreement()]
    dispute = await disputes.moved(dispute, *steps)
    assert (await disputes.act(dispute, "documents", PURPOSE)).status_code == 201
    return dispute


async def everything_stored(disputes: Disputes) -> bytes:
    """Every row of every table of the service, as text, with what is stored in bytes."""
    async with disputes.harness.sessions() as db:
        listed = "SELECT tablename FROM pg_tables WHERE schemaname = 'grid'"
        names = (await db.execute(sa.text(listed))).scalars().all()
        rows = [(await db.execute(sa.text(f'SELECT * FROM "{name}"'))).all() for name in names]
    cells = (cell for table in rows for row in table for cell in row)
    return b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)


async def test_no_word_of_a_record_and_no_contact_stands_anywhere_in_clear(disputes: Disputes) -> None:
    await with_minutes(disputes)

    stored = await everything_stored(disputes)

    assert "三连".encode() in stored  # the organisation: what is in clear is found by this
    assert [word for word in WORDS if word.encode() in stored] == []
    assert await disputes.rows("SELECT 1 FROM dispute_parties WHERE contact_index IS NOT NULL") == []


async def test_who_works_on_it_reads_it_with_its_parties_masked(disputes: Disputes) -> None:
    dispute = await with_minutes(disputes)

    for client in (disputes.desk, disputes.mediator):
        record = await disputes.record(dispute, client)
        assert record["statement"] == STATEMENT
        assert [(each["masked_name"], each["masked_phone"]) for each in record["parties"]] == [
            ("王**", "138****1234"),
            ("李**", "139****5678"),
        ]
        assert record["sessions"][0]["minutes"] == MINUTES
        assert record["agreement"]["clauses"] == ["李大强修复滴水檐", "双方互谅互让"]
        assert [each["what"] for each in record["obligations"]] == ["修复滴水檐第0段"]
        assert "家属已到场，双方同意" in [each["note"] for each in record["history"]]
    # Those who do not work on it say what for, also while it is open.
    for client in (disputes.keeper, disputes.client("supervisor")):
        assert (await client.get(f"/v1/disputes/{dispute['id']}/record")).status_code == 403
        assert (await disputes.act(dispute, "record-disclosures", PURPOSE, client=client)).status_code == 201


async def test_reading_a_record_costs_the_same_however_long_it_is(disputes: Disputes) -> None:
    short = await disputes.brought_to("agreed")
    long = await disputes.moved(await disputes.brought_to("mediating"), agreement(promises=30))

    async with disputes.harness.counting_statements() as few:
        await disputes.record(short)
    async with disputes.harness.counting_statements() as many:
        await disputes.record(long)

    assert len(few) == len(many) <= 9


async def test_a_contact_is_shown_for_a_purpose_and_every_look_is_written_down(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("mediating")
    asked = {"purpose": "通知调解会", "party_no": 2}

    without = await disputes.act(dispute, "contact-disclosures", {"party_no": 2})
    unknown = await disputes.act(dispute, "contact-disclosures", asked | {"party_no": 3})
    lead = await disputes.act(dispute, "contact-disclosures", asked, client=disputes.client("grid_lead"))
    key = {"idempotency-key": "a-look"}
    shown = [await disputes.act(dispute, "contact-disclosures", asked, headers=key) for _ in range(2)]

    assert [answer.status_code for answer in (without, unknown, lead, *shown)] == [422, 422, 403, 201, 201]
    assert shown[0].json() == {"party_no": 2, "name": OTHER_NAME, "phone": OTHER_PHONE}
    assert shown[0].headers["cache-control"] == "no-store"
    looks = await disputes.audited("dispute-contact-disclosed")
    assert looks == [{"purpose": "通知调解会", "party_no": 2}] * 2


async def test_a_closed_record_is_sealed_to_all_but_its_keepers(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("closed")
    supervisor = disputes.client("supervisor")
    contact = PURPOSE | {"party_no": 1}

    shut = [
        await client.get(f"/v1/disputes/{dispute['id']}/record") for client in (disputes.desk, disputes.mediator, disputes.keeper)
    ]
    shut += [
        await disputes.act(dispute, "contact-disclosures", contact, client=each) for each in (disputes.desk, disputes.mediator)
    ]
    shut += [
        await disputes.act(dispute, "record-disclosures", PURPOSE, client=each) for each in (disputes.desk, disputes.mediator)
    ]
    opened = [await disputes.act(dispute, "record-disclosures", PURPOSE, client=each) for each in (disputes.keeper, supervisor)]
    known = await disputes.act(dispute, "contact-disclosures", contact, client=disputes.keeper)
    aimless = await disputes.act(dispute, "record-disclosures", {"purpose": " "}, client=disputes.keeper)

    assert [answer.status_code for answer in shut] == [403] * 7
    assert shut[0].json()["type"].endswith("record-sealed")
    assert [answer.status_code for answer in (*opened, known, aimless)] == [201, 201, 201, 422]
    assert opened[0].json()["statement"] == STATEMENT
    assert await disputes.audited("dispute-record-disclosed") == [PURPOSE] * 2
    elsewhere = disputes.client("mediation_keeper", territory_code=OTHER)
    assert (await disputes.act(dispute, "record-disclosures", PURPOSE, client=elsewhere)).status_code == 404
    async with disputes.harness.sessions() as db:
        assert await verify_chain(db)


@pytest.mark.parametrize("status", ["not_accepted", "withdrawn"])
async def test_every_end_seals_the_record(disputes: Disputes, status: str) -> None:
    dispute = await disputes.brought_to(status)

    assert (await disputes.desk.get(f"/v1/disputes/{dispute['id']}/record")).status_code == 403


async def test_an_unsealed_record_is_open_for_some_days_and_that_is_logged(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("closed")
    reason = {"reason": "当事人申请核对协议"}

    by_desk = await disputes.act(dispute, "unsealings", reason)
    aimless = await disputes.act(dispute, "unsealings", {"reason": ""}, client=disputes.keeper)
    unsealed = await disputes.act(dispute, "unsealings", reason, client=disputes.keeper)
    record = await disputes.record(dispute)
    rows = await disputes.rows("SELECT unsealed_until - max(at) FROM disputes, dispute_steps GROUP BY unsealed_until")
    sealed = await disputes.act(dispute, "sealings", {}, client=disputes.keeper)
    again = await disputes.desk.get(f"/v1/disputes/{dispute['id']}/record")

    assert [answer.status_code for answer in (by_desk, aimless, unsealed, sealed, again)] == [403, 422, 201, 201, 403]
    assert record["history"][-1]["note"] == reason["reason"]
    assert rows[0][0].days in (POLICY.unsealed_days - 1, POLICY.unsealed_days)
    assert await disputes.audited("dispute-record-unsealed") == [reason]
    await disputes.act(dispute, "unsealings", reason, client=disputes.keeper)
    async with disputes.harness.sessions() as db, db.begin():
        await db.execute(sa.text("UPDATE disputes SET unsealed_until = now() - interval '1 second'"))
    assert (await disputes.desk.get(f"/v1/disputes/{dispute['id']}/record")).status_code == 403


async def test_the_agreement_document_holds_names_clauses_and_signatures_and_is_made_anew_as_a_version(
    disputes: Disputes,
) -> None:
    dispute = await with_minutes(disputes)
    second = await disputes.act(dispute, "documents", {"purpose": "补打"})

    fetched = [await disputes.act(dispute, f"documents/{number}/downloads", PURPOSE) for number in (1, 2, 3)]

    assert second.json()["document_version"] == 2
    assert [answer.status_code for answer in fetched] == [201, 201, 404]
    made = (await disputes.record(dispute))["documents"]
    assert [each["sha256"] for each in made] == [hashlib.sha256(each.content).hexdigest() for each in fetched[:2]]
    assert fetched[0].headers["content-disposition"] == f'attachment; filename="{dispute["number"]}-v1.docx"'
    assert fetched[0].headers["cache-control"] == "no-store"
    paper = Document(BytesIO(fetched[1].content))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    said = ["人民调解协议书", f"编号：{dispute['number']}-XY（第2版）", "1. 李大强修复滴水檐", "2. 双方互谅互让"]
    said += [f"申请人（{NAME}）签名", f"被申请人（{OTHER_NAME}）签名", "调解员签名", "三连人民调解委员会（印章）"]
    assert [words for words in said if words not in text] == []
    assert PHONE not in text
    assert [cell.text for cell in paper.tables[0].rows[1].cells] == ["1", OTHER_NAME, "修复滴水檐第0段", "2099年4月15日"]
    fonts = paper.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "宋体"
    assert [each["document_version"] for each in await disputes.audited("dispute-document-made")] == [1, 2]
    assert [each["document_version"] for each in await disputes.audited("dispute-document-downloaded")] == [1, 2]


async def test_a_document_is_fetched_by_nobody_else(disputes: Disputes) -> None:
    dispute = await with_minutes(disputes)
    steps = (("obligations/1/outcomes", {"outcome": "performed"}), FOLLOWED, ("closures", {}))
    path = "documents/1/downloads"

    before = [
        await disputes.act(dispute, path, PURPOSE, client=disputes.client(each)) for each in ("grid_lead", "analyst", "unit")
    ]
    await disputes.moved(dispute, *steps)
    after = [
        await disputes.act(dispute, path, PURPOSE, client=each) for each in (disputes.desk, disputes.mediator, disputes.keeper)
    ]

    assert [answer.status_code for answer in before] == [403] * 3
    assert [answer.status_code for answer in after] == [403, 403, 201]


async def test_words_that_no_document_can_hold_do_not_keep_it_from_being_made(disputes: Disputes) -> None:
    odd = "\x01\x0b\x1f\ufffe屋檐<滴水>&\r\n第二行"
    parties = [
        {"side": "applicant", "name": "王\x02明", "phone": PHONE},
        {"side": "respondent", "name": "李<强>", "phone": OTHER_PHONE},
    ]
    dispute = await disputes.brought_to("mediating", parties=parties)
    terms = {"facts": odd, "clauses": [odd, "\x01"], "obligations": [{"party_no": 1, "what": odd, "due_on": "2099-01-01"}]}
    dispute = await disputes.moved(dispute, ("agreements", terms))

    made = await disputes.act(dispute, "documents", PURPOSE)
    fetched = await disputes.act(dispute, "documents/1/downloads", PURPOSE)

    assert (made.status_code, fetched.status_code) == (201, 201)
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(fetched.content)).paragraphs)
    assert "屋檐<滴水>&\n第二行" in text
    assert "李<强>" in text


async def test_when_retention_ends_contacts_and_words_are_gone_and_the_bare_facts_stay(disputes: Disputes) -> None:
    dispute = await with_minutes(disputes)
    steps = (("obligations/1/outcomes", {"outcome": "performed"}), FOLLOWED, ("closures", {}))
    await disputes.moved(dispute, *steps)
    open_one = await disputes.brought_to("mediating")

    early = await disputes.swept(erase_once, days=POLICY.kept_days - 1)
    due = await disputes.swept(erase_once, days=POLICY.kept_days + 1)
    again = await disputes.swept(erase_once, days=POLICY.kept_days + 100)

    assert (early, due, again) == (0, 1, 0)
    answers = [
        await disputes.act(dispute, "record-disclosures", PURPOSE, client=disputes.keeper),
        await disputes.act(dispute, "contact-disclosures", PURPOSE | {"party_no": 1}, client=disputes.keeper),
        await disputes.act(dispute, "documents/1/downloads", PURPOSE, client=disputes.keeper),
        await disputes.act(dispute, "unsealings", {"reason": "核对"}, client=disputes.keeper),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert (await disputes.public.get(f"/v1/disputes/{dispute['id']}")).json()["status"] == "closed"
    kept = await disputes.rows(
        "SELECT contact_key, masked_name, masked_phone FROM dispute_parties WHERE dispute_id = :id ORDER BY party_no",
        id=dispute["id"],
    )
    assert [tuple(row) for row in kept] == [(None, None, None)] * 2
    assert (await disputes.record(open_one))["statement"] == STATEMENT
    assert len(await disputes.audited("dispute-record-erased")) == 1


def test_a_record_opens_for_its_dispute_and_place_alone() -> None:
    keys = ContactKeys.parse(ContactKeys.generate())
    one, other = uuid7(), uuid7()
    wrapped, record = RecordBox(keys).begin(one)
    sealed = record.seal("statement", STATEMENT)

    assert RecordBox(keys).open(one, wrapped).read("statement", sealed) == STATEMENT
    with pytest.raises(ContactUnreadable):
        RecordBox(keys).open(other, wrapped)
    with pytest.raises(ContactUnreadable):
        record.read("agreement", sealed)
    with pytest.raises(ContactUnreadable):
        RecordBox(ContactKeys.parse(ContactKeys.generate())).open(one, wrapped)
    with pytest.raises(RecordErased):
        RecordBox(keys).open(one, None)

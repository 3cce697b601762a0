"""Use cases of reading a record, a contact or a document: by whom, what for, and written down where it must be."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from svc_grid.disputes import access, repository
from svc_grid.disputes.errors import NotYourDispute, PartyUnknown, RecordErased, RecordSealed
from svc_grid.disputes.models import (
    Dispute,
    DisputeAgreement,
    DisputeAssignment,
    DisputeDocument,
    DisputeObligation,
    DisputeSession,
    DisputeStep,
    Party,
)
from svc_grid.disputes.records import Boxes, Record
from svc_grid.disputes.schemas import ContactDisclosure, Disclosure
from svc_grid.disputes.service import contact_place
from svc_grid.disputes.steps import open_record
from svc_grid.disputes.views import ContactView, DisputeFacts, RecordView


async def show_record(db: AsyncSession, actor: Principal, dispute_id: UUID, boxes: Boxes) -> RecordView:
    """The record for those who work on it, while it is not sealed; raises NotYourDispute, RecordSealed, RecordErased."""
    dispute = await repository.get(db, actor, dispute_id)
    if not access.works_on(actor, dispute):
        raise NotYourDispute("its keeper and supervisors ask for it with a purpose")
    if access.is_sealed(dispute, clock.now()):
        raise RecordSealed("its keeper and supervisors ask for it with a purpose")
    return await _view(db, dispute, open_record(boxes, dispute))


async def disclose_record(
    db: AsyncSession, actor: Principal, dispute_id: UUID, body: Disclosure, boxes: Boxes
) -> RecordView:  # fmt: skip
    """The record, sealed or not, to a keeper or supervisor for a stated purpose; raises NotYourDispute, RecordErased."""
    dispute = await repository.get(db, actor, dispute_id)
    if not access.keeps(actor, dispute):
        raise NotYourDispute()
    view = await _view(db, dispute, open_record(boxes, dispute))
    await audit.record(db, actor, "dispute-record-disclosed", str(dispute.id), purpose=body.purpose)
    return view


async def disclose_contact(
    db: AsyncSession, actor: Principal, dispute_id: UUID, body: ContactDisclosure, boxes: Boxes
) -> ContactView:  # fmt: skip
    """A party's contact in clear for a stated purpose; every look is written down.

    Raises NotYourDispute, RecordSealed, PartyUnknown, ContactErased.
    """
    dispute = await repository.get(db, actor, dispute_id)
    check_reader(actor, dispute)
    party = await db.get(Party, (dispute.id, body.party_no))
    if party is None or party.sealed_contact is None:
        raise PartyUnknown(party_no=body.party_no)
    contact = boxes.contacts.open(Party.__tablename__, contact_place(dispute.id, party.party_no), party.sealed_contact)
    await audit.record(
        db, actor, "dispute-contact-disclosed", str(dispute.id), party_no=party.party_no, purpose=body.purpose
    )  # fmt: skip
    return ContactView(party_no=party.party_no, name=contact.name, phone=contact.phone)


async def download_document(
    db: AsyncSession, actor: Principal, dispute_id: UUID, number: int, body: Disclosure, boxes: Boxes
) -> tuple[str, bytes]:
    """A file's name and the file, for a stated purpose.

    Raises NotYourDispute, RecordSealed, RecordErased, DocumentUnknown.
    """
    dispute = await repository.get(db, actor, dispute_id)
    check_reader(actor, dispute)
    document, sealed = await repository.get_document(db, dispute.id, number)
    content = open_record(boxes, dispute).read_bytes(f"document|{number}", sealed)
    await audit.record(
        db, actor, "dispute-document-downloaded", str(dispute.id), document_version=number, sha256=document.sha256,
        purpose=body.purpose,
    )  # fmt: skip
    return f"{dispute.number}-v{number}.docx", content


def check_reader(actor: Principal, dispute: Dispute) -> None:
    """Keepers may read at any time; who works on it, while it is not sealed. Raises NotYourDispute, RecordSealed."""
    if access.keeps(actor, dispute):
        return
    if not access.works_on(actor, dispute):
        raise NotYourDispute()
    if access.is_sealed(dispute, clock.now()):
        raise RecordSealed()
    if dispute.erased_at is not None:
        raise RecordErased()


async def _view(db: AsyncSession, dispute: Dispute, record: Record) -> RecordView:
    facts = DisputeFacts.model_validate(dispute).model_dump()
    own = {name: getattr(dispute, name) for name in RecordView.model_fields if name not in facts and hasattr(dispute, name)}
    sessions = await repository.list_parts(db, DisputeSession, dispute.id)
    promised = await repository.list_parts(db, DisputeObligation, dispute.id)
    steps = await repository.list_parts(db, DisputeStep, dispute.id)
    words: dict[str, Any] = {
        "statement": record.read("statement", dispute.statement_sealed),
        "parties": await repository.list_parts(db, Party, dispute.id),
        "assignments": await repository.list_parts(db, DisputeAssignment, dispute.id),
        "sessions": [_session(each, record) for each in sessions],
        "agreement": await find_agreement(db, dispute, record),
        "obligations": [
            _columns(each) | {"what": record.read(f"obligation|{each.obligation_no}", each.what_sealed)} for each in promised
        ],
        "documents": await repository.list_parts(db, DisputeDocument, dispute.id),
        "history": [
            _columns(each) | {"note": each.note_sealed and record.read(f"step|{each.version}", each.note_sealed)}
            for each in steps
        ],
    }
    return RecordView.model_validate(facts | own | words, from_attributes=True)


async def find_agreement(db: AsyncSession, dispute: Dispute, record: Record) -> dict[str, Any] | None:
    """What was agreed, in clear: `agreed_on`, `facts`, `clauses`."""
    agreement = await db.get(DisputeAgreement, dispute.id)
    if agreement is None:
        return None
    return {"agreed_on": agreement.agreed_on} | dict(json.loads(record.read("agreement", agreement.terms_sealed)))


def _session(session: DisputeSession, record: Record) -> dict[str, Any]:
    place = f"session|{session.session_no}"
    minutes = session.minutes_sealed and record.read(f"{place}|minutes", session.minutes_sealed)
    return _columns(session) | {"place": record.read(f"{place}|place", session.place_sealed), "minutes": minutes}


def _columns(row: DisputeSession | DisputeObligation | DisputeStep) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}

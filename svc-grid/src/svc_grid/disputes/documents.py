"""The use case of making the agreement document: names are opened for the making alone, and each making is kept."""

import asyncio
import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.contact import ContactErased
from svc_grid.disputes import repository
from svc_grid.disputes.agreement_paper import Promise, Signatory, Terms, make_paper
from svc_grid.disputes.models import Dispute, DisputeDocument, DisputeObligation, Party
from svc_grid.disputes.reading import check_reader, find_agreement
from svc_grid.disputes.records import Boxes, Record
from svc_grid.disputes.schemas import Disclosure
from svc_grid.disputes.service import contact_place
from svc_grid.disputes.steps import hold, next_status, open_record, take
from svc_grid.disputes.terms import Action
from svc_grid.mediators import service as mediators


async def make_document(
    db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: Disclosure, boxes: Boxes
) -> tuple[Dispute, DisputeDocument]:
    """Make the agreement document anew, as its next version; raises ContactErased."""
    dispute = await hold(db, actor, dispute_id, if_match)
    next_status(dispute, Action.MAKE_DOCUMENT)
    check_reader(actor, dispute)
    record, now = open_record(boxes, dispute), clock.now()
    number = len(await repository.list_parts(db, DisputeDocument, dispute.id)) + 1
    terms = await _terms(db, dispute, record, boxes, number, now)
    content = await asyncio.to_thread(make_paper, terms)
    document = DisputeDocument(
        dispute_id=dispute.id, document_version=number, made_at=now, made_by=actor.subject,
        sha256=hashlib.sha256(content).hexdigest(), size_bytes=len(content),
        content_sealed=record.seal_bytes(f"document|{number}", content),
    )  # fmt: skip
    db.add(document)
    await take(db, actor, dispute, Action.MAKE_DOCUMENT)
    await audit.record(
        db, actor, "dispute-document-made", str(dispute.id), document_version=number, sha256=document.sha256,
        purpose=body.purpose, parties=[party.party_no for party in terms.parties],
    )  # fmt: skip
    return dispute, document


async def _terms(
    db: AsyncSession, dispute: Dispute, record: Record, boxes: Boxes, number: int, now: datetime
) -> Terms:  # fmt: skip
    agreement = await find_agreement(db, dispute, record)
    assert agreement is not None, "a dispute without an agreement has no document"
    promised = await repository.list_parts(db, DisputeObligation, dispute.id)
    parties = await repository.list_parts(db, Party, dispute.id)
    return Terms(
        number=f"{dispute.number}-XY",
        document_version=number,
        kind=dispute.kind.label_zh,
        agreed_on=agreement["agreed_on"],
        made_at=now,
        parties=[Signatory(each.party_no, each.side.label_zh, _name(boxes, each)) for each in parties],
        facts=agreement["facts"],
        clauses=agreement["clauses"],
        promises=[
            Promise(each.party_no, record.read(f"obligation|{each.obligation_no}", each.what_sealed), each.due_on)
            for each in promised
        ],
        body=await mediators.name_of_body(db, dispute.mediator),
    )


def _name(boxes: Boxes, party: Party) -> str:
    if party.sealed_contact is None:
        raise ContactErased()
    place = contact_place(party.dispute_id, party.party_no)
    return boxes.contacts.open(Party.__tablename__, place, party.sealed_contact).name or ""

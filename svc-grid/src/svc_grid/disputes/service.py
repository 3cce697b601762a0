"""Use cases of applying for mediation and of looking at disputes' bare facts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.contact import Contact, SealedContact, mask_name, mask_phone
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from chassis.repeating import REPLAY_REST
from svc_grid import tallies
from svc_grid.cases import service as cases
from svc_grid.cases.errors import CaseUnknown
from svc_grid.disputes import repository
from svc_grid.disputes.errors import CaseUnfit, DisputePlaceUnknown
from svc_grid.disputes.figures import counted, dispute_figures
from svc_grid.disputes.models import CaseRemark, Dispute, Party
from svc_grid.disputes.policy import POLICY
from svc_grid.disputes.records import Boxes
from svc_grid.disputes.repository import Filter
from svc_grid.disputes.schemas import Application, PartyEntry
from svc_grid.disputes.steps import write
from svc_grid.disputes.terms import Action, Status
from svc_grid.organisation import service as organisation
from svc_grid.working_time import until

DISPUTE_CLASS = "community.dispute"


async def apply(db: AsyncSession, actor: Principal, body: Application, boxes: Boxes) -> Dispute:
    """Take an application down; raises DisputePlaceUnknown, CaseUnfit."""
    if not actor.sees(body.territory_code) or not await organisation.is_territory(db, body.territory_code):
        raise DisputePlaceUnknown(territory_code=body.territory_code)
    if body.case_id is not None:
        await _check_case(db, actor, body.case_id)
    now, dispute_id = clock.now(), uuid7()
    wrapped, record = boxes.records.begin(dispute_id)
    dispute = Dispute(
        id=dispute_id, number=number_for(now, await repository.next_number(db)), version=1, told=0, status=Status.APPLIED,
        kind=body.kind, territory_code="/".join(body.territory_code.split("/")[: POLICY.finest_depth]), case_id=body.case_id,
        applied_by=actor.subject, policy_version=POLICY.version, applied_at=now,
        due_at=await until(db, now, POLICY.accept_limit), is_late=False, extensions=0, is_mediator_free=False,
        obligations=0, performed=0, partly=0, not_performed=0, record_key=wrapped,
        statement_sealed=record.seal("statement", body.statement),
        sweep_after=clock.system_now() + REPLAY_REST if clock.is_replayed() else None,
    )  # fmt: skip
    db.add(dispute)
    await db.flush()
    db.add_all(_party(boxes, dispute_id, number, party) for number, party in enumerate(body.parties, 1))
    await write(db, actor, dispute, Action.APPLY)
    await tallies.note_change(db, dispute_figures, None, counted(dispute))
    return dispute


def number_for(at: datetime, running: int) -> str:
    """The number a person quotes: the day in city time, and a running number with gaps."""
    return f"TJ-{clock.local_day(at):%Y%m%d}-{running:06d}"


def contact_place(dispute_id: UUID, party_no: int) -> str:
    """What a party's contact is sealed for, so that it opens nowhere else."""
    return f"{dispute_id}|{party_no}"


async def get_dispute(db: AsyncSession, actor: Principal, dispute_id: UUID) -> Dispute:
    """Raises DisputeUnknown."""
    return await repository.get(db, actor, dispute_id)


async def list_disputes(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[Sequence[Dispute], str | None]:
    """A page of disputes, the newest first, and where the next begins."""
    return await fetch_page(db, repository.list_disputes(actor, wanted), (Dispute.applied_at, Dispute.id), params)


async def list_case_remarks(db: AsyncSession, actor: Principal, case_id: UUID) -> Sequence[CaseRemark]:
    """What was remarked on a case from outside; raises CaseUnknown."""
    await cases.get_case(db, actor, case_id)
    return await repository.list_remarks(db, case_id)


async def remark_on_case(db: AsyncSession, actor: Principal, dispute: Dispute) -> None:
    """Tell the dispute's case, if it has one, what it has come to; the case's own steps are its handlers'."""
    if dispute.case_id is not None:
        remark = f"纠纷 {dispute.number} {dispute.status.label_zh}"
        db.add(CaseRemark(id=uuid7(), case_id=dispute.case_id, at=clock.now(), actor=actor.subject, remark=remark))
        await db.flush()


async def _check_case(db: AsyncSession, actor: Principal, case_id: UUID) -> None:
    try:
        case = await cases.get_case(db, actor, case_id)
    except CaseUnknown:
        raise CaseUnfit(case_id=str(case_id)) from None
    if case.class_code != DISPUTE_CLASS:
        raise CaseUnfit(f"the case is of {case.class_code}", case_id=str(case_id))


def _party(boxes: Boxes, dispute_id: UUID, party_no: int, entry: PartyEntry) -> Party:
    sealed = boxes.contacts.seal(
        Party.__tablename__, contact_place(dispute_id, party_no), Contact(entry.name, entry.phone)
    )  # fmt: skip
    party = Party(
        dispute_id=dispute_id, party_no=party_no, side=entry.side, masked_name=mask_name(entry.name),
        masked_phone=mask_phone(entry.phone),
    )  # fmt: skip
    # Without its index nobody can look for a person among the disputes.
    party.sealed_contact = SealedContact(sealed.contact_key, sealed.contact_cipher, None)
    return party

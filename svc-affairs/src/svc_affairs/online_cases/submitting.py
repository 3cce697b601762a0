"""The use case of an application: checked against its item, numbered, its contacts sealed, its steps laid out."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.contact import Contact
from chassis.ids import uuid7
from contracts.roles import Role
from svc_affairs.case_materials import service as materials
from svc_affairs.centres import service as centres
from svc_affairs.centres.models import Centre
from svc_affairs.directory import service as directory
from svc_affairs.items import service as items
from svc_affairs.items.models import Item
from svc_affairs.online_cases import repository, tasks
from svc_affairs.online_cases.checking import check_claim
from svc_affairs.online_cases.errors import (
    ApplicantNotAllowed,
    CentreNeeded,
    ChannelNotOpen,
    ExternalNumberTaken,
    NotYourCentre,
    PlaceUnknown,
)
from svc_affairs.online_cases.models import CaseContact, OnlineCase
from svc_affairs.online_cases.policy import POLICY
from svc_affairs.online_cases.schemas import CaseSubmission
from svc_affairs.online_cases.sealing import APPLICANT, Seals, seal_agent, seal_applicant
from svc_affairs.online_cases.steps import record
from svc_affairs.online_cases.terms import Action, Channel, Status

# Who may bring a case in that way; what is not here is open to everybody.
_STAFF_CHANNELS = {Channel.HALL: Role.WINDOW, Channel.POST: Role.WINDOW, Channel.CENTRE: Role.CENTRE}


@dataclass(frozen=True)
class Submitted:
    """A new case, and what is told of it once: its query code, and the open cases it may repeat."""

    case: OnlineCase
    query_code: str
    likely_duplicates: tuple[str, ...]


async def submit_case(
    db: AsyncSession, actor: Principal, body: CaseSubmission, seals: Seals, *, package_application_id: UUID | None = None
) -> Submitted:
    """Take an application down; at a window and online it is the same case.

    Raises ItemUnknown, ItemNotInForce, ChannelNotOpen, ApplicantNotAllowed, PlaceUnknown, CentreNeeded, NotYourCentre,
    CentreUnknown, CentreTakesNoCases, ItemNotClaimed, ExternalNumberTaken.
    """
    item = await items.in_force(db, body.item_code)
    _check_channel(actor, body, item)
    if body.applicant.kind not in item.applicant_kinds:
        raise ApplicantNotAllowed(kind=str(body.applicant.kind), allowed=[*item.applicant_kinds])
    centre = await _centre(db, actor, body)
    if centre is not None and body.external_no is not None:
        await _check_external(db, centre.code, body.external_no)
    territory_code = await _place(db, actor, body) or (centre.territory_code if centre else None)
    case = _begun(item, body, await repository.next_number(db))
    case.centre_code, case.territory_code = centre.code if centre else None, territory_code
    case.package_application_id = package_application_id
    code = seals.codes.draw()
    case.query_code_hash = seals.codes.digest(case.id, code)
    duplicates = await _duplicates(db, body, seals)
    case.is_likely_duplicate = bool(duplicates)
    await _keep(db, actor, case, item, body, seals)
    seen = await repository.visible_numbers(db, actor, duplicates) if duplicates and actor.kind != "public" else ()
    return Submitted(case, code, tuple(seen))


async def is_same(db: AsyncSession, case: OnlineCase, body: CaseSubmission, seals: Seals) -> bool:
    """Whether a case is of this application's item and applicant; whose contact is erased, is not told apart any more."""
    applicant = body.applicant
    if (case.item_code, case.applicant_kind, case.uscc) != (body.item_code, applicant.kind, applicant.uscc):
        return False
    contact = await db.get(CaseContact, (case.id, APPLICANT))
    known = contact.contact_index if contact is not None else None
    return case.uscc is not None or known is None or known == seals.box.blind_index(applicant.phone)


def number_for(case: OnlineCase, running: int) -> str:
    """The number a person quotes: the day in city time, and a running number with gaps."""
    return f"BJ-{clock.local_day(case.submitted_at):%Y%m%d}-{running:06d}"


def _check_channel(actor: Principal, body: CaseSubmission, item: Item) -> None:
    role = _STAFF_CHANNELS.get(body.channel)
    if role is not None and not actor.has(role):
        raise ChannelNotOpen("only staff brings a case in this way", channel=str(body.channel))
    # That a centre may take it in is said by its claim and not by the item's channels.
    if body.channel is not Channel.CENTRE and str(body.channel) not in item.channels:
        raise ChannelNotOpen(channel=str(body.channel), open=[*item.channels])
    if body.channel is not Channel.CENTRE and (body.centre_code is not None or body.external_no is not None):
        raise ChannelNotOpen("a centre's case comes in through the channel of the centres", channel=str(body.channel))


async def _centre(db: AsyncSession, actor: Principal, body: CaseSubmission) -> Centre | None:
    """The centre that takes it in: the one named, or the clerk's own."""
    if body.channel is not Channel.CENTRE:
        return None
    code = body.centre_code
    if code is None:
        own = await centres.centre_of(db, actor)
        if own is None:
            raise CentreNeeded()
        code = own.code
    centre = await centres.centre_taking_cases(db, code)
    if not centres.is_own(actor, centre):
        raise NotYourCentre(centre_code=code)
    await check_claim(db, body.item_code, code)
    return centre


async def _check_external(db: AsyncSession, centre_code: str, external_no: str) -> None:
    known = await repository.find_external(db, centre_code, external_no)
    if known is not None:
        raise ExternalNumberTaken(case_id=str(known.id), number=known.number)


async def _place(db: AsyncSession, actor: Principal, body: CaseSubmission) -> str | None:
    """Where it belongs: the place named, or else the clerk's own."""
    if body.territory_code is None:
        return actor.territory_code
    is_known = await directory.known_territories(db, [body.territory_code])
    if not is_known or not actor.sees(body.territory_code):
        raise PlaceUnknown(territory_code=body.territory_code)
    return body.territory_code


def _begun(item: Item, body: CaseSubmission, running: int) -> OnlineCase:
    case = OnlineCase(
        id=uuid7(), version=1, status=Status.SUBMITTED, submitted_at=clock.now(), item_id=item.id, item_code=item.code,
        item_version=item.version, item_name=item.name, case_type=item.case_type, department_code=item.department_code,
        department_codes=tasks.departments_of(item), promised_days=item.promised_days, statutory_days=item.statutory_days,
        channel=body.channel, window_code=body.window_code, external_no=body.external_no, subject=body.subject,
        applicant_kind=body.applicant.kind, company_name=body.applicant.company_name, uscc=body.applicant.uscc,
        policy_version=POLICY.version, **_UNTOUCHED,
    )  # fmt: skip
    case.number = number_for(case, running)
    return case


async def _duplicates(db: AsyncSession, body: CaseSubmission, seals: Seals) -> list[UUID]:
    """Open cases of the same applicant for the same item; told as a fact about this case, and never as a list of somebody's."""
    index = None if body.applicant.uscc else seals.box.blind_index(body.applicant.phone)
    return [case.id for case in await repository.open_of_applicant(db, body.item_code, body.applicant.uscc, index)]


async def _keep(
    db: AsyncSession, actor: Principal, case: OnlineCase, item: Item, body: CaseSubmission, seals: Seals
) -> None:  # fmt: skip
    contacts = [seal_applicant(seals.box, case, Contact(body.applicant.name, body.applicant.phone))]
    if body.agent is not None:
        contacts.append(seal_agent(seals.box, case, Contact(body.agent.name, body.agent.phone)))
    db.add(case)
    await record(db, actor, case, Action.SUBMIT, None)
    db.add_all([*contacts, *tasks.laid_out(case, item)])
    await materials.lay_out(db, case, item)
    await db.flush()


# What a row's defaults would set only once it is written; the clock reads it before.
_UNTOUCHED: dict[str, Any] = {
    "clock_turns": [], "supplement_asked": [], "extension_days": 0, "special_days": 0, "has_agent": False,
    "is_due_provisional": False, "is_likely_duplicate": False,
    **dict.fromkeys(
        (
            "accepted_at", "ready_at", "decided_at", "delivered_at", "closed_at", "due_at", "statutory_due_at", "overdue_at",
            "undelivered_at", "wait_until", "erase_at", "erased_at", "supplement_asked_at", "supplemented_at", "result",
            "refusal_reason", "denial_reason", "delivery_way",
        )
    ),
}  # fmt: skip

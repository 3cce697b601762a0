"""The use case of applications: checked against their items, numbered, their contacts sealed, their steps laid out."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.contact import Contact
from chassis.errors import Problem
from chassis.ids import uuid7
from svc_affairs.base import table_of
from svc_affairs.case_materials import service as materials
from svc_affairs.items.models import Item
from svc_affairs.online_cases import repository, tasks
from svc_affairs.online_cases.admitting import Admitted, Readings, admit
from svc_affairs.online_cases.errors import ExternalNumberTaken
from svc_affairs.online_cases.models import CaseContact, CaseTask, OnlineCase
from svc_affairs.online_cases.policy import POLICY
from svc_affairs.online_cases.repository import Applied
from svc_affairs.online_cases.schemas import CaseSubmission
from svc_affairs.online_cases.sealing import APPLICANT, Seals, seal_agent, seal_applicant
from svc_affairs.online_cases.steps import Step, settle, write_down
from svc_affairs.online_cases.terms import Action, Status


@dataclass(frozen=True)
class Submitted:
    """A new case, and what is told of it once: its query code, and the open cases it may repeat."""

    case: OnlineCase
    query_code: str
    likely_duplicates: tuple[str, ...]


class Intake(NamedTuple):
    """An application, and what came on paper with it; one that is `to_be_accepted` is taken down only if it lacks nothing.

    `check` raises what else keeps a case of its item from being taken down.
    """

    body: CaseSubmission
    brought: Sequence[str] = ()
    to_be_accepted: bool = False
    check: Callable[[Item], None] | None = None


class _Begun(NamedTuple):
    case: OnlineCase
    admitted: Admitted
    query_code: str
    contacts: list[CaseContact]
    duplicates: list[UUID]


async def submit_case(
    db: AsyncSession, actor: Principal, body: CaseSubmission, seals: Seals, *, package_application_id: UUID | None = None
) -> Submitted:
    """Take an application down; at a window and online it is the same case.

    Raises ItemUnknown, ItemNotInForce, ChannelNotOpen, ApplicantNotAllowed, PlaceUnknown, CentreNeeded, NotYourCentre,
    CentreUnknown, CentreTakesNoCases, ItemNotClaimed, ExternalNumberTaken.
    """
    [done] = await submit_all(db, actor, [Intake(body)], seals, package_application_id=package_application_id)
    if isinstance(done, Problem):
        raise done
    return done


async def submit_all(
    db: AsyncSession, actor: Principal, intakes: Sequence[Intake], seals: Seals, *, package_application_id: UUID | None = None,
    query_code: str | None = None,
) -> list[Submitted | Problem]:  # fmt: skip
    """Take applications down in as many statements as one would take; in the place of one that is refused stands why.

    With `query_code` that one opens all of them, else each gets its own.

    All checks come before anything is written, so what is refused leaves nothing behind and needs no savepoint.
    """
    outcomes: list[Any] = [None] * len(intakes)
    admitted: dict[int, Admitted] = {}
    readings = await Readings.of(db, actor, [each.body for each in intakes])
    for place, intake in enumerate(intakes):
        try:
            if intake.check is not None:
                intake.check(await readings.item(intake.body.item_code))
            admitted[place] = await admit(readings, intake.body, intake.brought, to_be_accepted=intake.to_be_accepted)
        except Problem as refusal:
            outcomes[place] = refusal
    begun = await _begin(db, admitted.values(), seals, package_application_id, query_code)
    await _write(db, actor, begun)
    open_before = {each for one in begun for each in one.duplicates}
    numbers = await repository.visible_numbers(db, actor, open_before) if open_before and actor.kind != "public" else {}
    for place, one in zip(admitted, begun, strict=True):
        seen = sorted(numbers[each] for each in one.duplicates if each in numbers)
        outcomes[place] = Submitted(one.case, one.query_code, tuple(seen)) if one.case in db else _taken(one.case)
    return outcomes


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


def _taken(case: OnlineCase) -> ExternalNumberTaken:
    return ExternalNumberTaken("another request has just taken it", external_no=case.external_no)


async def _begin(
    db: AsyncSession, admitted: Collection[Admitted], seals: Seals, package_application_id: UUID | None, query_code: str | None
) -> list[_Begun]:  # fmt: skip
    """The cases with their numbers, codes and sealed contacts; which of them repeat an open one, or one another."""
    running = await repository.next_numbers(db, len(admitted)) if admitted else []
    begun = []
    for each, number in zip(admitted, running, strict=True):
        case = _case(each, number)
        case.package_application_id = package_application_id
        code = query_code or seals.codes.draw()
        case.query_code_hash = seals.codes.digest(case.id, code)
        begun.append(_Begun(case, each, code, _sealed(seals, case, each.body), []))
    earlier = await repository.open_of_applicants(db, {_applied(one) for one in begun})
    for one in begun:
        same = earlier.setdefault(_applied(one), [])
        one.duplicates.extend(same)
        one.case.is_likely_duplicate = bool(same)
        same.append(one.case.id)
    return begun


def _applied(begun: _Begun) -> Applied:
    """By what the same applicant for the same item is seen; told as a fact about a case, and never as a list of somebody's."""
    uscc = begun.case.uscc
    index = next(each.contact_index for each in begun.contacts if each.part == APPLICANT)
    return Applied(begun.case.item_code, uscc, None if uscc else index)


def _sealed(seals: Seals, case: OnlineCase, body: CaseSubmission) -> list[CaseContact]:
    contacts = [seal_applicant(seals.box, case, Contact(body.applicant.name, body.applicant.phone))]
    if body.agent is not None:
        contacts.append(seal_agent(seals.box, case, Contact(body.agent.name, body.agent.phone)))
    return contacts


def _case(admitted: Admitted, running: int) -> OnlineCase:
    body, item, centre = admitted.body, admitted.item, admitted.centre
    case = OnlineCase(
        id=uuid7(), version=1, status=Status.SUBMITTED, submitted_at=clock.now(), item_id=item.id, item_code=item.code,
        item_version=item.version, item_name=item.name, case_type=item.case_type, department_code=item.department_code,
        department_codes=tasks.departments_of(item), promised_days=item.promised_days, statutory_days=item.statutory_days,
        channel=body.channel, window_code=body.window_code, external_no=body.external_no, subject=body.subject,
        centre_code=centre.code if centre else None, territory_code=admitted.territory_code,
        applicant_kind=body.applicant.kind, company_name=body.applicant.company_name, uscc=body.applicant.uscc,
        policy_version=POLICY.version, **_untouched(),
    )  # fmt: skip
    case.number = number_for(case, running)
    return case


async def _write(db: AsyncSession, actor: Principal, begun: Sequence[_Begun]) -> None:
    """The cases, and of those that were written all their parts; those are in the session then."""
    taken = [(Step(one.case, Action.SUBMIT), None) for one in begun]
    await settle(db, taken)
    if begun:
        await repository.enter(db, [one.case for one in begun])
    there = [one for one in begun if one.case in db]
    await write_down(db, actor, [each for each in taken if each[0].case in db])
    parts = [part for one in there for part in (*one.contacts, *tasks.laid_out(one.case, one.admitted.item))]
    for table in (CaseContact, CaseTask):
        rows = [
            {column.key: getattr(part, column.key) for column in table_of(table).columns}
            for part in parts
            if isinstance(part, table)
        ]
        if rows:
            await db.execute(insert(table_of(table)), rows)
    await materials.lay_out(db, [(one.case, one.admitted.item, one.admitted.brought) for one in there], actor.subject)


def _untouched() -> dict[str, Any]:
    """What a row's defaults would set only once it is written; the clock reads it before."""
    lists: dict[str, Any] = {"clock_turns": [], "supplement_asked": []}
    return lists | _UNTOUCHED


_UNTOUCHED: dict[str, Any] = {
    "extension_days": 0, "special_days": 0, "has_agent": False, "is_due_provisional": False, "is_likely_duplicate": False,
    **dict.fromkeys(
        (
            "accepted_at", "ready_at", "decided_at", "delivered_at", "closed_at", "due_at", "statutory_due_at", "overdue_at",
            "undelivered_at", "wait_until", "erase_at", "erased_at", "supplement_asked_at", "supplemented_at", "result",
            "refusal_reason", "denial_reason", "delivery_way", "calendar_version", "decided_by", "result_text", "appeal_text",
            "tracking_no", "wake_at", "sweep_after", "clock_from", "agent_masked_name", "agent_masked_phone",
        )
    ),
}  # fmt: skip

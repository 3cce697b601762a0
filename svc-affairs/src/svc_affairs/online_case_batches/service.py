"""The use case of a batch: its entries are checked first, and what may be done is written in as few statements as one would take.

So a bad entry undoes none of the others, without a savepoint for each.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.errors import Problem
from contracts.roles import Role
from svc_affairs.items.models import Item
from svc_affairs.items.terms import CaseType
from svc_affairs.online_case_batches.errors import NamedTwice, NotDecidedAtOnce
from svc_affairs.online_case_batches.schemas import BatchEntry, Unreadable
from svc_affairs.online_cases import accepting, reviewing
from svc_affairs.online_cases import service as cases
from svc_affairs.online_cases.errors import CaseUnknown, NotYourDecision
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.repository import COUNTER
from svc_affairs.online_cases.schemas import Note
from svc_affairs.online_cases.sealing import Seals
from svc_affairs.online_cases.submitting import Intake, Submitted

Outcome = Submitted | OnlineCase | Problem


class _Named(NamedTuple):
    """An entry that names a case, at its place in the batch."""

    place: int
    entry: BatchEntry


async def handle_batch(
    db: AsyncSession, actor: Principal, entries: Sequence[BatchEntry | Unreadable], seals: Seals
) -> list[Outcome]:
    """For each entry its new case, the case that was accepted, or why neither came of it."""
    outcomes: dict[int, Outcome] = {}
    new: list[_Named] = []
    named: list[_Named] = []
    for place, entry in enumerate(entries):
        if isinstance(entry, Unreadable):
            outcomes[place] = entry.problem
        else:
            (named if entry.application is None else new).append(_Named(place, entry))
    # Cases that are there are locked before anything is written, so that two batches wait for each other in one order.
    outcomes |= await _accept(db, actor, named)
    outcomes |= await _take_in(db, actor, new, seals)
    return [outcomes[place] for place in range(len(entries))]


async def _accept(db: AsyncSession, actor: Principal, named: Sequence[_Named]) -> dict[int, Outcome]:
    """Accept cases that are there, each that the actor sees, and in the version that was looked at."""
    if not named:
        return {}
    ids = {each.entry.case_id for each in named if each.entry.case_id is not None}
    numbers = {each.entry.number for each in named if each.entry.number is not None}
    held = await cases.hold_all(db, actor, ids, numbers, COUNTER)
    by_name: dict[UUID | str | None, OnlineCase] = {case.id: case for case in held} | {case.number: case for case in held}
    outcomes: dict[int, Outcome] = {}
    looked_at: dict[UUID, _Named] = {}
    for each in named:
        case = by_name.get(each.entry.case_id or each.entry.number)
        if case is None:
            outcomes[each.place] = CaseUnknown()
        elif case.id in looked_at:
            outcomes[each.place] = NamedTwice(case_id=str(case.id))
        else:
            looked_at[case.id] = each
            outcomes[each.place] = case
    versions = {case.id: looked_at[case.id].entry.version for case in held if case.id in looked_at}
    refused = await cases.catch_up_all(db, held, versions)
    decided = [case for case in held if case.id in looked_at and looked_at[case.id].entry.decision is not None]
    refused |= await _check_decisions(db, actor, [case for case in decided if case.id not in refused])
    fit = [(case, Note(note=looked_at[case.id].entry.note)) for case in held if case.id not in refused]
    refused |= await accepting.accept_all(db, actor, fit)
    for case in decided:
        if case.id not in refused:
            await _decide(db, actor, case, looked_at[case.id].entry)
    return outcomes | {looked_at[case_id].place: problem for case_id, problem in refused.items()}


async def _take_in(db: AsyncSession, actor: Principal, new: Sequence[_Named], seals: Seals) -> dict[int, Outcome]:
    """Take applications down; those that are to be accepted at once are, or they are not taken down."""
    if not new:
        return {}
    intakes = [
        Intake(entry.application, entry.brought, entry.is_accepted, _decision_check(actor, entry))
        for _, entry in new if entry.application is not None
    ]  # fmt: skip
    done = await cases.submit_all(db, actor, intakes, seals)
    outcomes: dict[int, Outcome] = {each.place: outcome for each, outcome in zip(new, done, strict=True)}
    at_once = [
        (outcome.case, Note(note=each.entry.note))
        for each, outcome in zip(new, done, strict=True)
        if each.entry.is_accepted and isinstance(outcome, Submitted)
    ]  # fmt: skip
    for refusal in (await accepting.accept_all(db, actor, at_once)).values():
        raise refusal  # it was admitted as one that lacks nothing, so all of the batch is given up
    for each, outcome in zip(new, done, strict=True):
        if isinstance(outcome, Submitted):
            await _decide(db, actor, outcome.case, each.entry)
    return outcomes


def _decision_check(actor: Principal, entry: BatchEntry) -> Callable[[Item], None] | None:
    """What an item is asked before a case of it is taken in that is to be decided at once."""
    if entry.decision is None:
        return None
    return lambda item: _check_decision(actor, item.department_code, item.case_type, has_steps=bool(item.steps))


async def _check_decisions(db: AsyncSession, actor: Principal, decided: Sequence[OnlineCase]) -> dict[UUID, Problem]:
    """The same of cases that are there."""
    refused: dict[UUID, Problem] = {}
    with_steps = await cases.with_named_steps(db, [case.id for case in decided])
    for case in decided:
        try:
            _check_decision(actor, case.department_code, case.case_type, has_steps=case.id in with_steps)
        except Problem as problem:
            refused[case.id] = problem
    return refused


def _check_decision(actor: Principal, department_code: str, case_type: CaseType, *, has_steps: bool) -> None:
    """Raises NotYourDecision, NotDecidedAtOnce."""
    if not actor.has(Role.APPROVER) or not reviewing.decides(actor, department_code):
        raise NotYourDecision(department_code=department_code)
    if case_type is not CaseType.INSTANT or has_steps:
        raise NotDecidedAtOnce(case_type=str(case_type))


async def _decide(db: AsyncSession, actor: Principal, case: OnlineCase, entry: BatchEntry) -> None:
    """As a single decision is made; its documents cost more than all else, and are made one by one."""
    if entry.decision is not None:
        await reviewing.decide(db, actor, case, entry.decision)

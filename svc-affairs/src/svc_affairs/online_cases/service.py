"""Use cases of online cases, and what other slices ask of them.

What is done with a case is one function on a locked case (accepting, reviewing, special, delivering), so that it can be
done to many within one transaction; here it is found, locked, and time is let pass for it first.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit
from chassis.auth import Principal
from chassis.contact import Contact, ContactErased
from chassis.errors import Problem, StaleVersion
from chassis.page import PageRequest, fetch_page
from chassis.routing import check_version
from svc_affairs.online_cases import repository
from svc_affairs.online_cases.access import reach
from svc_affairs.online_cases.errors import CaseUnknown, NoContact
from svc_affairs.online_cases.models import CaseContact, CaseStep, CaseTask, OnlineCase, SpecialProcedure
from svc_affairs.online_cases.passing import catch_up
from svc_affairs.online_cases.repository import COUNTER, Filter, Roles
from svc_affairs.online_cases.sealing import AGENT, APPLICANT, Seals, open_sealed
from svc_affairs.online_cases.submitting import Submitted, is_same, submit_all, submit_case

__all__ = [
    "Submitted", "act", "act_for_applicant", "catch_up_all", "count_open_at", "disclose_contact", "find_by_code",
    "find_external", "get_case", "get_history", "get_procedures", "get_tasks", "hold", "hold_all", "is_same", "list_cases",
    "reach", "steps_of", "submit_all", "submit_case", "with_named_steps",
]  # fmt: skip

Act = Callable[[AsyncSession, Principal, OnlineCase], Awaitable[None]]


async def hold(
    db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, acting: Roles = repository.ANY_ROLE
) -> OnlineCase:
    """Lock the case for this transaction, and let time pass for it; raises CaseUnknown, StaleVersion."""
    case = await repository.get(db, actor, case_id, for_update=True, acting=acting)
    check_version(if_match, case.version)
    await catch_up(db, case)
    return case


async def hold_all(
    db: AsyncSession, actor: Principal, ids: Collection[UUID], numbers: Collection[str], acting: Roles
) -> Sequence[OnlineCase]:
    """Lock those of the cases that the actor sees; time is let pass for them by `catch_up_all`."""
    return await repository.hold_all(db, actor, ids, numbers, acting)


async def catch_up_all(
    db: AsyncSession, cases: Sequence[OnlineCase], versions: Mapping[UUID, int | None]
) -> dict[UUID, Problem]:  # fmt: skip
    """Let time pass for cases just locked, but for those that are in another version than is said; those are told."""
    stale: dict[UUID, Problem] = {}
    for case in cases:
        try:
            check_version(versions.get(case.id), case.version)
        except StaleVersion as problem:
            stale[case.id] = problem
        else:
            await catch_up(db, case)
    return stale


async def with_named_steps(db: AsyncSession, case_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the cases whose item names steps for their review."""
    tasks = await repository.list_tasks_of(db, case_ids) if case_ids else ()
    return {task.case_id for task in tasks if not task.is_implied}


async def act(
    db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, acting: Roles, do: Act
) -> OnlineCase:  # fmt: skip
    """Hold the case as one of `acting`, and `do` something with it; raises as `hold` does, and as `do`."""
    case = await hold(db, actor, case_id, if_match, acting)
    await do(db, actor, case)
    return case


async def act_for_applicant(
    db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, query_code: str | None, seals: Seals, do: Act
) -> OnlineCase:
    """As `act`, for whoever shows the case's query code, or for the counter on the applicant's behalf."""
    await reach(db, actor, case_id, query_code, seals, COUNTER)
    case = await repository.get_any(db, case_id, for_update=True)
    check_version(if_match, case.version)
    await catch_up(db, case)
    await do(db, actor, case)
    return case


async def get_case(db: AsyncSession, actor: Principal, case_id: UUID, *, for_update: bool = False) -> OnlineCase:
    """One case, its row locked if asked; raises CaseUnknown also where the actor may not see it."""
    return await repository.get(db, actor, case_id, for_update=for_update)


async def find_by_code(db: AsyncSession, number: str, query_code: str, seals: Seals) -> OnlineCase:
    """The case of whoever has its number and query code.

    Raises CaseUnknown for either being wrong, after the same time, and Limited after too many that were.
    """
    case = await repository.find_by_number(db, number)
    if not seals.is_opened(case, number, query_code) or case is None:
        raise CaseUnknown()
    return case


async def find_external(db: AsyncSession, centre_code: str, external_no: str) -> OnlineCase | None:
    """The case that a centre knows by a number of its own; whoever asks has to be of that centre."""
    return await repository.find_external(db, centre_code, external_no)


async def count_open_at(db: AsyncSession, item_code: str, centre_code: str) -> int:
    """How many open cases of an item a centre has, whoever asks."""
    return await repository.count_open_at(db, item_code, centre_code)


async def list_cases(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[list[OnlineCase], str | None]:
    """A page of the cases the actor may see, the newest first, and the next cursor."""
    return await fetch_page(db, repository.list_cases(actor, wanted), (OnlineCase.submitted_at, OnlineCase.id), params)


async def get_history(db: AsyncSession, actor: Principal, case_id: UUID) -> Sequence[CaseStep]:
    """Every step of a case, the oldest first; raises CaseUnknown."""
    await repository.get(db, actor, case_id)
    return await repository.list_parts(db, CaseStep, case_id)


async def steps_of(db: AsyncSession, case: OnlineCase) -> Sequence[CaseStep]:
    return await repository.list_parts(db, CaseStep, case.id)


async def get_tasks(db: AsyncSession, actor: Principal, case_id: UUID) -> Sequence[CaseTask]:
    """The steps of a case's review, stage by stage; raises CaseUnknown."""
    await repository.get(db, actor, case_id)
    return await repository.list_tasks(db, case_id)


async def get_procedures(db: AsyncSession, actor: Principal, case_id: UUID) -> Sequence[SpecialProcedure]:
    """A case's special procedures, in order; raises CaseUnknown."""
    await repository.get(db, actor, case_id)
    return await repository.list_parts(db, SpecialProcedure, case_id)


async def disclose_contact(
    db: AsyncSession, actor: Principal, case_id: UUID, *, is_agent: bool, purpose: str, seals: Seals
) -> Contact:  # fmt: skip
    """The applicant's or the agent's contact in clear, for a stated purpose; every look is written down.

    Raises CaseUnknown, NoContact, ContactErased.
    """
    part = AGENT if is_agent else APPLICANT
    case = await repository.get(db, actor, case_id)
    if case.erased_at is not None:
        raise ContactErased()
    row = await db.get(CaseContact, (case.id, part))
    if row is None or row.sealed_contact is None:
        raise NoContact()
    contact = open_sealed(seals.box, row, row.sealed_contact)
    await audit.record(db, actor, "case-contact-disclosed", str(case.id), part=part, purpose=purpose)
    return contact

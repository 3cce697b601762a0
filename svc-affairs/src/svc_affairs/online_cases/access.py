"""Who comes to a case: the staff who see it, and its applicant, who shows its query code."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from chassis import clock
from chassis.auth import Principal
from chassis.errors import Forbidden
from svc_affairs.online_cases import repository
from svc_affairs.online_cases.errors import CaseUnknown
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.passing import catch_up
from svc_affairs.online_cases.repository import Roles
from svc_affairs.online_cases.sealing import Seals


def check_may_ask(actor: Principal, query_code: str | None, acting: Roles) -> None:
    """Raise Forbidden where there is neither a role nor a code, before anything is looked at."""
    if query_code is None and not actor.has(*acting):
        raise Forbidden("the case's query code is needed")


def note_change(case: OnlineCase) -> None:
    """Let those who ask what changed since hear of a held case whose materials or documents did; its version stays."""
    case.changed_at = clock.now()
    flag_modified(case, "changed_at")  # in a replay it may be the very instant of the change before


async def reach(
    db: AsyncSession, actor: Principal, case_id: UUID, query_code: str | None, seals: Seals, acting: Roles, *,
    for_update: bool = False,
) -> OnlineCase:  # fmt: skip
    """The case for its applicant, or for staff who see it as one of `acting`; held, time is let pass for it first.

    Raises Forbidden, CaseUnknown (a wrong code too), Limited (after too many wrong ones).
    """
    check_may_ask(actor, query_code, acting)
    if query_code is None:
        case = await repository.get(db, actor, case_id, for_update=for_update, acting=acting)
    else:
        case = await repository.get_any(db, case_id)
        if not seals.is_opened(case, case.number, query_code):
            raise CaseUnknown()
        if for_update:  # whoever has no code locks nothing
            case = await repository.get_any(db, case_id, for_update=True)
    if for_update:
        await catch_up(db, case)
    return case

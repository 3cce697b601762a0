"""What other slices ask of online cases."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from svc_affairs.online_cases import repository
from svc_affairs.online_cases.models import CaseStep, OnlineCase
from svc_affairs.online_cases.repository import Filter


async def get_case(db: AsyncSession, actor: Principal, case_id: UUID, *, for_update: bool = False) -> OnlineCase:
    """One case, its row locked if asked; raises CaseUnknown also where the actor may not see it."""
    return await repository.get(db, actor, case_id, for_update=for_update)


async def list_cases(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[list[OnlineCase], str | None]:
    """A page of the cases the actor may see, the newest first, and the next cursor."""
    return await fetch_page(db, repository.list_cases(actor, wanted), (OnlineCase.submitted_at, OnlineCase.id), params)


async def get_history(db: AsyncSession, actor: Principal, case_id: UUID) -> Sequence[CaseStep]:
    """Every step of a case, the oldest first; raises CaseUnknown."""
    await repository.get(db, actor, case_id)
    return await repository.list_parts(db, CaseStep, case_id)

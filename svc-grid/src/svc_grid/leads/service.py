"""Use cases of asking who holds a post, and who acts as grid lead."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from svc_grid.leads import places, repository
from svc_grid.leads.errors import CellWithoutLead, PlaceNotFound
from svc_grid.leads.models import Lead, LeadAbsence
from svc_grid.leads.repository import Effective, Filter
from svc_grid.territories.models import Territory


async def lead_of(db: AsyncSession, territory_code: str, at: datetime) -> str | None:
    """The staff account that acts as grid lead of a place at an instant, who stands in counted; none: nobody does."""
    found = await repository.find_effective(db, territory_code, at)
    return None if found is None else found.account


async def need_lead(db: AsyncSession, territory_code: str, at: datetime) -> str:
    """The same where work cannot go on without one; raises CellWithoutLead."""
    account = await lead_of(db, territory_code, at)
    if account is None:
        raise CellWithoutLead(f"nobody leads {territory_code}, nor its community", territory_code=territory_code)
    return account


async def find_effective(db: AsyncSession, actor: Principal, territory_code: str, at: datetime) -> Effective | None:
    """Who acts, with where the post is held and for whom; raises PlaceNotFound."""
    if not actor.sees(territory_code) or territory_code not in await places.levels_of(db, [territory_code]):
        raise PlaceNotFound(territory_code=territory_code)
    return await repository.find_effective(db, territory_code, at)


async def get_lead(db: AsyncSession, actor: Principal, lead_id: UUID) -> tuple[Lead, Sequence[LeadAbsence]]:
    """A tenure with its absences; raises LeadUnknown."""
    lead = await repository.get(db, actor, lead_id)
    return lead, await repository.absences_of(db, [lead.id])


async def list_leads(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[Sequence[Lead], str | None]:
    """A page of tenures by territory, and where the next begins."""
    chosen = repository.list_leads(actor, wanted)
    return await fetch_page(db, chosen, (Lead.territory_code, Lead.id), params, descending=False)


async def list_vacancies(
    db: AsyncSession, actor: Principal, inside: str | None, at: datetime, params: PageRequest
) -> tuple[Sequence[Territory], str | None]:
    """A page of territories without the grid lead they want; raises PlaceNotFound for one not seen."""
    if inside is not None and not actor.sees(inside):
        raise PlaceNotFound(territory_code=inside)
    chosen = repository.list_vacancies(inside or actor.territory_code, at)
    return await fetch_page(db, chosen, (Territory.code,), params, descending=False)

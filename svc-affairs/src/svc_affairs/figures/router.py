"""Path of the figures."""

from typing import Annotated

from chassis import clock
from chassis.routing import Db, Principal, anyone, domain_router
from svc_affairs.claims import service as claims
from svc_affairs.departments import service as departments
from svc_affairs.figures.schemas import AffairsFigures, FiguresView
from svc_affairs.items import service as items

router = domain_router("/v1/affairs/figures", "figures")


@router.get("", summary="Show the figures of government affairs")
async def show_figures(actor: Annotated[Principal, anyone()], db: Db) -> FiguresView:
    """Departments, items in force, in halls and open to centres, and claims of these; counted now."""
    of_items, of_claims = await items.count_in_force(db), await claims.count_claims(db)
    counted = AffairsFigures(
        departments=await departments.count_departments(db),
        items_published=of_items.in_force,
        items_in_halls=of_items.in_halls,
        town_items_available=of_items.open_to_centres,
        town_claims=of_claims.total,
        town_claims_active=of_claims.active,
    )
    return FiguresView(as_of=clock.now(), figures=counted)

"""Path of the organisation's figures."""

from typing import Annotated

from chassis.routing import Db, Principal, anyone, domain_router
from svc_grid.organisation import service
from svc_grid.organisation.schemas import OrganisationFigures

router = domain_router("/v1/grid/organisation-figures", "organisation")

Everybody = Annotated[Principal, anyone()]


@router.get("", summary="Show the organisation in numbers")
async def show_figures(actor: Everybody, db: Db) -> OrganisationFigures:
    """Counted now, keyed as the city publishes them."""
    return await service.count_figures(db)

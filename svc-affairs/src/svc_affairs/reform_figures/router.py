"""Path of the reform figures."""

from typing import Annotated

from chassis.routing import Db, Principal, anyone, domain_router
from svc_affairs.reform_figures import service
from svc_affairs.reform_figures.views import ReformView

router = domain_router("/v1/affairs/reform-figures", "figures")


@router.get("", summary="Show the reform figures 改革成效")
async def show_reform_figures(actor: Annotated[Principal, anyone()], db: Db) -> ReformView:
    """Of the items in force: online, in one visit, days cut, materials cut; of all, and by department."""
    return await service.reform_figures(db)

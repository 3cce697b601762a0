"""Path of the figures."""

from typing import Annotated

from chassis import clock
from chassis.routing import Db, Principal, anyone, domain_router
from svc_affairs.departments import service as departments
from svc_affairs.figures.schemas import AffairsFigures, FiguresView
from svc_affairs.items import service as items

router = domain_router("/v1/affairs/figures", "figures")


@router.get("", summary="Show the figures of government affairs")
async def show_figures(actor: Annotated[Principal, anyone()], db: Db) -> FiguresView:
    """Departments and published items, counted now."""
    counted = {"departments": await departments.count_departments(db), "items_published": await items.count_published(db)}
    return FiguresView(as_of=clock.now(), figures=AffairsFigures(**counted))

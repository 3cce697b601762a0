"""Path that tells how much of the organisation has arrived here."""

from typing import Annotated

from chassis import clock
from chassis.routing import Db, Principal, domain_router, require
from contracts.roles import Role
from svc_affairs.directory import service
from svc_affairs.directory.views import DirectoryView

router = domain_router("/v1/affairs/directory", "directory")

_READERS = (Role.ITEM_EDITOR, Role.CENTRE, Role.SUPERVISOR, Role.ANALYST)


@router.get("", summary="Count the units and territories known here")
async def show_directory(actor: Annotated[Principal, require(*_READERS)], db: Db) -> DirectoryView:
    """The copies follow the grid's events; after an organisation import, wait here until they are complete."""
    units, territories = await service.count(db)
    return DirectoryView(units=units, territories=territories, as_of=clock.now())

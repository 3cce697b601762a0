"""Path that has the whole organisation stated."""

from typing import Annotated

from chassis.routing import Db, Principal, domain_router, require
from contracts.roles import Role
from svc_grid.announcements import service
from svc_grid.announcements.schemas import Announcement, AnnouncementView

router = domain_router("/v1/organisation-announcements", "organisation")

CityKeeper = Annotated[Principal, require(Role.GRID_DESK, unbound=True)]


@router.post("", status_code=201, summary="State the whole organisation 全量发布")
async def announce(body: Announcement, actor: CityKeeper, db: Db) -> AnnouncementView:
    """For a new consumer: events between two markers tell all as it stands; whoever follows from the first misses nothing."""
    return await service.announce(db, actor)

"""Paths for the systems of service centres."""

from typing import Annotated

from fastapi import Query, Response

from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_affairs.centre_syncs import syncing
from svc_affairs.centre_syncs.changes import changes
from svc_affairs.centre_syncs.cursors import LONGEST
from svc_affairs.centre_syncs.errors import CursorOutdated, CursorWrong
from svc_affairs.centre_syncs.schemas import CentreSync
from svc_affairs.centre_syncs.views import CentreChanges, CentreSyncReport
from svc_affairs.centres.errors import CentreUnknown
from svc_affairs.online_cases.errors import CentreNeeded
from svc_affairs.online_cases.schemas import Code

changes_router = domain_router("/v1/centre-changes", "centre integration")
syncs_router = domain_router("/v1/centre-syncs", "centre integration")

OfCentre = Annotated[Principal, require(Role.CENTRE)]
Given = Annotated[str | None, Query(max_length=LONGEST, description="What the last answer gave; none: all there is.")]
Most = Annotated[int, Query(ge=1, le=200, description="At most so many items, claims and cases together.", examples=[100])]
Centre = Annotated[Code | None, Query(description="The centre; absent: the account's own.", examples=["centre-84"])]


@changes_router.get(
    "", summary="Fetch what changed 增量下载", responses=problems(CentreUnknown, CentreNeeded, CursorWrong, CursorOutdated)
)
async def show_changes(
    actor: OfCentre, db: Db, response: Response, cursor: Given = None, limit: Most = 100, centre_code: Centre = None
) -> CentreChanges:
    """The centre's cases and claims, and the items open to it, that changed since the cursor, each at least once."""
    response.headers["Cache-Control"] = "no-store"
    return await changes(db, actor, centre_code, cursor, limit)


@syncs_router.post(
    "", status_code=200, summary="Tell what was done at the centre 批量上报", responses=problems(CentreUnknown, CentreNeeded)
)
async def sync(body: CentreSync, actor: OfCentre, db: Db, response: Response) -> CentreSyncReport:
    """Each entry once, in order; sent again under its key, it is answered as before. One that is refused stops no other."""
    response.headers["Cache-Control"] = "no-store"
    return await syncing.sync(db, actor, body)

"""Paths of duty."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from chassis import clock
from chassis.errors import StaleVersion
from chassis.page import Page
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.accounts import Instant
from svc_grid.duties import rostering, service
from svc_grid.duties.errors import DutyPostInUse, DutyPostTaken, DutyPostUnknown, DutyUnitUnknown, RosterUnsound, TooManyDutyPosts
from svc_grid.duties.models import DutyPost
from svc_grid.duties.schemas import DutyPostEntry, DutyPostPatch, Month, Roster
from svc_grid.duties.views import DutyPostView, DutyView, RosterView

of_unit_router = domain_router("/v1/units/{code}", "duty")
router = domain_router("/v1/duty-posts", "duty")

Reader = Annotated[
    Principal, require(Role.GRID_DESK, Role.GRID_LEAD, Role.UNIT, Role.INSPECTOR, Role.SUPERVISOR, Role.DESK, Role.ANALYST)
]
Keeper = Annotated[Principal, require(Role.GRID_DESK, Role.UNIT)]
MonthPath = Annotated[Month, Path(description="The month, of the city's days.", examples=["2026-01"])]
_HELD = (DutyPostUnknown, StaleVersion)


@of_unit_router.get("/duty", summary="Show who is on duty 当前值班", responses=problems(DutyUnitUnknown))
async def show_duty(
    code: str, actor: Reader, db: Db, at: Annotated[Instant | None, Query(description="The instant; none: now.")] = None
) -> DutyView:
    """Who is on duty in the unit and where to ring; where nobody is, in the nearest unit above it, and it says so."""
    return await service.who_is_on_duty(db, code, at or clock.now())


@of_unit_router.get("/duty-posts", summary="List a unit's duty posts 值班岗", responses=problems(DutyUnitUnknown))
async def list_posts(code: str, actor: Reader, db: Db) -> Page[DutyPostView]:
    """Open posts by name, in one page."""
    return Page(items=[DutyPostView.model_validate(each) for each in await service.list_posts(db, code)], next=None)


@of_unit_router.post(
    "/duty-posts", status_code=201, summary="Open a duty post 设值班岗",
    responses=problems(DutyUnitUnknown, DutyPostTaken, TooManyDutyPosts),
)  # fmt: skip
async def open_post(code: str, body: DutyPostEntry, actor: Keeper, db: Db, response: Response) -> DutyPostView:
    """A unit keeps its own; the grid desk those of its territory."""
    return _shown(await service.open_post(db, actor, code, body), response)


@router.patch("/{post_id}", summary="Change a duty post 修改值班岗", responses=problems(*_HELD, DutyPostTaken))
async def change_post(
    post_id: UUID, body: DutyPostPatch, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> DutyPostView:
    """Another name, or another office line."""
    return _shown(await service.change_post(db, actor, post_id, if_match, body), response)


@router.post(
    "/{post_id}/closures", status_code=201, summary="Close a duty post 撤值班岗", responses=problems(*_HELD, DutyPostInUse)
)
async def close_post(post_id: UUID, actor: Keeper, db: Db, if_match: IfMatch, response: Response) -> DutyPostView:
    """One without shifts to come."""
    return _shown(await service.close_post(db, actor, post_id, if_match), response)


@of_unit_router.get("/duty-rosters/{month}", summary="Show a month's roster 值班表", responses=problems(DutyUnitUnknown))
async def show_roster(code: str, month: MonthPath, actor: Reader, db: Db, response: Response) -> RosterView:
    """The shifts that begin in the month, and where nobody is on duty."""
    return _tagged(await rostering.show(db, code, month), response)


@of_unit_router.put(
    "/duty-rosters/{month}",
    summary="Lay a month's roster down 排班",
    responses=problems(DutyUnitUnknown, StaleVersion, RosterUnsound),
)
async def lay_down_roster(
    code: str, month: MonthPath, body: Roster, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> RosterView:
    """All shifts of the month or, where one has a fault, none; what it leaves uncovered is said and allowed."""
    return _tagged(await rostering.lay_down(db, actor, code, month, if_match, body), response)


def _shown(post: DutyPost, response: Response) -> DutyPostView:
    tag_version(response, post.version)
    return DutyPostView.model_validate(post)


def _tagged(roster: RosterView, response: Response) -> RosterView:
    tag_version(response, roster.version)
    return roster

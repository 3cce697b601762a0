"""Use cases of asking who is on duty, and of keeping duty posts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.routing import check_version
from contracts import grid
from contracts.roles import Role
from svc_grid.duties import events, repository
from svc_grid.duties.errors import DutyPostInUse, DutyPostTaken, DutyPostUnknown, DutyUnitUnknown, TooManyDutyPosts
from svc_grid.duties.models import DutyPost
from svc_grid.duties.policy import POLICY
from svc_grid.duties.schemas import DutyPostEntry, DutyPostPatch
from svc_grid.duties.views import DutyView, ShiftView
from svc_grid.organisation import service as organisation


async def who_is_on_duty(db: AsyncSession, unit_code: str, at: datetime) -> DutyView:
    """Who is on duty in the unit, else in the nearest one above it; raises DutyUnitUnknown."""
    is_there, found = await repository.on_duty(db, unit_code, at)
    if not is_there:
        raise DutyUnitUnknown(unit_code=unit_code)
    answered_by = found[0].unit_code if found else None
    return DutyView(
        unit_code=unit_code,
        at=at,
        answered_by=answered_by,
        is_fallback=answered_by is not None and answered_by != unit_code,
        on_duty=[ShiftView.model_validate(each) for each in found],
    )


async def list_posts(db: AsyncSession, unit_code: str) -> Sequence[DutyPost]:
    """A unit's open duty posts by name; raises DutyUnitUnknown."""
    if not await organisation.is_unit(db, unit_code):
        raise DutyUnitUnknown(unit_code=unit_code)
    return await repository.open_posts(db, unit_code)


async def open_post(db: AsyncSession, actor: Principal, unit_code: str, body: DutyPostEntry) -> DutyPost:
    """One more post to ring; raises DutyUnitUnknown, DutyPostTaken, TooManyDutyPosts."""
    await hold_unit(db, actor, unit_code)
    posts = await repository.open_posts(db, unit_code)
    _refuse_taken(posts, body.name)
    if len(posts) >= POLICY.most_posts:
        raise TooManyDutyPosts(most=POLICY.most_posts)
    post = DutyPost(id=uuid7(), version=1, unit_code=unit_code, closed_at=None, **body.model_dump())
    db.add(post)
    await _tell(db, actor, post, grid.DutyPostOpenedV1, "duty-post-opened")
    return post


async def change_post(db: AsyncSession, actor: Principal, post_id: UUID, if_match: int | None, body: DutyPostPatch) -> DutyPost:
    """Raises DutyPostUnknown, StaleVersion, DutyPostTaken."""
    post = await _hold_post(db, actor, post_id, if_match)
    changes = {name: value for name, value in body.model_dump(exclude_none=True).items() if getattr(post, name) != value}
    if not changes:
        return post
    if "name" in changes:
        _refuse_taken(await repository.open_posts(db, post.unit_code), changes["name"])
    for name, value in changes.items():
        setattr(post, name, value)
    post.version += 1
    await _tell(db, actor, post, grid.DutyPostChangedV1, "duty-post-changed")
    return post


async def close_post(db: AsyncSession, actor: Principal, post_id: UUID, if_match: int | None) -> DutyPost:
    """The post is no more; raises DutyPostUnknown, StaleVersion, DutyPostInUse."""
    post = await _hold_post(db, actor, post_id, if_match)
    now = clock.now()
    if await repository.has_shifts_after(db, post.id, now):
        raise DutyPostInUse(post=post.name)
    post.closed_at = now
    post.version += 1
    await _tell(db, actor, post, grid.DutyPostClosedV1, "duty-post-closed")
    return post


async def hold_unit(db: AsyncSession, actor: Principal, unit_code: str) -> None:
    """Lock the unit's duty for a change; raises DutyUnitUnknown also where it is not the actor's to change."""
    own = actor.unit_code == unit_code and actor.has(Role.UNIT)
    is_kept = own or (actor.has(Role.GRID_DESK) and actor.sees(await organisation.territory_of_unit(db, unit_code)))
    if not is_kept or not await organisation.is_unit(db, unit_code):
        raise DutyUnitUnknown(unit_code=unit_code)
    await repository.lock(db, unit_code)


async def _hold_post(db: AsyncSession, actor: Principal, post_id: UUID, if_match: int | None) -> DutyPost:
    post = await repository.get_post(db, post_id)
    try:
        await hold_unit(db, actor, post.unit_code)
    except DutyUnitUnknown:
        raise DutyPostUnknown() from None
    # Read again: while this waited for the lock, another may have changed it.
    post = await repository.get_post(db, post_id)
    check_version(if_match, post.version)
    return post


def _refuse_taken(posts: Sequence[DutyPost], name: str) -> None:
    if any(each.name == name for each in posts):
        raise DutyPostTaken(post=name)


async def _tell(db: AsyncSession, actor: Principal, post: DutyPost, event: type[events.PostEvent], action: str) -> None:
    await db.flush()
    await outbox.publish(db, events.of_post(event, post), subject=str(post.id), sequence=post.version)
    await audit.record(db, actor, action, str(post.id), unit_code=post.unit_code)

"""Every SELECT of duty."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from svc_grid.duties.errors import DutyPostUnknown
from svc_grid.duties.models import DutyPost, DutyRoster, DutyShift
from svc_grid.duties.policy import POLICY
from svc_grid.units.models import Unit

_SHIFT = (
    DutyPost.unit_code, DutyShift.post_id, DutyPost.name.label("post"), DutyPost.office_line, DutyShift.account, DutyShift.kind,
    DutyShift.from_at, DutyShift.to_at,
)  # fmt: skip


async def lock(db: AsyncSession, unit_code: str) -> None:
    """One change of a unit's duty after the other."""
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"grid.duties/{unit_code}", 0))))


async def get_post(db: AsyncSession, post_id: UUID) -> DutyPost:
    """The duty post, unless it is closed; raises DutyPostUnknown."""
    chosen = select(DutyPost).where(DutyPost.id == post_id).execution_options(populate_existing=True)
    post = (await db.execute(chosen)).scalar_one_or_none()
    if post is None or post.closed_at is not None:
        raise DutyPostUnknown()
    return post


async def open_posts(db: AsyncSession, unit_code: str) -> Sequence[DutyPost]:
    chosen = select(DutyPost).where(DutyPost.unit_code == unit_code, DutyPost.closed_at.is_(None))
    return (await db.execute(chosen.order_by(DutyPost.name))).scalars().all()


async def has_shifts_after(db: AsyncSession, post_id: UUID, at: datetime) -> bool:
    chosen = select(DutyShift.id).where(DutyShift.post_id == post_id, DutyShift.to_at > at).limit(1)
    return (await db.execute(chosen)).scalar_one_or_none() is not None


async def find_roster(db: AsyncSession, unit_code: str, month: str) -> DutyRoster | None:
    return await db.get(DutyRoster, (unit_code, month))


async def shifts_touching(db: AsyncSession, unit_code: str, from_at: datetime, to_at: datetime) -> Sequence[Any]:
    """The unit's shifts that share an instant with [from_at, to_at), by post and time."""
    # No shift is longer than the policy says: so far back an index is read, and no further.
    near = and_(DutyShift.from_at >= from_at - POLICY.longest_shift, DutyShift.from_at < to_at, DutyShift.to_at > from_at)
    chosen = select(*_SHIFT).join(DutyPost).where(DutyPost.unit_code == unit_code, near)
    return (await db.execute(chosen.order_by(DutyPost.name, DutyShift.from_at))).all()


async def on_duty(db: AsyncSession, unit_code: str, at: datetime) -> tuple[bool, Sequence[Any]]:
    """Whether the unit is there, and who is on duty in the nearest unit from it upwards where somebody is."""
    found = (await db.execute(_upwards(unit_code, at))).all()
    nearest = next((row.depth for row in found if row.post_id is not None), None)
    return bool(found), [row for row in found if row.depth == nearest and row.post_id is not None]


def _upwards(unit_code: str, at: datetime) -> Select[Any]:
    """The units from this one up, each with those on duty."""
    own = select(Unit.code, Unit.parent_code, literal(0).label("depth")).where(Unit.code == unit_code)
    chain = own.cte("chain", recursive=True)
    above = aliased(Unit)
    higher = select(above.code, above.parent_code, chain.c.depth + 1).join(chain, above.code == chain.c.parent_code)
    chain = chain.union_all(higher.where(chain.c.depth < POLICY.levels_up))
    is_open = and_(DutyPost.unit_code == chain.c.code, DutyPost.closed_at.is_(None))
    is_now = and_(DutyShift.from_at > at - POLICY.longest_shift, DutyShift.from_at <= at, DutyShift.to_at > at)
    chosen = select(chain.c.depth, *_SHIFT).select_from(chain).outerjoin(DutyPost, is_open)
    chosen = chosen.outerjoin(DutyShift, and_(DutyShift.post_id == DutyPost.id, is_now))
    return chosen.order_by(chain.c.depth, DutyPost.name)

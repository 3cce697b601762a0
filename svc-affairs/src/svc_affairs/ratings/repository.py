"""Every SELECT of the ratings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_affairs.rated_side import READING, Roles, seen_by
from svc_affairs.ratings.errors import RatingUnknown
from svc_affairs.ratings.models import Rating, RatingContact, RatingWords
from svc_affairs.ratings.terms import Level, Occasion, RatingStatus

_BY = ("level", "occasion", "item_code", "department_code", "centre_code", "window_code")


@dataclass(frozen=True)
class Filter:
    """What a list of ratings may be narrowed to; never to a person or a case."""

    level: Level | None = None
    occasion: Occasion | None = None
    item_code: str | None = None
    department_code: str | None = None
    centre_code: str | None = None
    window_code: str | None = None
    rated_from: datetime | None = None
    rated_to: datetime | None = None


def list_given(actor: Principal, wanted: Filter) -> Select[Rating]:
    """The statement of a list of what was rated; the caller pages it."""
    conditions = [Rating.rated_at.is_not(None), seen_by(actor, Rating.department_code, Rating.centre_code)]
    conditions += [getattr(Rating, name) == value for name in _BY if (value := getattr(wanted, name)) is not None]
    if wanted.rated_from is not None:
        conditions.append(Rating.rated_at >= wanted.rated_from)
    if wanted.rated_to is not None:
        conditions.append(Rating.rated_at < wanted.rated_to)
    return select(Rating).where(*conditions)


async def get_given(db: AsyncSession, actor: Principal, rating_id: UUID, acting: Roles = READING) -> Rating:
    """One that was given; raises RatingUnknown also where the principal, so acting, may not see it."""
    seen = seen_by(actor, Rating.department_code, Rating.centre_code, acting)
    chosen = select(Rating).where(Rating.id == rating_id, Rating.rated_at.is_not(None), seen)
    return await _one(db, chosen, False)


async def hold(db: AsyncSession, rating_id: UUID) -> Rating:
    """The rating, its row locked, as it is now; raises RatingUnknown."""
    return await _one(db, select(Rating).where(Rating.id == rating_id), True)


def list_of_case(case_id: UUID) -> Select[Rating]:
    """The statement of a list of a case's visits; the caller pages it."""
    return select(Rating).where(Rating.case_id == case_id)


async def all_of_case(db: AsyncSession, case_id: UUID) -> Sequence[Rating]:
    """Every visit of a case, in order."""
    return (await db.execute(list_of_case(case_id).order_by(Rating.visit_no))).scalars().all()


async def find_by_code(db: AsyncSession, code_hash: bytes) -> Rating | None:
    return (await db.execute(select(Rating).where(Rating.code_hash == code_hash))).scalar_one_or_none()


async def find_visit(db: AsyncSession, case_id: UUID, visit_no: int | None) -> Rating | None:
    """The visit with this number, or the newest."""
    chosen = list_of_case(case_id).order_by(Rating.visit_no.desc()).limit(1)
    if visit_no is not None:
        chosen = chosen.where(Rating.visit_no == visit_no)
    return (await db.execute(chosen)).scalar_one_or_none()


async def hold_lapsed(db: AsyncSession, now: datetime, most: int) -> Sequence[Rating]:
    """Some invitations whose time is over, locked; those that another holds are left to it."""
    sweep_at = func.greatest(Rating.expires_at, Rating.sweep_after)
    due = select(Rating).where(Rating.status == RatingStatus.INVITED, sweep_at <= now).order_by(sweep_at).limit(most)
    return (await db.execute(due.with_for_update(skip_locked=True, key_share=True))).scalars().all()


async def list_words(db: AsyncSession, rating_id: UUID) -> Sequence[RatingWords]:
    """What was written, in the order in which it was."""
    chosen = select(RatingWords).where(RatingWords.rating_id == rating_id).order_by(RatingWords.part)
    return (await db.execute(chosen)).scalars().all()


async def find_contact(db: AsyncSession, rating_id: UUID) -> RatingContact | None:
    return await db.get(RatingContact, rating_id)


async def _one(db: AsyncSession, chosen: Select[Rating], for_update: bool) -> Rating:
    if for_update:
        chosen = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    rating = (await db.execute(chosen)).scalar_one_or_none()
    if rating is None:
        raise RatingUnknown()
    return rating

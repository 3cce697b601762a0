"""Every SELECT of the centres."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import ADMINISTRATOR, Principal
from chassis.paths import within
from contracts.roles import Role
from svc_affairs.centres.models import Centre
from svc_affairs.centres.terms import CentreLevel, CentreStatus
from svc_affairs.directory.service import is_among


@dataclass(frozen=True)
class Filter:
    """What a list of centres may be narrowed to."""

    level: CentreLevel | None = None
    status: CentreStatus | None = None
    unit_code: str | None = None
    territory_code: str | None = None


def list_centres(wanted: Filter) -> Select[Centre]:
    """The statement of a list; the caller pages it."""
    conditions = [
        getattr(Centre, name) == value
        for name in ("level", "status", "unit_code") if (value := getattr(wanted, name)) is not None
    ]  # fmt: skip
    if wanted.territory_code is not None:
        conditions.append(within(Centre.territory_code, wanted.territory_code))
    return select(Centre).where(*conditions)


async def hold(db: AsyncSession, code: str) -> Centre | None:
    """The centre, its row locked."""
    return (await db.execute(select(Centre).where(Centre.code == code).with_for_update(key_share=True))).scalar_one_or_none()


async def hold_all(db: AsyncSession, codes: Iterable[str]) -> dict[str, Centre]:
    """Those of `codes` that are there, their rows locked in order."""
    chosen = select(Centre).where(is_among(Centre.code, codes)).order_by(Centre.code).with_for_update(key_share=True)
    return {each.code: each for each in (await db.execute(chosen)).scalars()}


async def centres_by_unit(db: AsyncSession, unit_codes: Iterable[str]) -> dict[str, str]:
    """The code of each unit's centre."""
    found = await db.execute(select(Centre.unit_code, Centre.code).where(is_among(Centre.unit_code, unit_codes)))
    return {row.unit_code: row.code for row in found}


async def find_of(db: AsyncSession, *conditions: ColumnElement[bool]) -> Centre | None:
    return (await db.execute(select(Centre).where(*conditions).order_by(Centre.code).limit(1))).scalar_one_or_none()


def is_own(actor: Principal) -> ColumnElement[bool]:
    """`rules.acts_for` as a condition."""
    if not actor.has(Role.CENTRE):
        return false()
    mine = [Centre.unit_code == actor.unit_code] if actor.unit_code is not None else []
    if actor.territory_code is not None:
        mine.append(within(Centre.territory_code, actor.territory_code))
    elif ADMINISTRATOR in actor.roles:
        return true()
    return or_(false(), *mine)

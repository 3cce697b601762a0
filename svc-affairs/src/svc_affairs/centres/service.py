"""Use cases of centres: enter, change, look up, and say who acts for which."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from chassis.routing import check_version
from contracts.roles import Role
from svc_affairs.centres import events, repository, rules
from svc_affairs.centres.errors import CentreAlreadyThere, CentreOfUnitTaken, CentreTakesNoCases, CentreUnitUnknown, CentreUnknown
from svc_affairs.centres.models import Centre
from svc_affairs.centres.repository import Filter
from svc_affairs.centres.schemas import CentreEntry, CentrePatch
from svc_affairs.centres.terms import CentreStatus
from svc_affairs.directory import service as directory


async def register_centre(db: AsyncSession, actor: Principal, entry: CentreEntry) -> Centre:
    """Enter one and announce it; raises CentreAlreadyThere, CentreUnitUnknown, CentreOfUnitTaken."""
    await one_at_a_time(db)
    if await db.get(Centre, entry.code) is not None:
        raise CentreAlreadyThere(code=entry.code)
    await _check_unit(db, actor, entry.unit_code)
    now = clock.now()
    centre = Centre(version=1, registered_at=now, changed_at=now, **entry.model_dump(mode="json"))
    db.add(centre)
    await _tell(db, actor, centre, "centre-registered")
    return centre


async def change_centre(db: AsyncSession, actor: Principal, code: str, if_match: int | None, patch: CentrePatch) -> Centre:
    """Change what is named; raises CentreUnknown, StaleVersion, CentreUnitUnknown, CentreOfUnitTaken."""
    if "unit_code" in patch.model_fields_set:
        await one_at_a_time(db)
    centre = await repository.hold(db, code)
    if centre is None or not actor.sees(centre.territory_code):
        raise CentreUnknown(code=code)
    check_version(if_match, centre.version)
    given = patch.model_dump(mode="json", exclude_unset=True)
    changes = {name: value for name, value in given.items() if getattr(centre, name) != value}
    if not changes:
        return centre
    if "unit_code" in changes:
        await _check_unit(db, actor, changes["unit_code"])
    for name, value in changes.items():
        setattr(centre, name, value)
    centre.version, centre.changed_at = centre.version + 1, clock.now()
    await _tell(db, actor, centre, "centre-changed", fields=sorted(changes))
    return centre


async def get_centre(db: AsyncSession, code: str) -> Centre:
    """Raises CentreUnknown."""
    centre = await db.get(Centre, code)
    if centre is None:
        raise CentreUnknown(code=code)
    return centre


async def centre_taking_cases(db: AsyncSession, code: str) -> Centre:
    """For a new case; raises CentreUnknown, CentreTakesNoCases."""
    centre = await get_centre(db, code)
    if not centre.takes_cases:
        raise CentreTakesNoCases(code=code)
    return centre


async def list_centres(db: AsyncSession, wanted: Filter, params: PageRequest) -> tuple[list[Centre], str | None]:
    """A page of the centres by code, and the next cursor."""
    return await fetch_page(db, repository.list_centres(wanted), (Centre.code,), params, descending=False)


async def centre_of(db: AsyncSession, actor: Principal) -> Centre | None:
    """The centre that the principal is at: its unit's, or else the one of just its territory."""
    if not actor.has(Role.CENTRE):
        return None
    found = None
    if actor.unit_code is not None:
        found = await repository.find_of(db, Centre.unit_code == actor.unit_code)
    if found is None and actor.territory_code is not None:
        found = await repository.find_of(db, Centre.territory_code == actor.territory_code)
    return found


def is_own(actor: Principal, centre: Centre) -> bool:
    """Whether the principal acts for the centre: it is its unit's, or lies in its territory."""
    return rules.acts_for(actor, centre.unit_code, centre.territory_code)


def own_codes(actor: Principal) -> Select[str]:
    """For another's statement: the codes of all centres that the principal acts for."""
    return select(Centre.code).where(repository.is_own(actor))


def takes_cases(code: Mapped[str]) -> ColumnElement[bool]:
    """For another's statement: whether the centre of this code takes new cases, as `Centre.takes_cases` has it."""
    is_open = Centre.status == CentreStatus.OPEN
    return select(Centre.code).where(Centre.code == code, is_open, directory.is_living(Centre.unit_code)).exists()


async def centres_among(db: AsyncSession, codes: Iterable[str]) -> dict[str, Centre]:
    """Those of `codes` that are centres, by code."""
    found = await db.execute(select(Centre).where(directory.is_among(Centre.code, codes)))
    return {each.code: each for each in found.scalars()}


async def one_at_a_time(db: AsyncSession) -> None:
    """Until the commit nobody else gives a unit a centre."""
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("affairs.centres", 0))))


async def _check_unit(db: AsyncSession, actor: Principal, unit_code: str) -> None:
    unit = await directory.unit_of(db, unit_code)
    if unit is None or unit.retired_at is not None or not actor.sees(unit.territory_code):
        raise CentreUnitUnknown(unit_code=unit_code)
    if taken := await repository.centres_by_unit(db, [unit_code]):
        raise CentreOfUnitTaken(unit_code=unit_code, centre_code=taken[unit_code])


async def _tell(db: AsyncSession, actor: Principal, centre: Centre, action: str, **details: object) -> None:
    await db.flush()
    await db.refresh(centre)
    await outbox.publish(db, events.of_centre(centre), subject=centre.code, sequence=centre.version)
    await audit.record(db, actor, action, centre.code, **details)

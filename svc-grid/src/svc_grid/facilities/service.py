"""Use cases of facilities: keep them, and find what is near."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, outbox
from chassis.auth import Principal
from chassis.routing import check_version
from contracts.grid import FacilityKind
from svc_grid.facilities import events, repository
from svc_grid.facilities.distance import rings
from svc_grid.facilities.errors import FacilityClosed, FacilityServiceUnknown, FacilityTaken, FacilityUnknown, FacilityUnsound
from svc_grid.facilities.lifecycle import MOVES
from svc_grid.facilities.models import Facility, FacilityService
from svc_grid.facilities.policy import POLICY
from svc_grid.facilities.rows import row_of
from svc_grid.facilities.schemas import FacilityEntry, FacilityPatch, FacilityServiceEntry, Place, columns_of
from svc_grid.facilities.terms import FacilityStatus
from svc_grid.facilities.views import FacilityView, NearbyFacility, as_hours
from svc_grid.organisation import service as organisation


async def get_facility(db: AsyncSession, code: str) -> Facility:
    """Raises FacilityUnknown."""
    found = await db.get(Facility, code)
    if found is None:
        raise FacilityUnknown(code=code)
    return found


async def register(db: AsyncSession, actor: Principal, entry: FacilityEntry) -> Facility:
    """Enter one; raises FacilityTaken, FacilityUnsound."""
    await organisation.lock(db)
    if await db.get(Facility, entry.code) is not None:
        raise FacilityTaken(code=entry.code)
    row = row_of(entry, {})
    await _check(db, actor, row["territory_code"], row["services"])
    facility = Facility(version=1, **row)
    db.add(facility)
    await _tell(db, actor, facility, "facility-registered")
    return facility


async def change(db: AsyncSession, actor: Principal, code: str, if_match: int | None, body: FacilityPatch) -> Facility:
    """Raises FacilityUnknown, StaleVersion, FacilityClosed, FacilityUnsound; nothing happens where nothing would change."""
    await organisation.lock(db)
    facility = await repository.hold(db, code)
    if facility is None or not actor.sees(facility.territory_code):
        raise FacilityUnknown(code=code)
    check_version(if_match, facility.version)
    if not MOVES[facility.status]:
        raise FacilityClosed(code=code)
    changes = {name: value for name, value in columns_of(body).items() if getattr(facility, name) != value}
    if not changes:
        return facility
    added = set(changes.get("services", ())) - set(facility.services)
    await _check(db, actor, changes.get("territory_code", facility.territory_code), added)
    for name, value in changes.items():
        setattr(facility, name, body.status if name == "status" else value)
    facility.version += 1
    await _tell(db, actor, facility, "facility-changed", fields=sorted(changes))
    return facility


async def near(
    db: AsyncSession, place: Place, radius_m: float, kind: FacilityKind | None, service: str | None, at: datetime, limit: int
) -> list[NearbyFacility]:
    """The nearest facilities that are not closed for good, with their distance and whether they are open at the instant."""
    lon, lat = place.wgs84()
    found: Sequence[tuple[Facility, float]] = []
    for ring_m in rings(radius_m, POLICY.first_ring_m, POLICY.ring_factor):
        found = await repository.within_ring(db, lon, lat, ring_m, kind, service, limit)
        if len(found) == limit:
            break
    return [
        NearbyFacility(
            facility=FacilityView.model_validate(each), distance_m=round(distance, 1), is_open=is_open(each, at)
        )
        for each, distance in found
    ]  # fmt: skip


def is_open(facility: Facility, at: datetime) -> bool | None:
    """Whether it is open at an instant; none where its hours are not known."""
    if facility.status is not FacilityStatus.IN_SERVICE:
        return False
    hours = as_hours(facility.hours)
    return None if hours is None else hours.is_open(at)


async def keep_service(
    db: AsyncSession, actor: Principal, code: str, if_match: int | None, body: FacilityServiceEntry
) -> tuple[FacilityService, bool]:
    """Name a service, and whether it is new; one that is retired stays with who offers it. Raises StaleVersion."""
    await organisation.lock(db)
    service = await repository.hold_service(db, code)
    is_new = service is None
    service = service or FacilityService(code=code, version=0, **body.model_dump())
    check_version(if_match, service.version)
    for name, value in body.model_dump().items():
        setattr(service, name, value)
    service.version += 1
    db.add(service)
    await db.flush()
    await audit.record(db, actor, "facility-service-kept", code, is_retired=service.is_retired)
    return service, is_new


async def get_service(db: AsyncSession, code: str) -> FacilityService:
    """Raises FacilityServiceUnknown."""
    found = await db.get(FacilityService, code)
    if found is None:
        raise FacilityServiceUnknown(code=code)
    return found


async def known_services(db: AsyncSession, codes: Collection[str]) -> set[str]:
    """Those of `codes` that can be offered."""
    return await repository.known_services(db, codes) if codes else set()


async def _check(db: AsyncSession, actor: Principal, territory_code: str | None, services: Collection[str]) -> None:
    errors: list[JsonValue] = []
    is_own = actor.sees(territory_code)
    if not is_own or (territory_code is not None and not await organisation.is_territory(db, territory_code)):
        errors.append({"pointer": "/territory_code", "detail": f"no territory {territory_code}"})
    errors += [
        {"pointer": "/services", "detail": f"no service {each}"}
        for each in sorted(set(services) - await known_services(db, services))
    ]
    if errors:
        raise FacilityUnsound(errors=errors)


async def _tell(db: AsyncSession, actor: Principal, facility: Facility, action: str, **details: Any) -> None:
    await db.flush()
    row = {column.key: getattr(facility, column.key) for column in Facility.__table__.columns}
    await outbox.publish(db, events.of_row(row), subject=facility.code, sequence=facility.version)
    await audit.record(db, actor, action, facility.code, **details)

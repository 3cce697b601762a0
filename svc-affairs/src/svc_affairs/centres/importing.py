"""Many centres at once: each row is entered, changed, left or refused by itself; the same again changes nothing."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from svc_affairs.centres import events, repository, service
from svc_affairs.centres.models import Centre
from svc_affairs.centres.schemas import CentreEntry
from svc_affairs.centres.terms import RowFault, RowResult
from svc_affairs.centres.views import CentreImportReport, CentreRowView
from svc_affairs.directory import service as directory


async def import_centres(
    db: AsyncSession, actor: Principal, rows: Sequence[CentreEntry], *, is_dry_run: bool
) -> CentreImportReport:
    """Each row by itself, as `CentreRowView` tells."""
    await service.one_at_a_time(db)
    known = await repository.hold_all(db, (row.code for row in rows))
    judged = await _judge(db, actor, rows, known)
    if not is_dry_run:
        await _store(db, actor, rows, judged, known)
    counted = Counter(result for result, _ in judged)
    told = [
        CentreRowView(index=index, code=row.code, result=result, reason=fault)
        for index, (row, (result, fault)) in enumerate(zip(rows, judged, strict=True))
    ]  # fmt: skip
    return CentreImportReport(**{each.value: counted[each] for each in RowResult}, is_dry_run=is_dry_run, rows=told)


async def _judge(
    db: AsyncSession, actor: Principal, rows: Sequence[CentreEntry], known: dict[str, Centre]
) -> list[tuple[RowResult, RowFault | None]]:
    codes = {row.unit_code for row in rows}
    units = {
        unit.code for unit in await directory.units_of(db, codes) if unit.retired_at is None and actor.sees(unit.territory_code)
    }
    owners = await repository.centres_by_unit(db, codes)
    seen: set[str] = set()
    judged: list[tuple[RowResult, RowFault | None]] = []
    for row in rows:
        fault = _fault(row, known.get(row.code), units, owners, seen)
        seen.add(row.code)
        if fault is None:
            owners[row.unit_code] = row.code
        judged.append((RowResult.REFUSED, fault) if fault else (_result(row, known.get(row.code)), None))
    return judged


def _fault(row: CentreEntry, present: Centre | None, units: set[str], owners: dict[str, str], seen: set[str]) -> RowFault | None:
    if row.code in seen:
        return RowFault.NAMED_TWICE
    if present is not None and present.unit_code != row.unit_code:
        return RowFault.UNIT_DIFFERS
    if row.unit_code not in units:
        return RowFault.UNIT_UNKNOWN
    return RowFault.UNIT_TAKEN if owners.get(row.unit_code, row.code) != row.code else None


def _result(row: CentreEntry, present: Centre | None) -> RowResult:
    if present is None:
        return RowResult.REGISTERED
    is_same = all(getattr(present, name) == value for name, value in row.model_dump(mode="json").items())
    return RowResult.UNCHANGED if is_same else RowResult.CHANGED


async def _store(
    db: AsyncSession,
    actor: Principal,
    rows: Sequence[CentreEntry],
    judged: Sequence[tuple[RowResult, RowFault | None]],
    known: dict[str, Centre],
) -> None:
    now, touched = clock.now(), []
    for row, (result, _) in zip(rows, judged, strict=True):
        if result not in (RowResult.REGISTERED, RowResult.CHANGED):
            continue
        centre = known.get(row.code) or Centre(version=0, registered_at=now)
        for name, value in row.model_dump(mode="json").items():
            setattr(centre, name, value)
        centre.version, centre.changed_at = centre.version + 1, now
        touched.append(centre)
    if not touched:
        return
    db.add_all(touched)
    await db.flush()
    await outbox.publish_many(db, [(events.of_centre(each), each.code, each.version) for each in touched])
    await audit.record(db, actor, "centres-imported", "centres", codes=[each.code for each in touched])

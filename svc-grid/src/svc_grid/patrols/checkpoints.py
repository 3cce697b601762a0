"""Use cases of a plan's checkpoints: bring many in at once, as rows, CSV or GeoJSON, and take some out of use."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.patrols import repository
from svc_grid.patrols.counters import Tally
from svc_grid.patrols.errors import CheckpointsUnsound, CheckpointUnknown
from svc_grid.patrols.models import PatrolCheckpoint, PatrolPlan
from svc_grid.patrols.planning import check_sound, checkpoint_faults, checkpoint_of, hold_plan, next_version
from svc_grid.patrols.policy import POLICY
from svc_grid.patrols.schemas import CheckpointEntry
from svc_grid.patrols.terms import PlanChange
from svc_grid.patrols.views import CheckpointImportReport
from svc_grid.sheets import SheetRow

CSV_HEADINGS = ("code", "name", "lon", "lat", "crs", "component_code", "items")
_DRAWN = ("name", "lon", "lat", "component_code", "items")


async def import_checkpoints(
    db: AsyncSession, actor: Principal, plan_id: UUID, if_match: int | None, entries: Sequence[CheckpointEntry],
    *, reason: str, is_dry_run: bool,
) -> CheckpointImportReport:  # fmt: skip
    """Enter or change all that differ; of a fault, nothing. Raises PlanUnknown, StaleVersion, PlanRetired, CheckpointsUnsound."""
    tally = Tally()
    plan = await hold_plan(db, actor, plan_id, if_match, tally)
    stored = await repository.hold_checkpoints(db, plan.id)
    faults = await checkpoint_faults(db, entries, "/rows")
    active = {code for code, each in stored.items() if each.is_active} | {entry.code for entry in entries}
    if len(active) > POLICY.most_checkpoints:
        faults.append(("/rows", f"the plan would have {len(active)} checkpoints; at most {POLICY.most_checkpoints}"))
    _raise(faults)
    made = [checkpoint_of(plan, entry) for entry in entries]
    created = [each for each in made if each.code not in stored]
    changed = [each for each in made if each.code in stored and _differs(each, stored[each.code])]
    await tally.write(db)
    if (created or changed) and not is_dry_run:
        db.add_all(created)
        for each in changed:
            _overwrite(stored[each.code], each)
        await next_version(db, actor, plan, PlanChange.CHECKPOINTS, reason)
    unchanged = len(made) - len(created) - len(changed)
    return CheckpointImportReport(
        created=len(created), changed=len(changed), unchanged=unchanged, is_dry_run=is_dry_run, plan_version=plan.version
    )


async def retire_checkpoints(
    db: AsyncSession, actor: Principal, plan_id: UUID, if_match: int | None, codes: Sequence[str], reason: str
) -> PatrolPlan:
    """They are looked at no more from tomorrow on. Raises PlanUnknown, StaleVersion, PlanRetired, CheckpointUnknown."""
    tally = Tally()
    plan = await hold_plan(db, actor, plan_id, if_match, tally)
    stored = await repository.hold_checkpoints(db, plan.id, codes)
    for code in codes:
        if code not in stored or not stored[code].is_active:
            raise CheckpointUnknown(checkpoint_code=code)
    for checkpoint in stored.values():
        checkpoint.is_active = False
    await tally.write(db)
    await next_version(db, actor, plan, PlanChange.CHECKPOINTS, reason)
    return plan


def _differs(given: PatrolCheckpoint, stored: PatrolCheckpoint) -> bool:
    return not stored.is_active or any(getattr(given, name) != getattr(stored, name) for name in _DRAWN)


def _overwrite(stored: PatrolCheckpoint, given: PatrolCheckpoint) -> None:
    if not stored.is_active:  # it begins anew
        stored.is_active, stored.since_on, stored.last_seen_on, stored.overdue_since = True, given.since_on, None, None
    for name in _DRAWN:
        setattr(stored, name, getattr(given, name))


def of_geojson(document: dict[str, Any], crs: str) -> list[CheckpointEntry]:
    """The points of a FeatureCollection; raises CheckpointsUnsound, which names each that is none."""
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list) or not features:
        _raise([("/geojson", "not a FeatureCollection with features")])
    assert isinstance(features, list)
    if len(features) > POLICY.most_checkpoints:
        _raise([("/geojson/features", f"{len(features)} features; at most {POLICY.most_checkpoints}")])
    given = [(f"/geojson/features/{index}", "", _of_feature(each, crs)) for index, each in enumerate(features)]
    return _read(given)


def _of_feature(feature: Any, crs: str) -> dict[str, Any] | str:
    """The feature as a checkpoint's fields, or what is wrong with it."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return "not a Feature with a Point"
    position, properties = geometry.get("coordinates"), feature.get("properties")
    if not isinstance(position, list) or len(position) not in (2, 3) or not isinstance(properties, dict):
        return "needs a position of longitude and latitude, and properties"
    named = {name: value for name, value in properties.items() if name in ("code", "name", "component_code", "items")}
    return named | {"lon": position[0], "lat": position[1], "crs": crs}


def of_sheet(rows: Sequence[SheetRow]) -> list[CheckpointEntry]:
    """Rows of a CSV file, whose items read `code=name=class;...`; raises CheckpointsUnsound, which names rows and lines."""
    return _read([(f"/rows/{index}", f"line {row.line}: ", _of_cells(row.cells)) for index, row in enumerate(rows)])


def _of_cells(cells: dict[str, str]) -> dict[str, Any] | str:
    items = [item.split("=") for item in cells.get("items", "").split(";") if item.strip()]
    if any(len(parts) != 3 for parts in items):
        return "items read code=name=class, with ; between them"
    named = [dict(zip(("code", "name", "class_code"), map(str.strip, parts), strict=True)) for parts in items]
    return {**cells, "items": named}


def _read(given: Sequence[tuple[str, str, dict[str, Any] | str]]) -> list[CheckpointEntry]:
    entries, faults = [], []
    for place, before, fields in given:
        if isinstance(fields, str):
            faults.append((place, before + fields))
            continue
        try:
            entries.append(CheckpointEntry.model_validate(fields))
        except ValidationError as error:
            for found in error.errors(include_url=False, include_input=False, include_context=False):
                faults.append(("/".join([place, *map(str, found["loc"])]), before + found["msg"]))
    _raise(faults)
    return entries


def _raise(faults: list[tuple[str, str]]) -> None:
    check_sound(faults, CheckpointsUnsound)

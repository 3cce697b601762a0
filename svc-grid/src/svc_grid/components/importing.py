"""Brings many components in at once: all of a file or, where it has a fault, nothing; in statements over sets."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from svc_grid.components import repository
from svc_grid.components.errors import ComponentUnsound
from svc_grid.components.policy import POLICY
from svc_grid.components.reading import Given, RowFault
from svc_grid.components.rules import Known, faults_of
from svc_grid.components.schemas import ComponentImportReport
from svc_grid.components.service import what_is_known
from svc_grid.components.storing import store
from svc_grid.components.terms import State

Row = dict[str, Any]


async def import_components(db: AsyncSession, actor: Principal, given: Given, *, is_dry_run: bool) -> ComponentImportReport:
    """Enter what is new and change what reads differently; raises ComponentUnsound, which names each bad row.

    A component's state is not the file's to say: it stays, and what is new is in order.
    """
    await repository.lock_entering(db)
    held = await repository.hold_many(db, [each.code for each in given.entries])
    known = await what_is_known(db, given.entries)
    faults = await asyncio.to_thread(lambda: [*given.faults, *_faults(actor, given, held, known)])
    if faults:
        errors: list[JsonValue] = [
            {"pointer": each.pointer, "detail": each.detail} for each in faults[: POLICY.most_faults_named]
        ]
        raise ComponentUnsound(f"{len(faults)} faults; nothing was stored", errors=errors)
    rows = await asyncio.to_thread(_rows, given, held)
    created = sum(row["version"] == 1 for row in rows)
    if rows and not is_dry_run:
        await _store(db, actor, rows, held)
        await audit.record(
            db, actor, "components-imported", "components", created=created, changed=len(rows) - created
        )  # fmt: skip
    return ComponentImportReport(
        created=created, changed=len(rows) - created, unchanged=len(given.entries) - len(rows), is_dry_run=is_dry_run
    )


def _faults(actor: Principal, given: Given, held: dict[str, Row], known: Known) -> Iterator[RowFault]:
    # A device that its present holder gives up in this file is free.
    kept = {each.code: each.device_id for each in given.entries}
    holders = {device: code for device, code in known.holders.items() if kept.get(code, device) == device}
    known = Known(known.classes, known.territories, known.units, holders)
    devices = Counter(each.device_id for each in given.entries if each.device_id is not None)
    for entry, place in zip(given.entries, given.places, strict=True):
        row = held.get(entry.code)
        # What another area has is not to be learned of here, nor changed.
        if row is not None and not actor.sees(row["territory_code"]):
            yield RowFault(f"{place}/code", "this code cannot be used here")
        elif row is not None and row["state"] is State.RETIRED:
            yield RowFault(f"{place}/code", f"{entry.code} is retired")
        if not actor.sees(entry.territory_code):
            yield RowFault(f"{place}/territory_code", f"no territory {entry.territory_code}")
            continue
        for name, what in faults_of(entry, known):
            yield RowFault(f"{place}/{name}", what)
        if entry.device_id is not None and devices[entry.device_id] > 1:
            yield RowFault(f"{place}/device_id", f"{entry.device_id} is given more than once")


def _rows(given: Given, held: dict[str, Row]) -> list[Row]:
    """What is to be stored: the new, and what reads differently now."""
    now, rows = clock.now(), []
    for entry in given.entries:
        facts, row = entry.facts(), held.get(entry.code)
        if row is None:
            rows.append(facts | {"state": State.NORMAL, "version": 1, "changed_at": now})
        elif any(row[name] != value for name, value in facts.items()):
            rows.append(row | facts | {"version": row["version"] + 1, "changed_at": now})
    return rows


async def _store(db: AsyncSession, actor: Principal, rows: Sequence[Row], held: dict[str, Row]) -> None:
    moved = [
        row["code"] for row in rows
        if row["code"] in held and held[row["code"]]["device_id"] not in (None, row["device_id"])
    ]  # fmt: skip
    if moved:
        await repository.release_devices(db, moved)
    await store(db, actor, rows)

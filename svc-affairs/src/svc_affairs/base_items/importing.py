"""Brings many base items in at once: all rows land or none, or those that are sound; in statements over sets."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from svc_affairs.base_items import repository, service
from svc_affairs.base_items.errors import BaseActionNotPossible, BaseCodeNotByProfile
from svc_affairs.base_items.exchange import LABELS, Given
from svc_affairs.base_items.models import BaseItem
from svc_affairs.base_items.schemas import BaseItemEntry
from svc_affairs.base_items.terms import BaseItemStatus
from svc_affairs.items.coding import PROFILES, faults_of_base_code
from svc_affairs.sheets.faults import label, of_problem
from svc_affairs.sheets.reports import Outcome, RowReport, count

_ROWS_AT_ONCE = 1000


async def import_base_items(
    db: AsyncSession, actor: Principal, given: Sequence[Given], *, is_dry_run: bool, skips_refused: bool
) -> tuple[list[RowReport], bool]:
    """What came of each row, or what would, and whether they landed; the same rows again change nothing."""
    codes = [each.code for each in given if each.code is not None]
    if is_dry_run:
        held = await repository.see_many(db, codes)
    else:
        await service.lock_entering(db)
        held = await repository.hold_many(db, codes, read=False)
    reports = [_judged(each, held, db.info["item_code_profile"]) for each in given]
    label(reports, LABELS)
    counts = count(reports)
    if is_dry_run or (counts.refused and not skips_refused):
        return reports, False
    landing = (Outcome.CREATED, Outcome.CHANGED)
    told = zip(given, reports, strict=True)
    entries = [each.entry for each, report in told if each.entry is not None and report.outcome in landing]
    if entries:
        await _store(db, entries, held)
        await audit.record(db, actor, "base-items-imported", "base-items", **counts.model_dump())
    return reports, True


def _judged(given: Given, held: Mapping[str, BaseItem], profile: str) -> RowReport:
    entry, faults = given.entry, list(given.faults)
    if entry is not None:
        found = faults_of_base_code(PROFILES[profile], entry.code, kind=str(entry.kind))
        faults += [of_problem(BaseCodeNotByProfile, "code", each.detail) for each in found]
    if entry is None or faults:
        return RowReport(row=given.row, code=given.code, outcome=Outcome.REFUSED, faults=faults)
    base = held.get(entry.code)
    if base is None:
        return RowReport(row=given.row, code=given.code, outcome=Outcome.CREATED, version=1)
    is_same = all(getattr(base, name) == value for name, value in entry.model_dump(mode="json").items())
    if not is_same and base.status is entry.status is BaseItemStatus.ABOLISHED:
        faults = [of_problem(BaseActionNotPossible, "status", "it is abolished; restore it first")]
        return RowReport(row=given.row, code=given.code, outcome=Outcome.REFUSED, faults=faults)
    outcome = Outcome.UNCHANGED if is_same else Outcome.CHANGED
    return RowReport(row=given.row, code=given.code, outcome=outcome, version=base.version + (not is_same))


async def _store(db: AsyncSession, entries: Sequence[BaseItemEntry], held: Mapping[str, BaseItem]) -> None:
    now = clock.now()
    for at in range(0, len(entries), _ROWS_AT_ONCE):
        rows = [_row(entry, held.get(entry.code)) | {"changed_at": now} for entry in entries[at : at + _ROWS_AT_ONCE]]
        rows = [{"entered_at": now} | row for row in rows]
        await db.execute(repository.STORE, {"rows": await asyncio.to_thread(json.dumps, rows, default=str)})
        told = [(service.changed(BaseItem(**row)), row["code"], row["version"]) for row in rows]
        await outbox.publish_many(db, told)


def _row(entry: BaseItemEntry, base: BaseItem | None) -> dict[str, Any]:
    row = entry.model_dump(mode="json") | {"words": repository.words_for(entry.name)}
    return row | ({"version": 1} if base is None else {"version": base.version + 1, "entered_at": base.entered_at})

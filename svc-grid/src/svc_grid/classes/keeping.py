"""Use cases of keeping the classes: add, change, retire, bring in. One at a time, each with its version."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.routing import check_version
from svc_grid.classes import repository
from svc_grid.classes.errors import (
    CaseClassHasSmallOnes,
    CaseClassRetired,
    CaseClassTaken,
    CaseClassUnknown,
    CaseClassUnsound,
    ClassSuccessorNotUsable,
)
from svc_grid.classes.models import FACTS, CaseClass, ClassVersion
from svc_grid.classes.rules import Standing, faults_of
from svc_grid.classes.schemas import ClassEntry, ClassPatch, StageHours
from svc_grid.classes.terms import Change, Nature
from svc_grid.classes.views import ClassImportReport
from svc_grid.organisation import service as organisation

Classes = dict[str, CaseClass]


async def add_class(db: AsyncSession, actor: Principal, entry: ClassEntry) -> CaseClass:
    """Add one class; raises CaseClassTaken, CaseClassUnsound."""
    classes = await repository.hold_all(db)
    if entry.code in classes:
        raise CaseClassTaken(code=entry.code)
    _refuse(await _faults(db, classes, [entry]))
    await _write(db, actor, classes, [entry], Change.ADD)
    await audit.record(db, actor, "case-class-added", entry.code, version=1)
    return classes[entry.code]


async def change_class(db: AsyncSession, actor: Principal, code: str, if_match: int | None, patch: ClassPatch) -> CaseClass:
    """Change what is named; raises CaseClassUnknown, StaleVersion, CaseClassRetired, CaseClassUnsound."""
    classes = await repository.hold_all(db)
    held = _chosen(classes, code, if_match)
    entry = ClassEntry.model_validate(entry_of(held).model_dump(mode="json") | patch.changes())
    _refuse(await _faults(db, classes, [entry]))
    if await _write(db, actor, classes, [entry], Change.CHANGE):
        await audit.record(db, actor, "case-class-changed", code, version=held.version)
    return held


async def retire_class(
    db: AsyncSession, actor: Principal, code: str, if_match: int | None, successor_code: str | None
) -> CaseClass:
    """Take it out of use; raises CaseClassUnknown, StaleVersion, CaseClassRetired and what stands in the way."""
    classes = await repository.hold_all(db)
    held = _chosen(classes, code, if_match)
    below = sorted(each.code for each in classes.values() if each.large_code == code and not each.is_retired)
    if below:
        raise CaseClassHasSmallOnes(code=code, classes=[*below])
    successor = classes.get(successor_code) if successor_code is not None else None
    if successor_code is not None and (
        successor is None or successor is held or successor.is_retired or successor.nature is not held.nature
    ):
        raise ClassSuccessorNotUsable(f"{successor_code} cannot be chosen instead of {code}", successor_code=successor_code)
    held.retired_at, held.successor_code = clock.now(), successor_code
    await _keep(db, actor, [held], Change.RETIRE)
    await audit.record(db, actor, "case-class-retired", code, version=held.version, successor_code=successor_code)
    return held


async def import_classes(
    db: AsyncSession, actor: Principal, entries: Sequence[ClassEntry], *, is_dry_run: bool
) -> ClassImportReport:
    """Bring the classes to what `entries` say, all or none; raises CaseClassUnsound. The same again changes nothing."""
    classes = await repository.hold_all(db)
    _refuse(await _faults(db, classes, entries), at="/classes")
    return await _bring_in(db, actor, classes, entries, is_dry_run)


async def import_limits(
    db: AsyncSession, actor: Principal, limits: Mapping[str, list[StageHours]], lines: Mapping[str, int], *, is_dry_run: bool
) -> ClassImportReport:
    """Each named class gets exactly these limits; raises CaseClassUnsound, which names the line a class first stands on."""
    classes = await repository.hold_all(db)
    unknown = [(code, "code", f"no class {code}") for code in limits if code not in classes]
    entries = [entry_of(classes[code]).model_copy(update={"limits": rows}) for code, rows in limits.items() if code in classes]
    found = unknown + [(entries[index].code, field, what) for index, field, what in await _faults(db, classes, entries)]
    _refuse([(lines[code], "", f"{code}: {field}: {what}") for code, field, what in found], at="/lines")
    return await _bring_in(db, actor, classes, entries, is_dry_run)


def entry_of(each: CaseClass) -> ClassEntry:
    """The class as an import would bring it in."""
    return ClassEntry.model_validate({"code": each.code, "nature": each.nature} | {name: getattr(each, name) for name in FACTS})


async def _bring_in(
    db: AsyncSession, actor: Principal, classes: Classes, entries: Sequence[ClassEntry], is_dry_run: bool
) -> ClassImportReport:
    before = set(classes)
    created = sum(entry.code not in before for entry in entries)
    if is_dry_run:
        changed = sum(_differs(classes[entry.code], entry) for entry in entries if entry.code in before)
    else:
        written = await _write(db, actor, classes, entries, Change.IMPORT)
        changed = len(written) - created
        if written:
            versions = {each.code: each.version for each in written}
            await audit.record(db, actor, "case-classes-imported", "case-classes", versions=versions)
    version = await repository.catalogue_version(db)
    return ClassImportReport(
        created=created, changed=changed, unchanged=len(entries) - created - changed, is_dry_run=is_dry_run,
        catalogue_version=version,
    )  # fmt: skip


def _chosen(classes: Classes, code: str, if_match: int | None) -> CaseClass:
    held = classes.get(code)
    if held is None:
        raise CaseClassUnknown(code=code)
    check_version(if_match, held.version)
    if held.is_retired:
        raise CaseClassRetired(code=code, successor_code=held.successor_code)
    return held


async def _faults(db: AsyncSession, classes: Classes, entries: Sequence[ClassEntry]) -> list[tuple[int, str, str]]:
    """(index of the entry, field, what is wrong), over the classes as they would read after all entries."""
    named = [each.responsible_unit_code for each in entries if each.responsible_unit_code is not None]
    units = await organisation.known_units(db, named)
    # The largest catalogue takes its time to look over; other requests go on meanwhile.
    return await asyncio.to_thread(lambda: [*_judged(classes, entries, units)])


def _judged(classes: Classes, entries: Sequence[ClassEntry], units: set[str]) -> Iterator[tuple[int, str, str]]:
    standings = {code: Standing(each.nature, each.digits, each.is_retired) for code, each in classes.items()}
    standings |= {each.code: Standing(each.nature, each.digits, False) for each in entries}
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.code in seen:
            yield index, "code", f"{entry.code} is given twice"
        seen.add(entry.code)
        held = classes.get(entry.code)
        if held is not None and held.is_retired:
            yield index, "code", f"{entry.code} is retired"
        if held is not None and held.nature is not entry.nature:
            yield index, "nature", f"{entry.code} is of the nature {held.nature} and stays so"
        others = {code: each for code, each in standings.items() if code != entry.code}
        for field, what in faults_of(entry, others, units):
            yield index, field, what


def _refuse(faults: Sequence[tuple[int, str, str]], at: str | None = None) -> None:
    if faults:
        errors: list[JsonValue] = [
            {"pointer": f"/{field}" if at is None else f"{at}/{index}" + (f"/{field}" if field else ""), "detail": what}
            for index, field, what in faults[:50]
        ]
        raise CaseClassUnsound(f"{len(faults)} faults; nothing was stored", errors=errors)


async def _write(
    db: AsyncSession, actor: Principal, classes: Classes, entries: Iterable[ClassEntry], change: Change
) -> list[CaseClass]:
    """Make the classes what the entries say; returns those for which that is news."""
    written = []
    for entry in entries:
        held = classes.get(entry.code)
        if held is not None and not _differs(held, entry):
            continue
        if held is None:
            kind = "community" if entry.nature is Nature.COMMUNITY else "urban"
            held = classes[entry.code] = CaseClass(code=entry.code, nature=entry.nature, kind=kind, version=0)
            db.add(held)
        for name, value in _facts(entry).items():
            setattr(held, name, value)
        written.append(held)
    if written:
        await _keep(db, actor, written, change)
    return written


def _facts(entry: ClassEntry) -> dict[str, Any]:
    facts = entry.model_dump(mode="json", include=set(FACTS))
    return facts | {"levels": sorted(set(entry.levels)), "responsible_by": entry.responsible_by}


def _differs(held: CaseClass, entry: ClassEntry) -> bool:
    return _facts(entry_of(held)) != _facts(entry)


async def _keep(db: AsyncSession, actor: Principal, written: Sequence[CaseClass], change: Change) -> None:
    """One version of the catalogue for the whole change, one of each class in it."""
    with db.no_autoflush:  # a new class has no catalogue version yet
        catalogue = await repository.hold_catalogue(db)
    catalogue.version += 1
    now = clock.now()
    for each in written:
        each.version, each.catalogue_version = each.version + 1, catalogue.version
        entry = entry_of(each).model_dump(mode="json")
        entry |= {"retired_at": each.retired_at.isoformat() if each.retired_at else None, "successor_code": each.successor_code}
        made = ClassVersion(
            code=each.code, version=each.version, catalogue_version=catalogue.version, at=now, actor=actor.subject,
            change=change, entry=entry,
        )  # fmt: skip
        db.add(made)
    await db.flush()

"""Use case: bring a list of items in; what lands is submitted for review with the import."""

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from svc_affairs.base_items import service as base_items
from svc_affairs.departments import service as departments
from svc_affairs.item_exchange import events, repository
from svc_affairs.item_exchange.columns import FIELD_LABELS
from svc_affairs.item_exchange.judging import Known, Verdict, judge
from svc_affairs.item_exchange.models import ItemImport
from svc_affairs.item_exchange.policy import POLICY
from svc_affairs.item_exchange.reading import GivenList, read_items
from svc_affairs.item_exchange.terms import ImportStatus
from svc_affairs.items import service as items
from svc_affairs.items.models import Item
from svc_affairs.sheets.bodies import MEDIA_TYPES, SheetFormat
from svc_affairs.sheets.faults import label
from svc_affairs.sheets.reports import Counts, Outcome, RowReport, count


async def import_items(
    db: AsyncSession, actor: Principal, content: bytes, form: SheetFormat, *, is_dry_run: bool, skips_refused: bool,
    note: str | None,
) -> ItemImport:  # fmt: skip
    """All rows land or, where one is refused, none; with `skips_refused` those that are sound. The report is kept either way.

    Raises SheetUnreadable, SheetTooLarge, DraftAlreadyThere.
    """
    # The file is read before anything is held.
    given = await asyncio.to_thread(read_items, content, form)
    known = await _what_is_known(db, given, is_dry_run=is_dry_run)
    verdicts = await asyncio.to_thread(judge, given, known)
    rows = [each.report for each in verdicts] + given.astray
    label(rows, FIELD_LABELS)
    counts = count(rows)
    kept = ItemImport(id=uuid7(), version=1, imported_at=clock.now(), imported_by=actor.subject, media_type=MEDIA_TYPES[form])
    kept.status, kept.note, kept.counts = _status(counts, is_dry_run, skips_refused), note, counts.model_dump()
    landed = await _land(db, actor, verdicts, note) if kept.status is ImportStatus.UNDER_REVIEW else []
    kept.rows, kept.moved = _kept_rows(rows, landed), len(landed)
    db.add(kept)
    await db.flush()
    if kept.status is ImportStatus.UNDER_REVIEW:
        await repository.note_versions(db, kept.id, landed)
        await outbox.publish(db, events.changed(kept), subject=str(kept.id), sequence=kept.version)
        await audit.record(db, actor, "items-imported", f"item-imports/{kept.id}", **kept.counts)
    return kept


def _status(counts: Counts, is_dry_run: bool, skips_refused: bool) -> ImportStatus:
    if is_dry_run:
        return ImportStatus.DRY_RUN
    if counts.refused and not skips_refused:
        return ImportStatus.REFUSED
    is_moving = counts.created or counts.new_version or counts.changed or counts.submitted
    return ImportStatus.UNDER_REVIEW if is_moving else ImportStatus.REFUSED if counts.refused else ImportStatus.UNCHANGED


async def _what_is_known(db: AsyncSession, given: GivenList, *, is_dry_run: bool) -> Known:
    """What is there; held until the commit, unless it is only looked at."""
    codes = {each.code for each in given.items if each.code is not None}
    if not is_dry_run:
        await items.lock_entering(db)
    versions = await (items.see_versions if is_dry_run else items.hold_versions)(db, codes)
    said = [each.fields for each in given.items]
    present = [version.newest for version in versions.values() if version.newest is not None]
    base_codes = _texts(said, "base_code") | {each.base_code for each in present if each.base_code}
    bases = await (base_items.see_bases if is_dry_run else base_items.hold_bases)(db, base_codes)
    steps = [step for each in said for step in each.get("steps", ())] + [step for each in present for step in each.steps]
    owners = _texts([*said, *steps], "department_code") | {each.department_code for each in present}
    known = await departments.known_codes(db, owners)
    return Known(versions, bases, known, str(db.info["item_code_profile"]))


def _texts(said: Sequence[dict[str, Any]], name: str) -> set[str]:
    return {fields[name].strip() for fields in said if fields.get(name) is not None}


async def _land(db: AsyncSession, actor: Principal, verdicts: Sequence[Verdict], note: str | None) -> list[Item]:
    """What is new or changed is written and submitted, a draft that reads so already submitted; as they stand then."""
    planned = [(each.plan, each.report.outcome) for each in verdicts if each.plan is not None]
    landed: list[Item] = []
    for at in range(0, len(planned), POLICY.rows_at_once):
        part = planned[at : at + POLICY.rows_at_once]
        to_write = [plan for plan, outcome in part if outcome is not Outcome.SUBMITTED]
        drafts = [plan.versions.working for plan, outcome in part if outcome is Outcome.SUBMITTED]
        ready = [each for each in drafts if each is not None]
        await items.submit_many(db, actor, ready, note)
        landed += [*ready, *(await items.enter_many(db, actor, to_write, note) if to_write else [])]
    return landed


def _kept_rows(rows: Sequence[RowReport], landed: Sequence[Item]) -> list[dict[str, Any]]:
    ids = {each.code: each.id for each in landed}
    for each in rows:
        if each.outcome is not Outcome.REFUSED and each.code is not None:
            each.item_id = ids.get(each.code)
    return [each.model_dump(mode="json", exclude_defaults=True) for each in rows if each.outcome is not Outcome.UNCHANGED]

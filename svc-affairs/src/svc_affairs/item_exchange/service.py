"""Use cases: bring a list of items in, look at what imports came to, give a list out."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import IO, Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from contracts.roles import Role
from svc_affairs.base_items import service as base_items
from svc_affairs.departments import service as departments
from svc_affairs.item_exchange import repository
from svc_affairs.item_exchange.errors import ApprovalMissing, MayNotPublish
from svc_affairs.item_exchange.judging import Known, Verdict, judge
from svc_affairs.item_exchange.models import ItemImport
from svc_affairs.item_exchange.policy import POLICY
from svc_affairs.item_exchange.reading import GivenList, read_items
from svc_affairs.item_exchange.views import ItemImportReport
from svc_affairs.item_exchange.writing import EXAMPLE, maker_of, tables_of
from svc_affairs.items import service as items
from svc_affairs.items.models import Item
from svc_affairs.items.repository import Filter
from svc_affairs.sheets.bodies import MEDIA_TYPES, SheetFormat
from svc_affairs.sheets.columns import Language
from svc_affairs.sheets.reports import Outcome, RowReport, count
from svc_affairs.sheets.writing import Tables, written


async def import_items(
    db: AsyncSession, actor: Principal, content: bytes, form: SheetFormat, *, is_dry_run: bool, publishes: bool,
    approval: str | None,
) -> ItemImportReport:  # fmt: skip
    """Rows that are sound land, the others are set aside; the same file again changes nothing.

    Raises SheetUnreadable, SheetTooLarge, MayNotPublish, ApprovalMissing, DraftAlreadyThere.
    """
    if publishes and not actor.has(Role.ITEM_REVIEWER):
        raise MayNotPublish(needed=Role.ITEM_REVIEWER)
    if publishes and approval is None:
        raise ApprovalMissing()
    # The file is read before anything is held.
    given = await asyncio.to_thread(read_items, content, form)
    known = await _what_is_known(db, actor, given)
    verdicts = await asyncio.to_thread(judge, given, known, publishes=publishes)
    rows = [each.report for each in verdicts] + given.astray
    report = ItemImportReport(id=None, is_dry_run=is_dry_run, is_published=publishes, counts=count(rows), rows=rows)
    if is_dry_run:
        return report
    await _store(db, actor, verdicts, publishes, approval)
    report.id = await _keep(db, actor, report, form)
    await audit.record(
        db, actor, "items-imported", f"item-imports/{report.id}", approval=approval, publishes=publishes,
        **report.counts.model_dump(),
    )  # fmt: skip
    return report


async def list_imports(db: AsyncSession, params: PageRequest) -> tuple[list[ItemImport], str | None]:
    """A page of the imports, the newest first, and the next cursor."""
    return await fetch_page(db, repository.list_imports(), (ItemImport.id,), params)


async def get_import(db: AsyncSession, import_id: UUID) -> ItemImport:
    """An import with its rows; raises ItemImportUnknown."""
    return await repository.get_import(db, import_id)


async def export_items(
    db: AsyncSession, actor: Principal, wanted: Filter, query: str | None, form: SheetFormat, language: Language
) -> IO[bytes]:
    """What a list with these filters has, the newest first, as a file; the caller closes it."""

    async def pieces() -> AsyncIterator[Tables]:
        async for some in items.stream_items(db, actor, wanted, query, POLICY.rows_at_once):
            yield await asyncio.to_thread(_tables, some, form, language)

    return await written(maker_of(form, language), pieces())


def _tables(some: Sequence[Item], form: SheetFormat, language: Language) -> Tables:
    return tables_of([items.content_of(each) for each in some], form, language)


async def write_template(form: SheetFormat, language: Language) -> IO[bytes]:
    """The headings, and one item as an example."""

    async def pieces() -> AsyncIterator[Tables]:
        yield tables_of([EXAMPLE], form, language)

    return await written(maker_of(form, language), pieces())


async def _what_is_known(db: AsyncSession, actor: Principal, given: GivenList) -> Known:
    versions = await items.hold_versions(db, {each.code for each in given.items if each.code is not None})
    said = [each.fields for each in given.items]
    present = [version.newest for version in versions.values() if version.newest is not None]
    bases = await base_items.hold_bases(db, _texts(said, "base_code") | {each.base_code for each in present if each.base_code})
    known = await departments.known_codes(db, _texts(said, "department_code") | {each.department_code for each in present})
    return Known(versions, bases, known, str(db.info["item_code_profile"]), actor.subject)


def _texts(said: Sequence[dict[str, Any]], name: str) -> set[str]:
    return {fields[name].strip() for fields in said if name in fields}


async def _store(db: AsyncSession, actor: Principal, verdicts: Sequence[Verdict], publishes: bool, approval: str | None) -> None:
    planned = [(each.plan, each.report.outcome) for each in verdicts if each.plan is not None]
    for at in range(0, len(planned), POLICY.rows_at_once):
        part = planned[at : at + POLICY.rows_at_once]
        to_draft = [plan for plan, outcome in part if outcome is not Outcome.PUBLISHED]
        ready = await items.draft_many(db, actor, to_draft) if to_draft else {}
        if publishes:
            ready |= {plan.draft.code: plan.versions.working for plan, _ in part if plan.versions.working is not None}
            former = {plan.draft.code: plan.versions.offered for plan, _ in part if plan.versions.offered is not None}
            await items.publish_many(db, actor, [*ready.values()], former, approval)


async def _keep(db: AsyncSession, actor: Principal, report: ItemImportReport, form: SheetFormat) -> UUID:
    kept = ItemImport(id=uuid7(), imported_at=clock.now(), imported_by=actor.subject, media_type=MEDIA_TYPES[form])
    kept.is_published, kept.counts = report.is_published, report.counts.model_dump()
    kept.rows = [_row(each) for each in report.rows if each.outcome is not Outcome.UNCHANGED]
    db.add(kept)
    await db.flush()
    return kept.id


def _row(report: RowReport) -> dict[str, Any]:
    return report.model_dump(mode="json", exclude_defaults=True)

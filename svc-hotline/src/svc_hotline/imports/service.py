"""Imports tickets: sort the rows out, find likely duplicates, store what is good, report on each."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue, ValidationError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.ids import uuid7
from contracts.worktime import LimitUnit
from svc_hotline.categories import service as categories
from svc_hotline.categories.service import UNCLASSIFIED
from svc_hotline.duplicates import service as duplicates
from svc_hotline.duplicates.rules import Likeness
from svc_hotline.imports.schemas import ImportReport, ImportRow, RowReport, TicketImport
from svc_hotline.tickets import service as tickets
from svc_hotline.tickets.intake import UNTOUCHED
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.policy import POLICY
from svc_hotline.tickets.terms import Channel, CloseOutcome, Kind, Status, Urgency

# Nobody here has what is being handled elsewhere: it waits for a dispatch.
_STATUS = {"accepted": Status.ACCEPTED, "handling": Status.ACCEPTED, "resolved": Status.RESOLVED, "closed": Status.CLOSED}


@dataclass(frozen=True)
class GoodRow:
    """A row that can be stored, at its index among the rows."""

    index: int
    row: ImportRow
    digest: bytes


async def import_tickets(db: AsyncSession, actor: Principal, body: TicketImport) -> ImportReport:
    """Store every good row once by (source, reference); the same rows again change nothing."""
    lock = func.pg_advisory_xact_lock(func.hashtextextended(f"ticket-import {body.source}", 0))
    await db.execute(select(lock))
    reports: dict[int, RowReport] = {}
    good = await _judge(db, body.rows, reports)
    fresh = await _pass_over_known(db, body.source, good, reports)
    if fresh:
        await _store(db, actor, body.source, fresh, reports)
    ordered = [reports[index] for index in range(len(body.rows))]
    counts = Counter(report.result for report in ordered)
    return ImportReport(
        source=body.source, rows=ordered, created=counts["created"], unchanged=counts["unchanged"],
        duplicates=counts["duplicate"], rejected=counts["rejected"], as_of=clock.now(),
    )  # fmt: skip


async def _judge(db: AsyncSession, rows: Sequence[Mapping[str, JsonValue]], reports: dict[int, RowReport]) -> list[GoodRow]:
    """The rows without faults; of the others the report is written."""
    good = []
    for index, raw in enumerate(rows):
        try:
            row = ImportRow.model_validate(raw)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or None
            reports[index] = RowReport(line=_line(raw, index), result="rejected", field=place, reason=first["msg"])
        else:
            good.append(GoodRow(index, row, _digest(row)))
    named = {each.row.category_code for each in good if each.row.category_code is not None}
    known = await categories.known_codes(db, named) if named else set()
    kept = []
    for each in good:
        if each.row.category_code not in known | {None}:
            reports[each.index] = _rejected(each, "category_code", f"no category {each.row.category_code}")
        elif each.row.opened_at > clock.now():
            reports[each.index] = _rejected(each, "opened_at", "lies in the future")
        else:
            kept.append(each)
    return kept


async def _pass_over_known(
    db: AsyncSession, source: str, good: Sequence[GoodRow], reports: dict[int, RowReport]
) -> list[GoodRow]:
    """The rows that are neither here by an earlier import nor earlier in this one."""
    if not good:
        return []
    stored = await tickets.references_of(db, source, (each.row.reference for each in good))
    first_lines: dict[str, int] = {}
    fresh = []
    for each in good:
        reference, line = each.row.reference, each.row.line
        if reference in first_lines:
            reasons = ["same_reference", f"line_{first_lines[reference]}"]
            reports[each.index] = RowReport(line=line, result="duplicate", reasons=reasons)
            continue
        first_lines[reference] = line
        ticket = stored.get(reference)
        if ticket is None:
            fresh.append(each)
            continue
        reasons = [] if ticket.import_digest == each.digest else ["content_differs"]
        reports[each.index] = RowReport(
            line=line, result="unchanged", ticket_id=ticket.id, number=ticket.number, reasons=reasons,
            likely_duplicate_of=ticket.likely_duplicate_of,
        )  # fmt: skip
    return fresh


async def _store(
    db: AsyncSession, actor: Principal, source: str, fresh: Sequence[GoodRow], reports: dict[int, RowReport]
) -> None:
    made = [ticket_of(source, each) for each in fresh]
    found = await duplicates.likeliest_of_each(db, made)
    for ticket, likeness in zip(made, found, strict=True):
        ticket.likely_duplicate_of = likeness.ticket_id if likeness else None
    await tickets.add_imported(db, actor, made)
    for each, ticket, likeness in zip(fresh, made, found, strict=True):
        reports[each.index] = _stored(each, ticket, likeness)


def ticket_of(source: str, good: GoodRow) -> Ticket:
    """The ticket that a row becomes, without its number. What is still open has the usual time from now on."""
    row, status = good.row, _STATUS[good.row.status]
    limit = POLICY.kind_limits[Kind.REPORT] if status is Status.ACCEPTED else None
    return Ticket(
        limit_days=limit.amount if limit else None, limit_unit=limit.unit if limit else LimitUnit.WORKING_DAYS,
        clock_from=clock.now() if limit else None, **UNTOUCHED,
        id=uuid7(), version=1, status=status, kind=Kind.REPORT, urgency=Urgency.NORMAL, channel=Channel.TRANSFER,
        origin_line="12345", category_code=row.category_code or UNCLASSIFIED, title=row.title, description=row.description or "",
        lon=row.location.lon if row.location else None, lat=row.location.lat if row.location else None, address=row.address,
        is_anonymous=True, accepted_at=row.opened_at,
        resolved_at=row.closed_at if status is not Status.ACCEPTED else None,
        closed_at=row.closed_at if status is Status.CLOSED else None,
        close_outcome=CloseOutcome.BEFORE_IMPORT if status is Status.CLOSED else None,
        source=source, reference=row.reference, import_digest=good.digest,
    )  # fmt: skip


def _stored(good: GoodRow, ticket: Ticket, likeness: Likeness | None) -> RowReport:
    return RowReport(
        line=good.row.line, result="duplicate" if likeness else "created", ticket_id=ticket.id, number=ticket.number,
        likely_duplicate_of=ticket.likely_duplicate_of, reasons=list(likeness.reasons) if likeness else [],
    )  # fmt: skip


def _rejected(good: GoodRow, field: str, reason: str) -> RowReport:
    return RowReport(line=good.row.line, result="rejected", field=field, reason=reason)


def _line(raw: Mapping[str, JsonValue], index: int) -> int:
    """The row's line as it says, or else its place among the rows."""
    line = raw.get("line")
    return line if isinstance(line, int) and not isinstance(line, bool) else index + 1


def _digest(row: ImportRow) -> bytes:
    return hashlib.sha256(row.model_dump_json(exclude={"line"}).encode()).digest()

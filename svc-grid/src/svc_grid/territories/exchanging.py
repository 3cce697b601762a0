"""Use cases: bring territories in from a document, all or nothing, and write a subtree out."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from pydantic import JsonValue
from sqlalchemy import Text, cast
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import Malformed
from svc_grid.organisation import service as organisation
from svc_grid.organisation.errors import OrganisationUnsound
from svc_grid.organisation.schemas import OrganisationImport
from svc_grid.territories import exchange_csv, exchange_geojson, overlaps
from svc_grid.territories.exchange import Document, EntryFault, ExchangeFormat, Unreadable
from svc_grid.territories.exchange_geojson import Crs
from svc_grid.territories.exchange_schemas import TerritoryImportReport
from svc_grid.territories.models import Territory
from svc_grid.territories.places import living
from svc_grid.territories.policy import POLICY
from svc_grid.territories.survey_schemas import BoundaryFaultView
from svc_grid.within import within

_ROWS_AT_ONCE, _CHUNK_BYTES, _MOST_IN_MEMORY = 500, 64 * 1024, 1024 * 1024


async def import_territories(
    db: AsyncSession, body: bytes, form: ExchangeFormat, crs: Crs | None, *, is_dry_run: bool, by: str | None = None
) -> TerritoryImportReport:
    """Take all of the document in or, where it has a fault, nothing. Raises Malformed, OrganisationUnsound."""
    reading = exchange_csv.read if form is ExchangeFormat.CSV else exchange_geojson.read
    try:
        document = await asyncio.to_thread(reading, body, crs, POLICY.most_import_entries)
    except Unreadable as error:
        raise Malformed(str(error)) from None
    if document.faults:
        raise _unsound(document, document.faults)
    # Each entry has been validated, and there may be more than a document of the organisation has.
    given = OrganisationImport.model_construct(territories=document.entries, units=[], facilities=[], is_dry_run=is_dry_run)
    try:
        report = await organisation.import_organisation(db, given, by)
    except OrganisationUnsound as problem:
        raise _unsound(document, [document.fault_at(*fault) for fault in problem.faults]) from None
    gaps = await overlaps.gaps_by_entries(db, document.entries)
    told = [BoundaryFaultView.of(each) for each in gaps[: POLICY.most_faults_told]]
    return TerritoryImportReport(**report.territories.model_dump(), is_dry_run=is_dry_run, gaps=told)


async def export_territories(db: AsyncSession, code: str | None, form: ExchangeFormat, *, with_bom: bool) -> IO[bytes]:
    """A subtree, or everything, written into a file that stands at its start; the caller closes it.

    Written whole before it is sent: a slow reader holds no transaction, and what fails is told as a problem.
    """
    chosen = living(
        Territory.code, Territory.parent_code, Territory.level, Territory.name, Territory.unit_code,
        cast(Territory.boundary, Text).label("boundary"),
    ).order_by(Territory.code)  # fmt: skip
    rows = await db.stream(chosen if code is None else chosen.where(within(Territory.code, code)))
    writer = _csv_pieces(with_bom) if form is ExchangeFormat.CSV else _geojson_pieces()
    target: IO[bytes] = SpooledTemporaryFile(max_size=_MOST_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        async for some in rows.mappings().partitions(_ROWS_AT_ONCE):
            await asyncio.to_thread(_write, target, writer, some)
        await asyncio.to_thread(_write, target, writer, None)
        target.seek(0)
    except BaseException:
        target.close()
        raise
    return target


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The file piece by piece; it is closed at its end, or once nobody reads on."""
    with file:
        while piece := file.read(_CHUNK_BYTES):
            yield piece


Pieces = Callable[[Sequence[Mapping[str, Any]] | None], str]


def _write(target: IO[bytes], writer: Pieces, rows: Sequence[Mapping[str, Any]] | None) -> None:
    target.write(writer(rows).encode())


def _geojson_pieces() -> Pieces:
    """Writes some rows at a time, and at none the end."""
    before = exchange_geojson.HEAD

    def write(rows: Sequence[Mapping[str, Any]] | None) -> str:
        nonlocal before
        if rows is None:
            return (before if before == exchange_geojson.HEAD else "") + exchange_geojson.TAIL
        text = before + exchange_geojson.BETWEEN.join(map(exchange_geojson.write, rows))
        before = exchange_geojson.BETWEEN
        return text

    return write


def _csv_pieces(with_bom: bool) -> Pieces:
    is_first = True

    def write(rows: Sequence[Mapping[str, Any]] | None) -> str:
        nonlocal is_first
        mark = "\ufeff" if is_first and with_bom else ""
        text = mark + exchange_csv.write(rows or (), with_header=is_first)
        is_first = False
        return text

    return write


def _unsound(document: Document, faults: Sequence[EntryFault]) -> OrganisationUnsound:
    """The problem that names each bad feature or row."""
    told = faults[: POLICY.most_faults_told]
    errors: list[JsonValue] = [{"pointer": document.pointer(each), "detail": each.reason} for each in told]
    place = "line" if document.format is ExchangeFormat.CSV else "index"
    named: list[JsonValue] = [{place: each.place, "field": document.named(each), "reason": each.reason} for each in told]
    return OrganisationUnsound(f"{len(faults)} faults; nothing was stored", errors=errors, faults=named)

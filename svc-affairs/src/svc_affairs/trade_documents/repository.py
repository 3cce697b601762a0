"""Every SELECT of the documents that a reader asks for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.page import PageRequest, fetch_page
from svc_affairs.trade_documents.errors import DocumentNotFound
from svc_affairs.trade_documents.tables import HIDDEN, KEPT
from svc_affairs.trade_documents.terms import AppType, DocumentKind

_CARRIED = ("id", "version", "app_type", "app_time", "is_deleted", "sent_by", "received_at", "changed_at")
_TYPES: dict[str, Any] = {
    "uuid": sa.Uuid, "integer": sa.Integer, "text": sa.Text, "timestamptz": sa.DateTime(timezone=True), "bytea": sa.LargeBinary,
    "boolean": sa.Boolean, "numeric": sa.Numeric, "date": sa.Date, "jsonb": JSONB,
}  # fmt: skip
_APP_TYPES = {each.value: each for each in AppType}
# By which number of a kind a list can be asked for.
_NUMBERS = {
    DocumentKind.ORDER: "order_no", DocumentKind.PAYMENT: "pay_transaction_id", DocumentKind.WAYBILL: "logistics_no",
    DocumentKind.LIST: "cop_no", DocumentKind.CANCEL: "cop_no", DocumentKind.REFUND: "cop_no",
}  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """Which documents are listed: one kind; of it those that a party sent, and those of one code and number together."""

    kind: DocumentKind
    sent_by: str | None = None
    code: str | None = None
    number: str | None = None


@dataclass(frozen=True)
class Shown:
    """A document as it may be shown: nothing of it tells who the buyer is."""

    id: UUID
    kind: DocumentKind
    version: int
    app_type: AppType
    app_time: datetime
    is_deleted: bool
    sent_by: str
    received_at: datetime
    changed_at: datetime
    facts: dict[str, Any]
    lines: list[dict[str, Any]]


@dataclass(frozen=True)
class Version:
    """An earlier version, or one that came too late."""

    app_type: AppType
    app_time: datetime
    sent_by: str
    received_at: datetime
    facts: dict[str, Any]


@cache
def table_of(kind: DocumentKind) -> sa.TableClause:
    kept = KEPT[kind]
    return sa.table(kept.table, *(sa.column(name, _TYPES[type_]) for name, type_ in kept.columns.items()))


async def list_documents(
    db: AsyncSession, wanted: Filter, sent_by: str | None, params: PageRequest
) -> tuple[list[Shown], str | None]:
    """A page, the newest first, and the next cursor; lines are left out."""
    table, kept = table_of(wanted.kind), KEPT[wanted.kind]
    statement = _chosen(wanted.kind, sent_by)
    asked = (("sent_by", wanted.sent_by), (kept.owner, wanted.code), (_NUMBERS[wanted.kind], wanted.number))
    for name, value in asked:
        if value is not None:
            statement = statement.where(table.c[name] == value)
    page: tuple[list[Any], str | None] = await fetch_page(db, statement, (table.c.id,), params)
    rows, following = page
    return [_shown(wanted.kind, row, []) for row in rows], following


async def get(db: AsyncSession, kind: DocumentKind, document_id: UUID, sent_by: str | None) -> Shown:
    """One document with its lines; raises DocumentNotFound, also for another party's."""
    statement = _chosen(kind, sent_by).where(table_of(kind).c.id == document_id)
    row = (await db.execute(statement)).one_or_none()
    if row is None:
        raise DocumentNotFound()
    lines = KEPT[kind].lines
    if lines is None:
        return _shown(kind, row, row._mapping.get("lines") or [])
    found = sa.text(f"SELECT to_jsonb(l) - 'document_id' AS line FROM {lines} AS l WHERE document_id = :id ORDER BY line_no")
    return _shown(kind, row, [*(await db.execute(found, {"id": document_id})).scalars()])


async def list_versions(db: AsyncSession, document_id: UUID) -> list[Version]:
    statement = sa.text(
        "SELECT app_type, app_time, sent_by, received_at, body FROM trade_document_versions WHERE document_id = :id "
        "ORDER BY app_time DESC, app_type DESC, digest DESC"
    )
    unseen = HIDDEN | set(_CARRIED)
    return [
        Version(
            _APP_TYPES[row.app_type], row.app_time, row.sent_by, row.received_at,
            {name: value for name, value in row.body.items() if name not in unseen},
        )
        for row in await db.execute(statement, {"id": document_id})
    ]  # fmt: skip


async def digests(db: AsyncSession, declarant_code: str, cop_nos: Collection[str]) -> set[bytes]:
    """Of every version of these lists."""
    statement = sa.text(
        "SELECT digest FROM trade_lists WHERE declarant_code = :code AND cop_no = ANY(:numbers) UNION ALL "
        "SELECT v.digest FROM trade_document_versions AS v JOIN trade_lists AS l ON l.id = v.document_id "
        "WHERE l.declarant_code = :code AND l.cop_no = ANY(:numbers)"
    )
    return set((await db.execute(statement, {"code": declarant_code, "numbers": [*cop_nos]})).scalars())


def _chosen(kind: DocumentKind, sent_by: str | None) -> sa.Select[Any]:
    table = table_of(kind)
    statement = sa.select(*(each for each in table.c if each.name not in HIDDEN))
    if KEPT[kind].table == "trade_requests":
        statement = statement.where(table.c.kind == kind.value)
    return statement if sent_by is None else statement.where(table.c.sent_by == sent_by)


def _shown(kind: DocumentKind, row: Any, lines: list[dict[str, Any]]) -> Shown:
    held = row._mapping
    facts = {name: held[name] for name in held if name not in {*_CARRIED, "lines", "kind"}}
    return Shown(
        held["id"], kind, held["version"], _APP_TYPES[held["app_type"]], held["app_time"], held["is_deleted"], held["sent_by"],
        held["received_at"], held["changed_at"], facts, lines,
    )  # fmt: skip

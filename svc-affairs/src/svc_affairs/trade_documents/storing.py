"""Stores a batch of documents of one kind: a few statements, however many they are."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.trade_documents.merging import Key, Merge, Standing, merge
from svc_affairs.trade_documents.rows import Incoming
from svc_affairs.trade_documents.rules import Rank
from svc_affairs.trade_documents.tables import KEPT, LINE_COLUMNS, Kept
from svc_affairs.trade_documents.taken import Taken
from svc_affairs.trade_documents.terms import DocumentKind

Mark = tuple[str, str, str]


async def store(
    db: AsyncSession, kind: DocumentKind, batch: Sequence[Incoming], sent_by: str, now: datetime
) -> tuple[list[Taken], set[Mark]]:
    """Each one's outcome, and the keys that a match has to look at again. The caller holds the keys' lock."""
    kept = KEPT[kind]
    standing = await _standing(db, kept, {each.key for each in batch})
    done = merge(batch, standing, await _history(db, standing))
    marks = {mark for old, _ in done.replaced for mark in old.marks}
    await _keep_history(db, kind, kept, done, standing, sent_by, now)
    await _insert(db, kept, done.inserted, sent_by, now)
    await _replace(db, kept, done.replaced, sent_by, now)
    counted = [*done.inserted, *(new for _, new in done.replaced)]
    return done.taken, marks | {mark for each in counted for mark in _marks(kept, each.facts)}


def _marks(kept: Kept, facts: Any) -> tuple[Mark, ...]:
    return tuple((mark, facts[code], facts[no]) for mark, code, no in kept.marks if facts[code] and facts[no])


async def _standing(db: AsyncSession, kept: Kept, keys: set[Key]) -> dict[Key, Standing]:
    asked = [dict(zip(kept.key, key, strict=True)) for key in keys]
    found = await db.execute(text(_find(kept)), {"rows": _json(asked)})
    return {
        tuple(row[name] for name in kept.key): Standing(
            row["id"], row["version"], Rank.of(row["app_time"], row["app_type"], row["digest"]), _marks(kept, row)
        )
        for row in found.mappings()
    }


async def _history(db: AsyncSession, standing: dict[Key, Standing]) -> dict[Key, frozenset[bytes]]:
    """The digests of the versions that were replaced; a document of one version has none."""
    # A version may be in the history that came too late, so a first version is looked at as well.
    ids = {each.id: key for key, each in standing.items()}
    if not ids:
        return {}
    statement = text("SELECT document_id, digest FROM trade_document_versions WHERE document_id = ANY(:ids)")
    found: dict[Key, set[bytes]] = {}
    for document_id, digest in await db.execute(statement, {"ids": [*ids]}):
        found.setdefault(ids[document_id], set()).add(digest)
    return {key: frozenset(digests) for key, digests in found.items()}


async def _keep_history(
    db: AsyncSession, kind: DocumentKind, kept: Kept, done: Merge, standing: dict[Key, Standing], sent_by: str, now: datetime
) -> None:
    if done.replaced:
        await db.execute(text(_archive(kind, kept)), {"ids": [old.id for old, _ in done.replaced]})
    if not done.late:
        return
    ids = {key: each.id for key, each in standing.items()} | {each.key: each.new_id for each in done.inserted}
    rows = [
        {"document_id": ids[each.key], "digest": each.facts["digest"], "kind": kind, "app_type": each.facts["app_type"],
         "app_time": each.facts["app_time"], "sent_by": sent_by, "received_at": now, "body": each.body}
        for each in done.late
    ]  # fmt: skip
    await db.execute(text(_LATE), {"rows": _json(rows)})


async def _insert(db: AsyncSession, kept: Kept, fresh: Sequence[Incoming], sent_by: str, now: datetime) -> None:
    if not fresh:
        return
    carried = {"version": 1, "sent_by": sent_by, "received_at": now, "changed_at": now}
    rows = [{**each.facts, **carried, "id": each.new_id} for each in fresh]
    await db.execute(text(_enter(kept.table, tuple(kept.columns.items()))), {"rows": _json(rows)})
    await _insert_lines(db, kept, ((row["id"], each) for row, each in zip(rows, fresh, strict=True)))


async def _replace(db: AsyncSession, kept: Kept, pairs: Sequence[tuple[Standing, Incoming]], sent_by: str, now: datetime) -> None:
    if not pairs:
        return
    carried = {"sent_by": sent_by, "received_at": now, "changed_at": now}
    rows = [{**new.facts, **carried, "id": old.id, "version": old.version + 1} for old, new in pairs]
    await db.execute(text(_overwrite(kept)), {"rows": _json(rows)})
    if kept.lines is not None:
        await db.execute(text(f"DELETE FROM {kept.lines} WHERE document_id = ANY(:ids)"), {"ids": [old.id for old, _ in pairs]})
    await _insert_lines(db, kept, ((old.id, new) for old, new in pairs))


async def _insert_lines(db: AsyncSession, kept: Kept, documents: Iterable[tuple[UUID, Incoming]]) -> None:
    if kept.lines is not None:
        rows = [{**line, "document_id": document_id} for document_id, each in documents for line in each.lines]
        await db.execute(text(_enter(kept.lines, tuple(LINE_COLUMNS.items()))), {"rows": _json(rows)})


def _json(rows: Any) -> str:
    return to_json(rows).decode()


@cache
def _enter(table: str, columns: tuple[tuple[str, str], ...]) -> str:
    names = ", ".join(name for name, _ in columns)
    return f"INSERT INTO {table} ({names}) SELECT {names} FROM {_recordset(columns)}"


@cache
def _find(kept: Kept) -> str:
    marked = dict.fromkeys(column for _, *columns in kept.marks for column in columns)
    names = dict.fromkeys(("id", "version", "app_time", "app_type", "digest", *kept.key, *marked))
    keys = " AND ".join(f"t.{name} = x.{name}" for name in kept.key)
    columns = tuple((name, "text") for name in kept.key)
    return (
        f"SELECT {', '.join(f't.{name}' for name in names)} FROM {_recordset(columns)} "
        f"CROSS JOIN LATERAL (SELECT * FROM {kept.table} AS t WHERE {keys} OFFSET 0) AS t"
    )


@cache
def _overwrite(kept: Kept) -> str:
    changes = ", ".join(f"{name} = x.{name}" for name in kept.columns if name not in ("id", *kept.key))
    return f"UPDATE {kept.table} AS t SET {changes} FROM {_recordset(tuple(kept.columns.items()))} WHERE t.id = x.id"


@cache
def _archive(kind: DocumentKind, kept: Kept) -> str:
    lines = "'{}'::jsonb"
    if kept.lines is not None:
        lines = (
            "jsonb_build_object('lines', (SELECT jsonb_agg(to_jsonb(l) - 'document_id' ORDER BY l.line_no) "
            f"FROM {kept.lines} AS l WHERE l.document_id = t.id))"
        )
    return (
        "INSERT INTO trade_document_versions (document_id, digest, kind, app_type, app_time, sent_by, received_at, body) "
        f"SELECT t.id, t.digest, '{kind.value}', t.app_type, t.app_time, t.sent_by, t.received_at, to_jsonb(t) || {lines} "
        f"FROM {kept.table} AS t WHERE t.id = ANY(:ids) ON CONFLICT DO NOTHING"
    )


def _recordset(columns: tuple[tuple[str, str], ...]) -> str:
    typed = ", ".join(f"{name} {type_}" for name, type_ in columns)
    return f"jsonb_to_recordset(CAST(:rows AS jsonb)) AS x({typed})"


_VERSION = (
    ("document_id", "uuid"), ("digest", "bytea"), ("kind", "text"), ("app_type", "text"), ("app_time", "timestamptz"),
    ("sent_by", "text"), ("received_at", "timestamptz"), ("body", "jsonb"),
)  # fmt: skip
_LATE = _enter("trade_document_versions", _VERSION) + " ON CONFLICT DO NOTHING"

"""Many items at once: new ones drafted, drafts changed, and all submitted; in statements over sets."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.errors import Problem
from chassis.ids import uuid7
from svc_affairs.items.coding import PROFILES, faults_of_code
from svc_affairs.items.errors import CodeNotByProfile, DraftAlreadyThere, PromiseTooLong
from svc_affairs.items.models import Item
from svc_affairs.items.moving import advance, entry
from svc_affairs.items.schemas import ItemDraft
from svc_affairs.items.searching import words_for
from svc_affairs.items.terms import Action, ItemStatus
from svc_affairs.items.versions import Versions

Row = dict[str, Any]
_FIELDS = sorted(set(ItemDraft.model_fields) - {"code"})


@dataclass(frozen=True)
class Plan:
    """How a code is to read, and which versions of it were held; `version` is the one that will read so."""

    draft: ItemDraft
    versions: Versions
    version: int


def content_faults(draft: ItemDraft, profile: str) -> list[tuple[type[Problem], str, str]]:
    """What of an item contradicts itself, or the profile of codes: which problem it is, the field, and why."""
    named = PROFILES[profile]
    found = faults_of_code(named, draft.code, kind=str(draft.kind), level=str(draft.level), base_code=draft.base_code)
    faults: list[tuple[type[Problem], str, str]] = [(CodeNotByProfile, each.field, each.detail) for each in found]
    if draft.promised_days > draft.statutory_days:
        faults.append((PromiseTooLong, "promised_days", f"the law allows {draft.statutory_days} days"))
    return faults


async def enter_many(db: AsyncSession, actor: Principal, plans: Sequence[Plan], note: str | None) -> list[Item]:
    """Draft what is new, change the drafts that are there, and submit them all; as they stand then.

    Raises DraftAlreadyThere where somebody else began a draft meanwhile.
    """
    now = clock.now()
    rows = await asyncio.to_thread(lambda: [_row(plan, actor.subject, now) for plan in plans])
    new: list[tuple[Row, Item]] = []
    old: list[tuple[Row, Item]] = []
    steps: list[Row] = []
    for row in rows:
        item = _item(row)
        is_new = item.revision == 1
        # As in single steps, history names the fields of a change, and of a first draft none.
        steps.append(entry(actor, item, Action.DRAFT if is_new else Action.CHANGE, fields=() if is_new else _FIELDS))
        advance(item, Action.SUBMIT, is_told=False)
        steps.append(entry(actor, item, Action.SUBMIT, note=note))
        # Both steps are one write, since each writes every index of the row anew.
        written_once = row | {name: getattr(item, name) for name in ("status", "revision", "changed_at", "sweep_after")}
        (new if is_new else old).append((written_once, item))
    entered = (await db.execute(_INSERT, {"rows": await written(row for row, _ in new)})).scalars().all() if new else []
    if len(entered) < len(new):
        raise DraftAlreadyThere(code=min({row["code"] for row, _ in new} - {*entered}))
    if old:
        await db.execute(_CHANGE, {"rows": await written(row for row, _ in old)})
    await record_many(db, steps)
    return [item for _, item in (*new, *old)]


async def record_many(db: AsyncSession, entries: Sequence[Row]) -> None:
    """Write rows of history."""
    await db.execute(_RECORD, {"rows": await written(entries)})


async def written(rows: Iterable[Row]) -> str:
    """Rows as a statement takes them."""
    return await asyncio.to_thread(json.dumps, [*rows], default=_plain, ensure_ascii=False)


def _row(plan: Plan, author: str, now: datetime) -> Row:
    content = plan.draft.model_dump(mode="json")
    row = content | words_for(content) | {"version": plan.version, "changed_at": now, "status": ItemStatus.DRAFT.value}
    working = plan.versions.working
    if working is None:
        return row | {"id": uuid7(), "revision": 1, "created_at": now, "authors": [author], "announced": 0}
    row |= {"id": working.id, "revision": working.revision + 1, "created_at": working.created_at}
    return row | {"authors": sorted({*working.authors, author}), "announced": working.announced}


def _item(row: Row) -> Item:
    """The version as it stands now; not one that the session watches."""
    return Item(**(row | {"status": ItemStatus.DRAFT}))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else _unknown(value)


def _unknown(value: object) -> str:
    raise TypeError(f"no column holds a {type(value).__name__}")


_CONTENT = (
    "name text, kind text, level text, base_code text, department_code text, case_type text, applicant_kinds text[], "
    "statutory_days integer, promised_days integer, materials jsonb, fee_fen bigint, legal_basis text, channels text[], "
    "visits integer, online_depth integer, region_scope text, is_in_hall boolean, is_open_to_centres boolean, steps jsonb, "
    "special_procedures jsonb, keywords text[], guide jsonb, revision integer, changed_at timestamptz, authors text[], "
    "search tsvector, search_rest tsvector, status text, sweep_after timestamptz"
)
_TYPED = f"id uuid, code text, version integer, created_at timestamptz, announced integer, {_CONTENT}"
_STEP = (
    "id uuid, item_id uuid, revision integer, action text, status text, actor text, at timestamptz, note text, day date, "
    "fields text[]"
)


def names_in(typed: str) -> list[str]:
    return [each.split()[0] for each in typed.split(", ")]


def given(typed: str) -> str:
    """Rows of these columns, out of the parameter `rows`."""
    return f"jsonb_to_recordset(cast(:rows AS jsonb)) AS given ({typed})"


def update_from(typed: str) -> str:
    """The statement that writes these columns of items to the rows of these ids."""
    assigned = ", ".join(f"{name} = given.{name}" for name in names_in(typed))
    return f"UPDATE items SET {assigned} FROM {given(f'id uuid, {typed}')} WHERE items.id = given.id"


_COLUMNS, _STEP_COLUMNS = ", ".join(names_in(_TYPED)), ", ".join(names_in(_STEP))
_INSERT = text(f"INSERT INTO items ({_COLUMNS}) SELECT {_COLUMNS} FROM {given(_TYPED)} ON CONFLICT DO NOTHING RETURNING code")
_CHANGE = text(update_from(_CONTENT))
_RECORD = text(f"INSERT INTO item_steps ({_STEP_COLUMNS}) SELECT {_STEP_COLUMNS} FROM {given(_STEP)}")

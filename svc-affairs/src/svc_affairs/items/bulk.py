"""Many items at once: their versions held, new ones drafted, drafts changed, and published; in statements over sets."""

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from contracts.event import Event
from svc_affairs.items import events
from svc_affairs.items.coding import PROFILES, faults_of_code
from svc_affairs.items.errors import DraftAlreadyThere
from svc_affairs.items.lifecycle import OFFERED, WORKED_ON
from svc_affairs.items.models import Item
from svc_affairs.items.schemas import ItemDraft
from svc_affairs.items.searching import words_for
from svc_affairs.items.terms import Action, ItemStatus

Row = dict[str, Any]


@dataclass(frozen=True)
class Versions:
    """The versions of a code that are not over, and the number of its last one; 0: there was none."""

    working: Item | None = None
    scheduled: Item | None = None
    offered: Item | None = None
    last: int = 0

    @property
    def newest(self) -> Item | None:
        """What is, or will be, in force last of what is there."""
        return self.working or self.scheduled or self.offered


@dataclass(frozen=True)
class Plan:
    """How a code is to read, and which versions of it were held; `version` is the one that will read so."""

    draft: ItemDraft
    versions: Versions
    version: int


def content_faults(draft: ItemDraft, profile: str) -> list[tuple[str, str]]:
    """What of an item contradicts itself, or the profile of codes: the field, and why."""
    named = PROFILES[profile]
    found = faults_of_code(named, draft.code, kind=str(draft.kind), level=str(draft.level), base_code=draft.base_code)
    faults = [(each.field, each.detail) for each in found]
    if draft.promised_days > draft.statutory_days:
        faults.append(("promised_days", f"the law allows {draft.statutory_days} days"))
    return faults


async def hold_versions(db: AsyncSession, codes: Collection[str]) -> dict[str, Versions]:
    """The versions of these codes that are not over, locked; nobody else brings a list in until the commit."""
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("gov171.affairs.items", 0))))
    wanted = bindparam("codes", sorted(codes), type_=ARRAY(Text))
    counted = select(Item.code, func.max(Item.version)).where(Item.code == any_(wanted)).group_by(Item.code)
    last = {row[0]: row[1] for row in await db.execute(counted)}
    live = [*WORKED_ON, ItemStatus.SCHEDULED, *OFFERED]
    chosen = select(Item).where(Item.code == any_(wanted), Item.status.in_(live))
    # In the order in which a single publication locks them: the new version before the one it replaces.
    chosen = chosen.order_by(Item.code, Item.version.desc()).with_for_update(key_share=True)
    held: dict[str, dict[str, Item]] = {}
    for item in (await db.execute(chosen)).scalars():
        place = "working" if item.status in WORKED_ON else "offered" if item.status in OFFERED else "scheduled"
        held.setdefault(item.code, {})[place] = item
    return {code: Versions(**held.get(code, {}), last=version) for code, version in last.items()}


async def draft_many(db: AsyncSession, actor: Principal, plans: Sequence[Plan], note: str | None = None) -> dict[str, Item]:
    """Draft what is new and change the drafts that are there; by code each version as it stands then.

    Raises DraftAlreadyThere where somebody else began a draft meanwhile.
    """
    now = clock.now()
    rows = await asyncio.to_thread(lambda: [_row(plan, actor.subject, now) for plan in plans])
    new, old = [row for row in rows if row["revision"] == 1], [row for row in rows if row["revision"] > 1]
    entered = (await db.execute(_INSERT, {"rows": await _written(new)})).scalars().all() if new else []
    if len(entered) < len(new):
        raise DraftAlreadyThere(code=min({row["code"] for row in new} - {*entered}))
    if old:
        await db.execute(_CHANGE, {"rows": await _written(old)})
    # As in single steps, history names the fields of a change, and of a first draft none.
    fields = sorted(set(ItemDraft.model_fields) - {"code"})
    steps = [_step(row, Action.DRAFT, ItemStatus.DRAFT, actor, now, note) for row in new]
    steps += [_step(row, Action.CHANGE, ItemStatus.DRAFT, actor, now, note, fields) for row in old]
    await db.execute(_RECORD, {"rows": await _written(steps)})
    return {row["code"]: _item(row) for row in rows}


async def publish_many(
    db: AsyncSession, actor: Principal, items: Sequence[Item], former: Mapping[str, Item], note: str | None
) -> None:
    """Submit and approve versions that are worked on; each replaces what is offered under its code."""
    now = clock.now()
    replaced = [(former[item.code], item) for item in items if item.code in former]
    told: list[tuple[Event, str, int]] = []
    steps: list[Row] = []
    over: list[Row] = []
    for old, item in replaced:
        row = {"id": old.id, "revision": old.revision + 1, "replaced_by_id": item.id, "announced": old.announced + 1, "at": now}
        over.append(row)
        steps.append(_step(row, Action.REPLACE, ItemStatus.WITHDRAWN, actor, now, None))
        gone = Item(id=old.id, code=old.code, version=old.version, changed_at=now)
        told.append((events.withdrawn(gone, item.id), str(old.id), old.announced + 1))
    published: list[Row] = []
    for item in items:
        is_draft = item.status is ItemStatus.DRAFT
        row = {"id": item.id, "revision": item.revision + 1 + is_draft, "announced": item.announced + 1, "at": now}
        published.append(row | {"day": clock.local_day(now)})
        if is_draft:
            steps.append(_step(row | {"revision": item.revision + 1}, Action.SUBMIT, ItemStatus.UNDER_REVIEW, actor, now, note))
        steps.append(_step(row, Action.PUBLISH, ItemStatus.PUBLISHED, actor, now, note))
        told.append((events.published(_as_told(item, now)), str(item.id), item.announced + 1))
    # The former go first, since two versions are never offered at once; not even within a transaction.
    if over:
        await db.execute(_REPLACE, {"rows": await _written(over)})
    await db.execute(_PUBLISH, {"rows": await _written(published)})
    await db.execute(_RECORD, {"rows": await _written(steps)})
    await outbox.publish_many(db, told)


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


def _as_told(item: Item, now: datetime) -> Item:
    names = ("id", "code", "version", "name", "department_code")
    return Item(**{name: getattr(item, name) for name in names}, kind=str(item.kind), changed_at=now)


def _step(
    row: Row, action: Action, status: ItemStatus, actor: Principal, now: datetime, note: str | None,
    fields: Sequence[str] = (),
) -> Row:  # fmt: skip
    step = {"id": uuid7(), "item_id": row["id"], "revision": row["revision"], "action": action.value, "status": status.value}
    return step | {"actor": actor.subject, "at": now, "note": note, "day": None, "fields": [*fields]}


async def _written(rows: Sequence[Row]) -> str:
    return await asyncio.to_thread(json.dumps, rows, default=_plain, ensure_ascii=False)


def _plain(value: object) -> str:
    return str(value) if isinstance(value, UUID) else value.isoformat() if isinstance(value, datetime) else str(value)


_CONTENT = (
    "name text, kind text, level text, base_code text, department_code text, case_type text, applicant_kinds text[], "
    "statutory_days integer, promised_days integer, materials jsonb, fee_fen bigint, legal_basis text, channels text[], "
    "visits integer, online_depth integer, region_scope text, is_in_hall boolean, is_open_to_centres boolean, steps jsonb, "
    "special_procedures jsonb, keywords text[], guide jsonb, revision integer, changed_at timestamptz, authors text[], "
    "search tsvector, search_rest tsvector"
)
_TYPED = f"id uuid, code text, version integer, status text, created_at timestamptz, announced integer, {_CONTENT}"
_CHANGED = [each.split()[0] for each in _CONTENT.split(", ")]
_COLUMNS = ", ".join(each.split()[0] for each in _TYPED.split(", "))


def _given(typed: str) -> str:
    return f"jsonb_to_recordset(cast(:rows AS jsonb)) AS given ({typed})"


_INSERT = text(f"INSERT INTO items ({_COLUMNS}) SELECT {_COLUMNS} FROM {_given(_TYPED)} ON CONFLICT DO NOTHING RETURNING code")
_CHANGE = text(
    f"UPDATE items SET {', '.join(f'{name} = given.{name}' for name in _CHANGED)} FROM {_given(_TYPED)} WHERE items.id = given.id"
)
_REPLACE = text(
    "UPDATE items SET status = 'withdrawn', revision = given.revision, changed_at = at, withdrawn_at = at, "
    "replaced_by_id = given.replaced_by_id, announced = given.announced "
    f"FROM {_given('id uuid, revision integer, replaced_by_id uuid, announced integer, at timestamptz')} "
    "WHERE items.id = given.id"
)
_PUBLISH = text(
    "UPDATE items SET status = 'published', revision = given.revision, changed_at = at, published_at = at, "
    "effective_on = day, announced = given.announced "
    f"FROM {_given('id uuid, revision integer, announced integer, at timestamptz, day date')} WHERE items.id = given.id"
)
_RECORD = text(
    "INSERT INTO item_steps (id, item_id, revision, action, status, actor, at, note, day, fields) "
    "SELECT id, item_id, revision, action, status, actor, at, note, day, fields FROM "
    + _given(
        "id uuid, item_id uuid, revision integer, action text, status text, actor text, at timestamptz, note text, day date, "
        "fields text[]"
    )
)

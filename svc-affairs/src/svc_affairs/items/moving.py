"""How a version is held and moved on: its row locked, each step with one revision and one row of its history."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.repeating import REPLAY_REST
from chassis.routing import check_version
from contracts.event import Event
from svc_affairs.items import repository
from svc_affairs.items.errors import ActionNotPossible
from svc_affairs.items.lifecycle import IllegalMove, move
from svc_affairs.items.models import Item, ItemStep
from svc_affairs.items.terms import Action, ItemStatus

CLOCK = Principal(subject="clock", kind="service")


async def hold(db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None) -> Item:
    """Lock the version for this transaction; raises ItemUnknown, StaleVersion."""
    item = await repository.get(db, actor, item_id, for_update=True)
    check_version(if_match, item.revision)
    return item


def status_after(item: Item, action: Action) -> ItemStatus:
    """Raises ActionNotPossible, which names what is possible, before anything has changed."""
    try:
        return move(item.status, action)
    except IllegalMove as illegal:
        raise ActionNotPossible(state=item.status.value, action=action.value, possible=[*illegal.possible]) from None


async def step(
    db: AsyncSession, actor: Principal, item: Item, action: Action, *, note: str | None = None, day: date | None = None,
    fields: list[str] | None = None, **changes: Any,
) -> None:  # fmt: skip
    """Move the held version by one step and write `changes` to it; raises ActionNotPossible, and then nothing has changed."""
    item.status = status_after(item, action)
    for name, value in changes.items():
        setattr(item, name, value)
    item.revision += 1
    item.changed_at = clock.now()
    if clock.is_replayed():
        item.sweep_after = clock.system_now() + REPLAY_REST
    await db.flush()
    record(db, actor, item, action, note=note, day=day, fields=fields)
    await db.flush()


def record(
    db: AsyncSession, actor: Principal, item: Item, action: Action, *, note: str | None = None, day: date | None = None,
    fields: list[str] | None = None,
) -> None:  # fmt: skip
    """Write the present revision into the history."""
    done = ItemStep(id=uuid7(), item_id=item.id, revision=item.revision, action=action, status=item.status, at=item.changed_at)
    done.actor, done.note, done.day, done.fields = actor.subject, note, day, fields or []
    db.add(done)


async def announce(db: AsyncSession, item: Item, event: Event) -> None:
    """Tell of the held version; the sequence counts what was told of it, since not every step is."""
    item.announced += 1
    await db.flush()
    await outbox.publish(db, event, subject=str(item.id), sequence=item.announced)

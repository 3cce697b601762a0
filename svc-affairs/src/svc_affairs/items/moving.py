"""How a held version is moved on: each step with one revision and one row of its history."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.repeating import REPLAY_REST
from contracts.event import Event
from svc_affairs.items.errors import ActionNotPossible
from svc_affairs.items.lifecycle import IllegalMove, move
from svc_affairs.items.models import Item, ItemStep
from svc_affairs.items.terms import Action, ItemStatus

Tells = Callable[[Item], Event]


def status_after(item: Item, action: Action) -> ItemStatus:
    """Raises ActionNotPossible, which names what is possible, before anything has changed."""
    try:
        return move(item.status, action)
    except IllegalMove as illegal:
        raise ActionNotPossible(
            state=item.status.value, action=action.value, possible=[*illegal.possible], code=item.code, version=item.version
        ) from None


def advance(item: Item, action: Action, *, is_told: bool, **changes: Any) -> None:
    """The version as it stands after one step, with `changes`; not stored yet. Raises ActionNotPossible, with nothing changed.

    An event's sequence counts what was announced of the version, since not every step is.
    """
    item.status = status_after(item, action)
    for name, value in changes.items():
        setattr(item, name, value)
    item.revision += 1
    item.announced += is_told
    item.changed_at = clock.now()
    if clock.is_replayed():
        item.sweep_after = clock.system_now() + REPLAY_REST


def entry(
    actor: Principal, item: Item, action: Action, *, note: str | None = None, day: date | None = None, fields: Sequence[str] = ()
) -> dict[str, Any]:
    """The row of history for the present revision."""
    row = {"id": uuid7(), "item_id": item.id, "revision": item.revision, "action": action, "status": item.status}
    return row | {"at": item.changed_at, "actor": actor.subject, "note": note, "day": day, "fields": [*fields]}


async def step(
    db: AsyncSession, actor: Principal, item: Item, action: Action, *, tells: Tells | None = None,
    note: str | None = None, day: date | None = None, fields: list[str] | None = None, **changes: Any,
) -> None:  # fmt: skip
    """Move the held version by one step, write `changes` to it, and announce what `tells` makes of it.

    Raises ActionNotPossible, and then nothing has changed.
    """
    advance(item, action, is_told=tells is not None, **changes)
    await record(db, actor, item, action, note=note, day=day, fields=fields)
    if tells is not None:
        await outbox.publish(db, tells(item), subject=str(item.id), sequence=item.announced)


async def record(
    db: AsyncSession, actor: Principal, item: Item, action: Action, *, note: str | None = None, day: date | None = None,
    fields: list[str] | None = None,
) -> None:  # fmt: skip
    """Write the present revision, and it into the history."""
    db.add(ItemStep(**entry(actor, item, action, note=note, day=day, fields=fields or ())))
    await db.flush()

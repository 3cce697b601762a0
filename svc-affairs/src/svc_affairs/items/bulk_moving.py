"""Many held versions moved on together: the same steps by the same table as one by one, in statements over sets."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from svc_affairs.base_items import service as base_items
from svc_affairs.items import events
from svc_affairs.items.bulk import record_many, update_from, written
from svc_affairs.items.errors import AnotherWaits, AuthorMayNotApprove
from svc_affairs.items.models import Item
from svc_affairs.items.moving import Tells, advance, entry
from svc_affairs.items.publishing import check_day
from svc_affairs.items.terms import Action
from svc_affairs.items.versions import Versions

_NAMED = 20


def _nothing(_: Item) -> dict[str, Any]:
    return {}


async def move_many(
    db: AsyncSession, actor: Principal, items: Sequence[Item], action: Action, *, tells: Tells | None = None,
    note: str | None = None, day: date | None = None, changes: Callable[[Item], Mapping[str, Any]] = _nothing,
) -> None:  # fmt: skip
    """`moving.step` for many held versions that no session watches; raises ActionNotPossible."""
    if not items:
        return
    for item in items:
        advance(item, action, is_told=tells is not None, **changes(item))
    columns = ("id", *_LIFE)
    await db.execute(_MOVE, {"rows": await written({name: getattr(item, name) for name in columns} for item in items)})
    await record_many(db, [entry(actor, item, action, note=note, day=day) for item in items])
    if tells is not None:
        await outbox.publish_many(db, [(tells(item), str(item.id), item.announced) for item in items])


async def submit_many(db: AsyncSession, actor: Principal, items: Sequence[Item], note: str | None) -> None:
    """Hand drafts to the reviewers."""
    await move_many(db, actor, items, Action.SUBMIT, note=note)


async def reject_many(db: AsyncSession, actor: Principal, items: Sequence[Item], reasons: str) -> None:
    """Hand what was submitted back to the editors."""
    await move_many(db, actor, items, Action.REJECT, note=reasons)


async def withdraw_many(db: AsyncSession, actor: Principal, items: Sequence[Item], reason: str | None) -> None:
    """Give up what is worked on, none of which was ever told of."""
    now = clock.now()
    await move_many(db, actor, items, Action.WITHDRAW, note=reason, changes=lambda _: {"withdrawn_at": now})


async def publish_many(
    db: AsyncSession, actor: Principal, held: Sequence[Versions], effective_on: date | None, note: str | None
) -> None:
    """Approve the versions that are worked on: in force now, in place of those before, or from the beginning of a day.

    Raises ActionNotPossible, AuthorMayNotApprove, AnotherWaits, DayNotPossible, BaseItemNotInUse, BaseKindDiffers,
    LevelNotOfBase, LongerThanBase; then none is published.
    """
    items = [each.working for each in held if each.working is not None]
    now = clock.now()
    today = clock.local_day(now)
    check_eyes(actor, items)
    waiting = sorted(each.scheduled.code for each in held if each.scheduled is not None)
    if waiting:
        raise AnotherWaits(item_codes=[*waiting[:_NAMED]], count=len(waiting))
    await base_items.check_many_against_base(db, items)
    if effective_on not in (None, today):
        check_day(effective_on, today)
        when = {"effective_on": effective_on}
        await move_many(
            db, actor, items, Action.SCHEDULE, tells=events.scheduled, note=note, day=effective_on, changes=lambda _: when
        )
        return
    # The former go first, since two versions are never offered at once; not even within a transaction.
    following = {each.code: each.id for each in items}
    former = [each.offered for each in held if each.offered is not None and each.working is not None]
    await move_many(
        db, actor, former, Action.REPLACE, tells=events.withdrawn,
        changes=lambda item: {"withdrawn_at": now, "replaced_by_id": following[item.code]},
    )  # fmt: skip
    begun = {"published_at": now, "effective_on": today}
    await move_many(db, actor, items, Action.PUBLISH, tells=events.published, note=note, changes=lambda _: begun)


def check_eyes(actor: Principal, items: Sequence[Item]) -> None:
    """Raises AuthorMayNotApprove, which names some of the items."""
    own = sorted(each.code for each in items if actor.subject in each.authors)
    if own:
        raise AuthorMayNotApprove(item_codes=[*own[:_NAMED]], count=len(own))


_TYPED = (
    "status text, revision integer, changed_at timestamptz, published_at timestamptz, withdrawn_at timestamptz, "
    "effective_on date, replaced_by_id uuid, announced integer, sweep_after timestamptz"
)
_LIFE = [each.split()[0] for each in _TYPED.split(", ")]
_MOVE = text(update_from(_TYPED))

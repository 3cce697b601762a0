"""Which versions of many codes are there, held or only looked at; in statements over sets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ARRAY, BindParameter, Select, Text, any_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_affairs.items.lifecycle import OFFERED, WORKED_ON
from svc_affairs.items.models import Item
from svc_affairs.items.passing import catch_up
from svc_affairs.items.terms import ItemStatus

_LIVING = [*WORKED_ON, ItemStatus.SCHEDULED, *OFFERED]


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


async def lock_entering(db: AsyncSession) -> None:
    """Let nobody else bring a list of items in until the commit: what is not there yet has no row to hold."""
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("gov171.affairs.items", 0))))


async def hold_versions(db: AsyncSession, codes: Collection[str]) -> dict[str, Versions]:
    """The versions of these codes that are not over, locked, with time passed for them; the session watches them no more."""
    # In the order in which a single publication locks them: the new version before the one it replaces.
    chosen = _living(codes).with_for_update(key_share=True).execution_options(populate_existing=True)
    items = (await db.execute(chosen)).scalars().all()
    for item in items:
        await catch_up(db, item)
    return await _versions(db, codes, items)


async def see_versions(db: AsyncSession, codes: Collection[str]) -> dict[str, Versions]:
    """The same of this moment, without holding anybody up."""
    return await _versions(db, codes, (await db.execute(_living(codes))).scalars().all())


def _living(codes: Collection[str]) -> Select[Item]:
    chosen = select(Item).where(Item.code == any_(_array(codes)), Item.status.in_(_LIVING))
    return chosen.order_by(Item.code, Item.version.desc())


async def _versions(db: AsyncSession, codes: Collection[str], items: Sequence[Item]) -> dict[str, Versions]:
    counted = select(Item.code, func.max(Item.version)).where(Item.code == any_(_array(codes))).group_by(Item.code)
    last = {row[0]: row[1] for row in await db.execute(counted)}
    today = clock.local_day(clock.now())
    held: dict[str, dict[str, Item]] = {}
    for item in items:
        db.expunge(item)
        if item.status in _LIVING:
            held.setdefault(item.code, {}).setdefault(_place(item, today), item)
    return {code: Versions(**held.get(code, {}), last=version) for code, version in last.items()}


def _place(item: Item, today: date) -> str:
    """A version whose day has come is in force, whether or not that is written down; it stands before the one it replaces."""
    if item.status in WORKED_ON:
        return "working"
    is_waiting = item.status is ItemStatus.SCHEDULED and item.effective_on is not None and item.effective_on > today
    return "scheduled" if is_waiting else "offered"


def _array(codes: Collection[str]) -> BindParameter[Sequence[str]]:
    return bindparam("codes", sorted(codes), type_=ARRAY(Text))

"""Use cases of base items: enter, change, abolish, restore, look up, and hold an item to its base item."""

from collections.abc import Collection, Sequence

from pydantic import JsonValue
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.page import PageRequest, fetch_page
from chassis.routing import check_version
from contracts.affairs import BaseItemChangedV1
from svc_affairs.base_items import repository
from svc_affairs.base_items.errors import BaseActionNotPossible, BaseCodeNotByProfile, BaseItemAlreadyThere
from svc_affairs.base_items.lifecycle import MOVES, possible
from svc_affairs.base_items.models import BaseItem
from svc_affairs.base_items.repository import Filter
from svc_affairs.base_items.rules import Based, misfits
from svc_affairs.base_items.schemas import BaseItemEntry, BaseItemPatch
from svc_affairs.base_items.terms import BaseAction
from svc_affairs.items.coding import PROFILES, faults_of_base_code


async def enter_base_item(db: AsyncSession, entry: BaseItemEntry) -> BaseItem:
    """Enter one and announce it; raises BaseItemAlreadyThere, BaseCodeNotByProfile."""
    check_code(db, entry.code, entry.kind)
    await lock_entering(db)
    now = clock.now()
    row = entry.model_dump(mode="json") | {"version": 1, "entered_at": now, "changed_at": now}
    row["words"] = repository.words_for(entry.name)
    base = (await db.execute(insert(BaseItem).values(row).on_conflict_do_nothing().returning(BaseItem))).scalar_one_or_none()
    if base is None:
        raise BaseItemAlreadyThere(code=entry.code)
    await outbox.publish(db, changed(base), subject=base.code, sequence=base.version)
    return base


async def change_base_item(db: AsyncSession, code: str, if_match: int | None, patch: BaseItemPatch) -> BaseItem:
    """Change an entry; items that implement it are held to it from their next version on.

    Raises BaseItemUnknown, StaleVersion, BaseActionNotPossible, BaseCodeNotByProfile.
    """
    base = await _held(db, code, if_match, BaseAction.CHANGE)
    changes = patch.model_dump(mode="json", exclude_unset=True)
    check_code(db, code, changes.get("kind", base.kind))
    if "name" in changes:
        changes["words"] = repository.words_for(changes["name"])
    for name, value in changes.items():
        setattr(base, name, value)
    return await _announced(db, base)


async def move_base_item(db: AsyncSession, code: str, if_match: int | None, action: BaseAction) -> BaseItem:
    """Abolish or restore an entry; raises BaseItemUnknown, StaleVersion, BaseActionNotPossible."""
    return await _announced(db, await _held(db, code, if_match, action))


async def get_base_item(db: AsyncSession, code: str) -> BaseItem:
    """One entry; raises BaseItemUnknown."""
    return await repository.get(db, code)


async def list_base_items(db: AsyncSession, wanted: Filter, params: PageRequest) -> tuple[list[BaseItem], str | None]:
    """A page of the catalogue by code, and the next cursor."""
    return await fetch_page(db, repository.list_base_items(wanted), (BaseItem.code,), params, descending=False)


async def check_against_base(db: AsyncSession, base_code: str | None, kind: str, level: str, statutory_days: int) -> None:
    """Hold an item's version to its base item, which stays as it is until the commit.

    Raises BaseItemNotInUse, BaseKindDiffers, LevelNotOfBase, LongerThanBase.
    """
    if base_code is None:
        return
    base = (await hold_bases(db, [base_code])).get(base_code)
    found = list(misfits(base, base_code, kind, level, statutory_days))
    if found:
        errors: list[JsonValue] = [{"pointer": f"/{each.field}", "detail": each.detail} for each in found]
        raise found[0].problem("; ".join(each.detail for each in found), errors=errors)


async def check_many_against_base(db: AsyncSession, items: Sequence[Based]) -> None:
    """The same of many versions, in one statement; what is raised names the first that does not fit."""
    bases = await hold_bases(db, {each.base_code for each in items if each.base_code is not None})
    for each in items:
        for found in misfits(bases.get(each.base_code or ""), each.base_code, each.kind, each.level, each.statutory_days):
            raise found.problem(found.detail, item_code=each.code)


async def hold_bases(db: AsyncSession, codes: Collection[str]) -> dict[str, BaseItem]:
    """The base items of these codes, which stay as they are until the commit."""
    return await repository.hold_many(db, codes, read=True) if codes else {}


async def see_bases(db: AsyncSession, codes: Collection[str]) -> dict[str, BaseItem]:
    """The same of this moment, without holding anybody up."""
    return await repository.see_many(db, codes) if codes else {}


async def lock_entering(db: AsyncSession) -> None:
    """Let nobody else bring base items in until the commit: what is not there yet has no row to hold."""
    await repository.lock_entering(db)


def check_code(db: AsyncSession, code: str, kind: str) -> None:
    """Raises BaseCodeNotByProfile."""
    profile = PROFILES[db.info["item_code_profile"]]
    faults = faults_of_base_code(profile, code, kind=str(kind))
    if faults:
        errors: list[JsonValue] = [{"pointer": "/code", "detail": each.detail} for each in faults]
        raise BaseCodeNotByProfile("; ".join(each.detail for each in faults), profile=profile.name, errors=errors)


def changed(base: BaseItem) -> BaseItemChangedV1:
    """What is announced of an entry as it stands."""
    names = ("code", "name", "edition", "statutory_days")
    same = {name: getattr(base, name) for name in names}
    return BaseItemChangedV1(occurred_at=base.changed_at, kind=str(base.kind), status=str(base.status), **same)


async def _held(db: AsyncSession, code: str, if_match: int | None, action: BaseAction) -> BaseItem:
    base = await repository.get(db, code, for_update=True)
    check_version(if_match, base.version)
    if (base.status, action) not in MOVES:
        raise BaseActionNotPossible(state=base.status.value, action=action.value, possible=[*possible(base.status)])
    base.status = MOVES[base.status, action]
    return base


async def _announced(db: AsyncSession, base: BaseItem) -> BaseItem:
    base.version += 1
    base.changed_at = clock.now()
    await db.flush()
    await outbox.publish(db, changed(base), subject=base.code, sequence=base.version)
    return base

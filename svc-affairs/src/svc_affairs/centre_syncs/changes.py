"""Use case of a pull: what changed for a centre since it asked last, each change told at least once.

A transaction that ends later than one that began after it would be missed by times or running numbers. So a change is
placed by its transaction, and only those older than every transaction that still runs are told. A cursor never goes beyond
what was told: numbers of transactions that left nothing behind are given again after a crash of the database.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_affairs.centre_syncs import repository
from svc_affairs.centre_syncs.cursors import NOBODY, Cursor, Place, Witness, read_cursor
from svc_affairs.centre_syncs.errors import CursorOutdated, CursorWrong
from svc_affairs.centre_syncs.repository import Collect, Mark
from svc_affairs.centre_syncs.scope import centre_for, shown
from svc_affairs.centre_syncs.views import CentreChanges, CentreItemView
from svc_affairs.claims.views import ClaimView

# In the order they are told: what a case is about comes before it. A cursor older than one of these begins it from the start.
COLLECTIONS: Mapping[str, Collect] = MappingProxyType(
    {"items": repository.changed_items, "claims": repository.changed_claims, "cases": repository.changed_cases}
)  # fmt: skip


async def changes(db: AsyncSession, actor: Principal, centre_code: str | None, given: str | None, most: int) -> CentreChanges:
    """The next page of what changed; without a cursor all there is.

    Raises CentreNeeded, CentreUnknown, CursorWrong, CursorOutdated.
    """
    centre_code = await centre_for(db, actor, centre_code)
    mark = await repository.mark(db)
    if given is None:
        cursor = Cursor(epoch=mark.epoch, centre_code=centre_code, is_first=True, since=mark.settled, places={})
    else:
        cursor = await _checked(db, read_cursor(given), centre_code, mark)
    told, places, has_more = await _collect(db, cursor, None if cursor.is_first else mark.horizon, most)
    cases = told["cases"]
    following = cursor.model_copy(
        update={"places": places, "witness": Witness(cases[-1].id, cases[-1].version) if cases else cursor.witness}
    )
    if cursor.is_first and not has_more:
        # What changed while all of it was told comes again as a change.
        starts = dict.fromkeys(COLLECTIONS, Place(cursor.since, NOBODY))
        following = following.model_copy(update={"is_first": False, "places": starts})
    return CentreChanges(
        centre_code=centre_code, items=[CentreItemView.model_validate(each) for each in told["items"]],
        claims=[ClaimView.model_validate(each) for each in told["claims"]], cases=await shown(db, cases),
        cursor=following.text(), has_more=has_more,
    )  # fmt: skip


async def _collect(
    db: AsyncSession, cursor: Cursor, until: int | None, most: int
) -> tuple[dict[str, list[Any]], dict[str, Place], bool]:
    """Of each collection what comes after its place, `most` of all together; the places after that, and whether more is there."""
    told: dict[str, list[Any]] = {name: [] for name in COLLECTIONS}
    places, has_more = dict(cursor.places), False
    for name, collect in COLLECTIONS.items():
        found = await collect(db, cursor.centre_code, cursor.place_of(name), until, most + 1)
        is_cut = len(found) > most
        found = found[:most]
        told[name], most, has_more = [entity for _, entity in found], most - len(found), has_more or is_cut
        if found:
            places[name] = Place(found[-1][0], found[-1][1].id)
    return told, places, has_more


async def _checked(db: AsyncSession, cursor: Cursor, centre_code: str, mark: Mark) -> Cursor:
    """Raises CursorWrong for another centre's, CursorOutdated for one of a database that was not, or is no more, this one."""
    if cursor.centre_code != centre_code:
        raise CursorWrong(centre_code=cursor.centre_code)
    known = None
    if cursor.witness is not None:
        known = await repository.version_of(db, centre_code, cursor.witness.case_id)
    is_set_back = cursor.witness is not None and (known is None or known < cursor.witness.version)
    if cursor.epoch != mark.epoch or cursor.furthest > mark.horizon or is_set_back:
        raise CursorOutdated(start_over="/v1/centre-changes")
    return cursor

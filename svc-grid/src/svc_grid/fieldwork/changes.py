"""Use case of a delta: what changed for somebody since a telephone asked last, each change told at least once.

A transaction that ends later than one that began after it would be missed by times or running numbers. So a change is
placed by its transaction, and only those older than every transaction that still runs are told.
"""

import re
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.cases.schemas import CaseView
from svc_grid.classes import service as classes
from svc_grid.fieldwork import repository
from svc_grid.fieldwork.errors import CursorWrong
from svc_grid.fieldwork.schemas import FieldChanges
from svc_grid.patrols.repository import open_tasks
from svc_grid.patrols.views import TaskView

MOST_PATROLS = 200
_NONE = UUID(int=0)
# How far everything was told, and, while a download is under way, how far it will be, its stage and its place.
_CURSOR = re.compile(r"([bc])([0-9]{1,19})-([0-9]{1,19})-([0-9a-f]{32})")


async def changes(db: AsyncSession, actor: Principal, cursor: str | None, most: int, classes_since: int | None) -> FieldChanges:
    """The next page of what changed; without a cursor all that is open. With the last page come patrols and classes.

    Raises CursorWrong.
    """
    page = await _cases(db, actor, cursor, most)
    if page.has_more:
        return page
    tasks = await open_tasks(db, actor, MOST_PATROLS)
    version, views = await classes.list_classes(db, since=classes_since)
    news = {"patrols": [TaskView.model_validate(each) for each in tasks], "classes": views, "classes_version": version}
    return page.model_copy(update=news)


async def _cases(db: AsyncSession, actor: Principal, cursor: str | None, most: int) -> FieldChanges:
    until = await repository.horizon(db)
    if cursor is None:
        return await _begin(db, actor, until, _NONE, most)
    found = _CURSOR.fullmatch(cursor)
    if found is None or int(found[2]) > until:
        raise CursorWrong()
    place, case_id = int(found[2]), UUID(hex=found[4])
    if found[1] == "b":
        return await _begin(db, actor, place, case_id, most)
    return await _go_on(db, actor, (place, int(found[3])), case_id, until, most)


async def _begin(db: AsyncSession, actor: Principal, since: int, after: UUID, most: int) -> FieldChanges:
    """All that is open, by id; what changes while it is downloaded comes again as a change."""
    cases = await repository.open_cases(db, actor, after, most + 1)
    has_more = len(cases) > most
    cases = cases[:most]
    cursor = _cursor("b", since, since, cases[-1].id) if has_more else _cursor("c", since, since, _NONE)
    return _page([CaseView.model_validate(each) for each in cases], [], cursor, has_more)


async def _go_on(db: AsyncSession, actor: Principal, told: tuple[int, int], after: UUID, until: int, most: int) -> FieldChanges:
    """Changes from the place that was told to; `told` is the place, and from where leavings are still to be told."""
    place, leavings_from = told
    found = await repository.changed_cases(db, actor, (place, after), until, most + 1)
    has_more = len(found) > most
    found = found[:most]
    if has_more:
        # The last transaction of a page may go on in the next one, and so do its leavings.
        last, case = found[-1]
        cursor, leavings_until = _cursor("c", last, last, case.id), last
    else:
        cursor, leavings_until = _cursor("c", until, until, _NONE), until
    gone = await repository.left_cases(db, actor, leavings_from, max(leavings_until, leavings_from))
    cases = [CaseView.model_validate(case) for _, case in found]
    return _page(cases, gone, cursor, has_more)


def _page(cases: list[CaseView], gone: Sequence[UUID], cursor: str, has_more: bool) -> FieldChanges:
    return FieldChanges(cases=cases, gone=[*gone], patrols=[], classes=[], classes_version=None, cursor=cursor, has_more=has_more)


def _cursor(stage: str, place: int, leavings_from: int, case_id: UUID) -> str:
    return f"{stage}{place}-{leavings_from}-{case_id.hex}"

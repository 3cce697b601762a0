"""What the end of a case means for the application that it is part of. The cases call it; it holds cases only to look at them."""

from collections.abc import Sequence

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from svc_affairs.online_cases.lifecycle import ENDED
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.terms import Status
from svc_affairs.package_applications import events
from svc_affairs.package_applications.lifecycle import move
from svc_affairs.package_applications.models import PackageApplication
from svc_affairs.package_applications.terms import ApplicationAction


async def note_ends(db: AsyncSession, taken: Sequence[tuple[OnlineCase, Status | None]]) -> None:
    """Complete the applications of which the last case has just ended; each case comes with the state it was in before.

    The application is locked before its cases are counted, so of two that end at the same moment the second sees the first.
    """
    within = [(case, before) for case, before in taken if case.package_application_id is not None and case.status in ENDED]
    ended = {case.package_application_id for case, before in within if before not in ENDED}
    if ended:
        await _complete(db, [each for each in ended if each is not None])
    if erased := {case.package_application_id for case, _ in within if case.erased_at is not None}:
        forgotten = update(PackageApplication).where(PackageApplication.id.in_(erased))
        await db.execute(forgotten.values(query_code_hash=None, answers={}))


async def _complete(db: AsyncSession, ids: Sequence[object]) -> None:
    chosen = select(PackageApplication).where(PackageApplication.id.in_(ids)).order_by(PackageApplication.id)
    held = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    waiting = {each.id: each for each in (await db.execute(held)).scalars() if move(each.status, ApplicationAction.COMPLETE)}
    if not waiting:
        return
    of_it = exists().where(OnlineCase.package_application_id == PackageApplication.id, OnlineCase.status.not_in(sorted(ENDED)))
    done = select(PackageApplication.id).where(PackageApplication.id.in_(waiting.keys()), ~of_it)
    for application_id in (await db.execute(done)).scalars():
        await end(db, waiting[application_id], ApplicationAction.COMPLETE)


async def end(db: AsyncSession, application: PackageApplication, action: ApplicationAction) -> None:
    """End the held application and announce it."""
    after = move(application.status, action)
    assert after is not None, f"{application.status}: {action} is not possible"
    application.status, application.ended_at, application.changed_at = after, clock.now(), clock.now()
    application.version += 1
    await db.flush()
    tell = events.completed if action is ApplicationAction.COMPLETE else events.withdrawn
    await outbox.publish(db, tell(application), subject=str(application.id), sequence=application.version)

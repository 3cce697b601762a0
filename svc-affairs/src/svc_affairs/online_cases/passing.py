"""Lets time pass for a held case: what its timers were set to do until now is done, each at its own instant.

So a sweeper that was down, or a replay that lives in its own time, changes nothing.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from svc_affairs.calendar.service import calendar_of
from svc_affairs.case_documents import service as documents
from svc_affairs.case_materials import service as materials
from svc_affairs.online_cases import accepting, clocks, delivering, repository, special, tasks
from svc_affairs.online_cases.models import CaseContact, OnlineCase
from svc_affairs.online_cases.schemas import Note
from svc_affairs.online_cases.steps import CLOCK, take
from svc_affairs.online_cases.terms import Action
from svc_affairs.ratings import service as ratings

_NOT_SUPPLEMENTED = "逾期未补正"


async def catch_up(db: AsyncSession, case: OnlineCase) -> int:
    """Do what is due; returns how much that was."""
    with db.no_autoflush:
        if clocks.recount(case, await calendar_of(db)):
            await tasks.recount(db, case)
    done = 0
    while (timer := clocks.next_timer(case)) is not None and timer.at <= clock.now():
        with clock.declared(timer.at):
            await _fire(db, case, timer.action)
        done += 1
    return done


async def _fire(db: AsyncSession, case: OnlineCase, action: Action) -> None:
    match action:
        case Action.ACCEPT_BY_SILENCE:
            await accepting.accept_by_silence(db, CLOCK, case, "逾期不告知，自收到申请材料之日起即为受理")
        case Action.LAPSE:
            await accepting.lapse(db, CLOCK, case, _NOT_SUPPLEMENTED)
        case Action.WITHDRAW:
            await accepting.withdraw(db, CLOCK, case, _NOT_SUPPLEMENTED)
        case Action.END_SPECIAL:
            await special.end_special(db, CLOCK, case, note="特别程序期限届满，恢复计时")
        case Action.MARK_OVERDUE:
            await take(db, CLOCK, case, action, note="超过承诺时限", overdue_at=clock.now())
        case Action.MARK_UNDELIVERED:
            await take(db, CLOCK, case, action, note="超过送达期限", undelivered_at=clock.now())
        case Action.CLOSE:
            await delivering.close(db, CLOCK, case, Note(note="送达后自动办结"))
        case Action.ERASE:
            await _erase(db, case)
        case _:
            raise AssertionError(f"no timer does {action}")


async def _erase(db: AsyncSession, case: OnlineCase) -> None:
    """Who applied, and in what words, is gone for good; the bare facts stay."""
    for row in await repository.list_parts(db, CaseContact, case.id):
        if row.sealed_contact is not None:
            row.sealed_contact = row.sealed_contact.erased()
    gone: dict[str, Any] = dict.fromkeys(("masked_name", "masked_phone", "agent_masked_name", "agent_masked_phone", "subject"))
    await take(db, CLOCK, case, Action.ERASE, erased_at=clock.now(), query_code_hash=None, **gone)
    await materials.erase(db, case)
    await documents.erase(db, case)
    await ratings.erase(db, case)
    await audit.record(db, CLOCK, "case-contact-erased", str(case.id))

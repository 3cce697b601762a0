"""Use cases of rectifications, and what ratings ask of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from chassis.redaction import hide_numbers
from chassis.routing import check_version
from svc_affairs.centres import service as centres
from svc_affairs.rated_side import RESPONSIBLE, SUPERVISING, Roles
from svc_affairs.ratings.models import Rating
from svc_affairs.ratings.terms import LOW, Level
from svc_affairs.rectifications import repository
from svc_affairs.rectifications.errors import NothingToFollowUp, NotOverYourself, ProposedAlready, SecondPersonNeeded
from svc_affairs.rectifications.models import Rectification, RectificationStep
from svc_affairs.rectifications.passing import catch_up
from svc_affairs.rectifications.policy import POLICY
from svc_affairs.rectifications.repository import Filter
from svc_affairs.rectifications.schemas import CallBack, Putting, UnfoundedDecision, UnfoundedProposal
from svc_affairs.rectifications.steps import RATER, check_possible, record, take
from svc_affairs.rectifications.terms import CallOutcome, Outcome, RectificationAction, RectificationStatus

A = RectificationAction
_COPIED = (
    "case_id", "case_number", "is_anonymous", "level", "reasons", "item_code", "item_name", "department_code", "centre_code",
    "window_code", "territory_code", "invited_at",
)  # fmt: skip


async def open_for(db: AsyncSession, rating: Rating) -> Rectification:
    """A low rating was given: from now on it has to be answered."""
    task = Rectification(
        id=uuid7(), version=1, status=RectificationStatus.OPEN, rating_id=rating.id, policy_version=POLICY.version,
        opened_at=clock.now(), round=1, was_call_overdue=False, was_overdue=False, is_due_provisional=False, reopened_times=0,
        **{name: getattr(rating, name) for name in _COPIED},
    )  # fmt: skip
    task.overdue_at = task.call_overdue_at = task.due_at = task.call_due_at = task.put_right_at = None
    db.add(task)
    await record(db, RATER, task, A.OPEN, None, counts=("rectifications",))
    return task


async def call_back(db: AsyncSession, actor: Principal, task_id: UUID, if_match: int | None, body: CallBack) -> Rectification:
    """Whoever rated was called; who is not reached is called again, some times."""
    task = await _hold(db, actor, task_id, if_match, RESPONSIBLE | SUPERVISING)
    is_missed = body.outcome is CallOutcome.NOT_REACHED
    missed = task.calls_missed + is_missed
    if is_missed and missed < POLICY.call_tries:
        await take(db, actor, task, A.MISS_CALL, note=body.note, calls_missed=missed)
        return task
    await take(
        db, actor, task, A.CALL_BACK, note=body.note, counts=("called_back",) if task.round == 1 else (), calls_missed=missed,
        call_outcome=body.outcome, called_at=clock.now(),
    )  # fmt: skip
    return task


async def put_right(db: AsyncSession, actor: Principal, task_id: UUID, if_match: int | None, body: Putting) -> Rectification:
    """The department or the centre says what was done; it may be rated anew."""
    task = await _hold(db, actor, task_id, if_match, RESPONSIBLE)
    counts = ["put_right"] if task.round == 1 else []
    if counts and task.overdue_at is None:
        counts.append("put_right_in_time")
    await take(db, actor, task, A.PUT_RIGHT, note=body.answer, counts=counts, answer=body.answer, put_right_at=clock.now())
    return task


async def propose_unfounded(
    db: AsyncSession, actor: Principal, task_id: UUID, if_match: int | None, body: UnfoundedProposal
) -> Rectification:
    """The one rated says that it is unfounded; the clock runs on. Raises ProposedAlready."""
    task = await _hold(db, actor, task_id, if_match, RESPONSIBLE)
    check_possible(task, A.PROPOSE_UNFOUNDED)
    if task.unfounded_decision is not None:
        raise ProposedAlready()
    await take(
        db, actor, task, A.PROPOSE_UNFOUNDED, note=body.reason, unfounded_text=hide_numbers(body.reason),
        unfounded_proposed_by=actor.subject,
    )  # fmt: skip
    return task


async def decide_unfounded(
    db: AsyncSession, actor: Principal, task_id: UUID, if_match: int | None, body: UnfoundedDecision
) -> Rectification:
    """A second person, of another unit than the one rated, decides. Raises SecondPersonNeeded, NotOverYourself."""
    task = await _hold(db, actor, task_id, if_match, SUPERVISING)
    check_possible(task, A.VOID)
    if actor.subject == task.unfounded_proposed_by:
        raise SecondPersonNeeded()
    await _check_over(db, actor, task)
    decision = hide_numbers(body.reason)
    if not body.is_unfounded:
        await take(db, actor, task, A.UPHOLD, note=body.reason, unfounded_decision=decision)
        return task
    await take(
        db, actor, task, A.VOID, note=body.reason, counts=("unfounded", "closed"), unfounded_decision=decision,
        outcome=Outcome.UNFOUNDED, closed_at=clock.now(),
    )  # fmt: skip
    return task


async def conclude(db: AsyncSession, actor: Principal, task_id: UUID, if_match: int | None, body: Putting) -> Rectification:
    """What was escalated is settled by the government-affairs office, in words. Raises NotOverYourself."""
    task = await _hold(db, actor, task_id, if_match, SUPERVISING)
    check_possible(task, A.CONCLUDE)
    await _check_over(db, actor, task)
    await take(
        db, actor, task, A.CONCLUDE, note=body.answer, counts=("closed",), answer=body.answer, outcome=Outcome.CONCLUDED,
        closed_at=clock.now(),
    )  # fmt: skip
    return task


async def follow_up(db: AsyncSession, rating_id: UUID, level: Level) -> Rectification:
    """Whoever rated rates the answer: well, and it is over; low again, and it begins anew, or goes up.

    Raises NothingToFollowUp, RectificationActionNotPossible.
    """
    task = await repository.find_of_rating(db, rating_id, for_update=True)
    if task is None:
        raise NothingToFollowUp()
    await catch_up(db, task)
    told: dict[str, Any] = {"follow_up_level": level, "follow_up_at": clock.now()}
    if level not in LOW:
        await take(
            db, RATER, task, A.CONFIRM, counts=("closed",), outcome=Outcome.CONFIRMED, closed_at=clock.now(), **told
        )  # fmt: skip
    elif task.reopened_times < POLICY.reopenings_most:
        check_possible(task, A.REOPEN)
        counts = () if task.reopened_times else ("reopened",)
        again: dict[str, Any] = {"reopened_times": task.reopened_times + 1, "round": task.round + 1}
        await take(db, RATER, task, A.REOPEN, counts=counts, **again, **told)
    else:
        check_possible(task, A.ESCALATE)
        again = {"escalated_at": clock.now(), "round": task.round + 1}
        await take(db, RATER, task, A.ESCALATE, counts=("escalated",), **again, **told)
    return task


async def find_of_rating(db: AsyncSession, rating_id: UUID) -> Rectification | None:
    """The one that a rating has opened."""
    return await repository.find_of_rating(db, rating_id)


async def get_rectification(db: AsyncSession, actor: Principal, task_id: UUID) -> Rectification:
    """Raises RectificationUnknown also where the actor may not see it."""
    return await repository.get(db, actor, task_id)


async def get_history(db: AsyncSession, actor: Principal, task_id: UUID) -> Sequence[RectificationStep]:
    """Every step, the oldest first; raises RectificationUnknown."""
    await repository.get(db, actor, task_id)
    return await repository.list_steps(db, task_id)


async def list_rectifications(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[list[Rectification], str | None]:
    """A page of those the actor may see, the newest first, and the next cursor."""
    order = (Rectification.opened_at, Rectification.id)
    return await fetch_page(db, repository.list_rectifications(actor, wanted), order, params)


async def _hold(
    db: AsyncSession, actor: Principal, task_id: UUID, if_match: int | None, acting: Roles
) -> Rectification:  # fmt: skip
    """Lock it for this transaction, and let time pass for it; raises RectificationUnknown, StaleVersion."""
    task = await repository.get(db, actor, task_id, for_update=True, acting=acting)
    check_version(if_match, task.version)
    await catch_up(db, task)
    return task


async def _check_over(db: AsyncSession, actor: Principal, task: Rectification) -> None:
    """Raise NotOverYourself where the actor is of the department or of the centre that was rated."""
    own = {task.department_code}
    if task.centre_code is not None:
        own.add((await centres.get_centre(db, task.centre_code)).unit_code)
    if actor.unit_code in own:
        raise NotOverYourself(unit_code=actor.unit_code)

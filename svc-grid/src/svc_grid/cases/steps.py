"""How a case is held and moved on: its row locked, each step with one version, one history row and one event."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.routing import check_version
from svc_grid.cases import events, repository
from svc_grid.cases.errors import ActionNotPossible
from svc_grid.cases.lifecycle import IllegalMove, move
from svc_grid.cases.models import Case, CaseStep
from svc_grid.cases.terms import Action, Status


async def hold(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None) -> Case:
    """Lock the case for this transaction; raises CaseUnknown, StaleVersion."""
    case = await repository.get(db, actor, case_id, for_update=True)
    check_version(if_match, case.version)
    return case


async def take(
    db: AsyncSession, actor: Principal, case: Case, action: Action, *, note: str | None = None, **changes: object
) -> None:
    """Move the held case by one step and write `changes` to it; raises ActionNotPossible, and then nothing has changed."""
    before = case.status
    case.status = _after(before, action)
    for name, value in changes.items():
        setattr(case, name, value)
    case.version += 1
    await record(db, actor, case, action, before, note)


async def record(
    db: AsyncSession, actor: Principal, case: Case, action: Action, before: Status | None = None, note: str | None = None
) -> None:
    """Write the present version into the history and announce it."""
    at = clock.now()
    await db.flush()
    step = CaseStep(
        case_id=case.id, version=case.version, at=at, action=action, from_status=before, to_status=case.status,
        actor=actor.subject, actor_kind=actor.kind, note=note,
    )  # fmt: skip
    db.add(step)
    await db.flush()
    await outbox.publish(db, events.of_step(action, case, at), subject=str(case.id), sequence=case.version)


def _after(status: Status, action: Action) -> Status:
    try:
        return move(status, action)
    except IllegalMove as illegal:
        possible = [str(each) for each in illegal.possible]
        detail = f"{status}: cannot {action}; possible now: {', '.join(possible) or 'nothing'}"
        raise ActionNotPossible(detail, state=str(status), action=str(action), possible=[*possible]) from None

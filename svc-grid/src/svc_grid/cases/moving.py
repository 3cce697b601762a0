"""Moves open cases that stay what they are from one officer to another."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.cases import repository
from svc_grid.cases.lifecycle import MOVES
from svc_grid.cases.steps import catch_up, take
from svc_grid.cases.terms import Action


async def hand_over(
    db: AsyncSession, actor: Principal, *, from_assignee: str, to_assignee: str, territory_code: str, reason: str
) -> int:
    """Give the open cases that a staff account has within a territory to another; returns how many."""
    held = [
        case
        for case in await repository.hold_open_of(db, from_assignee, territory_code)
        if (case.status, Action.HAND_OVER) in MOVES
    ]
    for case in held:
        await catch_up(db, case)
        if (case.status, Action.HAND_OVER) in MOVES:
            await take(db, actor, case, Action.HAND_OVER, note=reason, assignee=to_assignee)
    return len(held)

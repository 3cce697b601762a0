"""Moves open cases that stay what they are: to another territory, or from one officer to another."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.cases import repository
from svc_grid.cases.lifecycle import MOVES
from svc_grid.cases.models import Case
from svc_grid.cases.steps import catch_up, take
from svc_grid.cases.terms import Action


async def relocate(db: AsyncSession, actor: Principal, *, from_code: str, to_code: str, reason: str) -> int:
    """Take the open cases at exactly `from_code`, or with its desk, to `to_code`, after a change of the territories.

    Returns how many they were.
    """
    held = await repository.hold_open_at(db, from_code)
    for case in held:
        await relocate_one(db, actor, case, from_code, to_code, reason)
    return len(held)


async def relocate_one(db: AsyncSession, actor: Principal, case: Case, from_code: str, to_code: str, reason: str) -> None:
    """Take one held open case from one territory to another; its desk too, where that was the old territory's."""
    await catch_up(db, case)
    place, desk = (to_code if code == from_code else code for code in (case.territory_code, case.held_by))
    await take(db, actor, case, Action.RELOCATE, note=reason, territory_code=place, held_by=desk)


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

"""Moves components that stay where they stand to another territory, after a change of the territories."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from svc_grid.components import repository
from svc_grid.components.models import Component
from svc_grid.components.policy import POLICY
from svc_grid.components.storing import store
from svc_grid.within import is_among


async def relocate(db: AsyncSession, actor: Principal, *, from_code: str, to_code: str, reason: str) -> int:
    """Take the components in use at exactly `from_code` to `to_code`; returns how many they were."""
    moved = 0
    if from_code == to_code:
        return moved
    while held := await repository.hold_at(db, from_code, POLICY.rows_at_once):
        now = clock.now()
        changed = {"territory_code": to_code, "changed_at": now}
        await store(db, actor, [row | changed | {"version": row["version"] + 1} for row in held], note=reason)
        moved += len(held)
    return moved


async def follow_territories(db: AsyncSession, actor: Principal, moves: Mapping[str, str], reason: str) -> int:
    """Take the components of all territories that go to what follows each; returns how many they were."""
    chosen = select(Component.territory_code).where(is_among(Component.territory_code, list(moves))).distinct()
    codes = (await db.execute(chosen)).scalars().all()
    return sum([await relocate(db, actor, from_code=code, to_code=moves[code], reason=reason) for code in sorted(codes)])

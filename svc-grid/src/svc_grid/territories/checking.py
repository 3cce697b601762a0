"""Use case of checking: the faults of a subtree, and those that new bounds would bring."""

import asyncio
from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from svc_grid.territories import repository
from svc_grid.territories.checks import BoundaryFault, Placed, faults_among
from svc_grid.territories.terms import BoundaryFaultKind


async def check_subtree(db: AsyncSession, territory_code: str) -> list[BoundaryFault]:
    """Every fault of a territory and what lies below it, and of it within the one above."""
    parent = territory_code.rpartition("/")[0]
    found = await repository.placed_within(db, territory_code, [parent] if parent else [])
    faults = await asyncio.to_thread(faults_among, found)
    return [fault for fault in faults if fault.codes[0] != parent]


async def faults_of_new(db: AsyncSession, given: Mapping[str, Placed]) -> dict[str, Sequence[BoundaryFault]]:
    """What is wrong with new bounds beside their neighbours, by territory; gaps are left to the check of a subtree.

    A city is surveyed bit by bit, so what is still missing refuses nothing; what is in two places at once does.
    """
    if not given:
        return {}
    around = await repository.placed_beside(db, given)
    faults = await asyncio.to_thread(faults_among, {**around, **given})
    told: dict[str, list[BoundaryFault]] = {}
    for fault in faults:
        concerned = [code for code in fault.codes if code in given]
        if fault.kind is not BoundaryFaultKind.GAP and concerned:
            told.setdefault(concerned[0], []).append(fault)
    return {**told}

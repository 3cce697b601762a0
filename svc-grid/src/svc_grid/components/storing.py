"""Stores many components at once: their rows, their history and their events, in statements over sets."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import outbox
from chassis.auth import Principal
from svc_grid.components import events, repository
from svc_grid.components.policy import POLICY
from svc_grid.components.terms import Action


async def store(db: AsyncSession, actor: Principal, rows: Sequence[dict[str, Any]], note: str | None = None) -> None:
    """Each row as it is to read, with its new version: 1 of what is new."""
    for at in range(0, len(rows), POLICY.rows_at_once):
        part = rows[at : at + POLICY.rows_at_once]
        written = await asyncio.to_thread(json.dumps, part, default=str)
        await db.execute(repository.STORE, {"rows": written})
        await db.execute(repository.STORE_STEPS, {"rows": written, "actor": actor.subject, "note": note})
        told = [(events.of_change(_action(row), row, row["changed_at"]), row["code"], row["version"]) for row in part]
        await outbox.publish_many(db, told)


def _action(row: dict[str, Any]) -> Action:
    return Action.REGISTER if row["version"] == 1 else Action.CHANGE

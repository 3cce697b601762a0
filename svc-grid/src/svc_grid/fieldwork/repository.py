"""Every SELECT of field work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Text, and_, cast, func, literal, not_, or_, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.cases.lifecycle import OPEN
from svc_grid.cases.models import Case, CaseStep
from svc_grid.cases.xids import Xid8
from svc_grid.fieldwork.models import CaseLeaving, FieldEntry
from svc_grid.fieldwork.terms import Outcome


async def entries_of(db: AsyncSession, subject: str, ids: Sequence[UUID]) -> dict[UUID, FieldEntry]:
    """What became of those of the actions that were sent before."""
    chosen = select(FieldEntry).where(FieldEntry.subject == subject, FieldEntry.id.in_(ids))
    return {entry.id: entry for entry in (await db.execute(chosen)).scalars()}


async def lock_cases(db: AsyncSession, ids: Sequence[UUID]) -> None:
    """Lock those of the ids that are cases, in order."""
    await db.execute(select(Case.id).where(Case.id.in_(ids)).order_by(Case.id).with_for_update())


async def steps_of(db: AsyncSession, case_id: UUID) -> Sequence[Row[int, str, str, datetime]]:
    """A case's steps: version, action, actor, at."""
    chosen = select(CaseStep.version, CaseStep.action, CaseStep.actor, CaseStep.at).where(CaseStep.case_id == case_id)
    return (await db.execute(chosen.order_by(CaseStep.version))).all()


async def version_left(db: AsyncSession, subject: str, target: UUID, seen_version: int) -> int | None:
    """The version to which the actor himself has brought the case since he looked at `seen_version`."""
    chosen = select(func.max(FieldEntry.version)).where(
        FieldEntry.subject == subject, FieldEntry.target_id == target, FieldEntry.outcome == Outcome.ACCEPTED,
        FieldEntry.seen_version == seen_version,
    )  # fmt: skip
    return (await db.execute(chosen)).scalar_one_or_none()


# Transactions become visible in another order than they begin in: what is older than every one that still runs is all there.
_HORIZON = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


async def horizon(db: AsyncSession) -> int:
    """The transaction before which everything has ended."""
    return int((await db.execute(_HORIZON)).scalar_one())


async def changed_cases(
    db: AsyncSession, actor: Principal, after: tuple[int, UUID], before: int, most: int
) -> list[tuple[int, Case]]:
    """The cases with the actor or his unit that changed after a place and before the horizon, in that order."""
    place = tuple_(Case.changed_xid, Case.id) > tuple_(_xid(after[0]), after[1])
    chosen = select(Case.changed_xid, Case).where(_with(actor), place, Case.changed_xid < _xid(before))
    found = await db.execute(chosen.order_by(Case.changed_xid, Case.id).limit(most))
    return [(int(xid), case) for xid, case in found]


async def left_cases(db: AsyncSession, actor: Principal, after: int, before: int) -> Sequence[UUID]:
    """The cases that were with the actor, left him in that span and are with somebody else now."""
    span = and_(CaseLeaving.left_xid >= _xid(after), CaseLeaving.left_xid < _xid(before))
    chosen = select(CaseLeaving.case_id).join(Case, Case.id == CaseLeaving.case_id)
    chosen = chosen.where(CaseLeaving.holder.in_(_holders(actor)), span, not_(func.coalesce(_with(actor), False)))
    return (await db.execute(chosen.distinct().order_by(CaseLeaving.case_id))).scalars().all()


async def open_cases(db: AsyncSession, actor: Principal, after: UUID, most: int) -> Sequence[Case]:
    """What a telephone begins with, by id."""
    chosen = select(Case).where(_with(actor), Case.status.in_(sorted(OPEN)), Case.id > after)
    return (await db.execute(chosen.order_by(Case.id).limit(most))).scalars().all()


def _holders(actor: Principal) -> list[str]:
    """What a case may have left, as the database notes it: the account, or its unit."""
    return [actor.subject] if actor.unit_code is None else [actor.subject, f"unit:{actor.unit_code}"]


def _xid(number: int) -> ColumnElement[Any]:
    return cast(literal(str(number), Text), Xid8)


def _with(actor: Principal) -> ColumnElement[bool]:
    mine = Case.assignee == actor.subject
    return mine if actor.unit_code is None else or_(mine, Case.unit_code == actor.unit_code)

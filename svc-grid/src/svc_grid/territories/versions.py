"""Keeps what a territory was: each change ends one version and begins another, and no time lies between the two."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from contracts.grid import TerritoryLevel
from svc_grid.territories.models import Territory, TerritoryVersion
from svc_grid.territories.terms import VersionKind
from svc_grid.within import is_among, within

FIELDS = ("code", "version", "parent_code", "level", "name", "unit_code", "boundary")


@dataclass(frozen=True)
class Why:
    """What made some versions, who, by what document, and from when they are valid."""

    kind: VersionKind
    by: str | None
    at: datetime
    basis: str | None = None
    change_id: UUID | None = None


async def keep(db: AsyncSession, rows: Sequence[Mapping[str, Any]], why: Why) -> None:
    """Begin the version that each row is. It never begins before the one that it follows, whatever time was declared."""
    if not rows:
        return
    present = and_(is_among(TerritoryVersion.code, [row["code"] for row in rows]), TerritoryVersion.valid_to.is_(None))
    ended = update(TerritoryVersion).where(present).values(valid_to=func.greatest(TerritoryVersion.valid_from, why.at))
    found = await db.execute(
        ended.returning(TerritoryVersion.code, TerritoryVersion.valid_to), execution_options={"synchronize_session": False}
    )
    begins = {row.code: row.valid_to for row in found}
    said = {"change_kind": why.kind, "change_id": why.change_id, "basis": why.basis, "changed_by": why.by, "valid_to": None}
    kept = [
        {name: row[name] for name in FIELDS}
        | {"retired_at": row.get("retired_at"), "successor_code": row.get("successor_code")}
        | {"valid_from": begins.get(row["code"], why.at)}
        | said
        for row in rows
    ]
    await db.execute(insert(TerritoryVersion), kept)


def list_versions(code: str) -> Select[TerritoryVersion]:
    return select(TerritoryVersion).where(TerritoryVersion.code == code)


def list_as_of(
    day: date, level: TerritoryLevel | None, parent_code: str | None, inside: str | None, *, with_retired: bool
) -> Select[TerritoryVersion]:
    """The tree at the end of a day."""
    chosen = select(TerritoryVersion).where(_stood_at_the_end_of(day))
    if level is not None:
        chosen = chosen.where(TerritoryVersion.level == level)
    if parent_code is not None:
        chosen = chosen.where(TerritoryVersion.parent_code == parent_code)
    if not with_retired:
        chosen = chosen.where(TerritoryVersion.retired_at.is_(None))
    return chosen if inside is None else chosen.where(within(TerritoryVersion.code, inside))


async def find_as_of(db: AsyncSession, code: str, day: date) -> TerritoryVersion | None:
    """One territory as it was at the end of a day."""
    return (
        await db.execute(list_versions(code).where(_stood_at_the_end_of(day)))
    ).scalar_one_or_none()  # fmt: skip


def _stood_at_the_end_of(day: date) -> ColumnElement[bool]:
    end = clock.day_start(day + timedelta(days=1))
    return and_(TerritoryVersion.valid_from < end, or_(TerritoryVersion.valid_to.is_(None), TerritoryVersion.valid_to >= end))


async def retired_among(db: AsyncSession, codes: Iterable[str]) -> dict[str, str | None]:
    """Those of `codes` that are retired, each with what followed it."""
    chosen = select(Territory.code, Territory.successor_code).where(
        is_among(Territory.code, codes), Territory.retired_at.is_not(None)
    )
    return {row.code: row.successor_code for row in await db.execute(chosen)}

"""What a called unit counts for, by the day it was called, and the figures of units made of that."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_grid.base import Base
from svc_grid.joint_handling.models import CalledUnit, JointCall
from svc_grid.joint_handling.policy import POLICY
from svc_grid.joint_handling.rules import cut
from svc_grid.joint_handling.terms import UnitStatus
from svc_grid.tallies import Counted

KEY = ("called_on", "unit_code", "territory_code")
MEASURES = ("called", "reported", "on_time", "late", "declined", "excused", "done", "rated", "rating_points")

unit_figures = sa.Table(
    "joint_unit_figures",
    Base.metadata,
    sa.Column("called_on", sa.Date, primary_key=True),
    *(sa.Column(name, sa.Text, primary_key=True) for name in KEY[1:]),
    *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in MEASURES),
)


@dataclass(frozen=True)
class Where:
    """Which calls are counted: of [start, end), of a unit, at or below a place."""

    start: date
    end: date
    unit_code: str | None = None
    territory_code: str | None = None


def counted(call: JointCall, unit: CalledUnit) -> Counted:
    """Where the unit counts now, and for what."""
    has_reported = unit.reported_at is not None
    return (clock.local_day(unit.called_at), unit.unit_code, cut(call.territory_code)), {
        "called": 1,
        "reported": int(has_reported),
        "on_time": int(has_reported and not unit.is_late),
        "late": int(unit.is_late),
        "declined": int(unit.decline_reason is not None),
        "excused": int(unit.status is UnitStatus.EXCUSED),
        "done": int(unit.done_at is not None),
        "rated": int(unit.rating is not None),
        "rating_points": POLICY.points[unit.rating] if unit.rating else 0,
    }


async def sums(db: AsyncSession, where: Where) -> list[dict[str, int | str]]:
    """The measures summed up for each unit, by its code."""
    cells = unit_figures.c
    chosen = sa.select(cells.unit_code, *(sa.func.sum(cells[name]).label(name) for name in MEASURES))
    chosen = chosen.where(cells.called_on >= where.start, cells.called_on < where.end)
    if where.unit_code is not None:
        chosen = chosen.where(cells.unit_code == where.unit_code)
    if where.territory_code is not None:
        code = where.territory_code
        below = sa.and_(cells.territory_code >= f"{code}/", cells.territory_code < f"{code}0")
        chosen = chosen.where(sa.or_(cells.territory_code == code, below))
    rows = await db.execute(chosen.group_by(cells.unit_code).order_by(cells.unit_code))
    return [{name: value if name == "unit_code" else int(value) for name, value in row.items()} for row in rows.mappings()]


def rating_average(points: int, rated: int) -> Decimal | None:
    return round(Decimal(points) / rated, 2) if rated else None


# The same counted from the calls themselves: the other half of the proof.
_POINTS = " ".join(f"WHEN '{rating}' THEN {points}" for rating, points in POLICY.points.items())
RECOUNTED = f"""
    SELECT (u.called_at AT TIME ZONE INTERVAL '8 hours')::date AS called_on, u.unit_code,
        array_to_string((string_to_array(c.territory_code, '/'))[1:3], '/') AS territory_code,
        count(*) AS called, count(u.reported_at) AS reported,
        count(*) FILTER (WHERE u.reported_at IS NOT NULL AND NOT u.is_late) AS on_time,
        count(*) FILTER (WHERE u.is_late) AS late, count(u.decline_reason) AS declined,
        count(*) FILTER (WHERE u.status = 'excused') AS excused, count(u.done_at) AS done, count(u.rating) AS rated,
        coalesce(sum(CASE u.rating {_POINTS} END), 0)::bigint AS rating_points
    FROM joint_call_units AS u JOIN joint_calls AS c ON c.id = u.call_id GROUP BY 1, 2, 3"""


async def differing(db: AsyncSession) -> int:
    """How many cells differ from a recount; 0 as long as all is well."""
    unequal = " OR ".join(f"coalesce(kept.{name}, 0) <> coalesce(counted.{name}, 0)" for name in MEASURES)
    compared = f"SELECT count(*) FROM ({RECOUNTED}) AS counted FULL JOIN joint_unit_figures AS kept USING ({', '.join(KEY)})"
    return int((await db.execute(sa.text(f"{compared} WHERE {unequal}"))).scalar_one())

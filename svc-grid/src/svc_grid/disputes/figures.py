"""What a dispute counts for, by the day it was applied for, its place, kind and status; and the figures made of that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_grid.base import Base
from svc_grid.disputes.models import Dispute
from svc_grid.disputes.terms import Status
from svc_grid.tallies import Counted

KEY = ("applied_on", "territory_code", "kind", "status")
MEASURES = (
    "disputes", "agreed", "failed", "on_time", "late", "obligations", "performed", "partly", "not_performed",
)  # fmt: skip
# A place is shown no finer than its community.
_COMMUNITY = "array_to_string((string_to_array(dispute_figures.territory_code, '/'))[1:3], '/')"

dispute_figures = sa.Table(
    "dispute_figures",
    Base.metadata,
    sa.Column("applied_on", sa.Date, primary_key=True),
    *(sa.Column(name, sa.Text, primary_key=True) for name in KEY[1:]),
    *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in MEASURES),
)


@dataclass(frozen=True)
class Where:
    """Which disputes are counted: applied for in [start, end), at or below a place, of a kind."""

    start: date
    end: date
    territory_code: str | None = None
    kind: str | None = None


def counted(dispute: Dispute) -> Counted:
    """Where the dispute counts now, and for what."""
    key = (clock.local_day(dispute.applied_at), dispute.territory_code, str(dispute.kind), str(dispute.status))
    is_concluded = dispute.outcome is not None
    counts = {name: getattr(dispute, name) for name in ("obligations", "performed", "partly", "not_performed")}
    return key, {
        "disputes": 1,
        "agreed": int(dispute.outcome == Status.AGREED),
        "failed": int(dispute.outcome == Status.FAILED),
        "on_time": int(is_concluded and not dispute.is_late),
        "late": int(dispute.is_late),
        **counts,
    }


async def sums(db: AsyncSession, where: Where, by: str | None) -> dict[str, dict[str, int]]:
    """The measures summed up, by the community, kind or status; under an empty name where nothing is told apart."""
    cells = dispute_figures.c
    columns: dict[str | None, str] = {None: "''", "territory": _COMMUNITY, "kind": "kind", "status": "status"}
    group: sa.ColumnElement[str] = sa.literal_column(columns[by])
    chosen = sa.select(group.label("of"), *(sa.func.sum(cells[name]).label(name) for name in MEASURES))
    chosen = chosen.where(cells.applied_on >= where.start, cells.applied_on < where.end)
    if where.territory_code is not None:
        code = where.territory_code
        below = sa.and_(cells.territory_code >= f"{code}/", cells.territory_code < f"{code}0")
        chosen = chosen.where(sa.or_(cells.territory_code == code, below))
    if where.kind is not None:
        chosen = chosen.where(cells.kind == where.kind)
    rows = (await db.execute(chosen.group_by(sa.text("1")).order_by(sa.text("1")))).mappings()
    return {row["of"]: {name: int(row[name] or 0) for name in MEASURES} for row in rows}


def rates(sums_: Mapping[str, int]) -> dict[str, Decimal | None]:
    """Success and punctuality of what was concluded, performance of what was promised and looked after."""
    concluded = sums_["agreed"] + sums_["failed"]
    checked = sums_["performed"] + sums_["partly"] + sums_["not_performed"]
    return {
        "success_rate_pct": _pct(sums_["agreed"], concluded),
        "on_time_rate_pct": _pct(sums_["on_time"], concluded),
        "performance_rate_pct": _pct(sums_["performed"], checked),
    }


def _pct(part: int, whole: int) -> Decimal | None:
    return round(Decimal(100 * part) / whole, 2) if whole else None


# The same counted from the disputes and obligations themselves: the other half of the proof.
RECOUNTED = """
    SELECT (applied_at AT TIME ZONE INTERVAL '8 hours')::date AS applied_on, territory_code, kind, status,
        count(*) AS disputes,
        count(*) FILTER (WHERE EXISTS (SELECT 1 FROM dispute_agreements WHERE dispute_id = d.id)) AS agreed,
        count(*) FILTER (WHERE referral IS NOT NULL) AS failed,
        count(*) FILTER (WHERE concluded_at IS NOT NULL AND NOT is_late) AS on_time,
        count(*) FILTER (WHERE is_late) AS late,
        coalesce(sum(o.obligations), 0)::bigint AS obligations, coalesce(sum(o.performed), 0)::bigint AS performed,
        coalesce(sum(o.partly), 0)::bigint AS partly, coalesce(sum(o.not_performed), 0)::bigint AS not_performed
    FROM disputes AS d LEFT JOIN (
        SELECT dispute_id, count(*) AS obligations, count(*) FILTER (WHERE outcome = 'performed') AS performed,
            count(*) FILTER (WHERE outcome = 'partly') AS partly,
            count(*) FILTER (WHERE outcome = 'not_performed') AS not_performed
        FROM dispute_obligations GROUP BY dispute_id) AS o ON o.dispute_id = d.id
    GROUP BY 1, 2, 3, 4"""


async def differing(db: AsyncSession) -> int:
    """How many cells differ from a recount; 0 as long as all is well."""
    unequal = " OR ".join(f"coalesce(kept.{name}, 0) <> coalesce(counted.{name}, 0)" for name in MEASURES)
    compared = f"SELECT count(*) FROM ({RECOUNTED}) AS counted FULL JOIN dispute_figures AS kept USING ({', '.join(KEY)})"
    return int((await db.execute(sa.text(f"{compared} WHERE {unequal}"))).scalar_one())

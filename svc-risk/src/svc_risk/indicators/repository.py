"""Every SELECT of the indicators, each within what the principal may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_risk.indicators.models import IndicatorCount, Quarter
from svc_risk.indicators.terms import Indicator

# The primary key, in its order: rows are locked and listed by it.
KEY = ("quarter", "territory_code", "matter", "indicator")


@dataclass(frozen=True)
class Filter:
    """What a list of indicators may be narrowed to."""

    territory_code: str | None = None
    matter: str | None = None
    quarter: str | None = None
    indicator: Indicator | None = None


def list_indicators(actor: Principal, wanted: Filter) -> Select[IndicatorCount]:
    """The statement of a list; the caller pages it. What lies nowhere is the city's alone."""
    within = [_within(code) for code in (actor.territory_code, wanted.territory_code) if code is not None]
    exact = [getattr(IndicatorCount, name) == value for name in KEY[2:] if (value := getattr(wanted, name)) is not None]
    if wanted.quarter is not None:
        exact.append(IndicatorCount.quarter == wanted.quarter)
    return select(IndicatorCount).where(*within, *exact)


async def totals(db: AsyncSession, quarters: Sequence[str]) -> Mapping[Indicator, int]:
    """The sum of each indicator over `quarters`, which follow each other."""
    in_span = IndicatorCount.quarter.between(quarters[0], quarters[-1])
    chosen = select(IndicatorCount.indicator, func.sum(IndicatorCount.count)).where(in_span).group_by(IndicatorCount.indicator)
    return {indicator: int(total) for indicator, total in await db.execute(chosen)}


async def opened(db: AsyncSession, quarters: Sequence[str]) -> list[str]:
    """Those of `quarters` that are open, in order."""
    chosen = select(Quarter.quarter).where(Quarter.quarter.in_(quarters)).order_by(Quarter.quarter)
    return list((await db.execute(chosen)).scalars())


def _within(territory_code: str) -> ColumnElement[bool]:
    """In the territory or below it. The column sorts by bytes, where `0` follows `/`: an index serves both halves."""
    code = IndicatorCount.territory_code
    return or_(code == territory_code, and_(code >= f"{territory_code}/", code < f"{territory_code}0"))

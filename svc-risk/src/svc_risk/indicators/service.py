"""Use cases of indicators: count what happened, list and sum the counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from contracts.risk import QuarterOpenedV1
from svc_risk.indicators import repository
from svc_risk.indicators.models import IndicatorCount, Quarter
from svc_risk.indicators.repository import KEY, Filter
from svc_risk.indicators.rules import quarter_of, quarters_of
from svc_risk.indicators.schemas import FiguresView
from svc_risk.indicators.terms import Indicator


@dataclass(frozen=True)
class Occurrence:
    """Something happened once, somewhere, about some matter; `declared_at` is the clock of a replay that tells it."""

    indicator: Indicator
    territory_code: str
    matter: str
    occurred_at: datetime
    declared_at: datetime | None = None


async def count_occurrences(db: AsyncSession, occurrences: Sequence[Occurrence]) -> None:
    """Raise the indicators, and open the quarters that had none before."""
    if not occurrences:
        return
    counts = Counter((quarter_of(each.occurred_at), each.territory_code, each.matter, each.indicator) for each in occurrences)
    first: dict[str, Occurrence] = {}
    for each in occurrences:
        first.setdefault(quarter_of(each.occurred_at), each)
    await _open_quarters(db, first)
    # Batches of two streams run at once; rows locked in one order cannot lock each other out.
    rows = [dict(zip(KEY, key, strict=True), count=count) for key, count in sorted(counts.items())]
    counted = insert(IndicatorCount).values(rows)
    raised = {"count": IndicatorCount.count + counted.excluded["count"]}
    await db.execute(counted.on_conflict_do_update(index_elements=KEY, set_=raised))


async def list_indicators(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[list[IndicatorCount], str | None]:
    """A page of the indicators that the actor may see, the newest quarter first, and the next cursor."""
    order = [getattr(IndicatorCount, name) for name in KEY]
    return await fetch_page(db, repository.list_indicators(actor, wanted), order, params)


async def sum_year(db: AsyncSession, year: int | None) -> FiguresView:
    """The city's totals of a year, the present one where none is named."""
    now = clock.now()
    year = year or clock.local_day(now).year
    quarters = quarters_of(year)
    totals = await repository.totals(db, quarters)
    figures = {each.value: totals.get(each, 0) for each in Indicator}
    return FiguresView(as_of=now, year=year, figures=figures, quarters=await repository.opened(db, quarters))


async def _open_quarters(db: AsyncSession, first: Mapping[str, Occurrence]) -> None:
    """Enter the quarters that are new; each is announced once, at the clock of what opened it."""
    rows = []
    for quarter, occurrence in sorted(first.items()):
        with clock.acting_at(occurrence.declared_at):
            rows.append({"quarter": quarter, "opened_at": clock.now()})
    entered = insert(Quarter).values(rows).on_conflict_do_nothing().returning(Quarter.quarter)
    for quarter in (await db.execute(entered)).scalars().all():
        with clock.acting_at(first[quarter].declared_at):
            event = QuarterOpenedV1(quarter=quarter, occurred_at=clock.now())
            await outbox.publish(db, event, subject=quarter, sequence=1)

"""Use cases of the figures."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from contracts.grid import TerritoryLevel
from svc_grid.figures import repository
from svc_grid.figures.errors import AreaUnknown, EitherClassOrUnit, SpanBackwards
from svc_grid.figures.measures import rates_of
from svc_grid.figures.repository import Counts, Where
from svc_grid.figures.schemas import (
    By,
    CaseFiguresView,
    CountsView,
    GroupView,
    HeatCellView,
    HeatView,
    LightView,
    Measure,
    RecountView,
)
from svc_grid.organisation import service as organisation
from svc_grid.territories.places import city_code, places_within

# A map with more cells than this is read by nobody.
MOST_CELLS = 2_000


async def where_of(
    db: AsyncSession, actor: Principal, start: date, end: date, territory_code: str | None, class_code: str | None = None,
    unit_code: str | None = None,
) -> Where:  # fmt: skip
    """What the principal may count of what is asked for; raises SpanBackwards, EitherClassOrUnit, AreaUnknown."""
    if end <= start:
        raise SpanBackwards(f"{start} to {end}")
    if class_code is not None and unit_code is not None:
        raise EitherClassOrUnit()
    wanted = territory_code or actor.territory_code or await city_code(db)
    if wanted is None or not actor.sees(wanted) or not await organisation.is_territory(db, wanted, with_retired=True):
        raise AreaUnknown(territory_code=wanted)
    return Where(start, end, wanted, class_code, unit_code)


async def figures(db: AsyncSession, where: Where, by: By | None) -> CaseFiguresView:
    """The measures of the span, whole and told apart, and the lights of what is open now."""
    if (by is By.CLASS and where.unit_code is not None) or (by is By.UNIT and where.class_code is not None):
        raise EitherClassOrUnit()
    groups = await repository.grouped(db, where, by) if by is not None else {}
    now = clock.now()
    lights = await repository.open_now(db, where, now)
    return CaseFiguresView(
        start_on=where.start, end_on=where.end, territory_code=where.territory_code,
        total=_shown(await repository.total(db, where)),
        groups=[GroupView(key=key, counts=_shown(counts)) for key, counts in groups.items()],
        open_now=[LightView(stage=stage, colour=colour, cases=count) for stage, colour, count in lights], as_of=now,
    )  # fmt: skip


async def heat(db: AsyncSession, where: Where, level: TerritoryLevel, measure: Measure) -> HeatView:
    """How much there was in each territory of a level, the hottest first; those without any are left out."""
    places = {place.code: place for place in await places_within(db, where.territory_code, level, MOST_CELLS)}
    found = await repository.by_place(db, where, [*places])
    counted = sorted(((counts[measure], code) for code, counts in found.items() if counts[measure]), reverse=True)
    most = counted[0][0] if counted else 1
    cells = [
        HeatCellView(
            territory_code=code, name=places[code].name, count=count, heat=round(count / most, 3), centre=places[code].centre
        )
        for count, code in counted
    ]
    return HeatView(start_on=where.start, end_on=where.end, measure=measure, cells=cells)


async def recount(db: AsyncSession, where: Where) -> RecountView:
    """What is kept beside what the steps themselves come to."""
    kept, anew = await repository.proved(db, where)
    return RecountView(is_equal=kept == anew, kept=_shown(kept), recounted=_shown(anew))


def _shown(counts: Counts) -> CountsView:
    return CountsView.model_validate({**counts, **rates_of(counts)})

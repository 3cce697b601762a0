"""Makes the figures of a month's bulletin 月报."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_hotline.figures import naming, rules, service
from svc_hotline.figures.cubes import ONE_DAY, next_month
from svc_hotline.figures.repository import Sums, Where
from svc_hotline.figures.schemas import (
    BulletinView,
    By,
    CategoryCountView,
    ChangeView,
    FiguresView,
    KpisView,
    Level,
    UnitRatesView,
)  # fmt: skip

_TOP = 10
_COMPARED = {"accepted": "受理", "closed": "办结", "returned": "退单", "reopened": "重办", "overdue": "超期", "urged": "催办"}


async def bulletin(db: AsyncSession, where: Where) -> BulletinView:
    """The bulletin of the month that `where` spans."""
    before, year_before = _moved(where, _month_before(where.start)), _moved(where, _year_before(where.start))
    totals = await service.figures(db, where)
    last, year = await service.figures(db, before), await service.figures(db, year_before)
    units = await _units(db, where)
    today = clock.local_day(clock.now())
    hot_until = max(where.start + ONE_DAY, min(where.end, today + ONE_DAY))
    names = await naming.names_of(db, By.TERRITORY, [where.territory_code] if where.territory_code else [])
    return BulletinView(
        month=f"{where.start:%Y-%m}", territory_code=where.territory_code,
        territory_name=names[where.territory_code][0] if where.territory_code else None,
        totals=totals, changes=_changes(totals, last, year), units=units,
        categories=await _categories(db, where, before, totals.accepted),
        hot_topics=await service.hot_topics_on(db, Where(where.start, hot_until, where.territory_code), Level.COMMUNITY),
        overdue_units=sorted((each for each in units if each.overdue), key=lambda each: (-each.overdue, each.unit_code)),
        is_provisional=today < where.end, as_of=totals.as_of,
    )  # fmt: skip


def _changes(now: FiguresView, last: KpisView, year: KpisView) -> list[ChangeView]:
    return [
        ChangeView(
            figure=name, name_zh=label, value=value, month_before=(was := getattr(last, name)),
            on_month_pct=rules.change_pct(value, was), year_before=(long_ago := getattr(year, name)),
            on_year_pct=rules.change_pct(value, long_ago),
        )
        for name, label in _COMPARED.items()
        for value in (getattr(now, name),)
    ]  # fmt: skip


async def _units(db: AsyncSession, where: Where) -> list[UnitRatesView]:
    """Every unit with tickets, ranked by the mean of its three rates; equal ones share a rank."""
    found = {code: each for code, each in (await service.sums_by(db, where, By.UNIT)).items() if code and each["accepted"]}
    names = await naming.names_of(db, By.UNIT, found)
    units = [_unit(code, names[code][0], sums) for code, sums in found.items()]
    units.sort(key=lambda each: (each.mean_pct is None, -(each.mean_pct or 0), -each.accepted, each.unit_code))
    means = [each.mean_pct for each in units]
    for each in units:
        each.rank = None if each.mean_pct is None else means.index(each.mean_pct) + 1
    return units


def _unit(code: str, name: str | None, sums: Sums) -> UnitRatesView:
    found = rules.kpis(sums)
    rates = {each: found[each] for each in rules.THREE_RATES}
    return UnitRatesView.model_validate(
        {"rank": None, "unit_code": code, "name": name, "accepted": sums["accepted"], "overdue": sums["overdue"],
         **rates, "mean_pct": rules.mean_of_rates(found)}
    )  # fmt: skip


async def _categories(db: AsyncSession, where: Where, before: Where, accepted: int) -> list[CategoryCountView]:
    found, last = await service.sums_by(db, where, By.CATEGORY), await service.sums_by(db, before, By.CATEGORY)
    present = (code for code in found if found[code]["accepted"])
    top = sorted(present, key=lambda code: (-found[code]["accepted"], code))[:_TOP]
    names = await naming.names_of(db, By.CATEGORY, top)
    return [
        CategoryCountView(
            category_code=code, name_zh=names[code][0], accepted=(value := found[code]["accepted"]),
            share_pct=rules.percentage(value, accepted), month_before=(was := last.get(code, service.NOTHING)["accepted"]),
            on_month_pct=rules.change_pct(value, was),
        )
        for code in top
    ]  # fmt: skip


def _moved(where: Where, month: date) -> Where:
    return Where(month, next_month(month), where.territory_code)


def _month_before(month: date) -> date:
    return (month - ONE_DAY).replace(day=1)


def _year_before(month: date) -> date:
    return month.replace(year=month.year - 1)

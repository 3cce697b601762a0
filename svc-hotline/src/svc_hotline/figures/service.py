"""Makes the figures of a span of days, whole or told apart."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from svc_hotline.directory.models import TerritoryCopy
from svc_hotline.figures import cubes, hot_topics, naming, repository
from svc_hotline.figures.errors import PlaceUnknown, SpanBackwards
from svc_hotline.figures.measures import MEASURES
from svc_hotline.figures.repository import Grouping, Sums, Where
from svc_hotline.figures.rules import kpis
from svc_hotline.figures.schemas import (
    BreakdownRow,
    BreakdownView,
    By,
    FiguresView,
    HotTopicsView,
    HotTopicView,
    KpisView,
    Level,
)  # fmt: skip
from svc_hotline.figures.weeks_book import weeks_of

MOST_ROWS = 1000
HOTLINE_NUMBER = "12345"
NOTHING: Sums = dict.fromkeys(MEASURES, 0)

_BY_LINE = Grouping("origin_line", frozenset({cubes.WAY}))
_GROUPINGS: dict[By, Grouping] = {
    By.DAY: Grouping("{period}::text", by_day=True),
    By.MONTH: Grouping("to_char({period}, 'YYYY-MM')"),
    By.UNIT: Grouping("lead_unit_code", frozenset({cubes.UNIT})),
    By.CATEGORY: Grouping("category_code", frozenset({cubes.CATEGORY})),
    By.CHANNEL: Grouping("channel", frozenset({cubes.WAY})),
    By.ORIGIN_LINE: _BY_LINE,
    By.KIND: Grouping("kind", frozenset({cubes.WAY})),
}


async def where_of(
    db: AsyncSession, actor: Principal, start: date, end: date, territory_code: str | None = None, **more: str | None
) -> Where:
    """What the principal may count of what is asked for; raises SpanBackwards, PlaceUnknown."""
    if end <= start:
        raise SpanBackwards(f"{start} to {end}")
    if territory_code is not None:
        known = (await db.execute(select(TerritoryCopy.code).where(TerritoryCopy.code == territory_code))).first()
        if known is None or not actor.sees(territory_code):
            raise PlaceUnknown(f"no territory {territory_code}", territory_code=territory_code)
    return Where(start, end, territory_code or actor.territory_code, **more)


async def figures(db: AsyncSession, where: Where) -> FiguresView:
    """The figures of all of it together, and the earlier lines that calls came by."""
    by_line = await repository.sums(db, where, _BY_LINE)
    merged = sorted(line for line, found in by_line.items() if line != HOTLINE_NUMBER and found["accepted"])
    return FiguresView.model_validate({**kpis(added(by_line.values())), "merged_lines": merged, "as_of": clock.now()})


def added(found: Any) -> Sums:
    """The measures of many keys together."""
    total: Counter[str] = Counter(NOTHING)
    for each in found:
        total.update(each)
    return dict(total)


def view(found: Sums | None) -> KpisView:
    return KpisView.model_validate(kpis(found or NOTHING))


async def breakdown(db: AsyncSession, where: Where, by: By, level: Level) -> BreakdownView:
    """The figures told apart, the first thousand keys of them."""
    found = {key: each for key, each in (await sums_by(db, where, by, level)).items() if any(each.values())}
    keys = list(found) if by in (By.DAY, By.MONTH) else sorted(found, key=lambda key: (-found[key]["accepted"], key))
    names = await naming.names_of(db, by, keys[:MOST_ROWS])
    rows = [
        BreakdownRow.model_validate({**kpis(found[key]), "key": key or None, "name_zh": names[key][0], "name_en": names[key][1]})
        for key in keys[:MOST_ROWS]
    ]
    return BreakdownView(by=by, start_on=where.start, end_on=where.end, items=rows, count=len(keys), as_of=clock.now())


async def sums_by(db: AsyncSession, where: Where, by: By, level: Level = Level.COMMUNITY) -> dict[str, Sums]:
    if by is not By.TERRITORY:
        return await repository.sums(db, where, _GROUPINGS[by])
    is_deep = level.depth > cubes.DEEPEST
    place = Grouping(cubes.shortened("territory_code", level.depth), frozenset({cubes.TERRITORY}), is_deep=is_deep)
    return await repository.sums(db, where, place)


async def hot_topics_on(db: AsyncSession, where: Where, level: Level) -> HotTopicsView:
    """What is hot on the day before `where` ends."""
    on, policy = where.end - cubes.ONE_DAY, hot_topics.POLICY
    hot = hot_topics.hot_topics(await weeks_of(db, on, level.depth, where.territory_code), policy)
    categories = await naming.names_of(db, By.CATEGORY, [each.category_code for each in hot])
    places = await naming.names_of(db, By.TERRITORY, [each.territory_code for each in hot])
    items = [
        HotTopicView(
            category_code=each.category_code, category_zh=categories[each.category_code][0],
            category_en=categories[each.category_code][1], territory_code=each.territory_code or None,
            territory_name=places[each.territory_code][0], count=each.count, usual=each.usual, spread=each.spread,
            score=each.score, reason_zh=each.reason_zh, reason_en=each.reason_en,
        )
        for each in hot
    ]  # fmt: skip
    return HotTopicsView(on=on, level=level, policy_version=policy.version, items=items)

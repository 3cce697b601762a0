"""Paths of the figures, hot topics and bulletins, and of the recount that proves them."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import Path, Query, Request
from starlette.responses import HTMLResponse, Response

from chassis import clock
from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_hotline.figures import bulletins, recount, repository, service
from svc_hotline.figures.bulletin_page import page
from svc_hotline.figures.cubes import ONE_DAY, next_month
from svc_hotline.figures.errors import PlaceUnknown, SpanBackwards, SpanTooLong
from svc_hotline.figures.repository import Where
from svc_hotline.figures.schemas import (
    BreakdownView,
    BulletinView,
    By,
    FiguresView,
    HotTopicsView,
    Level,
    RecountRequest,
    RecountView,
    SpanView,
)  # fmt: skip

router = domain_router("/v1/hotline", "figures")
_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)
_MOST_DAYS = timedelta(days=31)
_HTML: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {"schema": {"type": "string"}}}}}
Reader = Annotated[Principal, require(Role.ANALYST, Role.DESK, Role.SUPERVISOR)]
Administrator = Annotated[Principal, require()]
From = Annotated[
    date, Query(alias="from", ge=_EARLIEST, le=_LATEST, description="First day, Asia/Shanghai.", examples=["2025-01-01"])
]
To = Annotated[date, Query(alias="to", ge=_EARLIEST, le=_LATEST, description="Day after the last.", examples=["2026-01-01"])]
Territory = Annotated[str | None, Query(max_length=200, description="Only this subtree.", examples=["659007/84"])]
LevelParam = Annotated[Level, Query(description="At what level territories are summed up.", examples=["regiment"])]
Month = Annotated[str, Path(pattern=r"^2[01]\d\d-(0[1-9]|1[0-2])$", description="The month.", examples=["2025-03"])]


@router.get("/figures", summary="Show the hotline's figures", responses=problems(SpanBackwards, PlaceUnknown))
async def show_figures(actor: Reader, db: Db, start_on: From, end_on: To, territory_code: Territory = None) -> FiguresView:
    """Counted over the tickets accepted in [from, to); ratios are rounded half-up to one decimal."""
    return await service.figures(db, await service.where_of(db, actor, start_on, end_on, territory_code))


@router.get("/figures/breakdown", summary="Tell the figures apart", responses=problems(SpanBackwards, PlaceUnknown))
async def show_breakdown(
    actor: Reader, db: Db, start_on: From, end_on: To,
    by: Annotated[By, Query(description="By what.", examples=["unit"])],
    territory_code: Territory = None,
    unit_code: Annotated[str | None, Query(max_length=100, description="Only this lead unit.", examples=["84"])] = None,
    category_code: Annotated[
        str | None, Query(max_length=100, description="Only this matter.", examples=["urban.lighting"])
    ] = None,
    level: LevelParam = Level.COMMUNITY,
) -> BreakdownView:  # fmt: skip
    """The figures by one property; of territories the sums of the subtrees at `level`."""
    where = await service.where_of(
        db, actor, start_on, end_on, territory_code, unit_code=unit_code, category_code=category_code
    )  # fmt: skip
    return await service.breakdown(db, where, by, level)


@router.get("/hot-topics", summary="Show what is hot", responses=problems(PlaceUnknown))
async def show_hot_topics(
    actor: Reader, db: Db,
    on: Annotated[
        date | None, Query(ge=_EARLIEST, lt=_LATEST, description="Last of the seven; absent: today.", examples=["2025-03-31"])
    ] = None,
    territory_code: Territory = None,
    level: LevelParam = Level.COMMUNITY,
) -> HotTopicsView:  # fmt: skip
    """Matters that came to places much more often in seven days than in the eight weeks before."""
    day = on or clock.local_day(clock.now())
    return await service.hot_topics_on(db, await service.where_of(db, actor, day, day + ONE_DAY, territory_code), level)


@router.get(
    "/bulletins/{month}.html", summary="Print a month's bulletin", responses=problems(PlaceUnknown) | _HTML,
    response_class=HTMLResponse,
)  # fmt: skip
async def print_bulletin(month: Month, actor: Reader, db: Db, territory_code: Territory = None) -> HTMLResponse:
    """The bulletin as a page that stands by itself, to read and to print."""
    return HTMLResponse(page(await bulletins.bulletin(db, await _month(db, actor, month, territory_code))))


@router.get(
    "/bulletins/{month}", summary="Show a month's bulletin", responses=problems(PlaceUnknown) | _HTML,
    response_model=BulletinView,
)  # fmt: skip
async def show_bulletin(
    month: Month, request: Request, actor: Reader, db: Db, territory_code: Territory = None
) -> BulletinView | Response:
    """The figures of the monthly bulletin 月报; as a page to print where the request asks for `text/html`."""
    bulletin = await bulletins.bulletin(db, await _month(db, actor, month, territory_code))
    headers = {"vary": "accept"}
    if _wants_html(request.headers.get("accept", "")):
        return HTMLResponse(page(bulletin), headers=headers)
    return bulletin


@router.get("/figures/span", summary="Show of which days there are figures")
async def show_span(actor: Administrator, db: Db) -> SpanView:
    """The first and the last day with tickets or figures."""
    first, last = await repository.span(db) or (None, None)
    return SpanView(first_on=first, last_on=last)


@router.post(
    "/figures/recounts", status_code=201, summary="Prove the figures by a recount",
    responses=problems(SpanBackwards, SpanTooLong),
)  # fmt: skip
async def recount_figures(body: RecountRequest, actor: Administrator, db: Db) -> RecountView:
    """Compare what is kept with the tickets themselves, for at most 31 days; with `is_repair` make it anew where it differs."""
    if body.end_on <= body.start_on:
        raise SpanBackwards(f"{body.start_on} to {body.end_on}")
    if body.end_on - body.start_on > _MOST_DAYS:
        raise SpanTooLong(f"at most {_MOST_DAYS.days} days at once", most_days=_MOST_DAYS.days)
    found = await recount.compare(db, body.start_on, body.end_on)
    is_repaired = body.is_repair and not found.is_equal
    if is_repaired:
        await recount.repair(db, body.start_on, body.end_on)
    return RecountView(
        start_on=body.start_on, end_on=body.end_on, is_equal=found.is_equal, cells=found.cells, differing=found.differing,
        measures=dict(found.measures), sums_differing=found.sums_differing, examples=found.examples, is_repaired=is_repaired,
    )  # fmt: skip


async def _month(db: Db, actor: Principal, month: str, territory_code: str | None) -> Where:
    start = date.fromisoformat(f"{month}-01")
    return await service.where_of(db, actor, start, next_month(start), territory_code)


def _wants_html(accept: str) -> bool:
    """Whether a page is asked for before JSON; whoever takes anything gets JSON."""
    for each in accept.split(","):
        kind = each.partition(";")[0].strip().lower()
        if kind in ("application/json", "text/html"):
            return kind == "text/html"
    return False

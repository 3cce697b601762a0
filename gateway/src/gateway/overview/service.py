"""Puts the overview together: every source is asked at once, each within its deadline; what is missing is said."""

import asyncio
from datetime import datetime
from typing import Any

import httpx
import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from gateway.identity.tokens import TokenSigner
from gateway.overview.layout import BASE, CENTRE, PLATFORMS, SOURCES, FigureSpec, PartSpec
from gateway.overview.models import OverviewPeriod
from gateway.overview.schemas import Figure, Overview, Part

_log = structlog.get_logger(__name__)

WITHIN_S = 3.0
_READER = Principal(subject="gov171-gateway", kind="service", roles=frozenset({"analyst"}))


class Upstreams:
    """The gateway's own small calls to the services."""

    def __init__(self, addresses: dict[str, str], signer: TokenSigner) -> None:
        self._addresses, self._signer = addresses, signer
        self._client = httpx.AsyncClient(timeout=WITHIN_S, trust_env=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def get(self, service: str, path: str) -> dict[str, Any]:
        """A service's JSON answer; raises httpx.HTTPError or ValueError."""
        headers = {"authorization": f"Bearer {self._signer.for_service(_READER, service)}"}
        answer = await self._client.get(f"{self._addresses[service]}{path}", headers=headers)
        return dict(answer.raise_for_status().json())


async def show_overview(db: AsyncSession, upstreams: Upstreams) -> Overview:
    """The 1, the 7 and the 1; a service that does not answer leaves its part empty and says so."""
    year = await find_year(db)
    names = list(SOURCES)
    answers = dict(zip(names, await asyncio.gather(*(_ask(upstreams, name, year) for name in names)), strict=True))
    return Overview(
        as_of=clock.system_now(),
        year=year,
        base=_part(BASE, answers),
        platforms=[_part(spec, answers) for spec in PLATFORMS],
        centre=_part(CENTRE, answers),
    )


async def find_year(db: AsyncSession) -> int:
    """The year an administrator chose, or the present one."""
    chosen = (await db.execute(select(OverviewPeriod.year))).scalar_one_or_none()
    return chosen if chosen is not None else clock.local_day(clock.system_now()).year


async def set_year(db: AsyncSession, actor: Principal, year: int) -> None:
    values = {"year": year, "set_by": actor.subject, "set_at": clock.system_now()}
    chosen = insert(OverviewPeriod).values(is_only=True, **values)
    await db.execute(chosen.on_conflict_do_update(index_elements=["is_only"], set_=values))
    await audit.record(db, actor, "overview-year-set", str(year))


async def _ask(upstreams: Upstreams, name: str, year: int) -> dict[str, Any] | str:
    """The source's answer, or why there is none."""
    service, path = SOURCES[name]
    try:
        async with asyncio.timeout(WITHIN_S):
            return await upstreams.get(service, path.format(year=year, next_year=year + 1))
    except (httpx.HTTPError, TimeoutError, ValueError) as error:
        _log.warning("overview source missing", source=name, error=repr(error))
        return f"svc-{service} does not answer"


def _part(spec: PartSpec, answers: dict[str, dict[str, Any] | str]) -> Part:
    part = Part(key=spec.key, label_zh=spec.label_zh, label_en=spec.label_en, figures=[])
    if spec.source is None:
        part.missing = "nothing counted yet"
        return part
    for each in spec.figures:
        name = each.source or spec.source
        answer = answers[name]
        if isinstance(answer, str):
            part.missing = answer
            continue
        source = f"svc-{SOURCES[name][0]}"
        part.figures.append(_figure(each, answer, source, datetime.fromisoformat(answer["as_of"])))
    return part


def _figure(spec: FigureSpec, answer: dict[str, Any], source: str, as_of: datetime) -> Figure:
    value: Any = answer
    for name in spec.path:
        value = value.get(name) if isinstance(value, dict) else None
    if value is None and spec.unit == "count":
        value = 0
    return Figure(
        key=spec.key, label_zh=spec.label_zh, label_en=spec.label_en, value=value, unit=spec.unit, source=source, as_of=as_of
    )

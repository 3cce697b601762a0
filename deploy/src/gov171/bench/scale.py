"""Loads the hotline's table by COPY, size after size, and measures its routes at each: do they stay flat?"""

import asyncio
import json
import random
import statistics
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
from joserfc import jwt
from joserfc.jwk import OKPKey
from sqlalchemy import event as sa_event
from sqlalchemy import text

from chassis.auth import ISSUER, audience
from chassis.contact import ContactKeys
from chassis.engines.nats import start_nats
from chassis.engines.postgres import start_postgres
from chassis.migrate import migrate
from gov171.demo.plan import CATEGORIES
from gov171.local.layout import ROOT
from svc_hotline.figures.folding import fold_once
from svc_hotline.figures.measures import MEASURES, PLACE
from svc_hotline.main import create_app
from svc_hotline.settings import Settings
from svc_hotline.tickets.wording import said_in, week_of, words_of

# A request may take this many times its time at the second size.
FLAT = 2.0
_SIZES_YEARS = 3
_FIRST_ID = 1 << 120
_START = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=365 * _SIZES_YEARS)
_COPIED = (
    "id", "number", "version", "status", "kind", "urgency", "channel", "origin_line", "category_code", "title", "description",
    "territory_code", "lon", "lat", "address", "is_anonymous", "is_confidential", "accepted_at", "changed_at", "limit_days",
    "due_at", "was_overdue", "dispatch_no", "lead_unit_code", "assisting_unit_codes", "wait_until", "wake_at", "sweep_after",
    "reply", "closed_at", "close_outcome", "rating", "rated_at", "words",
)  # fmt: skip
# Eighty matters, told in words of which some are common to many.
_MATTERS = [f"{where}{what}" for where in ("东侧", "楼道", "路口", "小区", "市场", "学校", "村口", "渠边") for what in (
    "路灯不亮", "垃圾未清运", "水压不足", "暖气不热", "路面破损", "噪声扰民", "占道经营", "下水堵塞", "车位被占", "健身器材损坏"
)]  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A request that is measured: its name, its path, and who asks."""

    name: str
    path: Callable[[random.Random], str]
    roles: tuple[str, ...] = ("desk",)


@dataclass
class Answer:
    """How long it took at one size, and by which plan."""

    size: int
    name: str
    times_ms: list[float] = field(repr=False)
    plan: str = ""

    @property
    def p50(self) -> float:
        return statistics.median(self.times_ms)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.times_ms, n=100)[98]


_FIGURES = "/v1/hotline/figures"


def _days(drawn: random.Random) -> str:
    first = _START.date() + timedelta(days=drawn.randrange(365 * (_SIZES_YEARS - 1)))
    return f"from={first}&to={first + timedelta(days=365)}"


def _day(drawn: random.Random, back: int) -> str:
    at = _START + timedelta(days=365 * _SIZES_YEARS - drawn.randrange(1, back))
    return at.strftime("%Y-%m-%dT00:00:00Z")


QUESTIONS: tuple[Question, ...] = (
    Question("list, newest", lambda _: "/v1/tickets"),
    Question("list, by status", lambda d: f"/v1/tickets?status={d.choice(('accepted', 'handling', 'closed'))}"),
    Question("list, by category", lambda d: f"/v1/tickets?category_code={d.choice(CATEGORIES)[0]}"),
    Question("list, by territory", lambda d: f"/v1/tickets?territory_code=659007/{d.randrange(9)}"),
    Question("list, by community", lambda d: f"/v1/tickets?territory_code=659007/{d.randrange(9)}/{d.randrange(16)}"),
    Question("list, by unit", lambda d: f"/v1/tickets?lead_unit_code=dept-{d.randrange(28):02d}"),
    Question("list, overdue", lambda _: "/v1/tickets?is_overdue=true"),
    Question("list, of a week", lambda d: f"/v1/tickets?accepted_to={_day(d, 900)}"),
    Question("search, two words", lambda d: f"/v1/tickets?q={d.choice(('路灯不亮', '垃圾未清运', '水压不足'))}"),
    Question("search, a rare word", lambda d: f"/v1/tickets?q=NO{d.randrange(10_000)}"),
    Question("search, by number", lambda d: f"/v1/tickets?number=12345-20230101-{d.randrange(10_000):06d}"),
    Question("queue, callbacks", lambda _: "/v1/hotline/queues/callbacks"),
    Question("queues, counted", lambda _: "/v1/hotline/queues"),
    Question("figures, of a year", lambda d: f"{_FIGURES}?{_days(d)}", ("analyst",)),
    Question("figures, by unit", lambda d: f"{_FIGURES}/breakdown?by=unit&{_days(d)}", ("analyst",)),
    Question("figures, by category", lambda d: f"{_FIGURES}/breakdown?by=category&{_days(d)}", ("analyst",)),
)  # fmt: skip


def ratios(answers: list[Answer], base: int, largest: int) -> dict[str, float]:
    """Of each request, its p99 at the largest size to that at the base."""
    p99 = {(each.name, each.size): each.p99 for each in answers}
    return {question.name: p99[question.name, largest] / p99[question.name, base] for question in QUESTIONS}


class House:
    """The hotline's application in this process, on engines of its own."""

    def __init__(self, app: Any, key: OKPKey, admin: asyncpg.Connection) -> None:
        self.app, self._key, self.admin = app, key, admin
        self._clients: dict[tuple[str, ...], httpx.AsyncClient] = {}

    def client(self, *roles: str) -> httpx.AsyncClient:
        if roles not in self._clients:
            now = int(time.time())
            claims = {"iss": ISSUER, "aud": audience("hotline"), "iat": now, "exp": now + 86_400, "sub": "bench", "kind": "staff"}
            token = jwt.encode({"alg": "EdDSA", "kid": "bench"}, claims | {"roles": [*roles]}, self._key, algorithms=["EdDSA"])
            transport = httpx.ASGITransport(self.app)
            headers = {"authorization": f"Bearer {token}"}
            self._clients[roles] = httpx.AsyncClient(transport=transport, base_url="http://bench", headers=headers, timeout=60)
        return self._clients[roles]


@asynccontextmanager
async def hotline(folder: Path) -> AsyncIterator[House]:
    """A hotline with nothing in it; everything ends with the block."""
    key = OKPKey.generate_key("Ed25519", {"kid": "bench", "use": "sig"})
    postgres = await asyncio.to_thread(start_postgres, folder / "postgres")
    try:
        nats = await asyncio.to_thread(start_nats, folder / "nats")
        try:
            admin = await asyncpg.connect(postgres.url_admin)
            await admin.execute('CREATE DATABASE "bench"')
            await admin.execute('ALTER DATABASE "bench" SET search_path = hotline')
            await admin.close()
            url = postgres.url_admin.rsplit("/", 1)[0] + "/bench"
            await migrate(url, ROOT / "svc-hotline" / "migrations", "hotline")
            settings = Settings.model_validate(
                {
                    "database_url": url, "nats_url": nats.url, "contact_keys": ContactKeys.generate(),
                    "jwks_url": json.dumps({"keys": [key.as_dict(private=False)]}),
                }
            )  # fmt: skip
            app = create_app(settings)
            async with app.router.lifespan_context(app):
                connection = await asyncpg.connect(url)
                try:
                    yield House(app, key, connection)
                finally:
                    await connection.close()
        finally:
            nats.stop()
    finally:
        postgres.stop()


# What the tickets' own steps would have written down for the figures; the measures that the questions look at.
_AS_KEPT = f"""
INSERT INTO hotline.figure_deltas (accepted_on, {", ".join(PLACE)}, {", ".join(MEASURES)})
SELECT (accepted_at AT TIME ZONE 'Asia/Shanghai')::date, {", ".join(PLACE)},
    {
    ", ".join(
        {"accepted": "count(*)", "closed": "count(*) FILTER (WHERE status = 'closed')", "rated_satisfied": "count(rating)"}.get(
            name, "0"
        )
        for name in MEASURES
    )
}
FROM hotline.tickets WHERE id >= '{{first}}' GROUP BY 1, 2, 3, 4, 5, 6, 7"""


async def grow(house: House, have: int, want: int, advance: Callable[[int], None]) -> None:
    """Bring the table to `want` rows by COPY: without its indexes, which are made anew after."""
    indexes = await house.admin.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'hotline' AND tablename = 'tickets' "
        "AND indexname LIKE 'ix\\_%'"
    )
    for each in indexes:
        await house.admin.execute(f'DROP INDEX hotline."{each["indexname"]}"')
    # Two days may pass before the second statement of this connection would be ended; loading is no request.
    await house.admin.execute("SET statement_timeout = 0; SET maintenance_work_mem = '1GB'; SET lock_timeout = 0")
    for begin in range(have, want, 100_000):
        end = min(begin + 100_000, want)
        rows = await asyncio.to_thread(_made, begin, end)
        await house.admin.copy_records_to_table("tickets", schema_name="hotline", columns=_COPIED, records=rows)
        advance(end - begin)
    for each in indexes:
        await house.admin.execute(each["indexdef"])
    await house.admin.execute(_AS_KEPT.format(first=UUID(int=_FIRST_ID + have)))
    async with house.app.state.chassis.database.unit_of_work() as db:
        await db.execute(text("SET LOCAL statement_timeout = 0"))
        while await fold_once(db, 100_000):
            pass
    await house.admin.execute("VACUUM ANALYZE hotline.tickets")
    await house.admin.execute("VACUUM ANALYZE hotline.figure_cells")
    await house.admin.execute("VACUUM ANALYZE hotline.figure_deltas")


def _made(begin: int, end: int) -> list[tuple[Any, ...]]:
    return list(tickets(begin, end))


def tickets(begin: int, end: int) -> Iterator[tuple[Any, ...]]:
    """Rows of a made-up city: one in a hundred and fifty is still open, one in thirty was overdue. Alike each time."""
    drawn = random.Random(begin)
    span_s = 365 * _SIZES_YEARS * 86_400
    for at in range(begin, end):
        accepted = _START + timedelta(seconds=drawn.randrange(span_s))
        is_open, was_overdue = drawn.random() < 1 / 150, drawn.random() < 1 / 30
        status = drawn.choice(("accepted", "dispatched", "handling", "resolved")) if is_open else "closed"
        matter = drawn.choice(_MATTERS)
        far = accepted + timedelta(days=36_500)
        yield (
            UUID(int=_FIRST_ID + at), f"12345-20230101-{at:06d}", 8, status,
            drawn.choice(("help", "complaint", "report", "consultation")), "normal", drawn.choice(("phone", "phone", "wechat")),
            "12345", drawn.choice(CATEGORIES)[0], matter, f"{matter}，请尽快处理 NO{at}",
            f"659007/{drawn.randrange(9)}/{drawn.randrange(16)}", 87 + drawn.random(), 44 + drawn.random(),
            f"幸福路{drawn.randrange(2000)}号", True, False, accepted, accepted, 3, accepted + timedelta(days=4), was_overdue, 1,
            f"dept-{drawn.randrange(28):02d}", [], far if is_open else None, far if is_open else None, None,
            None if is_open else "已处理", None if is_open else accepted + timedelta(days=3), None if is_open else "rated",
            None if is_open else "satisfied", None if is_open else accepted + timedelta(days=3),
            said_in(week_of(accepted), words_of(matter, f"no{at}")),
        )  # fmt: skip


async def ask(house: House, question: Question, size: int, times: int) -> Answer:
    """Ask it so often, each time a little otherwise; the first times do not count."""
    drawn, client = random.Random(size), house.client(*question.roles)
    taken = []
    for turn in range(times + 5):
        path = question.path(drawn)
        begun = time.perf_counter()
        answer = await client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:200]}")
        if turn >= 5:
            taken.append((time.perf_counter() - begun) * 1000)
    return Answer(size, question.name, taken, await _plan(house, client, question.path(drawn)))


async def _plan(house: House, client: httpx.AsyncClient, path: str) -> str:
    """The access paths of the largest statement behind the request, as PostgreSQL names them."""
    seen: list[tuple[str, Any]] = []
    engine = house.app.state.chassis.database.engine.sync_engine

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if " tickets" in statement or "figure" in statement:
            seen.append((statement, parameters))

    sa_event.listen(engine, "before_cursor_execute", note)
    with closing(_Unlisten(engine, note)):
        await client.get(path)
    if not seen:
        return ""
    statement, parameters = max(seen, key=lambda each: len(each[0]))
    rows = await house.admin.fetch("EXPLAIN " + statement, *parameters)
    lines = [row[0].strip().lstrip("-> ") for row in rows]
    used = [line.split("  (")[0].split(" on tickets")[0] for line in lines if "Scan" in line]
    return "; ".join(dict.fromkeys(used))


class _Unlisten:
    def __init__(self, engine: Any, note: Any) -> None:
        self._engine, self._note = engine, note

    def close(self) -> None:
        sa_event.remove(self._engine, "before_cursor_execute", self._note)

"""Takes documents in as their parties would send them, has them matched, and says how fast both went."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import psutil
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from chassis.auth import Principal
from chassis.contact import ContactKeys
from chassis.db import Database, create_engine, driver_url
from gov171.bench.trade.goods import DAYS, SENDERS, Goods
from svc_affairs.trade_declarations.matching import pass_once
from svc_affairs.trade_documents.buyers import CARRIED, BuyerHashes
from svc_affairs.trade_documents.limits import LIMITS
from svc_affairs.trade_documents.reading import read_documents
from svc_affairs.trade_documents.service import take_documents
from svc_affairs.trade_figures.folding import fold_once
from svc_affairs.trade_figures.repository import differing
from svc_affairs.trade_parties import service as parties
from svc_affairs.trade_parties.schemas import PartyEntry
from svc_affairs.trade_parties.terms import PartyKind

# So often so many more sets come to the full house; the same at every size.
WAVES, WAVE = 10, 500
# A rate at the largest size is at least this share of that at the smallest.
FLAT = 0.5
_FOLDED_AT_ONCE = 1_000_000
_KINDS = {each.value: each for each in PartyKind}
_DESK = Principal(subject="bench", kind="staff")
# The tables that are only worked off are left out: they are read from their beginning.
_SCANNED = """SELECT relname, seq_tup_read FROM pg_stat_user_tables WHERE relname LIKE 'trade\\_%' AND seq_tup_read > 0
    AND relname NOT IN ('trade_match_marks', 'trade_figure_deltas', 'trade_policies', 'trade_parties', 'trade_party_accounts')"""
_STATUSES = "SELECT status, count(*)::bigint FROM trade_declarations GROUP BY status"


class MatchWrong(Exception):
    """What came of the documents is not what was to come of them."""


@dataclass
class Took:
    """Seconds by the clock, and of processors: ours and PostgreSQL's for us. The latter are alike on a busy machine."""

    clock_s: float = 0
    cpu_s: float = 0


@dataclass
class Speed:
    """How many documents there were, and how long it took to take them in and to match them."""

    documents: int = 0
    ingest: Took = field(default_factory=Took)
    match: Took = field(default_factory=Took)
    passes: int = 0
    longest_pass_s: float = 0

    @property
    def rates(self) -> dict[str, float]:
        took = {"ingest_per_s": self.ingest.clock_s, "match_per_s": self.match.clock_s}
        took |= {"ingest_per_cpu_s": self.ingest.cpu_s, "match_per_cpu_s": self.match.cpu_s}
        return {name: self.documents / seconds for name, seconds in took.items()}


@dataclass
class Measured:
    """One size: the whole of it, then waves on top; `scanned` are rows read by scans of whole tables, by table."""

    whole: Speed = field(default_factory=Speed)
    waves: list[Speed] = field(default_factory=list)
    scanned: Mapping[str, int] = field(default_factory=dict)
    statuses: Mapping[str, int] = field(default_factory=dict)

    @property
    def rates(self) -> dict[str, float]:
        waves = [each.rates for each in self.waves]
        of_wave = {f"wave_{name}": statistics.median(each[name] for each in waves) for name in waves[0]}
        return self.whole.rates | of_wave

    def document(self) -> dict[str, Any]:
        rates = {name: round(rate) for name, rate in self.rates.items()}
        return asdict(self.whole) | rates | {"statuses": self.statuses, "rows_scanned": self.scanned}


def ratios(measured: Sequence[Measured]) -> dict[str, float]:
    """The rates at the last size, as shares of those at the first."""
    first, last = measured[0].rates, measured[-1].rates
    return {name: last[name] / first[name] for name in first}


async def measure(urls: Sequence[tuple[int, str]], advance: Callable[[int], None]) -> list[Measured]:
    """Bring empty databases to so many documents each, four a declaration; raises MatchWrong.

    What else the machine does shall fall on all sizes alike: a size that has several databases counts with all of them, and the
    waves on top come to the first one of each size in turn.
    """
    measured: dict[int, Measured] = {}
    first: dict[int, _House] = {}
    async with AsyncExitStack() as stack:
        for size, url in urls:
            database = await stack.enter_async_context(_open(url))
            house = _House(database, await _backend(database), url, Goods(size // len(SENDERS)))
            await house.register()
            whole = measured.setdefault(size, Measured()).whole
            await house.take_in(size // len(SENDERS), whole, advance)
            await house.match(whole)
            first.setdefault(size, house)
        for _ in range(WAVES):
            for size, house in first.items():
                speed = Speed()
                await house.take_in(WAVE, speed, advance)
                await house.match(speed)
                measured[size].waves.append(speed)
    for size, house in first.items():
        measured[size].scanned, measured[size].statuses = await _proved(house.url, house.goods.expected(house.declarations))
    return [measured[size] for size in sorted(measured)]


@asynccontextmanager
async def _open(url: str) -> AsyncIterator[Database]:
    """The service's database as its process holds it, with its time limits; nothing else runs on it."""
    keys = ContactKeys.parse(ContactKeys.generate())
    database = Database(create_engine(url), carried={CARRIED: BuyerHashes.of(keys)})
    try:
        yield database
    finally:
        await database.engine.dispose()


async def _backend(database: Database) -> psutil.Process:
    """The process of the only connection that is open."""
    async with database.sessions() as db:
        return psutil.Process((await db.execute(text("SELECT pg_backend_pid()"))).scalar_one())


@dataclass
class _House:
    """A database, who serves it, the goods that come to it, and how many declarations there are of them."""

    database: Database
    backend: psutil.Process
    url: str
    goods: Goods
    declarations: int = 0

    async def register(self) -> None:
        for kind, code in SENDERS.items():
            entry = PartyEntry(code=code, name=code, kinds=[_KINDS[kind]], account=code)
            async with self.database.unit_of_work() as db:
                await parties.register(db, _DESK, entry)

    async def take_in(self, more: int, speed: Speed, advance: Callable[[int], None]) -> None:
        """Rounds of as many documents of each kind as a request may hold; writing them is their senders' work, not counted."""
        numbers = range(self.declarations, self.declarations + more)
        for begin in range(0, more, LIMITS.most_at_once):
            for kind, code in SENDERS.items():
                body, count = await asyncio.to_thread(self.goods.body, kind, numbers[begin : begin + LIMITS.most_at_once])
                with self._timed(speed.ingest):
                    await self._hand_in(_KINDS[kind], code, body)
                speed.documents += count
                advance(count)
        self.declarations += more

    async def _hand_in(self, kind: PartyKind, code: str, body: bytes) -> None:
        """All that a request does: read and check, hash, store, commit."""
        read = read_documents(body)
        async with self.database.unit_of_work() as db:
            party = await parties.sender(db, Principal(subject=code, kind="application"), kind)
            taken = await take_documents(db, party, [*read.documents.values()])
        refused = sum(each.status == "refused" for each in taken) + len(read.faults)
        if refused:
            raise MatchWrong(f"{refused} documents of {code} were refused")

    async def match(self, speed: Speed) -> None:
        """Pass until nothing is left, each in a transaction of its own, as the worker does."""
        taken = 1
        while taken:
            begun = speed.match.clock_s
            with self._timed(speed.match):
                async with self.database.unit_of_work() as db:
                    taken = await pass_once(db)
            speed.passes += bool(taken)
            speed.longest_pass_s = max(speed.longest_pass_s, speed.match.clock_s - begun)

    @contextmanager
    def _timed(self, took: Took) -> Iterator[None]:
        begun, used = time.perf_counter(), self._cpu_s()
        yield
        took.clock_s += time.perf_counter() - begun
        took.cpu_s += self._cpu_s() - used

    def _cpu_s(self) -> float:
        served = self.backend.cpu_times()
        return time.process_time() + float(served.user) + float(served.system)


async def _proved(url: str, expected: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Rows that were scanned, and statuses; raises MatchWrong where these or the figures are not what they should be."""
    engine = create_async_engine(driver_url(url))  # without a request's time limits
    try:
        async with AsyncSession(engine) as db, db.begin():
            scanned: dict[str, int] = {row[0]: row[1] for row in await db.execute(text(_SCANNED))}
            statuses: dict[str, int] = {row[0]: row[1] for row in await db.execute(text(_STATUSES))}
            while await fold_once(db, _FOLDED_AT_ONCE):
                pass
            cells, wrong = await differing(db, *DAYS)
    finally:
        await engine.dispose()
    if statuses != expected or wrong or not cells:
        raise MatchWrong(f"{statuses} instead of {dict(expected)}; {wrong} of {cells} figures differ from a recount")
    return scanned, statuses

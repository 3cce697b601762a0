"""Takes documents in as their parties would send them, has them matched, and says how fast both went."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

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
class Speed:
    """How many documents there were, and how long it took to take them in and to match them."""

    documents: int = 0
    ingest_s: float = 0
    match_s: float = 0
    passes: int = 0
    longest_pass_s: float = 0

    @property
    def ingest_per_s(self) -> float:
        return self.documents / self.ingest_s

    @property
    def match_per_s(self) -> float:
        return self.documents / self.match_s


@dataclass
class Measured:
    """One size: the whole of it, then waves on top; `scanned` are rows read by scans of whole tables, by table."""

    whole: Speed = field(default_factory=Speed)
    waves: list[Speed] = field(default_factory=list)
    scanned: Mapping[str, int] = field(default_factory=dict)
    statuses: Mapping[str, int] = field(default_factory=dict)

    @property
    def rates(self) -> dict[str, float]:
        return {
            "ingest_per_s": self.whole.ingest_per_s,
            "match_per_s": self.whole.match_per_s,
            "wave_ingest_per_s": statistics.median(each.ingest_per_s for each in self.waves),
            "wave_match_per_s": statistics.median(each.match_per_s for each in self.waves),
        }

    def document(self) -> dict[str, Any]:
        rates = {name: round(rate) for name, rate in self.rates.items()}
        return asdict(self.whole) | rates | {"statuses": self.statuses, "rows_scanned": self.scanned}


def ratios(measured: Sequence[Measured]) -> dict[str, float]:
    """The rates at the last size, as shares of those at the first."""
    first, last = measured[0].rates, measured[-1].rates
    return {name: last[name] / first[name] for name in first}


async def measure(urls: Mapping[int, str], advance: Callable[[int], None]) -> list[Measured]:
    """Bring empty databases to so many documents each, four a declaration, and waves more; raises MatchWrong.

    The waves come to all sizes in turn, so that what else the machine does falls on all of them alike.
    """
    measured = {size: Measured() for size in urls}
    goods = {size: Goods(size // len(SENDERS)) for size in urls}
    async with AsyncExitStack() as stack:
        databases = {size: await stack.enter_async_context(_house(url)) for size, url in urls.items()}
        for size, database in databases.items():
            await _register(database)
            await _take_in(database, goods[size], range(size // len(SENDERS)), measured[size].whole, advance)
            await _match(database, measured[size].whole)
        for wave in range(WAVES):
            for size, database in databases.items():
                begin, speed = size // len(SENDERS) + wave * WAVE, Speed()
                await _take_in(database, goods[size], range(begin, begin + WAVE), speed, advance)
                await _match(database, speed)
                measured[size].waves.append(speed)
    for size, url in urls.items():
        expected = goods[size].expected(size // len(SENDERS) + WAVES * WAVE)
        measured[size].scanned, measured[size].statuses = await _proved(url, expected)
    return [*measured.values()]


@asynccontextmanager
async def _house(url: str) -> AsyncIterator[Database]:
    """The service's database as its process holds it, with its time limits; nothing else runs on it."""
    keys = ContactKeys.parse(ContactKeys.generate())
    database = Database(create_engine(url), carried={CARRIED: BuyerHashes.of(keys)})
    try:
        yield database
    finally:
        await database.engine.dispose()


async def _register(database: Database) -> None:
    for kind, code in SENDERS.items():
        entry = PartyEntry(code=code, name=code, kinds=[_KINDS[kind]], account=code)
        async with database.unit_of_work() as db:
            await parties.register(db, _DESK, entry)


async def _take_in(
    database: Database, goods: Goods, numbers: Sequence[int], speed: Speed, advance: Callable[[int], None]
) -> None:
    """Rounds of as many documents of each kind as one request may hold; what their senders need to write them is not counted."""
    for begin in range(0, len(numbers), LIMITS.most_at_once):
        for kind, code in SENDERS.items():
            body, count = await asyncio.to_thread(goods.body, kind, numbers[begin : begin + LIMITS.most_at_once])
            begun = time.perf_counter()
            await _hand_in(database, _KINDS[kind], code, body)
            speed.ingest_s += time.perf_counter() - begun
            speed.documents += count
            advance(count)


async def _hand_in(database: Database, kind: PartyKind, code: str, body: bytes) -> None:
    """All that a request does: read and check, hash, store, commit."""
    read = read_documents(body)
    async with database.unit_of_work() as db:
        party = await parties.sender(db, Principal(subject=code, kind="application"), kind)
        taken = await take_documents(db, party, [*read.documents.values()])
    refused = sum(each.status == "refused" for each in taken) + len(read.faults)
    if refused:
        raise MatchWrong(f"{refused} documents of {code} were refused")


async def _match(database: Database, speed: Speed) -> None:
    """Pass until nothing is left, each in a transaction of its own, as the worker does."""
    taken = 1
    while taken:
        begun = time.perf_counter()
        async with database.unit_of_work() as db:
            taken = await pass_once(db)
        took = time.perf_counter() - begun
        speed.match_s += took
        speed.passes += bool(taken)
        speed.longest_pass_s = max(speed.longest_pass_s, took)


async def _proved(url: str, expected: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Rows that were scanned, and statuses; raises MatchWrong where these or the figures are not what they should be."""
    engine = create_async_engine(driver_url(url))  # without a request's time limits
    try:
        async with AsyncSession(engine) as db, db.begin():
            scanned: dict[str, int] = dict([*(await db.execute(text(_SCANNED))).tuples()])
            statuses: dict[str, int] = dict([*(await db.execute(text(_STATUSES))).tuples()])
            while await fold_once(db, _FOLDED_AT_ONCE):
                pass
            cells, wrong = await differing(db, *DAYS)
    finally:
        await engine.dispose()
    if statuses != expected or wrong or not cells:
        raise MatchWrong(f"{statuses} instead of {dict(expected)}; {wrong} of {cells} figures differ from a recount")
    return scanned, statuses

"""Asks the questions of every size in turn, and says how long each took and by which plan it was answered."""

import gc
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import event as sa_event

from gov171.bench.scale.house import House
from gov171.bench.scale.questions import QUESTIONS, Question

# A request may take this many times its time at the base.
FLAT, BASE = 2.0, 100_000
_WARMED_UP = 10
# After so many of one question at one size, the next size is asked, and then the next question.
_AT_A_TIME = 10
_NOISE = re.compile(r" using| on(?= ix_| pk_| uq_)|(?<!Seq Scan) on (tickets|ticket_|figure_cells).*")
_READS = ("SELECT", "WITH", "(SELECT")
# What the hotline's own workers say meanwhile.
_WORKERS = ("DELETE", "SKIP LOCKED")


@dataclass
class Answer:
    """How long a question took at one size, and by which plan."""

    size: int
    name: str
    times_ms: list[float] = field(default_factory=list, repr=False)
    plan: str = ""

    @property
    def p50(self) -> float:
        return statistics.median(self.times_ms)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.times_ms, n=100, method="inclusive")[98]


@dataclass(frozen=True)
class Ratio:
    """How many times as long it takes at the largest size as at the base, by median and by p99."""

    p50: float
    p99: float


def ratios(answers: Sequence[Answer], largest: int) -> dict[str, Ratio]:
    """Of each question."""
    found = {(each.name, each.size): each for each in answers}
    return {
        name: Ratio(each.p50 / found[name, BASE].p50, each.p99 / found[name, BASE].p99)
        for (name, size), each in found.items()
        if size == largest
    }


def turns(times: int) -> int:
    """How often `measure` reports that it got on."""
    return len(range(0, times, _AT_A_TIME)) * len(QUESTIONS)


async def measure(houses: Mapping[int, House], times: int, advance: Callable[[], None]) -> list[Answer]:
    """Each question `times` times of each size, a little otherwise each time.

    The sizes take turns within seconds, so that what else the machine does falls on all of them alike; nothing that was
    measured is left out. The collector runs between the turns: its pauses have nothing to do with how many tickets there are.
    """
    gc.collect()
    gc.freeze()
    answers = {(each.name, size): Answer(size, each.name) for each in QUESTIONS for size in houses}
    drawn = {(each.name, size): random.Random(f"{each.name} {size}") for each in QUESTIONS for size in houses}
    for question in QUESTIONS:
        for size, house in houses.items():
            await _ask(house, question, size, drawn[question.name, size], _WARMED_UP)
            answers[question.name, size].plan = await _plan(house, question, size, drawn[question.name, size])
    for begin in range(0, times, _AT_A_TIME):
        for question in QUESTIONS:
            for size, house in houses.items():
                many = min(_AT_A_TIME, times - begin)
                with _undisturbed():
                    taken = await _ask(house, question, size, drawn[question.name, size], many)
                answers[question.name, size].times_ms += taken
            advance()
    return list(answers.values())


async def _ask(house: House, question: Question, size: int, drawn: random.Random, many: int) -> list[float]:
    client, taken = house.client(*question.roles, unit_code=question.unit_code), []
    for _ in range(many):
        request = question.draw(drawn, size)
        begun = time.perf_counter()
        answer = await client.request("GET" if request.body is None else "POST", request.path, json=request.body)
        taken.append((time.perf_counter() - begun) * 1000)
        _check(answer)
    return taken


def _check(answer: httpx.Response) -> None:
    if not answer.is_success:
        raise RuntimeError(f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:200]}")


@contextmanager
def _undisturbed() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def _plan(house: House, question: Question, size: int, drawn: random.Random) -> str:
    """The access paths of the statements behind a request, as PostgreSQL names them."""
    used: dict[str, None] = {}
    for statement, parameters in await statements_of(house, question, size, drawn):
        for row in await house.admin.fetch(f"EXPLAIN {statement}", *parameters):
            line = row[0].strip().lstrip("-> ").split("  (")[0]
            if any(kind in line for kind in ("Index Scan", "Index Only Scan", "Seq Scan")):
                used[_NOISE.sub("", line)] = None
    return "; ".join(used)


async def statements_of(house: House, question: Question, size: int, drawn: random.Random) -> list[tuple[str, Any]]:
    """What a request reads of the tickets and the figures."""
    seen: list[tuple[str, Any]] = []
    engine = house.app.state.chassis.database.engine.sync_engine

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        is_meant = statement.lstrip().startswith(_READS) and ("ticket" in statement or "figure" in statement)
        if is_meant and not any(word in statement for word in _WORKERS):
            seen.append((statement, parameters))

    sa_event.listen(engine, "before_cursor_execute", note)
    try:
        await _ask(house, question, size, drawn, 1)
    finally:
        sa_event.remove(engine, "before_cursor_execute", note)
    return seen

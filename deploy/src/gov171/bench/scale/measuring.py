"""Asks the questions of every size in turn, and says how long each took and by which plan it was answered."""

import gc
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from gov171.bench.scale import BASE
from gov171.bench.scale.house import House
from gov171.bench.scale.plans import Plan, plan_of
from gov171.bench.scale.questions import QUESTIONS, Question

# A request may take this many times its time at the base.
FLAT = 2.0
_WARMED_UP = 10
# After so many of one question at one size, the next size is asked, and then the next question.
_AT_A_TIME = 10


@dataclass
class Answer:
    """How long a question took at one size, and by which plan."""

    size: int
    name: str
    plan: Plan
    times_ms: list[float] = field(default_factory=list, repr=False)

    @property
    def p50(self) -> float:
        return statistics.median(self.times_ms)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.times_ms, n=100, method="inclusive")[98]


@dataclass(frozen=True)
class Ratio:
    """How many times as long it takes at the largest size as at the base, by median and by p99; and pages it touches."""

    p50: float
    p99: float
    pages: float


def ratios(answers: Sequence[Answer], largest: int) -> dict[str, Ratio]:
    """Of each question."""
    found = {(each.name, each.size): each for each in answers}
    return {
        name: Ratio(each.p50 / base.p50, each.p99 / base.p99, each.plan.pages / max(base.plan.pages, 1))
        for (name, size), each in found.items()
        if size == largest and (base := found[name, BASE])
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
    answers = {}
    drawn = {(each.name, size): random.Random(f"{each.name} {size}") for each in QUESTIONS for size in houses}
    for question in QUESTIONS:
        for size, house in houses.items():
            await _ask(house, question, size, drawn[question.name, size], _WARMED_UP)
            plan = await plan_of(house, question, size, drawn[question.name, size])
            answers[question.name, size] = Answer(size, question.name, plan)
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
    taken = []
    for _ in range(many):
        request = question.draw(drawn, size)
        begun = time.perf_counter()
        await house.answer(request, question.roles, question.unit_code)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


@contextmanager
def _undisturbed() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

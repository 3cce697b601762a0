"""What is asked of the hotline: every list, search and figure that people wait for, and what they do most."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from gov171.bench.scale import city
from gov171.bench.scale.house import Request
from gov171.bench.scale.loading import KNOWN_CALLERS

Ask = Callable[[random.Random, int], Request]


@dataclass(frozen=True)
class Question:
    """A request that is measured: its name, how one is drawn for a table of some size, and who asks."""

    name: str
    draw: Ask
    roles: tuple[str, ...] = ("desk",)
    unit_code: str | None = None


_FIGURES, _TICKETS = "/v1/hotline/figures", "/v1/tickets"
_ANALYST = ("analyst",)


def _get(path: Callable[[random.Random], str]) -> Ask:
    return lambda drawn, _: Request(path(drawn))


def _days(drawn: random.Random) -> str:
    first = city.START.date() + timedelta(days=drawn.randrange(city.DAYS - 365))
    return f"from={first}&to={first + timedelta(days=365)}"


def _day(drawn: random.Random, back: int) -> str:
    at = city.START + timedelta(days=city.DAYS - drawn.randrange(1, back))
    return at.strftime("%Y-%m-%d")


def _month(drawn: random.Random) -> str:
    return (city.START + timedelta(days=drawn.randrange(400, city.DAYS - 31))).strftime("%Y-%m")


def _ticket(drawn: random.Random, size: int) -> str:
    return f"{_TICKETS}/{city.ticket_id(drawn.randrange(size))}"


def _lookup(drawn: random.Random, size: int) -> Request:
    caller = drawn.randrange(min(KNOWN_CALLERS, size // city.CALLS_EACH))
    return Request("/v1/caller-lookups", {"phone": city.phone(caller), "purpose": "来电人询问此前诉求"})


def _opening(drawn: random.Random, _: int) -> Request:
    lon, lat = city.place(drawn)
    told = {"kind": "complaint", "title": city.matter(drawn), "description": "已经三天了，请尽快处理", "channel": "phone"}
    where = {"territory_code": city.community(drawn), "location": {"lon": lon, "lat": lat}, "address": city.address(drawn)}
    contact = {"name": "王明", "phone": city.phone(10_000_000 + drawn.randrange(1_000_000))}
    return Request(_TICKETS, told | where | {"category_code": drawn.choice(city.CODES), "contact": contact})


QUESTIONS: tuple[Question, ...] = (
    Question("list, newest", _get(lambda _: _TICKETS)),
    Question("list, by status", _get(lambda d: f"{_TICKETS}?status={d.choice(('accepted', 'handling', 'closed'))}")),
    Question("list, by kind", _get(lambda d: f"{_TICKETS}?kind={d.choice(('help', 'complaint', 'report'))}")),
    Question("list, by category", _get(lambda d: f"{_TICKETS}?category_code={d.choice(city.CODES)}")),
    Question("list, by territory", _get(lambda d: f"{_TICKETS}?territory_code={city.regiment(d)}")),
    Question("list, by community", _get(lambda d: f"{_TICKETS}?territory_code={city.community(d)}")),
    Question("list, by unit", _get(lambda d: f"{_TICKETS}?lead_unit_code={city.unit(d)}")),
    Question("list, for a unit's staff", _get(lambda _: _TICKETS), ("unit",), "dept-07"),
    Question("list, for a unit of little work", _get(lambda _: _TICKETS), ("unit",), city.IDLE_UNIT),
    Question("list, overdue", _get(lambda _: f"{_TICKETS}?is_overdue=true")),
    Question("list, up to a day", _get(lambda d: f"{_TICKETS}?accepted_to={_day(d, 900)}T00:00:00Z")),
    Question("search, two words", _get(lambda d: f"{_TICKETS}?q={d.choice(('路灯不亮', '垃圾未清运', '水压不足'))}")),
    Question("search, a rare word", _get(lambda d: f"{_TICKETS}?q=NO{d.randrange(10_000)}")),
    Question("search, by number", _get(lambda d: f"{_TICKETS}?number=12345-20230101-{d.randrange(10_000):06d}")),
    Question("ticket", lambda d, size: Request(_ticket(d, size))),
    Question("ticket, its history", lambda d, size: Request(f"{_ticket(d, size)}/history")),
    Question("ticket, opened", _opening),
    Question("ticket, likely duplicates", lambda d, size: Request(f"{_ticket(d, size)}/likely-duplicates")),
    Question("caller, by telephone", _lookup),
    Question("dispatch rules, tried", lambda _, __: Request("/v1/dispatch-rules/trials", {"limit": 1000}), ("supervisor",)),
    Question("queue, callbacks", _get(lambda _: "/v1/hotline/queues/callbacks")),
    Question("queues, counted", _get(lambda _: "/v1/hotline/queues")),
    Question("figures, of a year", _get(lambda d: f"{_FIGURES}?{_days(d)}"), _ANALYST),
    Question("figures, of a regiment", _get(lambda d: f"{_FIGURES}?{_days(d)}&territory_code={city.regiment(d)}"), _ANALYST),
    Question("figures, by unit", _get(lambda d: f"{_FIGURES}/breakdown?by=unit&{_days(d)}"), _ANALYST),
    Question("figures, by category", _get(lambda d: f"{_FIGURES}/breakdown?by=category&{_days(d)}"), _ANALYST),
    Question("figures, by territory", _get(
        lambda d: f"{_FIGURES}/breakdown?by=territory&{_days(d)}&territory_code={city.regiment(d)}"), _ANALYST),
    Question("hot topics", _get(lambda _: "/v1/hotline/hot-topics"), _ANALYST),
    Question("hot topics, of any day", _get(lambda d: f"/v1/hotline/hot-topics?on={_day(d, 300)}"), _ANALYST),
    Question("bulletin of a month", _get(lambda d: f"/v1/hotline/bulletins/{_month(d)}"), _ANALYST),
)  # fmt: skip

"""A made-up city: its categories, units and places, and tickets that are alike each time they are made."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.words import said_in, week_of, words_of
from gov171.demo.plan import CATEGORIES

CITY, REGIMENTS, COMMUNITIES, UNITS = "659007", 9, 16, 28
CODES = [each[0] for each in CATEGORIES]
# It leads nothing and assists in one of a hundred thousand.
IDLE_UNIT = "dept-99"
YEARS = 3
DAYS = 365 * YEARS
START = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)
FIRST_ID = 1 << 120
# A caller has called so often.
CALLS_EACH = 8
COLUMNS = (
    "id", "number", "version", "status", "kind", "urgency", "channel", "origin_line", "category_code", "title", "description",
    "territory_code", "lon", "lat", "address", "masked_phone", "is_anonymous", "is_confidential", "accepted_at", "changed_at",
    "limit_days", "due_at", "was_overdue", "dispatch_no", "lead_unit_code", "dispatched_at", "first_dispatched_at",
    "assisting_unit_codes", "wait_until", "wake_at", "sweep_after", "reply", "closed_at", "close_outcome", "rating", "rated_at",
    "words",
)  # fmt: skip
# Eighty matters, told in words of which some are common to many.
_MATTERS = [f"{where}{what}" for where in ("东侧", "楼道", "路口", "小区", "市场", "学校", "村口", "渠边") for what in (
    "路灯不亮", "垃圾未清运", "水压不足", "暖气不热", "路面破损", "噪声扰民", "占道经营", "下水堵塞", "车位被占", "健身器材损坏"
)]  # fmt: skip


def ticket_id(at: int) -> UUID:
    return UUID(int=FIRST_ID + at)


def regiment(drawn: random.Random) -> str:
    return f"{CITY}/{drawn.randrange(REGIMENTS)}"


def community(drawn: random.Random) -> str:
    return f"{regiment(drawn)}/{drawn.randrange(COMMUNITIES)}"


def unit(drawn: random.Random) -> str:
    return f"dept-{drawn.randrange(UNITS):02d}"


def assisting(drawn: random.Random) -> list[str]:
    """One ticket in twenty has a second unit."""
    lot = drawn.random()
    return [IDLE_UNIT] if lot < 1 / 100_000 else [unit(drawn)] if lot < 1 / 20 else []


def place(drawn: random.Random) -> tuple[float, float]:
    return 87 + drawn.random(), 44 + drawn.random()


def address(drawn: random.Random) -> str:
    return f"幸福路{drawn.randrange(2000)}号"


def matter(drawn: random.Random) -> str:
    return drawn.choice(_MATTERS)


def tickets(begin: int, end: int) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS`: one in a hundred and fifty is still open, one in thirty was overdue.

    They lie in the table in no order of time, so that each row of a list is a page of its own: worse than in life.
    """
    drawn = random.Random(begin)
    for at in range(begin, end):
        accepted = START + timedelta(seconds=drawn.randrange(DAYS * 86_400))
        is_open, was_overdue = drawn.random() < 1 / 150, drawn.random() < 1 / 30
        status = drawn.choice(("accepted", "dispatched", "handling", "resolved")) if is_open else "closed"
        told, far, (lon, lat) = matter(drawn), accepted + timedelta(days=36_500), place(drawn)
        dispatched = None if status == "accepted" else accepted + timedelta(seconds=drawn.randrange(60, 20_000))
        closed = None if is_open else accepted + timedelta(days=3)
        yield (
            ticket_id(at), f"12345-20230101-{at:06d}", 3, status,
            drawn.choice(("help", "complaint", "report", "consultation")), "normal", drawn.choice(("phone", "phone", "wechat")),
            "12345", drawn.choice(CODES), told, f"{told}，请尽快处理 NO{at}", community(drawn), lon, lat, address(drawn),
            "138****1234", False, False, accepted, accepted, 3, accepted + timedelta(days=4), was_overdue, 1,
            unit(drawn) if dispatched else None, dispatched, dispatched, assisting(drawn),
            far if is_open else None, far if is_open else None, None,
            None if is_open else "已处理", closed, None if is_open else "rated", None if is_open else "satisfied", closed,
            said_in(week_of(accepted), words_of(told, f"no{at}")),
        )  # fmt: skip


def rules() -> list[dict[str, Any]]:
    """Dispatch rules: one for each category, and one that leads to the place's own unit."""
    by_category = [
        {"code": code, "name": name, "category_codes": [code], "lead_unit_code": unit_code}
        for code, name, _, unit_code in CATEGORIES
    ]
    return [*by_category, {"code": "own", "name": "属地", "priority": 1, "territory_level": "regiment"}]


def phone(caller: int) -> str:
    return f"138{caller:08d}"

"""Which sums are kept ready: pure.

The finest cells are nearly as many as the tickets. So sums over them are kept too, each a cube that tells only some of the
key's columns apart; there are as many cells in them as there are places and days, however many tickets there are. A question
is put to the smallest cube that tells apart all it asks for: by whole months, and by days where a span begins or ends within
a month.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta

TERRITORY, UNIT, CATEGORY, WAY = "territory_code", "lead_unit_code", "category_code", "way"
# How a ticket came and what it wants: few values, told apart together.
WAY_COLUMNS = ("channel", "origin_line", "kind")
ONE_DAY = timedelta(days=1)
# What lies deeper than a community is counted there, except in the finest cells.
DEEPEST = 3


@dataclass(frozen=True)
class Cube:
    """One way of summing up; the finest keeps territories as deep as they come."""

    id: int
    by_month: bool
    tells: frozenset[str]
    is_finest: bool = False

    def column(self, name: str) -> str:
        """SQL of the key's column `name` as this cube keeps it, from a row with the finest key."""
        if (WAY if name in WAY_COLUMNS else name) not in self.tells:
            return "''"
        return shortened(name, DEEPEST) if name == TERRITORY and not self.is_finest else name

    def period(self, column: str) -> str:
        return f"date_trunc('month', {column}::timestamp)::date" if self.by_month else column


def shortened(column: str, depth: int) -> str:
    """SQL of a territory's code cut off at `depth`."""
    parts = ", ".join(f"nullif(split_part({column}, '/', {at}), '')" for at in range(1, depth + 1))
    return f"concat_ws('/', {parts})"


FINEST = Cube(0, False, frozenset({TERRITORY, UNIT, CATEGORY, WAY}), is_finest=True)
# The ids are kept in the cells: a cube that is no longer wanted leaves its id unused. The smaller stand first.
CUBES = (
    Cube(1, False, frozenset()),
    Cube(2, False, frozenset({UNIT})),
    Cube(3, False, frozenset({CATEGORY})),
    Cube(4, False, frozenset({WAY})),
    Cube(5, False, frozenset({TERRITORY})),
    Cube(6, False, frozenset({TERRITORY, CATEGORY})),
    FINEST,
    Cube(11, True, frozenset()),
    Cube(12, True, frozenset({UNIT})),
    Cube(13, True, frozenset({CATEGORY})),
    Cube(14, True, frozenset({WAY})),
    Cube(15, True, frozenset({TERRITORY})),
    Cube(16, True, frozenset({UNIT, CATEGORY})),
    Cube(17, True, frozenset({TERRITORY, UNIT})),
    Cube(18, True, frozenset({UNIT, WAY})),
    Cube(19, True, frozenset({CATEGORY, WAY})),
    Cube(20, True, frozenset({TERRITORY, CATEGORY})),
    Cube(21, True, frozenset({TERRITORY, WAY})),
    Cube(22, True, frozenset({TERRITORY, UNIT, CATEGORY})),
)


@dataclass(frozen=True)
class Part:
    """A piece of a span, and the cube to read it from."""

    cube: Cube
    start: date
    end: date


def parts(start: date, end: date, needed: Set[str], *, by_day: bool = False, deep: bool = False) -> list[Part]:
    """What to read for [start, end) where `needed` must be told apart; `deep`: territories below communities too."""
    daily, monthly = _smallest(needed, False, deep), None if by_day else _smallest(needed, True, deep)
    first, last = _month_from(start), end.replace(day=1)
    if monthly is None or first >= last:
        return [Part(daily, start, end)]
    pieces = [Part(daily, start, first), Part(monthly, first, last), Part(daily, last, end)]
    return [each for each in pieces if each.start < each.end]


def _smallest(needed: Set[str], by_month: bool, deep: bool) -> Cube:
    """The smallest cube that tells `needed` apart; where no cube of months does, the finest."""
    fitting = (each for each in CUBES if each.by_month is by_month and needed <= each.tells and (each.is_finest or not deep))
    return next(fitting, FINEST)


def months(start: date, end: date) -> Iterator[tuple[date, date]]:
    """Every month that [start, end) touches, whole."""
    month = start.replace(day=1)
    while month < end:
        yield month, (following := next_month(month))
        month = following


def next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _month_from(day: date) -> date:
    return day if day.day == 1 else next_month(day)

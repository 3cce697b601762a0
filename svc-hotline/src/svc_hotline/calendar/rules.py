"""What a notice says, what can be wrong with one, and how the notices of the years make one calendar; pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
# The longest of the published ones had eight days; a longer one is rather a slip of the pen.
LONGEST_HOLIDAY_DAYS = 15

Named = Mapping[date, bool]


@dataclass(frozen=True)
class Holiday:
    """A holiday from its first to its last day, weekends among them."""

    name_zh: str
    name_en: str | None
    first_on: date
    last_on: date

    def days(self) -> Iterator[date]:
        return (self.first_on + DAY * at for at in range((self.last_on - self.first_on).days + 1))


@dataclass(frozen=True)
class Notice:
    """The notice of one year: its holidays, and the weekend days that are worked to make up for them 调休.

    It may name days of the December before, since New Year's holiday can begin there. Of such a day the later year's
    notice is the one that holds.
    """

    year: int
    holidays: Sequence[Holiday]
    make_up_days: Sequence[date]

    @property
    def first_on(self) -> date:
        """The first day that it may name."""
        return date(self.year - 1, 12, 1)

    @property
    def last_on(self) -> date:
        return date(self.year, 12, 31)

    @property
    def named(self) -> dict[date, bool]:
        """Each day that it names, and whether it is worked."""
        off = {day: False for holiday in self.holidays for day in holiday.days()}
        return off | dict.fromkeys(self.make_up_days, True)


@dataclass(frozen=True)
class Slip:
    """One thing that is wrong with a notice, at a place in it."""

    pointer: str
    detail: str


def slips_of(notice: Notice) -> list[Slip]:
    """All that is wrong with the notice; of one without any the calendar can be made."""
    return [*_of_holidays(notice), *_of_make_up_days(notice)]


def is_worked(day: date, named: Mapping[int, Named]) -> bool:
    """Whether a day is worked, by what the newest notice of each year names: the next year's first, for its New Year."""
    for year in (day.year + 1, day.year):
        if day in named.get(year, {}):
            return named[year][day]
    return is_weekday(day)


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


def _of_holidays(notice: Notice) -> Iterator[Slip]:
    for at, holiday in enumerate(notice.holidays):
        place, days = f"/holidays/{at}", (holiday.last_on - holiday.first_on).days + 1
        if days < 1:
            yield Slip(f"{place}/last_on", f"it ends on {holiday.last_on}, before it begins on {holiday.first_on}")
            continue
        if days > LONGEST_HOLIDAY_DAYS:
            yield Slip(f"{place}/last_on", f"{days} days; a holiday has at most {LONGEST_HOLIDAY_DAYS}")
        if holiday.first_on < notice.first_on or holiday.last_on > notice.last_on:
            yield Slip(place, _outside(notice))
        elif holiday.last_on.year != notice.year:
            yield Slip(place, f"no day of it lies in {notice.year}")
        for other in notice.holidays[:at]:
            if holiday.first_on <= other.last_on and other.first_on <= holiday.last_on:
                yield Slip(place, f"it overlaps with {other.name_zh}, {other.first_on} to {other.last_on}")


def _of_make_up_days(notice: Notice) -> Iterator[Slip]:
    for at, day in enumerate(notice.make_up_days):
        place = f"/make_up_days/{at}"
        if not notice.first_on <= day <= notice.last_on:
            yield Slip(place, f"{day}: {_outside(notice)}")
        if is_weekday(day):
            yield Slip(place, f"{day} is a weekday, which is worked anyway")
        if day in notice.make_up_days[:at]:
            yield Slip(place, f"{day} stands twice")
        for holiday in notice.holidays:
            if holiday.first_on <= day <= holiday.last_on:
                yield Slip(place, f"{day} lies within {holiday.name_zh}")


def _outside(notice: Notice) -> str:
    return f"a notice of {notice.year} names days from {notice.first_on} to {notice.last_on}"

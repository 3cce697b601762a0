"""Who applies for what in the seed city, drawn once and always alike: a pure function of the published figures."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from gov171.demo.organisation import Entry, Figures, organisation
from gov171.demo.plan import YEAR

SEED = 17_433
# How many a clerk takes in, or decides, at once.
BATCH = 100

_CHANNELS = (("web", 46), ("wechat", 38), ("app", 16))
_SHARE_INSTANT, _SHARE_STAYING = 0.9, 0.04
_KINDS = {"regiment": "便民服务中心", "community": "便民服务站"}


@dataclass(frozen=True)
class Application:
    """One case: what is applied for and how, and whether it comes to its end within the year."""

    index: int
    submission: Entry
    is_settled: bool


@dataclass(frozen=True)
class Batch:
    """Applications that come in, and are dealt with, one after another."""

    number: str
    at: datetime
    applications: tuple[Application, ...]


def centre_list(about: Figures) -> list[Entry]:
    """A town service centre for each regiment and a station for each community, as rows of the import."""
    return [
        {
            "code": f"centre-{unit['code']}", "name": f"{unit['name']}{_KINDS[unit['kind']]}", "level": unit["kind"],
            "unit_code": unit["code"], "windows": [{"code": "w1", "name": "综合窗口"}], "telephone": "0909-2290000",
        }
        for unit in organisation(about)["units"] if unit["kind"] in _KINDS
    ]  # fmt: skip


def claim_list(figures: Figures, about: Figures, items: list[Entry]) -> list[Entry]:
    """Rows of the import of claims: regiments take on what is open to them, and communities the rest of the number."""
    drawn = random.Random(SEED)
    codes = [each["code"] for each in items if each["is_open_to_centres"]]
    by_level = {level: [each["code"] for each in centre_list(about) if each["level"] == level] for level in _KINDS}
    pairs = [(item, centre) for centre in by_level["regiment"] for item in codes]
    further = [(item, centre) for centre in by_level["community"] for item in codes]
    missing = max(figures["town_claims"] - len(pairs), 0)
    chosen = sorted([*pairs[: figures["town_claims"]], *drawn.sample(further, missing)])
    return [{"item_code": item, "centre_code": centre, "window_code": "w1"} for item, centre in chosen]


def city_batches(figures: Figures, items: list[Entry]) -> list[Batch]:
    """What comes in online for the city's departments."""
    drawn = random.Random(SEED + 1)
    instant = [each for each in items if each["case_type"] == "1"]
    promised = [each for each in items if each["case_type"] != "1"]

    def submission(index: int) -> Entry:
        item = drawn.choice(instant if drawn.random() < _SHARE_INSTANT else promised)
        channel = drawn.choices([each[0] for each in _CHANNELS], [each[1] for each in _CHANNELS])[0]
        return {"item_code": item["code"], "channel": channel, "applicant": _applicant(index)}

    return list(_batched(drawn, "city", figures["city_online_receipts"], submission))


def town_batches(figures: Figures, claims: list[Entry], items: list[Entry]) -> list[Batch]:
    """What towns take in at their centres, for items that they have claimed."""
    drawn = random.Random(SEED + 2)
    instant = {each["code"] for each in items if each["case_type"] == "1"}
    taken = [each for each in claims if each["item_code"] in instant]

    def submission(index: int) -> Entry:
        claim = drawn.choice(taken)
        told = {"item_code": claim["item_code"], "channel": "centre", "centre_code": claim["centre_code"], "window_code": "w1"}
        return told | {"external_no": f"{YEAR}-{index:06d}", "applicant": _applicant(50_000 + index)}

    return list(_batched(drawn, "town", figures["town_online_cases"], submission))


def _batched(drawn: random.Random, name: str, count: int, submission) -> Iterator[Batch]:  # type: ignore[no-untyped-def]
    times = sorted(_moment(drawn) for _ in range(-(-count // BATCH)))
    numbers = iter(range(count))
    for batch_no, at in enumerate(times, 1):
        yield Batch(
            f"{name}-{batch_no:03d}", at,
            tuple(
                Application(index, submission(index), drawn.random() >= _SHARE_STAYING) for index in islice(numbers, BATCH)
            ),
        )  # fmt: skip


def _applicant(index: int) -> Entry:
    """Somebody made up; the number is of a range that no network gives out."""
    return {"kind": "person", "name": "申请人", "phone": f"1990{index:07d}"}


def _moment(drawn: random.Random) -> datetime:
    """Some time of a working day's opening hours; the city's are eight ahead of UTC."""
    start = datetime(YEAR, 1, 2, tzinfo=UTC)
    while True:
        at = start + timedelta(days=drawn.randrange(350), hours=drawn.choice((2, 3, 4, 5, 8, 9, 10)), minutes=drawn.randrange(60))
        if at.weekday() < 5:
            return at

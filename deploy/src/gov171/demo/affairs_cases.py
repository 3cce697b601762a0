"""Who applies for what in the seed city, drawn once and always alike: a pure function of the published figures."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from gov171.demo.affairs_items import INSTANT
from gov171.demo.applications import DECIDING
from gov171.demo.organisation import Entry, Figures, organisation
from gov171.demo.plan import YEAR

SEED = 17_433
# How many a clerk takes in, or decides, at once.
BATCH = 100

_CHANNELS = (("web", 46), ("wechat", 38), ("app", 16))
_SHARE_INSTANT, _SHARE_ACCEPTED, _SHARE_DECIDED_HERE = 0.9, 0.97, 0.05
_KINDS = {"regiment": "便民服务中心", "community": "便民服务站"}


@dataclass(frozen=True)
class Application:
    """One case: what is applied for and how, and how far it comes within the year."""

    submission: Entry
    is_accepted: bool
    is_decided: bool


@dataclass(frozen=True)
class Batch:
    """Applications that come in, and are dealt with, one after another."""

    number: str
    at: datetime
    is_of_town: bool
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
    instant = [each for each in items if each["case_type"] == INSTANT]
    promised = [each for each in items if each["case_type"] != INSTANT]
    here = [each for each in instant if each["department_code"] == DECIDING]
    applications = []
    for index in range(figures["city_online_receipts"]):
        share = drawn.random()
        of = here if share < _SHARE_DECIDED_HERE else instant if share < _SHARE_INSTANT else promised
        item = drawn.choice(of)
        channel = drawn.choices([each[0] for each in _CHANNELS], [each[1] for each in _CHANNELS])[0]
        submission = {"item_code": item["code"], "channel": channel, "applicant": _applicant(index)}
        applications.append(_application(drawn, submission, is_here=of is here))
    return list(_batched(drawn, applications, is_of_town=False))


def town_batches(figures: Figures, claims: list[Entry], items: list[Entry]) -> list[Batch]:
    """What towns take in at their centres, of items that they have claimed."""
    drawn = random.Random(SEED + 2)
    instant = {each["code"] for each in items if each["case_type"] == INSTANT}
    taken = [each for each in claims if each["item_code"] in instant]
    applications = []
    for index in range(figures["town_online_cases"]):
        claim = drawn.choice(taken)
        submission = claim | {"channel": "centre", "external_no": f"{YEAR}-{index:06d}", "applicant": _applicant(50_000 + index)}
        applications.append(_application(drawn, submission, is_here=False))
    return list(_batched(drawn, applications, is_of_town=True))


def _application(drawn: random.Random, submission: Entry, *, is_here: bool) -> Application:
    is_accepted = drawn.random() < _SHARE_ACCEPTED
    return Application(submission, is_accepted, is_decided=is_accepted and is_here)


def _batched(drawn: random.Random, applications: list[Application], *, is_of_town: bool) -> Iterator[Batch]:
    times = sorted(_moment(drawn) for _ in range(0, len(applications), BATCH))
    name = "town" if is_of_town else "city"
    for batch_no, (at, start) in enumerate(zip(times, range(0, len(applications), BATCH), strict=True), 1):
        yield Batch(f"{name}-{batch_no:03d}", at, is_of_town, tuple(applications[start : start + BATCH]))


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

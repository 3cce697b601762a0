"""When two requests are likely about the same matter; pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from svc_hotline.duplicates.terms import Reason
from svc_hotline.duplicates.wording import likeness, says_little

_METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class DuplicatePolicy:
    """How alike two requests must be to count as one matter. Weights add up to 100, the highest score."""

    version: str = "2026-2"
    metres: float = 60.0
    # Addresses without a house number name long roads: points further apart than this refute them.
    address_metres: float = 300.0
    apart: timedelta = timedelta(days=30)
    least_score: float = 60.0
    least_title: float = 50.0
    least_text: float = 25.0
    # What words count for that are too few to tell two matters apart.
    little_text: float = 45.0
    place_weight: float = 35.0
    matter_weight: float = 15.0
    text_weight: float = 40.0
    time_weight: float = 10.0


POLICY = DuplicatePolicy()


@dataclass(frozen=True)
class Sketch:
    """What of a request is compared: texts as `wording.normal` makes them, the address in one form too."""

    ticket_id: UUID
    at: datetime
    category: str | None
    title: str
    words: str
    lon: float | None = None
    lat: float | None = None
    address: str | None = None
    territory: str | None = None


@dataclass(frozen=True)
class Likeness:
    """A request, how likely it is about the same matter (0 to 100), how far off it is, and what speaks for it."""

    ticket_id: UUID
    score: float
    metres: float | None
    reasons: tuple[Reason, ...]


# How much of a weight is reached (0 to 1), and why.
Sign = tuple[float, tuple[Reason, ...]]


def likely_duplicates(new: Sketch, known: Iterable[Sketch], most: int) -> list[Likeness]:
    """Those of `known` that are likely about the same matter as `new`, the likeliest first, at most `most`."""
    found = [each for old in known if old.ticket_id != new.ticket_id and (each := compare(new, old)) is not None]
    return sorted(found, key=lambda each: (-each.score, str(each.ticket_id)))[:most]


def likeliest_of_each(rows: Sequence[Sketch], stored: Sequence[Sequence[Sketch]]) -> list[Likeness | None]:
    """For each row the likeliest among what is stored near it and the rows before it."""
    found = (likely_duplicates(row, (*stored[index], *rows[:index]), 1) for index, row in enumerate(rows))
    return [each[0] if each else None for each in found]


def compare(new: Sketch, old: Sketch) -> Likeness | None:
    """How likely the two are one matter; none where time, place, matter or words speak against it."""
    if abs(new.at - old.at) > POLICY.apart:
        return None
    metres = _metres(new, old)
    place = _place(new, old, metres)
    matter = _matter(new, old) if place else None
    words = _words(new, old) if matter else None
    if place is None or matter is None or words is None:
        return None
    signs = (place, matter, words, _time(new, old))
    weights = (POLICY.place_weight, POLICY.matter_weight, POLICY.text_weight, POLICY.time_weight)
    score = sum(reached * weight for (reached, _), weight in zip(signs, weights, strict=True))
    if score < POLICY.least_score:
        return None
    rounded = None if metres is None else round(metres, 1)
    return Likeness(old.ticket_id, round(score, 1), rounded, tuple(reason for _, reasons in signs for reason in reasons))


def box(lon: float, lat: float) -> tuple[float, float, float, float]:
    """South, north, west, east of the box in which a likely duplicate of a point lies."""
    up = POLICY.metres / _METRES_A_DEGREE
    across = up / max(math.cos(math.radians(lat)), 0.01)
    return lat - up, lat + up, lon - across, lon + across


def _place(new: Sketch, old: Sketch, metres: float | None) -> Sign | None:
    is_near = metres is not None and metres <= POLICY.metres
    nearness = 1.0 - 0.5 * metres / POLICY.metres if is_near and metres is not None else 0.0
    near = (Reason.NEAR,) if is_near else ()
    if new.address is not None and new.address == old.address and (metres is None or metres <= POLICY.address_metres):
        return (1.0 if metres is None or is_near else 0.5), (*near, Reason.SAME_ADDRESS)
    if is_near:
        return nearness, near
    # A territory is a large place: it counts only where nothing says more exactly that they lie apart.
    is_vague = metres is None and (new.address is None or old.address is None)
    if is_vague and new.territory is not None and new.territory == old.territory:
        return 0.3, (Reason.SAME_TERRITORY,)
    return None


def _matter(new: Sketch, old: Sketch) -> Sign | None:
    if new.category is not None and new.category == old.category:
        return 1.0, (Reason.SAME_CATEGORY,)
    title = likeness(new.title, old.title)
    return (title / 100.0, (Reason.SIMILAR_TITLE,)) if title >= POLICY.least_title else None


def _words(new: Sketch, old: Sketch) -> Sign | None:
    """Titles are often the matter's name, which is counted already: where they are the same, only what is said besides."""
    ours, theirs = new.words, old.words
    if new.title != old.title:
        ours, theirs = f"{new.title} {ours}", f"{old.title} {theirs}"
    if says_little(ours) or says_little(theirs):
        return POLICY.little_text / 100.0, (Reason.LITTLE_TEXT,)
    text = max(likeness(ours, theirs), likeness(new.words, old.words))
    if text < POLICY.least_text:
        return None
    return text / 100.0, (Reason.SAME_TEXT if text == 100 else Reason.SIMILAR_TEXT,)


def _time(new: Sketch, old: Sketch) -> Sign:
    """Halves over the period."""
    apart = abs(new.at - old.at)
    reason = Reason.WITHIN_A_WEEK if apart <= timedelta(days=7) else Reason.WITHIN_THE_PERIOD
    return 0.5 ** (apart / POLICY.apart), (reason,)


def _metres(new: Sketch, old: Sketch) -> float | None:
    """Distance on the plane; over some hundred metres the earth's curve does not matter."""
    if new.lon is None or new.lat is None or old.lon is None or old.lat is None:
        return None
    east = (old.lon - new.lon) * _METRES_A_DEGREE * math.cos(math.radians(new.lat))
    north = (old.lat - new.lat) * _METRES_A_DEGREE
    return math.hypot(east, north)

"""When two requests are likely about the same matter; pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from rapidfuzz import fuzz

_METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class DuplicatePolicy:
    """How near two requests must be to count as one matter."""

    version: str = "2026-1"
    metres: float = 60.0
    apart: timedelta = timedelta(days=30)
    similarity: float = 60.0


POLICY = DuplicatePolicy()


@dataclass(frozen=True)
class Sketch:
    """What of a request is compared. `matter` is its category, or its title where it has none."""

    ticket_id: UUID
    at: datetime
    matter: str
    words: str
    lon: float | None
    lat: float | None
    address: str | None


@dataclass(frozen=True)
class Likeness:
    """A request, how like it is in words (0 to 100), and what else speaks for one matter."""

    ticket_id: UUID
    similarity: float
    reasons: tuple[str, ...]


def likely_duplicate(new: Sketch, known: Iterable[Sketch]) -> Likeness | None:
    """The likeliest of `known` to be about the same matter as `new`, if any is."""
    found = [likeness for each in known if (likeness := _compare(new, each)) is not None]
    return max(found, key=lambda likeness: likeness.similarity, default=None)


def likely_duplicates(rows: Sequence[Sketch], stored: Sequence[Sequence[Sketch]]) -> list[Likeness | None]:
    """For each row the likeliest among what is stored near it and the rows before it."""
    return [likely_duplicate(row, (*stored[index], *rows[:index])) for index, row in enumerate(rows)]


def box(lon: float, lat: float) -> tuple[float, float, float, float]:
    """South, north, west, east of the box in which a likely duplicate of a point lies."""
    up = POLICY.metres / _METRES_A_DEGREE
    across = up / max(math.cos(math.radians(lat)), 0.01)
    return lat - up, lat + up, lon - across, lon + across


def _compare(new: Sketch, old: Sketch) -> Likeness | None:
    if new.matter != old.matter or abs(new.at - old.at) > POLICY.apart:
        return None
    places = _same_place(new, old)
    if not places:
        return None
    similarity = max(fuzz.ratio(new.words, old.words), fuzz.token_sort_ratio(new.words, old.words))
    if similarity < POLICY.similarity:
        return None
    days, metres = POLICY.apart.days, POLICY.metres
    named = [f"within_{metres:g}_m" if place == "near" else place for place in places]
    return Likeness(old.ticket_id, similarity, ("same_matter", *named, f"within_{days}_days", "similar_text"))


def _same_place(new: Sketch, old: Sketch) -> list[str]:
    places = []
    if None not in (new.lon, new.lat, old.lon, old.lat) and _metres(new, old) <= POLICY.metres:
        places.append("near")
    if new.address is not None and new.address == old.address:
        places.append("same_address")
    return places


def _metres(new: Sketch, old: Sketch) -> float:
    """Distance on the plane; over some tens of metres the earth's curve does not matter."""
    lon, lat, other_lon, other_lat = (value or 0.0 for value in (new.lon, new.lat, old.lon, old.lat))
    east = (other_lon - lon) * _METRES_A_DEGREE * math.cos(math.radians(lat))
    north = (other_lat - lat) * _METRES_A_DEGREE
    return math.hypot(east, north)

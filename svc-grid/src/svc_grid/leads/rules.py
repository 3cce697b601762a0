"""Whether appointments hold together: pure functions over what is given and what is there."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from contracts.grid import TerritoryLevel
from svc_grid.leads.policy import POLICY
from svc_grid.leads.terms import LEADS, LEVELS, LeadKind

Span = tuple[datetime, datetime | None]


class Tenure(Protocol):
    """What of a tenure decides whether it goes together with another."""

    @property
    def territory_code(self) -> str: ...
    @property
    def kind(self) -> LeadKind: ...
    @property
    def account(self) -> str: ...


@dataclass(frozen=True)
class Wanted:
    """An appointment with its times settled."""

    territory_code: str
    kind: LeadKind
    account: str
    display_name: str
    from_at: datetime
    to_at: datetime | None


@dataclass(frozen=True)
class Places:
    """What is known of the territories: their levels, and which communities have cells."""

    levels: Mapping[str, TerritoryLevel]
    divided: Collection[str] = field(default=frozenset())


def intersect(one: Span, other: Span) -> bool:
    """Whether two spans [from, to) share an instant; an empty one shares none."""
    starts = max(one[0], other[0])
    return all(end is None or starts < end for end in (one[1], other[1]))


def clash(one: Tenure, one_span: Span, other: Tenure, other_span: Span) -> bool:
    """Whether two tenures cannot both be: one post held by two at once, or by one account twice."""
    if (one.territory_code, one.kind) != (other.territory_code, other.kind) or not intersect(one_span, other_span):
        return False
    return one.kind in LEADS or one.account == other.account


def misplaced(wanted: Tenure, places: Places) -> str | None:
    """Why the post is not held there, none if it is."""
    level = places.levels[wanted.territory_code]
    if level not in LEVELS[wanted.kind]:
        return f"a {wanted.kind} is of a {' or '.join(LEVELS[wanted.kind])}, and {wanted.territory_code} is a {level}"
    if wanted.kind is LeadKind.GRID_LEAD and wanted.territory_code in places.divided:
        return f"{wanted.territory_code} has cells; each of them has a grid lead of its own"
    return None


def mistimed(wanted: Wanted, now: datetime) -> str | None:
    """What is wrong with its times, none if nothing is."""
    if wanted.to_at is not None and wanted.to_at <= wanted.from_at:
        return "it must end after it begins"
    if wanted.from_at > now + POLICY.appointed_ahead:
        return f"at most {POLICY.appointed_ahead.days} days ahead"
    return None


Fault = tuple[str, str]


def faults(wanted: Sequence[Wanted], places: Places, now: datetime) -> list[Fault]:
    """Each fault of an import in itself, as (JSON pointer, what is wrong)."""
    found: list[Fault] = []
    for index, each in enumerate(wanted):
        place = f"/appointments/{index}"
        if each.territory_code not in places.levels:
            found.append((f"{place}/territory_code", f"no territory {each.territory_code}"))
        elif (fault := misplaced(each, places)) is not None:
            found.append((f"{place}/kind", fault))
        if (fault := mistimed(each, now)) is not None:
            found.append((f"{place}/from_at", fault))
    found += _clashing(wanted)
    return found


def _clashing(wanted: Sequence[Wanted]) -> Iterator[Fault]:
    posts: dict[tuple[str, LeadKind], list[tuple[int, Wanted]]] = {}
    for index, each in enumerate(wanted):
        others = posts.setdefault((each.territory_code, each.kind), [])
        first = next(
            (no for no, other in others if clash(each, (each.from_at, each.to_at), other, (other.from_at, other.to_at))), None
        )
        if first is not None:
            yield f"/appointments/{index}", f"does not go together with /appointments/{first}"
        others.append((index, each))

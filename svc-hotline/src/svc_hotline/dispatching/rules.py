"""Which rule holds for a matter: pure, so that a trial on past tickets decides exactly as a dispatch does."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from chassis.clock import SHANGHAI
from svc_hotline.dispatching.schemas import DispatchRule
from svc_hotline.dispatching.terms import Basis, DayType
from svc_hotline.tickets.terms import Channel, Kind, Urgency


@dataclass(frozen=True)
class Matter:
    """What of a ticket its unit depends on. `categories` and `territories` lead from its own up to the root."""

    kind: Kind
    urgency: Urgency
    channel: Channel
    origin_line: str
    categories: tuple[str, ...]
    territories: tuple[str, ...]
    at: datetime
    is_working_day: bool

    @cached_property
    def local(self) -> datetime:
        """Its time in the city, worked out once and not for each of some hundred rules."""
        return self.at.astimezone(SHANGHAI)


@dataclass(frozen=True)
class Place:
    """A territory's level, and the unit that answers for it."""

    level: str
    unit_code: str | None


@dataclass(frozen=True)
class Decision:
    """A unit and what it rests on; `lead_unit_code` is None where nothing names one."""

    basis: Basis
    lead_unit_code: str | None = None
    assisting_unit_codes: tuple[str, ...] = ()
    rule_code: str | None = None
    further_rules: tuple[str, ...] = ()


def territories_of(code: str | None) -> tuple[str, ...]:
    """A territory's code is the path from the city down: itself first, then what it lies in."""
    if code is None:
        return ()
    parts = code.split("/")
    return tuple("/".join(parts[:depth]) for depth in range(len(parts), 0, -1))


def holds(rule: DispatchRule, matter: Matter) -> bool:
    """Whether each condition that the rule sets is met; one that sets none always holds."""
    return (
        is_about(rule, matter.categories)
        and _meets(rule.territory_codes, matter.territories)
        and (not rule.kinds or matter.kind in rule.kinds)
        and (not rule.urgencies or matter.urgency in rule.urgencies)
        and (not rule.channels or matter.channel in rule.channels)
        and (not rule.origin_lines or matter.origin_line in rule.origin_lines)
        and (rule.valid_from_on is None or rule.valid_from_on <= matter.local.date())
        and (rule.valid_to_on is None or matter.local.date() <= rule.valid_to_on)
        and (rule.days is DayType.ANY or (rule.days is DayType.WORKING) == matter.is_working_day)
        and _is_hour(rule, matter.local)
    )


def is_about(rule: DispatchRule, categories: Sequence[str]) -> bool:
    """Whether its condition on categories is met by a matter of these."""
    return _meets(rule.category_codes, categories)


def in_order(rules: Iterable[DispatchRule], matter: Matter) -> list[DispatchRule]:
    """The rules that hold: by priority, then the closer to the matter, then by code; so there is never a tie."""
    return sorted((rule for rule in rules if holds(rule, matter)), key=lambda rule: _rank(rule, matter))


def decide(
    rules: Iterable[DispatchRule],
    matter: Matter,
    default_unit_code: str | None,
    places: Mapping[str, Place],
    left_out: frozenset[str] = frozenset(),
) -> Decision:
    """The first rule that names a unit; else the category's usual unit; else the nearest territory's own 属地管理.

    A rule that gives it to the unit of a level names none where that place has no unit: the next one is asked. So it is
    where the unit is one of `left_out`.
    """
    holding = in_order(rules, matter)
    for at, rule in enumerate(holding):
        unit_code = _unit_of(rule, matter, places)
        if unit_code is not None and unit_code not in left_out:
            further = tuple(each.code for each in holding[at + 1 :])
            assisting = tuple(code for code in rule.assisting_unit_codes if code not in {unit_code, *left_out})
            return Decision(Basis.RULE, unit_code, assisting, rule.code, further)
    if default_unit_code is not None and default_unit_code not in left_out:
        return Decision(Basis.CATEGORY, default_unit_code)
    near = (places[code].unit_code for code in matter.territories if code in places)
    unit_code = next((each for each in near if each is not None and each not in left_out), None)
    return Decision(Basis.TERRITORY, unit_code) if unit_code else Decision(Basis.NONE)


def digest_of(rules: Sequence[DispatchRule]) -> str:
    """The same for two sets that say the same, in whatever order."""
    said = [rule.model_dump(mode="json") for rule in sorted(rules, key=lambda rule: rule.code)]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _unit_of(rule: DispatchRule, matter: Matter, places: Mapping[str, Place]) -> str | None:
    if rule.lead_unit_code is not None:
        return rule.lead_unit_code
    levelled = (places[code].unit_code for code in matter.territories if code in places and _is_level(rule, places[code]))
    return next(levelled, None)


def _is_level(rule: DispatchRule, place: Place) -> bool:
    return place.level == rule.territory_level


def _meets(wanted: Sequence[str], lineage: Sequence[str]) -> bool:
    return not wanted or any(map(wanted.__contains__, lineage))


def _is_hour(rule: DispatchRule, local: datetime) -> bool:
    """From the first minute to before the last; a span that ends before it begins goes over midnight."""
    begins, ends = rule.from_time, rule.to_time
    if begins is None or ends is None:
        return True
    now = local.time()
    return begins <= now < ends if begins < ends else now >= begins or now < ends


def _rank(rule: DispatchRule, matter: Matter) -> tuple[int, int, int, int, str]:
    others = (
        rule.kinds, rule.urgencies, rule.channels, rule.origin_lines, rule.days is not DayType.ANY, rule.from_time is not None,
    )  # fmt: skip
    return (
        -rule.priority,
        -_closeness(rule.category_codes, matter.categories),
        -_closeness(rule.territory_codes, matter.territories),
        -sum(bool(each) for each in others),
        rule.code,
    )


def _closeness(wanted: Sequence[str], lineage: Sequence[str]) -> int:
    """How deep in the tree the condition is met; 0: it is not set."""
    if not wanted:
        return 0
    return max((len(lineage) - at for at, code in enumerate(lineage) if code in wanted), default=0)

"""Tries a set of rules on past tickets, as they were when they were dispatched."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.clock import SHANGHAI
from contracts.worktime import WorkCalendar
from svc_hotline.calendar.service import calendar_of
from svc_hotline.categories import service as categories
from svc_hotline.categories.service import Standing
from svc_hotline.directory import service as directory
from svc_hotline.dispatching import repository
from svc_hotline.dispatching.rules import Decision, Matter, Place, decide, is_about, territories_of
from svc_hotline.dispatching.schemas import Deviation, DispatchRule, RuleOutcome, TrialReport, TrialRequest

_NOWHERE = Standing()
_DEVIATIONS_SHOWN, _NUMBERS_SHOWN = 50, 5
Deciding = Callable[[Any], Decision]


@dataclass(frozen=True)
class _Ground:
    """What past tickets are decided by besides the rules."""

    standings: Mapping[str, Standing]
    places: Mapping[str, Place]
    units: Set[str]
    calendar: WorkCalendar


async def try_rules(
    db: AsyncSession, draft: Sequence[DispatchRule], live: Sequence[DispatchRule], within: TrialRequest
) -> TrialReport:
    """The report of `draft` against what was really done, and against `live`."""
    tickets = await repository.dispatched_tickets(db, within)
    standings = await categories.standings(db)
    usual = {each.default_unit_code for each in standings.values() if each.default_unit_code is not None}
    units = await directory.kinds_of_units(db, usual)
    ground = _Ground(standings, await repository.places(db), units.keys(), await calendar_of(db))
    # 5,000 tickets by twice 500 rules are a second of counting, five where no rule names a category: others shall not wait.
    return await asyncio.to_thread(_report, tickets, draft, _deciding_by(draft, ground), _deciding_by(live, ground))


def _deciding_by(rules: Sequence[DispatchRule], ground: _Ground) -> Deciding:
    @cache  # most rules are about other categories: which they are is asked once of a category, not of each ticket
    def about(category_code: str) -> list[DispatchRule]:
        path = ground.standings.get(category_code, _NOWHERE).path
        return [rule for rule in rules if is_about(rule, path)]

    def decided(ticket: Any) -> Decision:
        standing = ground.standings.get(ticket.category_code, _NOWHERE)
        usual = standing.default_unit_code if standing.default_unit_code in ground.units else None
        matter = Matter(
            ticket.kind, ticket.urgency, ticket.channel, ticket.origin_line, standing.path[::-1],
            territories_of(ticket.territory_code), ticket.dispatched_at,
            ground.calendar.is_working(ticket.dispatched_at.astimezone(SHANGHAI).date()),
        )  # fmt: skip
        return decide(about(ticket.category_code), matter, usual, ground.places, frozenset(ticket.returned_unit_codes))

    return decided


def _report(tickets: Sequence[Any], draft: Sequence[DispatchRule], by_draft: Deciding, by_live: Deciding) -> TrialReport:
    bases: Counter[Any] = Counter()
    by_rule: Counter[str] = Counter()
    agreed_by_rule: Counter[str] = Counter()
    elsewhere: dict[tuple[str, str | None, str | None], list[str]] = defaultdict(list)
    agreed = changed = 0
    for ticket in tickets:
        new, old = by_draft(ticket), by_live(ticket)
        is_agreed = new.lead_unit_code == ticket.lead_unit_code
        bases[new.basis] += 1
        agreed += is_agreed
        changed += new.lead_unit_code != old.lead_unit_code
        if new.rule_code is not None:
            by_rule[new.rule_code] += 1
            agreed_by_rule[new.rule_code] += is_agreed
        if not is_agreed:
            elsewhere[ticket.lead_unit_code, new.lead_unit_code, new.rule_code].append(ticket.number)
    most = sorted(elsewhere.items(), key=lambda each: (-len(each[1]), str(each[0])))[:_DEVIATIONS_SHOWN]
    return TrialReport(
        tickets=len(tickets),
        agreed=agreed,
        by_basis=dict(bases),
        changed_from_live=changed,
        rules=[RuleOutcome(rule_code=r.code, decided=by_rule[r.code], agreed=agreed_by_rule[r.code]) for r in draft],
        deviations=[
            Deviation(actual_unit_code=was, suggested_unit_code=now, rule_code=rule, tickets=len(numbers),
                      numbers=numbers[:_NUMBERS_SHOWN])
            for (was, now, rule), numbers in most
        ],
    )  # fmt: skip

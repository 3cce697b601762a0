"""Tries a set of rules on past tickets, as they were when they were dispatched."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.clock import SHANGHAI
from svc_hotline.calendar.service import calendar_of
from svc_hotline.categories import service as categories
from svc_hotline.categories.service import Standing
from svc_hotline.dispatching import repository
from svc_hotline.dispatching.rules import Decision, Matter, decide, territories_of
from svc_hotline.dispatching.schemas import Deviation, DispatchRule, RuleOutcome, TrialReport, TrialRequest

_NOWHERE = Standing()
_DEVIATIONS_SHOWN, _NUMBERS_SHOWN = 50, 5


async def try_rules(
    db: AsyncSession, draft: Sequence[DispatchRule], live: Sequence[DispatchRule], within: TrialRequest
) -> TrialReport:
    """The report of `draft` against what was really done, and against `live`."""
    tickets = await repository.dispatched_tickets(db, within)
    standings, places = await categories.standings(db), await repository.places(db)
    units, calendar = await repository.known_units(db), await calendar_of(db)

    def decided(rules: Sequence[DispatchRule], ticket: Any) -> Decision:
        standing = standings.get(ticket.category_code, _NOWHERE)
        usual = standing.default_unit_code
        matter = Matter(
            ticket.kind, ticket.urgency, ticket.channel, ticket.origin_line, standing.path[::-1],
            territories_of(ticket.territory_code), ticket.dispatched_at,
            calendar.is_working(ticket.dispatched_at.astimezone(SHANGHAI).date()),
        )  # fmt: skip
        return decide(rules, matter, usual if usual in units else None, places)

    # Some thousand tickets by some hundred rules is a second of counting, which other requests shall not wait for.
    return await asyncio.to_thread(_report, tickets, draft, live, decided)


def _report(
    tickets: Sequence[Any],
    draft: Sequence[DispatchRule],
    live: Sequence[DispatchRule],
    decided: Callable[[Sequence[DispatchRule], Any], Decision],
) -> TrialReport:
    bases: Counter[Any] = Counter()
    by_rule: Counter[str] = Counter()
    agreed_by_rule: Counter[str] = Counter()
    elsewhere: dict[tuple[str, str | None, str | None], list[str]] = defaultdict(list)
    agreed = changed = 0
    for ticket in tickets:
        new, old = decided(draft, ticket), decided(live, ticket)
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

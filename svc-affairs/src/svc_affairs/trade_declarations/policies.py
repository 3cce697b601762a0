"""The versions of the policy as a pass joins them: each with the days [since, until) on which it holds."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic_core import to_json

from svc_affairs.trade_policies.policy import Rules
from svc_affairs.trade_policies.terms import Check

POLICIES = """
policies AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(CAST(:policies AS jsonb)) AS x(version integer, since date,
    until date, amount_tolerance numeric, quantity_tolerance numeric, weight_tolerance_kg numeric, transaction_limit numeric,
    annual_limit numeric, checks text[], wait_hours integer, is_auto_release boolean))"""


@dataclass(frozen=True)
class Policies:
    """The versions in the order of their days, and the instant that a pass is at."""

    rules: Sequence[Rules]
    now: datetime

    def parameters(self) -> dict[str, Any]:
        ends: list[date | None] = [each.effective_on for each in self.rules[1:]]
        rows = [
            {**asdict(each), "since": each.effective_on, "until": until}
            for each, until in zip(self.rules, [*ends, None], strict=True)
        ]
        return {"policies": to_json(rows).decode(), "now": self.now}

    @property
    def least_annual_limit(self) -> Decimal | None:
        """What a buyer may use in a year by any version; None where none looks at it."""
        return min((each.annual_limit for each in self.rules if Check.ANNUAL_LIMIT in each.checks), default=None)

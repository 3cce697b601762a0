"""The policy in force before the first one is published."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from svc_affairs.trade_policies.terms import Check


@dataclass(frozen=True)
class Rules:
    """One version of the policy: amounts in yuan, weights in kg; in force from the city's day `effective_on`."""

    version: int = 1
    effective_on: date = date(2000, 1, 1)
    amount_tolerance: Decimal = Decimal("0.01")
    quantity_tolerance: Decimal = Decimal(0)
    weight_tolerance_kg: Decimal = Decimal("0.05")
    # 财关税〔2018〕49号: 5,000 yuan a transaction, 26,000 yuan a year.
    transaction_limit: Decimal = Decimal(5000)
    annual_limit: Decimal = Decimal(26000)
    checks: tuple[Check, ...] = tuple(Check)
    wait_hours: int = 72
    is_auto_release: bool = False


BUILT_IN = Rules()

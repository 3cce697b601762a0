"""What comes in as a policy."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field

from chassis.schema import Input
from svc_affairs.trade_policies.policy import BUILT_IN
from svc_affairs.trade_policies.terms import Check

Amount = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
Tolerance = Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=5)]


def _once(checks: list[Check]) -> list[Check]:
    return [each for each in Check if each in checks]


class PolicyEntry(Input):
    """A new version of the policy; what is left out is as in the built-in one."""

    effective_on: date = Field(
        description="The city's day from which on lists declared are judged by it.", examples=["2026-01-01"]
    )
    amount_tolerance: Tolerance = Field(
        BUILT_IN.amount_tolerance, description="Amounts may differ by so much, CNY.", examples=["0.01"]
    )
    quantity_tolerance: Tolerance = Field(
        BUILT_IN.quantity_tolerance, description="Quantities of a line likewise.", examples=["0"]
    )
    weight_tolerance_kg: Tolerance = Field(BUILT_IN.weight_tolerance_kg, description="Weights likewise, kg.", examples=["0.05"])
    transaction_limit: Amount = Field(BUILT_IN.transaction_limit, description="Limit of one transaction, CNY.", examples=["5000"])
    annual_limit: Amount = Field(
        BUILT_IN.annual_limit, description="A buyer's limit of a calendar year, CNY.", examples=["26000"]
    )
    checks: Annotated[list[Check], Field(max_length=50), AfterValidator(_once)] = Field(
        [*BUILT_IN.checks], description="Which checks count.", examples=[["buyer", "amount", "annual_limit"]]
    )
    wait_hours: int = Field(
        BUILT_IN.wait_hours, ge=1, le=24 * 90, description="So long a list waits for its other documents.", examples=[72]
    )
    is_auto_release: bool = Field(
        BUILT_IN.is_auto_release, description="Whether what matches is released without the desk.", examples=[False]
    )

"""What goes out about the policies."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from chassis.schema import View
from svc_affairs.trade_policies.terms import Check


class PolicyView(View):
    """One version of the policy."""

    version: int = Field(description="Its version; 1 is built in.", examples=[2])
    effective_on: date = Field(description="From when on lists declared are judged by it.", examples=["2026-01-01"])
    amount_tolerance: Decimal = Field(description="Amounts may differ by so much, CNY.", examples=["0.01"])
    quantity_tolerance: Decimal = Field(description="Quantities of a line likewise.", examples=["0"])
    weight_tolerance_kg: Decimal = Field(description="Weights likewise, kg.", examples=["0.05"])
    transaction_limit: Decimal = Field(description="Limit of one transaction, CNY.", examples=["5000"])
    annual_limit: Decimal = Field(description="A buyer's limit of a calendar year, CNY.", examples=["26000"])
    checks: list[Check] = Field(description="Which checks count.", examples=[["buyer", "amount"]])
    wait_hours: int = Field(description="So long a list waits for its other documents.", examples=[72])
    is_auto_release: bool = Field(description="Whether what matches is released without the desk.", examples=[False])
    published_at: datetime | None = Field(default=None, description="When; null: built in.", examples=["2025-12-01T02:00:00Z"])
    published_by: str | None = Field(default=None, description="By whom.", examples=["desk-01"])


class PoliciesView(View):
    """Every version."""

    items: list[PolicyView] = Field(description="The last to take effect first.")

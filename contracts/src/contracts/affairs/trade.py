"""Cross-border trade 跨境电商: declarations and their match, and the policy they are matched by."""

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event


class TradePolicyPublishedV1(Event):
    """Lists declared from a day on are judged by a new version of the policy."""

    type: ClassVar[str] = "gov171.affairs.trade_policy.published.v1"

    version: int = Field(description="The version.", examples=[2])
    effective_on: date = Field(description="From this day of the city on.", examples=["2026-01-01"])


class _OfDeclaration(Event):
    declaration_id: UUID = Field(description="The declaration.", examples=["01959c2e-8a00-7000-8000-000000000041"])
    invt_no: str = Field(description="Our number of it.", examples=["9404202503030000000017"])
    platform_code: str = Field(description="The platform of its order.", examples=["6599660001"])
    country: str = Field(description="Country of departure, by the customs' code.", examples=["116"])
    amount: Decimal = Field(description="What was declared in all, CNY.", examples=["129.00"])


class DeclarationMatchedV1(_OfDeclaration):
    """Order, payment and waybill agree with the list."""

    type: ClassVar[str] = "gov171.affairs.declaration.matched.v1"

    policy_version: int = Field(description="The policy it was judged by.", examples=[1])


class DeclarationMismatchedV1(_OfDeclaration):
    """They do not agree, or another set of fields does not than before."""

    type: ClassVar[str] = "gov171.affairs.declaration.mismatched.v1"

    policy_version: int = Field(description="The policy it was judged by.", examples=[1])
    fields: list[str] = Field(description="Where they do not.", examples=[["amount_paid"]])


class DeclarationUnmatchedV1(_OfDeclaration):
    """A document that was there is there no more: it waits again."""

    type: ClassVar[str] = "gov171.affairs.declaration.unmatched.v1"

    missing: list[str] = Field(description="What it waits for.", examples=[["payment"]])


class DeclarationReleasedV1(_OfDeclaration):
    """The goods were released 放行, by the desk or by the policy."""

    type: ClassVar[str] = "gov171.affairs.declaration.released.v1"

    is_automatic: bool = Field(description="Whether the policy released it.", examples=[False])


class DeclarationHeldV1(_OfDeclaration):
    """The goods are held for inspection 查验扣留."""

    type: ClassVar[str] = "gov171.affairs.declaration.held.v1"

    reason_code: str = Field(description="Why, of a fixed list.", examples=["inspection"])


class DeclarationReturnedV1(_OfDeclaration):
    """The declaration went back to its declarer 退单."""

    type: ClassVar[str] = "gov171.affairs.declaration.returned.v1"

    reason_code: str = Field(description="Why, of a fixed list.", examples=["documents_wrong"])


class DeclarationCancelledV1(_OfDeclaration):
    """Its declarer cancelled it 撤销, or deleted the list."""

    type: ClassVar[str] = "gov171.affairs.declaration.cancelled.v1"


class DeclarationRefundedV1(_OfDeclaration):
    """Goods came back 退货 after the release; told again when the sum changes."""

    type: ClassVar[str] = "gov171.affairs.declaration.refunded.v1"

    refunded_amount: Decimal = Field(description="The worth of what came back in all, CNY.", examples=["64.50"])
    is_whole: bool = Field(description="Whether everything came back.", examples=[False])

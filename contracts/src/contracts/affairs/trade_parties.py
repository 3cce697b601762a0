"""Parties of cross-border trade 跨境电商企业: registered, changed, suspended, resumed."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event


class _OfParty(Event):
    party_id: UUID = Field(description="The party.", examples=["01959c2e-8a00-7000-8000-000000000030"])
    code: str = Field(description="Its customs registration code.", examples=["6599660001"])


class TradePartyRegisteredV1(_OfParty):
    """A party may send trade documents from now on."""

    type: ClassVar[str] = "gov171.affairs.trade_party.registered.v1"

    kinds: list[str] = Field(description="Which kinds: order, payment, waybill, list.", examples=[["order"]])


class TradePartyChangedV1(_OfParty):
    """A party's name, kinds or account are others from now on."""

    type: ClassVar[str] = "gov171.affairs.trade_party.changed.v1"

    kinds: list[str] = Field(description="Which kinds it may send now.", examples=[["order", "list"]])
    is_account_replaced: bool = Field(description="Whether another account acts for it now.", examples=[False])


class TradePartySuspendedV1(_OfParty):
    """A party may not send for now."""

    type: ClassVar[str] = "gov171.affairs.trade_party.suspended.v1"

    reason: str = Field(description="Why, as a word of the list of reasons.", examples=["registration_lapsed"])


class TradePartyResumedV1(_OfParty):
    """A suspended party may send again."""

    type: ClassVar[str] = "gov171.affairs.trade_party.resumed.v1"

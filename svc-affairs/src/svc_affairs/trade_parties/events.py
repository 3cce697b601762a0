"""Parties as contract events, one for each version."""

from contracts import affairs
from svc_affairs.trade_parties.models import TradeParty


def registered(party: TradeParty) -> affairs.TradePartyRegisteredV1:
    return affairs.TradePartyRegisteredV1(
        occurred_at=party.registered_at, party_id=party.id, code=party.code, kinds=list(party.kinds)
    )


def changed(party: TradeParty, *, is_account_replaced: bool) -> affairs.TradePartyChangedV1:
    return affairs.TradePartyChangedV1(
        occurred_at=party.changed_at, party_id=party.id, code=party.code, kinds=list(party.kinds),
        is_account_replaced=is_account_replaced,
    )  # fmt: skip


def suspended(party: TradeParty) -> affairs.TradePartySuspendedV1:
    assert party.suspension_reason is not None
    return affairs.TradePartySuspendedV1(
        occurred_at=party.changed_at, party_id=party.id, code=party.code, reason=party.suspension_reason.value
    )


def resumed(party: TradeParty) -> affairs.TradePartyResumedV1:
    return affairs.TradePartyResumedV1(occurred_at=party.changed_at, party_id=party.id, code=party.code)

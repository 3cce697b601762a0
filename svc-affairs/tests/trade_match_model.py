"""The match as a plain function of a set of documents, one at a time: what the SQL is held to in tests."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from trade_message_builders import DECLARER

from svc_affairs.trade_documents.buyers import BuyerHashes
from svc_affairs.trade_documents.rows import incoming
from svc_affairs.trade_documents.schemas import CancelDocument, TradeDocument

FEN, LIMIT, YEAR = Decimal("0.01"), Decimal(5000), Decimal(26000)


@dataclass
class Outcome:
    """Statuses by list, mismatches as (list, field, line), and what the buyers have used, in order."""

    statuses: dict[str, str] = field(default_factory=dict)
    mismatches: set[tuple[str, str, int]] = field(default_factory=set)
    used: list[Decimal] = field(default_factory=list)


def outcome_of(documents: Iterable[TradeDocument], hashes: BuyerHashes) -> Outcome:
    """All are of the built-in policy, one merchant, carrier and declarer, and one year; each order names its payment."""
    by_kind: dict[str, dict[str, Any]] = {"order": {}, "payment": {}, "waybill": {}, "list": {}, "cancel": {}}
    for each in documents:
        kept = by_kind[each.kind]
        number = _number(each)
        if number not in kept or _rank(each, hashes) > _rank(kept[number], hashes):
            kept[number] = each
    lists, cancelled = by_kind["list"], set(by_kind["cancel"])
    live = {kind: {key: each for key, each in kept.items() if each.app_type != "3"} for kind, kept in by_kind.items()}
    outcome = Outcome()
    sound: list[Any] = []
    for each in sorted(lists.values(), key=_turn):
        missing, wrong = _judge(each, live, cancelled)
        outcome.mismatches |= {(each.cop_no, *place) for place in wrong}
        if each.cop_no in cancelled or each.app_type == "3":
            outcome.statuses[each.cop_no] = "cancelled"
        elif missing:
            outcome.statuses[each.cop_no] = "waiting"
        else:
            outcome.statuses[each.cop_no] = "mismatched" if wrong else "matched"
            if not wrong:
                sound.append(each)
    _draw(sound, outcome)
    return outcome


def _draw(sound: list[Any], outcome: Outcome) -> None:
    used: dict[str, Decimal] = {}
    for each in sound:
        buyer, worth = each.buyer_id_number.get_secret_value(), _worth(each)
        if used.get(buyer, Decimal(0)) + worth > YEAR:
            outcome.statuses[each.cop_no] = "mismatched"
            outcome.mismatches.add((each.cop_no, "annual_limit", 0))
        else:
            used[buyer] = used.get(buyer, Decimal(0)) + worth
    outcome.used = sorted(used.values())


def _judge(each: Any, live: dict[str, dict[str, Any]], cancelled: set[str]) -> tuple[bool, set[tuple[str, int]]]:
    order = live["order"].get(each.order_no)
    # The order names the payment with its own number.
    payment = live["payment"].get(each.order_no)
    waybill = live["waybill"].get(each.logistics_no)
    wrong = {("transaction_limit", 0)} if _worth(each) > LIMIT else set()
    for other in live["list"].values():
        if other is not each and other.cop_no not in cancelled and _turn(other) < _turn(each):
            wrong |= {("order_used", 0)} if other.order_no == each.order_no else set()
            wrong |= {("waybill_used", 0)} if other.logistics_no == each.logistics_no else set()
    if waybill is not None and waybill.order_no != each.order_no:
        wrong.add(("waybill_order_no", 0))
    if order is not None:
        wrong |= _against_order(each, order, payment)
    return None in (order, payment, waybill), wrong


def _against_order(each: Any, order: Any, payment: Any) -> set[tuple[str, int]]:
    faults = {
        "buyer": order.buyer_id_number != each.buyer_id_number,
        "goods_value": abs(order.goods_value - _worth(each)) > FEN,
        "payer": payment is not None and payment.payer_id_number != order.buyer_id_number,
        "amount_paid": payment is not None and abs(payment.amount_paid - order.actual_paid) > FEN,
    }
    (one,), (other,) = order.lines, each.lines
    of_lines = {"quantity": one.quantity != other.quantity, "line_total": abs(one.total_price - other.total_price) > FEN}
    return {(name, 0) for name, is_wrong in faults.items() if is_wrong} | {
        (name, 1) for name, is_wrong in of_lines.items() if is_wrong
    }


def _worth(each: Any) -> Decimal:
    return sum((line.total_price for line in each.lines), Decimal(0))


def _turn(each: Any) -> tuple[Any, str]:
    return each.app_time, each.cop_no


def _number(each: Any) -> str:
    return str(each.cop_no if each.kind in ("list", "cancel") else each.logistics_no if each.kind == "waybill" else each.order_no)


def _rank(each: TradeDocument, hashes: BuyerHashes) -> Any:
    """Two versions of one instant and type that say different things: the larger digest counts, in the rows as here."""
    if isinstance(each, CancelDocument):
        return (each.app_time,)
    return incoming(0, each, DECLARER, hashes).rank

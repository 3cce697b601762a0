"""Made-up trade: sets of an order, its payment, waybill and list, alike each time, and what is to come of each set."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

MERCHANT, PAYER, CARRIER, DECLARER = "6599660002", "6599660003", "6599660004", "6599660005"
# In the order in which a round of documents comes.
SENDERS = {"order": MERCHANT, "payment": PAYER, "waybill": CARRIER, "list": DECLARER}
_START, _SPREAD = datetime(2025, 1, 1, tzinfo=UTC), 350
# The days that have them, and the one after.
DAYS = (date(2025, 1, 1), date(2026, 1, 1))
_PLATFORMS, _COUNTRIES, _HEADINGS = 20, ("116", "133", "110", "502", "303", "305", "601", "307"), 40
# A buyer has so many declarations a year; of every hundredth buyer they are so dear that the last has no room in the year.
_EACH, _DEAR = 6, 4_900
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Goods:
    """The sets of a house that holds `declarations` of them; numbers beyond it are those of a later wave."""

    def __init__(self, declarations: int) -> None:
        self.buyers = max(declarations // _EACH, 1)

    def body(self, kind: str, numbers: Iterable[int]) -> tuple[bytes, int]:
        """What the kind's sender posts, and how many documents that are."""
        make = getattr(self, f"_{kind}")
        documents = [make(number) for number in numbers if kind != "payment" or not _is_unpaid(number)]
        return json.dumps(documents, ensure_ascii=False).encode(), len(documents)

    def expected(self, declarations: int) -> dict[str, int]:
        """How many declarations come to each status."""
        return dict(Counter(self._status(number) for number in range(declarations)))

    def _status(self, number: int) -> str:
        if _is_unpaid(number):
            return "waiting"
        if _is_wrong(number):
            return "mismatched"
        turn = sum(not _is_unpaid(each) and not _is_wrong(each) for each in self._earlier(number))
        return "mismatched" if self._is_dear(number) and (turn + 1) * _DEAR > 26_000 else "matched"

    def _earlier(self, number: int) -> Iterator[int]:
        yield from range(number % self.buyers, number, self.buyers)

    def _is_dear(self, number: int) -> bool:
        return number % self.buyers % 100 == 3

    def _worth(self, number: int) -> tuple[int, int]:
        """Of its two lines, yuan."""
        return (_DEAR - 400, 400) if self._is_dear(number) else (60 + number % 90, 40)

    def _buyer(self, number: int, prefix: str = "buyer") -> dict[str, str]:
        buyer = number % self.buyers
        head = f"110101{1900 + buyer // 336_000 % 50}{buyer // 28_000 % 12 + 1:02d}{buyer // 1000 % 28 + 1:02d}{buyer % 1000:03d}"
        digit = "10X98765432"[sum(int(each) * weight for each, weight in zip(head, _WEIGHTS, strict=True)) % 11]
        return {f"{prefix}_id_type": "1", f"{prefix}_id_number": head + digit, f"{prefix}_name": f"买家{buyer}"}

    def _lines(self, number: int) -> list[dict[str, Any]]:
        return [_line(number, place, worth) for place, worth in enumerate(self._worth(number), 1)]

    def _order(self, number: int) -> dict[str, Any]:
        worth = sum(self._worth(number))
        return _head("order", number) | self._buyer(number) | {
            "order_no": f"T{number}", "platform_code": _platform(number), "platform_name": "丝路优选", "merchant_code": MERCHANT,
            "merchant_name": "天山跨境商贸", "goods_value": str(worth), "freight": "0", "discount": "0", "tax_total": "9.10",
            "actual_paid": f"{worth + 9}.10", "currency": "142", "pay_code": PAYER, "pay_transaction_id": f"P{number}",
            "lines": self._lines(number),
        }  # fmt: skip

    def _payment(self, number: int) -> dict[str, Any]:
        paid = sum(self._worth(number)) + (10 if _is_wrong(number) else 9)
        return _head("payment", number) | self._buyer(number, "payer") | {
            "pay_code": PAYER, "pay_transaction_id": f"P{number}", "order_no": f"T{number}", "platform_code": _platform(number),
            "amount_paid": f"{paid}.10", "currency": "142", "paid_at": _at(number).isoformat(),
        }  # fmt: skip

    def _waybill(self, number: int) -> dict[str, Any]:
        return _head("waybill", number) | {
            "logistics_code": CARRIER, "logistics_no": f"W{number}", "order_no": f"T{number}", "platform_code": _platform(number),
            "freight": "12", "insured_fee": "0", "currency": "142", "gross_weight_kg": "0.85", "piece_count": 1,
        }  # fmt: skip

    def _list(self, number: int) -> dict[str, Any]:
        return _head("list", number) | self._buyer(number) | {
            "cop_no": f"L{number}", "order_no": f"T{number}", "platform_code": _platform(number), "merchant_code": MERCHANT,
            "logistics_code": CARRIER, "logistics_no": f"W{number}", "agent_code": DECLARER, "customs_code": "9404",
            "port_code": "9404", "ie_date": "2025-12-31", "trade_mode": "9610", "country": _country(number), "freight": "0",
            "insured_fee": "0", "currency": "142", "gross_weight_kg": "0.85", "net_weight_kg": "0.6", "piece_count": 1,
            "lines": self._lines(number),
        }  # fmt: skip


def _line(number: int, place: int, worth: int) -> dict[str, Any]:
    return {
        "line_no": place, "goods_code": f"{3300 + (number + place) % _HEADINGS}990039", "item_no": f"SKU-{number % 500}-{place}",
        "name": "面霜 50ml", "quantity": "2", "unit": "011", "unit_price": str(worth / 2), "total_price": str(worth),
        "currency": "142", "country": _country(number),
    }  # fmt: skip


def _head(kind: str, number: int) -> dict[str, Any]:
    return {"kind": kind, "guid": f"{kind}-{number}", "app_type": "1", "app_time": _at(number).isoformat()}


def _at(number: int) -> datetime:
    """The orders of a day do not lie together."""
    return _START + timedelta(seconds=number % 300, minutes=number % 97, days=number * 9 % _SPREAD)


def _platform(number: int) -> str:
    return f"65996601{number % _PLATFORMS:02d}"


def _country(number: int) -> str:
    return _COUNTRIES[number % len(_COUNTRIES)]


def _is_wrong(number: int) -> bool:
    """One in twenty was paid a yuan too much."""
    return number % 20 == 7


def _is_unpaid(number: int) -> bool:
    """Of one in fifty nobody says that it was paid."""
    return number % 50 == 11

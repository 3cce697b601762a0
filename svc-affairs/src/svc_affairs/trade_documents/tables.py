"""Where each kind of document is kept: its table, its natural key, its columns, and whom a change of it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from svc_affairs.trade_documents.terms import DocumentKind

_NUMBER, _TEXT, _TIME = "numeric", "text", "timestamptz"
LINE_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "document_id": "uuid", "line_no": "integer", "goods_code": _TEXT, "item_no": _TEXT, "name": _TEXT, "quantity": _NUMBER,
        "unit": _TEXT, "unit_price": _NUMBER, "total_price": _NUMBER, "currency": _TEXT, "country": _TEXT,
    }
)  # fmt: skip
_CARRIED = {
    "id": "uuid", "version": "integer", "app_type": _TEXT, "app_time": _TIME, "digest": "bytea", "is_deleted": "boolean",
    "sent_by": _TEXT, "received_at": _TIME, "changed_at": _TIME,
}  # fmt: skip
_BUYER = {"buyer_hash": "bytea", "buyer_name_hash": "bytea"}


@dataclass(frozen=True, eq=False)
class Kept:
    """One kind's place. `marks` are the keys, each (kind of mark, column, column), whose declarations a change concerns."""

    table: str
    key: tuple[str, ...]
    facts: Mapping[str, str]
    marks: tuple[tuple[str, str, str], ...]
    lines: str | None = None
    columns: Mapping[str, str] = field(init=False)

    @property
    def owner(self) -> str:
        """The column that says whose numbers these are."""
        return "declarant_code" if "declarant_code" in self.key else self.key[0]

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", MappingProxyType(_CARRIED | dict.fromkeys(self.key, _TEXT) | dict(self.facts)))


ORDER, WAYBILL = ("o", "platform_code", "order_no"), ("w", "logistics_code", "logistics_no")
_REQUEST = Kept(
    "trade_requests", ("kind", "declarant_code", "cop_no", "guid"), {"reason": _TEXT, "lines": "jsonb"},
    (("l", "declarant_code", "cop_no"),),
)  # fmt: skip
KEPT: Mapping[DocumentKind, Kept] = MappingProxyType(
    {
        DocumentKind.ORDER: Kept(
            "trade_orders", ("platform_code", "order_no", "merchant_code"),
            {"platform_name": _TEXT, "merchant_name": _TEXT, **_BUYER, "goods_value": _NUMBER, "freight": _NUMBER,
             "discount": _NUMBER, "tax_total": _NUMBER, "actual_paid": _NUMBER, "currency": _TEXT, "pay_code": _TEXT,
             "pay_transaction_id": _TEXT, "ordered_at": _TIME},
            (ORDER,), "trade_order_lines",
        ),
        DocumentKind.PAYMENT: Kept(
            "trade_payments", ("pay_code", "pay_transaction_id"),
            {"platform_code": _TEXT, "order_no": _TEXT, **_BUYER, "amount_paid": _NUMBER, "currency": _TEXT, "paid_at": _TIME},
            (ORDER,),
        ),
        DocumentKind.WAYBILL: Kept(
            "trade_waybills", ("logistics_code", "logistics_no"),
            {"platform_code": _TEXT, "order_no": _TEXT, "freight": _NUMBER, "insured_fee": _NUMBER, "currency": _TEXT,
             "gross_weight_kg": _NUMBER, "piece_count": "integer", "goods_info": _TEXT},
            (WAYBILL,),
        ),
        DocumentKind.LIST: Kept(
            "trade_lists", ("declarant_code", "cop_no"),
            {"platform_code": _TEXT, "order_no": _TEXT, "merchant_code": _TEXT, "logistics_code": _TEXT, "logistics_no": _TEXT,
             "agent_code": _TEXT, **_BUYER, "customs_code": _TEXT, "port_code": _TEXT, "ie_date": "date", "trade_mode": _TEXT,
             "country": _TEXT, "freight": _NUMBER, "insured_fee": _NUMBER, "currency": _TEXT, "gross_weight_kg": _NUMBER,
             "net_weight_kg": _NUMBER, "piece_count": "integer"},
            (ORDER, WAYBILL), "trade_list_lines",
        ),
        DocumentKind.CANCEL: _REQUEST,
        DocumentKind.REFUND: _REQUEST,
    }
)  # fmt: skip
# What is never shown nor compared by a reader.
HIDDEN = frozenset({"buyer_hash", "buyer_name_hash", "digest"})

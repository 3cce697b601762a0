"""The layout of the customs' messages, as data: which element holds what, and what a receipt repeats.

Their fields are those of the public specification of the unified import system (announcement 2018-56 of the customs
administration and its schemas); `acturalPaid` is so spelled there. Addresses and telephones are in no table here:
they are read past.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from svc_affairs.trade_documents.terms import DocumentKind

NAMESPACE = "http://www.chinaport.gov.cn/ceb"
SIGNATURES = "http://www.w3.org/2000/09/xmldsig#"
TRANSFER = "BaseTransfer"
# Elements beside the documents that say nothing to us.
PASSED_OVER = frozenset({"BaseSubscribe", "ExtendMessage"})


@dataclass(frozen=True)
class Format:
    """One message: CEB`number`Message, its documents, and its receipt.

    `head` None: the fields stand in the document's element itself. `numbered` begins the number that a receipt gives.
    """

    number: str
    kind: DocumentKind
    document: str
    head: str | None
    line: str | None
    receipt: str
    answer: str
    echoed: tuple[str, ...]
    fields: Mapping[str, str]
    line_fields: Mapping[str, str] = field(default_factory=dict)
    numbered: str | None = None

    @property
    def root(self) -> str:
        return f"CEB{self.number}Message"

    @property
    def receipt_root(self) -> str:
        return f"CEB{self.receipt}Message"


_EVERY = {"guid": "guid", "appType": "app_type", "appTime": "app_time"}
_BUYER = {"buyerIdType": "buyer_id_type", "buyerIdNumber": "buyer_id_number", "buyerName": "buyer_name"}
_PARTIES = {"ebpCode": "platform_code", "ebcCode": "merchant_code"}
_GOODS = {"gnum": "line_no", "gcode": "goods_code", "qty": "quantity", "unit": "unit"}
_PRICED = {
    "itemNo": "item_no", "price": "unit_price", "totalPrice": "total_price", "currency": "currency", "country": "country",
}  # fmt: skip

_ORDER = Format(
    "311", DocumentKind.ORDER, "Order", "OrderHead", "OrderList", "312", "OrderReturn",
    ("guid", "ebpCode", "ebcCode", "orderNo"),
    _EVERY | _PARTIES | _BUYER | {
        "orderNo": "order_no", "ebpName": "platform_name", "ebcName": "merchant_name", "goodsValue": "goods_value",
        "freight": "freight", "discount": "discount", "taxTotal": "tax_total", "acturalPaid": "actual_paid",
        "currency": "currency", "payCode": "pay_code", "payTransactionId": "pay_transaction_id",
    },
    _GOODS | _PRICED | {"itemName": "name"},
)  # fmt: skip
_PAYMENT = Format(
    "411", DocumentKind.PAYMENT, "Payment", "PaymentHead", None, "412", "PaymentReturn",
    ("guid", "payCode", "payTransactionId"),
    _EVERY | {
        "payCode": "pay_code", "payTransactionId": "pay_transaction_id", "orderNo": "order_no", "ebpCode": "platform_code",
        "payerIdType": "payer_id_type", "payerIdNumber": "payer_id_number", "payerName": "payer_name",
        "amountPaid": "amount_paid", "currency": "currency", "payTime": "paid_at",
    },
)  # fmt: skip
_WAYBILL = Format(
    "511", DocumentKind.WAYBILL, "Logistics", "LogisticsHead", None, "512", "LogisticsReturn",
    ("guid", "logisticsCode", "logisticsNo"),
    _EVERY | {
        "logisticsCode": "logistics_code", "logisticsNo": "logistics_no", "orderNo": "order_no", "ebpCode": "platform_code",
        "freight": "freight", "insuredFee": "insured_fee", "currency": "currency", "weight": "gross_weight_kg",
        "packNo": "piece_count", "goodsInfo": "goods_info",
    },
)  # fmt: skip
_LIST = Format(
    "621", DocumentKind.LIST, "Inventory", "InventoryHead", "InventoryList", "622", "InventoryReturn",
    ("guid", "customsCode", "ebpCode", "ebcCode", "agentCode", "copNo", "preNo", "invtNo"),
    _EVERY | _PARTIES | _BUYER | {
        "copNo": "cop_no", "orderNo": "order_no", "logisticsCode": "logistics_code", "logisticsNo": "logistics_no",
        "agentCode": "agent_code", "customsCode": "customs_code", "portCode": "port_code", "ieDate": "ie_date",
        "tradeMode": "trade_mode", "country": "country", "freight": "freight", "insuredFee": "insured_fee",
        "currency": "currency", "grossWeight": "gross_weight_kg", "netWeight": "net_weight_kg", "packNo": "piece_count",
    },
    _GOODS | _PRICED | {"gname": "name"},
    numbered="B",
)  # fmt: skip
_ABOUT_A_LIST = _EVERY | _PARTIES | {
    "agentCode": "agent_code", "orderNo": "order_no", "copNo": "cop_no", "invtNo": "invt_no", "reason": "reason",
}  # fmt: skip
_ECHOED_OF_A_LIST = ("guid", "customsCode", "agentCode", "ebpCode", "ebcCode", "copNo", "preNo", "invtNo")
_CANCEL = Format(
    "623", DocumentKind.CANCEL, "InvtCancel", None, None, "624", "InvtCancelReturn", _ECHOED_OF_A_LIST, _ABOUT_A_LIST,
    numbered="C",
)  # fmt: skip
_REFUND = Format(
    "625", DocumentKind.REFUND, "InvtRefund", "InvtRefundHead", "InvtRefundList", "626", "InvtRefundReturn",
    _ECHOED_OF_A_LIST, _ABOUT_A_LIST, _GOODS | {"gname": "name"}, numbered="R",
)  # fmt: skip

FORMATS: Mapping[str, Format] = {each.root: each for each in (_ORDER, _PAYMENT, _WAYBILL, _LIST, _CANCEL, _REFUND)}
"""Each by the name of its root element."""

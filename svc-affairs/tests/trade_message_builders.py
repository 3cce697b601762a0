"""Trade documents and customs messages for tests: made of models, and written as XML as a sender would."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from stdnum.cn import ric

from chassis.clock import SHANGHAI
from svc_affairs.trade_documents.schemas import (
    CancelDocument,
    ListDocument,
    OrderDocument,
    PaymentDocument,
    RefundDocument,
    RefundLine,
    TradeDocument,
    TradeLine,
    WaybillDocument,
)
from svc_affairs.trade_messages.formats import FORMATS, NAMESPACE, Format

PLATFORM, MERCHANT, PAYER, CARRIER, DECLARER = "6599660001", "6599660002", "6599660003", "6599660004", "6599660005"
AT = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
BY_KIND = {form.kind: form for form in FORMATS.values()}
# What real messages hold of the buyer, and we read past.
TELEPHONE, ADDRESS = "13900001234", "新疆图木舒克市前海西街9号"


def an_id_number(born: str = "19000101", serial: str = "001", place: str = "110101") -> str:
    """A number with the right check digit, of nobody alive."""
    head = place + born + serial
    return head + ric.calc_check_digit(head + "0")


def a_line(line_no: int = 1, **changes: Any) -> TradeLine:
    fields = {"line_no": line_no, "goods_code": "3304990039", "item_no": f"SKU-{line_no}", "name": "面霜 50ml", "quantity": "2"}
    fields |= {"unit": "011", "unit_price": "64.50", "total_price": "129", "currency": "142", "country": "116"}
    return TradeLine.model_validate(fields | changes)


def _buyer() -> dict[str, Any]:
    return {"buyer_id_type": "1", "buyer_id_number": an_id_number(), "buyer_name": "李雷"}


def _carried(guid: str) -> dict[str, Any]:
    return {"guid": guid, "app_type": "1", "app_time": AT}


def an_order(number: str = "1", **changes: Any) -> OrderDocument:
    fields = _carried(f"ORDER-{number}") | _buyer() | {
        "kind": "order", "order_no": f"T{number}", "platform_code": PLATFORM, "platform_name": "丝路优选",
        "merchant_code": MERCHANT, "merchant_name": "天山跨境 & 商贸", "goods_value": "129", "freight": "0", "discount": "0",
        "tax_total": "11.74", "actual_paid": "140.74", "currency": "142", "pay_code": PAYER, "pay_transaction_id": f"P{number}",
        "lines": [a_line()],
    }  # fmt: skip
    return OrderDocument.model_validate(fields | changes)


def a_payment(number: str = "1", **changes: Any) -> PaymentDocument:
    fields = _carried(f"PAYMENT-{number}") | {
        "kind": "payment", "pay_code": PAYER, "pay_transaction_id": f"P{number}", "order_no": f"T{number}",
        "platform_code": PLATFORM, "payer_id_type": "1", "payer_id_number": an_id_number(), "payer_name": "李雷",
        "amount_paid": "140.74", "currency": "142", "paid_at": AT,
    }  # fmt: skip
    return PaymentDocument.model_validate(fields | changes)


def a_waybill(number: str = "1", **changes: Any) -> WaybillDocument:
    fields = _carried(f"WAYBILL-{number}") | {
        "kind": "waybill", "logistics_code": CARRIER, "logistics_no": f"W{number}", "order_no": f"T{number}",
        "platform_code": PLATFORM, "freight": "12", "insured_fee": "0", "currency": "142", "gross_weight_kg": "0.85",
        "piece_count": 1, "goods_info": "面霜",
    }  # fmt: skip
    return WaybillDocument.model_validate(fields | changes)


def a_list(number: str = "1", **changes: Any) -> ListDocument:
    fields = _carried(f"LIST-{number}") | _buyer() | {
        "kind": "list", "cop_no": f"L{number}", "order_no": f"T{number}", "platform_code": PLATFORM, "merchant_code": MERCHANT,
        "logistics_code": CARRIER, "logistics_no": f"W{number}", "agent_code": DECLARER, "customs_code": "9404",
        "port_code": "9404", "ie_date": date(2025, 3, 4), "trade_mode": "9610", "country": "116", "freight": "0",
        "insured_fee": "0", "currency": "142", "gross_weight_kg": "0.85", "net_weight_kg": "0.6", "piece_count": 1,
        "lines": [a_line()],
    }  # fmt: skip
    return ListDocument.model_validate(fields | changes)


def a_cancel(number: str = "1", **changes: Any) -> CancelDocument:
    fields = _carried(f"CANCEL-{number}") | {
        "kind": "cancel", "agent_code": DECLARER, "merchant_code": MERCHANT, "platform_code": PLATFORM,
        "order_no": f"T{number}", "cop_no": f"L{number}", "reason": "买家取消订单",
    }  # fmt: skip
    return CancelDocument.model_validate(fields | changes)


def a_refund(number: str = "1", **changes: Any) -> RefundDocument:
    line = RefundLine(line_no=1, goods_code="3304990039", name="面霜", quantity=Decimal(1), unit="011")
    fields = _carried(f"REFUND-{number}") | {
        "kind": "refund", "agent_code": DECLARER, "merchant_code": MERCHANT, "platform_code": PLATFORM,
        "order_no": f"T{number}", "cop_no": f"L{number}", "reason": "七天无理由退货", "lines": [line],
    }  # fmt: skip
    return RefundDocument.model_validate(fields | changes)


ONE_OF_EACH = (an_order, a_payment, a_waybill, a_list, a_cancel, a_refund)


def written(element: str, value: Any) -> str:
    """A field's text as the customs' formats have it."""
    if element == "ieDate":
        return f"{value:%Y%m%d}"
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y%m%d%H%M%S")
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value.get_secret_value() if hasattr(value, "get_secret_value") else value)


def fields_of(names: Any, part: Any) -> dict[str, str]:
    """Element and text of each field that the model has."""
    found = {element: getattr(part, name, None) for element, name in names.items()}
    return {element: written(element, value) for element, value in found.items() if value is not None}


def elements(fields: dict[str, str], prefix: str = "ceb:") -> str:
    return "".join(f"<{prefix}{name}>{escape(text)}</{prefix}{name}>" for name, text in fields.items())


def document_xml(document: TradeDocument, *, without: str = "", head: dict[str, str] | None = None) -> str:
    """One document, with what real ones say besides: the status, telephones and addresses. `head` overrides fields."""
    form = BY_KIND[document.kind]
    fields = {"appStatus": "2"} | fields_of(form.fields, document) | (head or {})
    fields |= {"consigneeTelephone": TELEPHONE, "consigneeAddress": ADDRESS, "buyerTelephone": TELEPHONE, "note": "备注"}
    inner = elements({name: text for name, text in fields.items() if name != without})
    if form.head is not None:
        inner = f"<ceb:{form.head}>{inner}</ceb:{form.head}>"
    for line in getattr(document, "lines", ()):
        inner += f"<ceb:{form.line}>{elements(fields_of(form.line_fields, line))}</ceb:{form.line}>"
    return f"<ceb:{form.document}>{inner}</ceb:{form.document}>"


def message_xml(form: Format, documents: str, *, guid: str = "MESSAGE-1", sender: str = PLATFORM, after: str = "") -> str:
    """A message of documents that are written already."""
    transfer = elements({"copCode": sender, "copName": "企业", "dxpMode": "DXP", "dxpId": "DXPENT0000000001"})
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ceb:{form.root} guid={quoteattr(guid)} version="1.0" '
        f'xmlns:ceb="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{documents}'
        f"<ceb:BaseTransfer>{transfer}</ceb:BaseTransfer>{after}</ceb:{form.root}>"
    )


def message_of(*documents: TradeDocument, **more: Any) -> bytes:
    """A message that carries `documents`, all of one kind."""
    form = BY_KIND[documents[0].kind]
    return message_xml(form, "".join(map(document_xml, documents)), **more).encode()

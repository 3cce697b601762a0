"""What comes in as trade documents, by JSON or read from the customs' messages: one frozen model a kind."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AwareDatetime, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from stdnum.cn import ric
from stdnum.exceptions import ValidationError as NumberFault

from chassis.schema import Input
from svc_affairs.trade_documents.fields import (
    Country,
    Currency,
    CustomsCode,
    GoodsCode,
    GoodsInfo,
    GoodsName,
    Guid,
    IdNumber,
    ItemNo,
    LineNo,
    Money,
    Name,
    Number,
    PartyCode,
    PersonName,
    Pieces,
    Quantity,
    Reason,
    TradeMode,
    Unit,
    Weight,
)
from svc_affairs.trade_documents.limits import LIMITS
from svc_affairs.trade_documents.terms import AppType, DocumentKind, IdType
from svc_affairs.trade_parties.terms import PartyKind


class _Frozen(Input):
    """Never changed once read; a fault's text does not repeat what was sent, as it may hold an identity number."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class TradeLine(_Frozen):
    """Goods of one sort, as one line of an order or a list."""

    line_no: LineNo = Field(description="The line's number, from 1.", examples=[1])
    goods_code: GoodsCode | None = Field(default=None, description="Goods heading (HS), 10 digits.", examples=["3304990039"])
    item_no: ItemNo | None = Field(default=None, description="The merchant's own article number.", examples=["SKU-0042"])
    name: GoodsName = Field(description="What it is.", examples=["面霜"])
    quantity: Quantity = Field(description="How many units.", examples=["2"])
    unit: Unit = Field(description="The unit, by the customs' code.", examples=["011"])
    unit_price: Money = Field(description="Price of one unit.", examples=["64.50"])
    total_price: Money = Field(description="Price of the line.", examples=["129.00"])
    currency: Currency = Field(description="The currency, by the customs' code; 142 is the yuan.", examples=["142"])
    country: Country = Field(description="Country of origin, by the customs' code.", examples=["116"])


class RefundLine(_Frozen):
    """Goods of one sort that come back."""

    line_no: LineNo = Field(description="The line's number in the list.", examples=[1])
    goods_code: GoodsCode = Field(description="Goods heading (HS), 10 digits.", examples=["3304990039"])
    name: GoodsName = Field(description="What it is.", examples=["面霜"])
    quantity: Quantity = Field(description="How many units.", examples=["1"])
    unit: Unit = Field(description="The unit, by the customs' code.", examples=["011"])


Lines = Annotated[tuple[TradeLine, ...], Field(min_length=1, max_length=LIMITS.lines)]
RefundLines = Annotated[tuple[RefundLine, ...], Field(min_length=1, max_length=LIMITS.lines)]


class _Document(_Frozen):
    """What every document carries. `sent_as` is the kind a party needs to send it."""

    sent_as: ClassVar[PartyKind]

    guid: Guid = Field(description="The sender's own id of this sending.", examples=["4CDE1CFD-EDED-46B1-946C-B8022E42FC94"])
    app_type: AppType = Field(default=AppType.ADD, description="1 adds, 2 changes, 3 deletes.", examples=["1"])
    app_time: AwareDatetime = Field(description="When it was declared.", examples=["2025-03-03T02:00:00Z"])

    @property
    def sender_codes(self) -> frozenset[str]:
        """The parties that may send it, as it names them; empty where it names none."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _lines_differ(self) -> Any:
        lines = getattr(self, "lines", ())
        if len({each.line_no for each in lines}) != len(lines):
            raise PydanticCustomError("line_repeated", "Two lines have the same line_no")
        return self


def _check_number(kind: IdType, number: IdNumber, field: str) -> None:
    """A resident's number has a date, a place and a check digit; the fault does not repeat it."""
    if kind is not IdType.RESIDENT:
        return
    written = number.get_secret_value()
    try:
        is_right = ric.validate(written) == written  # the library reads past spaces and wide digits; one person, one way
    except NumberFault:
        is_right = False
    if not is_right:
        raise PydanticCustomError("identity_number", "{field} is no resident identity number", {"field": field})


class _Bought(_Document):
    """A document that names the buyer; the number is used for its keyed hash alone, and shown nowhere."""

    buyer_id_type: IdType = Field(description="1: resident identity card, 2: another document.", examples=["1"])
    buyer_id_number: IdNumber = Field(
        description="The number on it; only a keyed hash of it is kept.", examples=["110101190001010014"]
    )
    buyer_name: PersonName = Field(description="The buyer's name, as on it.", examples=["李雷"], repr=False)

    @model_validator(mode="after")
    def _number_fits(self) -> Any:
        _check_number(self.buyer_id_type, self.buyer_id_number, "buyer_id_number")
        return self


class OrderDocument(_Bought):
    """An order 订单, from the platform or the merchant."""

    sent_as = PartyKind.ORDER

    kind: Literal[DocumentKind.ORDER] = Field(description="What sort of document it is.", examples=["order"])
    order_no: Number = Field(description="The platform's number of the order.", examples=["T20250303000017"])
    platform_code: PartyCode = Field(description="The platform 电商平台.", examples=["6599660001"])
    platform_name: Name = Field(description="Its name.", examples=["丝路优选"])
    merchant_code: PartyCode = Field(description="The merchant 电商企业.", examples=["6599660002"])
    merchant_name: Name = Field(description="Its name.", examples=["天山跨境商贸"])
    goods_value: Money = Field(description="Price of the goods, discounts included.", examples=["129.00"])
    freight: Money = Field(description="Freight that the price does not hold.", examples=["0"])
    discount: Money = Field(description="What was not paid in money: points, vouchers.", examples=["0"])
    tax_total: Money = Field(description="Tax collected for the customs.", examples=["11.74"])
    actual_paid: Money = Field(description="What was paid: goods + freight + tax - discount.", examples=["140.74"])
    currency: Currency = Field(description="The currency, by the customs' code.", examples=["142"])
    pay_code: PartyCode | None = Field(default=None, description="The payment company.", examples=["6599660003"])
    pay_transaction_id: Number | None = Field(default=None, description="The payment's number.", examples=["P20250303000017"])
    lines: Lines = Field(description="What was bought.")
    ordered_at: AwareDatetime | None = Field(default=None, description="When it was ordered.", examples=["2025-03-03T01:58:00Z"])

    @property
    def sender_codes(self) -> frozenset[str]:
        return frozenset({self.platform_code, self.merchant_code})


class PaymentDocument(_Document):
    """A payment 支付单, from the payment company."""

    sent_as = PartyKind.PAYMENT

    kind: Literal[DocumentKind.PAYMENT] = Field(description="What sort of document it is.", examples=["payment"])
    pay_code: PartyCode = Field(description="The payment company 支付企业.", examples=["6599660003"])
    pay_transaction_id: Number = Field(description="Its number of the payment.", examples=["P20250303000017"])
    order_no: Number = Field(description="The order it pays.", examples=["T20250303000017"])
    platform_code: PartyCode = Field(description="The platform of that order.", examples=["6599660001"])
    payer_id_type: IdType = Field(description="1: resident identity card, 2: another document.", examples=["1"])
    payer_id_number: IdNumber = Field(
        description="The number on it; only a keyed hash of it is kept.", examples=["110101190001010014"]
    )
    payer_name: PersonName = Field(description="The payer's name, as on it.", examples=["李雷"], repr=False)
    amount_paid: Money = Field(description="What was paid.", examples=["140.74"])
    currency: Currency = Field(description="The currency, by the customs' code.", examples=["142"])
    paid_at: AwareDatetime = Field(description="When it was paid.", examples=["2025-03-03T01:59:00Z"])

    @model_validator(mode="after")
    def _number_fits(self) -> Any:
        _check_number(self.payer_id_type, self.payer_id_number, "payer_id_number")
        return self

    @property
    def sender_codes(self) -> frozenset[str]:
        return frozenset({self.pay_code})


class WaybillDocument(_Document):
    """A waybill 运单, from the logistics company. Whom it goes to, and where, is neither taken nor kept."""

    sent_as = PartyKind.WAYBILL

    kind: Literal[DocumentKind.WAYBILL] = Field(description="What sort of document it is.", examples=["waybill"])
    logistics_code: PartyCode = Field(description="The logistics company 物流企业.", examples=["6599660004"])
    logistics_no: Number = Field(description="Its number of the waybill.", examples=["W20250303000017"])
    order_no: Number | None = Field(default=None, description="The order it carries.", examples=["T20250303000017"])
    platform_code: PartyCode | None = Field(default=None, description="The platform of that order.", examples=["6599660001"])
    freight: Money = Field(description="Freight.", examples=["12.00"])
    insured_fee: Money = Field(description="Insurance.", examples=["0"])
    currency: Currency = Field(description="The currency, by the customs' code.", examples=["142"])
    gross_weight_kg: Weight = Field(description="Weight with packing, kg.", examples=["0.85"])
    piece_count: Pieces = Field(description="How many pieces.", examples=[1])
    goods_info: GoodsInfo | None = Field(default=None, description="What is in it, in words.", examples=["面霜"])

    @property
    def sender_codes(self) -> frozenset[str]:
        return frozenset({self.logistics_code})


class ListDocument(_Bought):
    """A declaration list 清单, from the company that declares."""

    sent_as = PartyKind.LIST

    kind: Literal[DocumentKind.LIST] = Field(description="What sort of document it is.", examples=["list"])
    cop_no: Number = Field(description="The declaring company's number of the list.", examples=["L20250303000017"])
    order_no: Number = Field(description="The order it declares.", examples=["T20250303000017"])
    platform_code: PartyCode = Field(description="The platform of that order.", examples=["6599660001"])
    merchant_code: PartyCode = Field(description="The merchant of that order.", examples=["6599660002"])
    logistics_code: PartyCode = Field(description="The logistics company.", examples=["6599660004"])
    logistics_no: Number = Field(description="The waybill it travels under.", examples=["W20250303000017"])
    agent_code: PartyCode | None = Field(
        default=None, description="The declaring company 申报企业; none: the merchant.", examples=["6599660005"]
    )
    customs_code: CustomsCode = Field(description="The customs it is declared to.", examples=["9404"])
    port_code: CustomsCode = Field(description="The customs where it crosses the border.", examples=["9404"])
    ie_date: date = Field(description="When it crosses the border.", examples=["2025-03-04"])
    trade_mode: TradeMode = Field(description="Customs procedure 监管方式.", examples=["9610"])
    country: Country = Field(description="Country of departure, by the customs' code.", examples=["116"])
    freight: Money = Field(description="Freight.", examples=["0"])
    insured_fee: Money = Field(description="Insurance.", examples=["0"])
    currency: Currency = Field(description="The currency, by the customs' code.", examples=["142"])
    gross_weight_kg: Weight = Field(description="Weight with packing, kg.", examples=["0.85"])
    net_weight_kg: Weight = Field(description="Weight without, kg.", examples=["0.6"])
    piece_count: Pieces = Field(description="How many pieces.", examples=[1])
    lines: Lines = Field(description="What is declared.")

    @property
    def sender_codes(self) -> frozenset[str]:
        return frozenset({self.agent_code or self.merchant_code})


class _OfList(_Document):
    """What a list's own declarer asks about it later."""

    sent_as = PartyKind.LIST

    agent_code: PartyCode | None = Field(default=None, description="The declaring company.", examples=["6599660005"])
    merchant_code: PartyCode | None = Field(default=None, description="The merchant.", examples=["6599660002"])
    platform_code: PartyCode | None = Field(default=None, description="The platform.", examples=["6599660001"])
    order_no: Number | None = Field(default=None, description="The order.", examples=["T20250303000017"])
    invt_no: Number | None = Field(default=None, description="Our number of the list.", examples=["940420250303000017"])
    reason: Reason = Field(description="Why.", examples=["买家取消订单"])

    @property
    def sender_codes(self) -> frozenset[str]:
        code = self.agent_code or self.merchant_code
        return frozenset({code} if code else ())


class CancelDocument(_OfList):
    """A request to cancel a list 撤销申请单, by its declarer's number or by ours."""

    kind: Literal[DocumentKind.CANCEL] = Field(description="What sort of document it is.", examples=["cancel"])
    cop_no: Number | None = Field(default=None, description="The declaring company's number of the list.", examples=["L1"])

    @model_validator(mode="after")
    def _names_a_list(self) -> Any:
        if self.cop_no is None and self.invt_no is None:
            raise PydanticCustomError("list_not_named", "One of cop_no and invt_no is needed")
        return self


class RefundDocument(_OfList):
    """A request to take goods of a released list back 退货申请单."""

    kind: Literal[DocumentKind.REFUND] = Field(description="What sort of document it is.", examples=["refund"])
    cop_no: Number = Field(description="The declaring company's number of the list.", examples=["L20250303000017"])
    order_no: Number = Field(description="The order.", examples=["T20250303000017"])
    lines: RefundLines = Field(description="What comes back.")


TradeDocument = Annotated[
    OrderDocument | PaymentDocument | WaybillDocument | ListDocument | CancelDocument | RefundDocument,
    Field(discriminator="kind"),
]
"""Any of them, told apart by `kind`."""

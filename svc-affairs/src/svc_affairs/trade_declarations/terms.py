"""The words of declarations, in both languages."""

from chassis.terms import Term


class DeclarationStatus(Term):
    """Where a declaration stands."""

    WAITING = "waiting", "待单证", "Waits for documents"
    MATCHED = "matched", "三单相符", "The documents agree"
    MISMATCHED = "mismatched", "三单不符", "The documents do not agree"
    RELEASED = "released", "放行", "Released"
    HELD = "held", "扣留查验", "Held for inspection"
    RETURNED = "returned", "退单", "Returned to its declarer"
    CANCELLED = "cancelled", "已撤销", "Cancelled"
    REFUNDED = "refunded", "已退货", "Everything came back"


class Verdict(Term):
    """What the documents say, whatever the desk does."""

    WAITING = "waiting", "单证不齐", "Documents are missing"
    MATCHED = "matched", "相符", "They agree"
    MISMATCHED = "mismatched", "不符", "They do not agree"


class Reason(Term):
    """Why the desk holds or returns a declaration."""

    INSPECTION = "inspection", "布控查验", "Chosen for inspection"
    SUSPECT = "suspect", "涉嫌虚假交易", "The trade may not be real"
    PROHIBITED = "prohibited", "禁限商品", "Goods are prohibited or restricted"
    DOCUMENTS_WRONG = "documents_wrong", "单证有误", "The documents are wrong"
    CLASSIFICATION = "classification", "归类有误", "The goods heading is wrong"
    OTHER = "other", "其他", "Other"


class Field(Term):
    """Where documents do not agree."""

    ORDER = "order", "缺订单", "The order has not come in time"
    PAYMENT = "payment", "缺支付单", "The payment has not come in time"
    WAYBILL = "waybill", "缺运单", "The waybill has not come in time"
    BUYER = "buyer", "订购人身份", "The buyer, order and list"
    BUYER_NAME = "buyer_name", "订购人姓名", "The buyer's name, order and list"
    PAYER = "payer", "支付人身份", "The payer and the order's buyer"
    PAYER_NAME = "payer_name", "支付人姓名", "The payer's and the order's buyer's name"
    GOODS_VALUE = "goods_value", "商品价格", "The price of the goods, order and list"
    ACTUAL_PAID = "actual_paid", "实际支付金额", "The order's own sum"
    AMOUNT_PAID = "amount_paid", "支付金额", "What was paid, order and payment"
    FREIGHT = "freight", "运费", "Freight, order and list"
    CURRENCY = "currency", "币制", "The currency, order and list"
    PAYMENT_CURRENCY = "payment_currency", "支付币制", "The currency, order and payment"
    PAY_TRANSACTION_ID = "pay_transaction_id", "支付交易编号", "The payment that the order names"
    PAYMENTS = "payments", "支付单重复", "More than one payment of the order"
    WAYBILL_ORDER_NO = "waybill_order_no", "运单所列订单编号", "The order's number, waybill and list"
    GROSS_WEIGHT_KG = "gross_weight_kg", "毛重", "Gross weight, waybill and list"
    PIECE_COUNT = "piece_count", "件数", "Pieces, waybill and list"
    ORDER_USED = "order_used", "订单已被申报", "The order was declared by another list"
    WAYBILL_USED = "waybill_used", "运单已被申报", "The waybill was declared by another list"
    LINE = "line", "商品项缺失", "A line stands in one document only"
    ITEM_NO = "item_no", "商品货号", "The article number of a line"
    GOODS_CODE = "goods_code", "商品编码", "The goods heading of a line"
    QUANTITY = "quantity", "数量", "The quantity of a line"
    UNIT = "unit", "计量单位", "The unit of a line"
    LINE_TOTAL = "line_total", "商品项总价", "The price of a line"
    TRANSACTION_LIMIT = "transaction_limit", "超单次交易限值", "Over the limit of one transaction"
    ANNUAL_LIMIT = "annual_limit", "超年度交易限值", "Over the buyer's yearly limit"

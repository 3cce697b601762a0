"""The words of the policies, in both languages."""

from chassis.terms import Term


class Check(Term):
    """What a match looks at; a policy says which of them count."""

    BUYER = "buyer", "订购人与支付人身份一致", "Payer, buyer and the list's buyer are one person, by number"
    NAME = "name", "订购人与支付人姓名一致", "And by name"
    AMOUNT = "amount", "金额一致", "Order, payment and list agree on the amounts and the currency"
    GOODS = "goods", "商品一致", "Order and list have the same goods, line by line"
    QUANTITY = "quantity", "数量一致", "And in the same quantities"
    WEIGHT = "weight", "重量与件数一致", "Waybill and list agree on weight and pieces"
    NUMBERS = "numbers", "单号一致", "The documents name each other's numbers"
    SINGLE_USE = "single_use", "订单和运单仅用一次", "An order and a waybill serve one list"
    TRANSACTION_LIMIT = "transaction_limit", "单次交易限值", "The limit of one transaction"
    ANNUAL_LIMIT = "annual_limit", "个人年度交易限值", "A buyer's yearly limit"

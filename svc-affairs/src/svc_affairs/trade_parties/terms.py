"""The words of the parties, in both languages."""

from chassis.terms import Term


class PartyKind(Term):
    """Which kind of document a party may send, and with it what the party is in the trade."""

    ORDER = "order", "订单", "Orders: a platform or a merchant"
    PAYMENT = "payment", "支付单", "Payments: a payment company"
    WAYBILL = "waybill", "运单", "Waybills: a logistics company"
    LIST = "list", "清单", "Lists: a declaring company; with them their cancellations and refunds"

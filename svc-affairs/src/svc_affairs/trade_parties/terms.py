"""The words of the parties, in both languages."""

from chassis.terms import Term


class PartyKind(Term):
    """Which kind of document a party may send, and with it what the party is in the trade."""

    ORDER = "order", "订单", "Orders: a platform or a merchant"
    PAYMENT = "payment", "支付单", "Payments: a payment company"
    WAYBILL = "waybill", "运单", "Waybills: a logistics company"
    LIST = "list", "清单", "Lists: a declaring company; with them their cancellations and refunds"


class PartyStatus(Term):
    """Whether a party may send."""

    ACTIVE = "active", "正常", "Active"
    SUSPENDED = "suspended", "已暂停", "Suspended"


class SuspensionReason(Term):
    """Why a party may not send for now."""

    REGISTRATION_LAPSED = "registration_lapsed", "海关注册失效", "Its customs registration has lapsed"
    UNDER_INQUIRY = "under_inquiry", "涉嫌违规调查", "It is under inquiry"
    FAULTY_DOCUMENTS = "faulty_documents", "单证差错过多", "Too many of its documents are wrong"
    OWN_REQUEST = "own_request", "企业申请", "At its own request"

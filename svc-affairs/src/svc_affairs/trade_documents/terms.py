"""The words of trade documents, in both languages."""

from chassis.terms import Term


class DocumentKind(Term):
    """What sort of document it is."""

    ORDER = "order", "订单", "Order"
    PAYMENT = "payment", "支付单", "Payment"
    WAYBILL = "waybill", "运单", "Waybill"
    LIST = "list", "清单", "List"
    CANCEL = "cancel", "撤销申请单", "Cancellation of a list"
    REFUND = "refund", "退货申请单", "Refund of a list"


class AppType(Term):
    """What a document asks for 申报类型; the customs' own numbers."""

    ADD = "1", "新增", "Add"
    CHANGE = "2", "变更", "Change"
    DELETE = "3", "删除", "Delete"


class IdType(Term):
    """What a person's number is 证件类型; the customs' own numbers."""

    RESIDENT = "1", "身份证", "Resident identity card"
    OTHER = "2", "其他", "Another document"


class Refusal(Term):
    """Why a document is not taken."""

    UNREADABLE = "unreadable", "单证内容有误", "The document has faults"
    NOT_YOURS = "not_yours", "单证所列企业与申报企业不一致", "The document names other parties than the sender"
    AHEAD_OF_TIME = "ahead_of_time", "申报时间晚于当前时间", "Its app_time lies ahead"
    LIST_UNKNOWN = "list_unknown", "清单不存在", "There is no such list"
    CANCELLED_FOR_GOOD = "cancelled_for_good", "撤销申请不可撤回", "A cancellation cannot be taken back"
    RELEASED_ALREADY = "released_already", "清单已放行，不可变更、删除或撤销", "The list was released and stays as it is"

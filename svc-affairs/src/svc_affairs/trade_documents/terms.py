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

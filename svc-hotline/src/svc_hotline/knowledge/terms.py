"""The words the knowledge base is described in, each with its label in both languages."""

from chassis.terms import Term


class Status(Term):
    """Where a version of an entry stands 知识状态."""

    DRAFT = "draft", "草稿", "Draft"
    SUBMITTED = "submitted", "审核中", "Under review"
    SENT_BACK = "sent_back", "退回修改", "Sent back"
    PUBLISHED = "published", "已发布", "Published"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    SUPERSEDED = "superseded", "已被替换", "Replaced by a newer version"


class Action(Term):
    """What can be done to a version of an entry 操作."""

    EDIT = "edit", "修改", "Edit"
    SUBMIT = "submit", "提交审核", "Submit for review"
    APPROVE = "approve", "审核通过", "Approve"
    SEND_BACK = "send_back", "退回", "Send back"
    WITHDRAW = "withdraw", "撤回", "Withdraw"
    REVISE = "revise", "修订", "Revise"
    CONFIRM = "confirm", "复核确认", "Confirm that it is still right"
    USE = "use", "引用", "Use in a ticket"
    SUPERSEDE = "supersede", "替换", "Replace by a newer version"


class StaleReason(Term):
    """Why an entry is shown as stale 失效原因."""

    EXPIRED = "expired", "已过有效期", "Its validity has ended"
    UNCONFIRMED = "unconfirmed", "久未复核", "Nobody has confirmed it for long"
    UNIT_GONE = "unit_gone", "责任单位已不存在", "Its unit is gone"
    CATEGORY_GONE = "category_gone", "分类已不存在", "Its category is gone"

"""The words of imports, in both languages."""

from chassis.terms import Term


class ImportStatus(Term):
    """Where an import stands."""

    DRY_RUN = "dry_run", "试导入", "Only tried"
    REFUSED = "refused", "未导入", "Refused as a whole"
    UNCHANGED = "unchanged", "无变化", "Nothing to do"
    UNDER_REVIEW = "under_review", "审核中", "Under review"
    APPROVED = "approved", "审核通过", "Approved"
    SENT_BACK = "sent_back", "已退回", "Sent back"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class ImportAction(Term):
    """What is done with an import."""

    PUBLISH = "publish", "批量发布", "Approve and publish"
    REJECT = "reject", "退回", "Send back with reasons"
    WITHDRAW = "withdraw", "撤回", "Withdraw"

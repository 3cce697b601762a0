"""The fixed lists of evidence, in both languages."""

from chassis.terms import Term


class Moment(Term):
    """Which side of the handling a file shows 拍摄时点."""

    BEFORE = "before", "处置前", "Before it was handled"
    AFTER = "after", "处置后", "After it was handled"
    OTHER = "other", "其他", "Something else"


class RemovalReason(Term):
    """Why a file was removed 删除原因."""

    PERSONAL_DATA = "personal_data", "含个人隐私", "It shows personal data"
    WRONG_CASE = "wrong_case", "传错案件", "It belongs to another case"
    WRONG_MOMENT = "wrong_moment", "时点标错", "It shows the other side of the handling"
    UNLAWFUL = "unlawful", "违法或不良内容", "Its content is unlawful"
    SUPERSEDED = "superseded", "已有更新版本", "A newer one replaces it"

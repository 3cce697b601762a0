"""The words of documents, in both languages."""

from chassis.terms import Term


class DocumentKind(Term):
    """What a document says 文书种类."""

    ACCEPTANCE = "acceptance", "受理通知书", "Notice of acceptance"
    NON_ACCEPTANCE = "non_acceptance", "不予受理通知书", "Notice of non-acceptance"
    SUPPLEMENT = "supplement", "补正材料告知书", "Notice of what to supplement"
    APPROVAL = "approval", "准予决定书", "Decision to grant"
    DENIAL = "denial", "不予决定书", "Decision to deny"
    RESULT = "result", "电子证照", "Electronic licence or certificate"


class RevocationReason(Term):
    """Why a document no longer holds 撤销原因."""

    CLERICAL_ERROR = "clerical_error", "文书有误", "It holds an error"
    DECISION_CHANGED = "decision_changed", "决定变更", "The decision was changed"
    DECISION_ANNULLED = "decision_annulled", "决定被撤销", "The decision was annulled on review or by a court"
    OBTAINED_UNLAWFULLY = "obtained_unlawfully", "以不正当手段取得", "It was obtained by deceit or bribery"
    SURRENDERED = "surrendered", "申请人交回注销", "Its holder gave it back"
    SUPERSEDED = "superseded", "已换发", "A new one replaces it"


class VerificationFinding(Term):
    """What a verification finds 核验结果."""

    GENUINE = "genuine", "真实有效", "Issued here, and not revoked"
    REVOKED = "revoked", "已撤销", "Issued here, and revoked since"
    UNKNOWN = "unknown", "查无此文书", "Not issued here, or not as it was given"

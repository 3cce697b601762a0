"""What documents say, in the words that the law wants: pure."""

from datetime import date

from svc_affairs.case_documents.facts import Facts
from svc_affairs.case_documents.models import CaseDocument
from svc_affairs.case_documents.paper import Text
from svc_affairs.case_documents.policy import POLICY
from svc_affairs.case_documents.terms import DocumentKind
from svc_affairs.items.terms import ItemKind

_OF_LICENCES = {
    DocumentKind.ACCEPTANCE: "行政许可申请受理通知书",
    DocumentKind.NON_ACCEPTANCE: "行政许可申请不予受理通知书",
    DocumentKind.SUPPLEMENT: "行政许可申请补正材料告知书",
    DocumentKind.APPROVAL: "准予行政许可决定书",
    DocumentKind.DENIAL: "不予行政许可决定书",
}


def title_of(kind: DocumentKind, item_kind: str, result_name: str | None = None) -> str:
    """What stands on top: of an electronic licence its own name, of others by the kind of document and of item."""
    if kind is DocumentKind.RESULT:
        return result_name or kind.label_zh
    return _OF_LICENCES[kind] if item_kind == ItemKind.LICENCE else kind.label_zh


def opening_of(kind: DocumentKind, item_name: str) -> str:
    """The sentence that says what was decided."""
    asked = f"你（单位）向本机关提出的“{item_name}”申请"
    return {
        DocumentKind.ACCEPTANCE: f"{asked}，经审查，材料齐全、符合法定形式，本机关决定予以受理。",
        DocumentKind.NON_ACCEPTANCE: f"{asked}，经审查，本机关决定不予受理。",
        DocumentKind.SUPPLEMENT: f"{asked}，经审查，材料不齐全或者不符合法定形式，现一次性告知需要补正的全部内容如下：",
        DocumentKind.APPROVAL: f"{asked}，经审查，符合法定条件、标准，本机关决定准予。",
        DocumentKind.DENIAL: f"{asked}，经审查，不符合法定条件、标准，本机关决定不予。",
        DocumentKind.RESULT: f"经本机关依法办理“{item_name}”，核发本证照（文件）。",
    }[kind]


def appeal_of(kind: DocumentKind) -> str | None:
    """Where and how long one may appeal, against what is denied."""
    if kind not in POLICY.appealable:
        return None
    return (
        f"如不服本决定，可以自收到本文书之日起{POLICY.review_days}日内依法申请行政复议，"
        f"也可以自收到本文书之日起{POLICY.lawsuit_months}个月内依法直接向人民法院提起行政诉讼。"
    )


def text_of(document: CaseDocument, facts: Facts, code: str) -> Text:
    """All that stands on the document."""
    rows = [("申请人", facts.applicant), ("事项名称", f"{facts.item_name}（{facts.item_code}）")]
    if facts.result is not None:
        rows.append(("有效期至", _until(facts.result.valid_until)))
    appeal = facts.appeal or appeal_of(document.kind)
    said = [("理由", facts.reasons), ("说明", facts.conditions), ("依据", facts.legal_basis), ("", appeal)]
    return Text(
        title=document.title,
        number=document.number,
        rows=rows,
        opening=opening_of(document.kind, facts.item_name),
        points=facts.points,
        said=[(name, words) for name, words in said if words],
        department=facts.department_name,
        issued_on=document.issued_on,
        made_at=document.issued_at,
        code=code,
        how_to_verify=f"凭编号或验证码可在{POLICY.city}核验本文书真伪。",
    )


def _until(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "长期"

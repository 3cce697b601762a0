"""What can go wrong with declarations."""

from chassis.errors import Kind, Problem


class DeclarationNotFound(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such declaration", "申报不存在"


class StepNotPossible(Problem):
    """Names the status, the step, and what is possible now."""

    kind, title_en, title_zh = Kind.CONFLICT, "The declaration's status does not allow this", "申报当前状态不允许此操作"


class DocumentsDisagree(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Its documents are missing or do not agree", "三单不齐或不符，不能放行"


class BeingMatched(Problem):
    """In a moment it is done."""

    kind, title_en, title_zh = Kind.CONFLICT, "Documents have come that are still being matched", "有新单证正在比对，请稍后重试"

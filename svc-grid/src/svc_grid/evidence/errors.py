"""What can go wrong with evidence, besides what chassis.files and the cases name."""

from chassis.errors import Kind, Problem


class AttachmentUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such attachment", "附件不存在"


class CaseHoldsEnough(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The case holds as many files as it may", "案件附件数量已达上限"

"""What can go wrong with attachments, besides what chassis.files names."""

from chassis.errors import Kind, Problem


class AttachmentUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such attachment", "附件不存在"


class TooManyAttachments(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The ticket holds as many attachments as it may", "工单附件数量已达上限"

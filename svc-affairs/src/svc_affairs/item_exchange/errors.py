"""What can go wrong with the exchange of items as a whole."""

from chassis.errors import Kind, Problem


class ApprovalMissing(Problem):
    """Whoever publishes by import names the document by which the list was approved."""

    kind, title_en, title_zh = Kind.INVALID, "Publishing needs the document of approval", "批量发布须注明批准文号"


class MayNotPublish(Problem):
    """Publishing by import takes both roles: who may draft, and who may approve."""

    kind, title_en, title_zh = Kind.FORBIDDEN, "Publishing needs a reviewer's role too", "批量发布需具有事项审核员角色"


class ItemImportUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such import", "导入记录不存在"

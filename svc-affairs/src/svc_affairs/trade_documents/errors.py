"""What can go wrong with trade documents as a whole; what is wrong with one of many stands in its own outcome."""

from chassis.errors import Kind, Problem


class DocumentNotFound(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such document", "单证不存在"


class BatchUnreadable(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The body is no list of documents", "请求内容不是单证列表"


class TooManyDocuments(Problem):
    kind, title_en, title_zh = Kind.TOO_LARGE, "Too many documents at once", "单次申报的单证过多"

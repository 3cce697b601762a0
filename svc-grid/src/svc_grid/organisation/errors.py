"""What can go wrong with the organisation."""

from chassis.errors import Kind, Problem


class OrganisationUnsound(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The organisation would not hold together", "组织数据有误"


class CodeTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This code is in use", "编码已存在"


class CodeUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is nothing with this code", "编码不存在"

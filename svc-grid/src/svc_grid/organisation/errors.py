"""What can go wrong with the organisation."""

from collections.abc import Sequence

from chassis.errors import Kind, Problem


class OrganisationUnsound(Problem):
    """`faults` are all of them as (JSON pointer, what is wrong), of which the document tells the first."""

    faults: Sequence[tuple[str, str]] = ()
    kind, title_en, title_zh = Kind.INVALID, "The organisation would not hold together", "组织数据有误"


class CodeTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This code is in use", "编码已存在"


class CodeUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is nothing with this code", "编码不存在"

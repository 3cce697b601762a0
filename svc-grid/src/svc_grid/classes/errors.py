"""What can go wrong with case classes."""

from chassis.errors import Kind, Problem


class CaseClassUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no case class with this code", "案件类别编码不存在"


class CaseClassTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "A case class with this code exists already", "案件类别编码已存在"


class CaseClassUnsound(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The case class would not hold together", "案件类别数据有误"


class CaseClassRetired(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The case class is retired", "案件类别已停用"


class CaseClassHasSmallOnes(Problem):
    """Names those below it that are in use."""

    kind, title_en, title_zh = Kind.CONFLICT, "Small classes below it are still in use", "下级小类仍在使用，不能停用"


class ClassSuccessorNotUsable(Problem):
    kind, title_en, title_zh = (
        Kind.INVALID,
        "The successor must be another class in use, of the same nature",
        "替代类别必须是同性质的另一在用类别",
    )

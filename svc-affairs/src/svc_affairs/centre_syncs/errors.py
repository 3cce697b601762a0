"""What can go wrong between a centre's system and this one; of a push most is told within the answer."""

from chassis.errors import Kind, Problem


class CursorWrong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "This cursor was not given to this centre", "同步游标无效"


class CursorOutdated(Problem):
    """The database is not the one, or not as far, as the cursor says: start over, and send again what was sent of late."""

    kind, title_en, title_zh = (Kind.GONE, "This cursor holds no more: start without one", "同步游标已失效，请重新全量同步")


class EntryKeyReused(Problem):
    kind, title_en, title_zh = Kind.INVALID, "This key stood on another entry", "该幂等键已用于其他条目"


class EntryBodyWrong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The entry's content has faults", "条目内容有误"


class OtherCaseOfThisNumber(Problem):
    """The centre's number is on a case of another item or applicant."""

    kind, title_en, title_zh = Kind.CONFLICT, "The centre has another case with this number", "该编号已用于本中心的其他办件"

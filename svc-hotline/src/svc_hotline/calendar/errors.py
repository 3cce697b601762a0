"""What can go wrong with the calendar."""

from chassis.errors import Kind, Problem


class NoticeWrong(Problem):
    """Names each fault, with its place in the notice, in `errors`."""

    kind, title_en, title_zh = Kind.INVALID, "The notice does not hold together", "放假通知内容有误"

"""What can go wrong with the archive."""

from chassis.errors import Kind, Problem


class EventUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such event in the archive", "归档中没有该事件"

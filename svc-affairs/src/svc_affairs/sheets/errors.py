"""What can be wrong with a file of tables as a whole."""

from chassis.errors import Kind, Problem


class SheetUnreadable(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The file cannot be read as a table", "无法读取表格文件"


class SheetTooLarge(Problem):
    kind, title_en, title_zh = Kind.TOO_LARGE, "The file holds more than is read here", "表格文件内容过多"

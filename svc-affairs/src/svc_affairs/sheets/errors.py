"""What can be wrong with a file of tables as a whole."""

from chassis.errors import Kind, Problem


class SheetUnreadable(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The file cannot be read as a table", "无法读取表格文件"


class SheetTooLarge(Problem):
    kind, title_en, title_zh = Kind.TOO_LARGE, "The file holds more than is read here", "表格文件内容过多"


class CodeStandsTwice(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The code stands twice in the file", "编码在文件中重复"


class TooManyFields(Problem):
    kind, title_en, title_zh = Kind.INVALID, "A line has more fields than there are", "一行中的字段过多"


class PartsGivenTwice(Problem):
    kind, title_en, title_zh = Kind.INVALID, "Parts are given in the row and on a sheet", "同一内容在事项行和分表中重复填写"


class ItemNotInFile(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The file has no item of this code", "文件中没有该编码的事项"

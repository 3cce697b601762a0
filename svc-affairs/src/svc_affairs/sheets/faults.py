"""What is wrong with a row, in both languages: of a problem, of a field that does not validate, or of the file; pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from chassis.errors import Problem
from svc_affairs.sheets.reports import RowFault, RowReport

# By what a validation calls its errors; the rest is told of in general.
_ZH: Mapping[str, str] = {
    "missing": "必填",
    "string_type": "须为文字",
    "string_too_short": "不能为空",
    "string_too_long": "不得超过{max_length}个字",
    "string_pattern_mismatch": "格式不符",
    "enum": "不在可选范围内",
    "int_parsing": "须为整数",
    "int_parsing_size": "数值过大",
    "int_from_float": "须为整数",
    "bool_parsing": "须填“是”或“否”",
    "greater_than_equal": "不得小于{ge}",
    "less_than_equal": "不得大于{le}",
    "too_short": "至少{min_length}项",
    "too_long": "最多{max_length}项",
    "text_not_storable": "含有无法保存的字符",
    "value_error": "编码重复",
}
_OTHERWISE_ZH = "不符合要求"


def of_problem(problem: type[Problem], field: str, detail: str) -> RowFault:
    """The same that the API says of a single one."""
    return RowFault(field=field, code=problem.slug(), reason=detail, reason_zh=problem.title_zh)


def of_validation(error: ValidationError) -> Iterable[tuple[tuple[int | str, ...], RowFault]]:
    """Each fault with the way to it."""
    for each in error.errors(include_url=False, include_input=False):
        names = [str(name) for name in each["loc"] if isinstance(name, str)]
        yield each["loc"], RowFault(field=".".join(names), code=each["type"], reason=each["msg"], reason_zh=_zh(each))


def label(rows: Iterable[RowReport], labels: Mapping[str, str]) -> None:
    """Name each fault's column as the file's heading does."""
    for fault in (fault for row in rows for fault in row.faults):
        fault.column = labels.get(fault.field)


def _zh(error: Mapping[str, Any]) -> str:
    known: dict[str, Any] = error.get("ctx", {})
    return _ZH.get(error["type"], _OTHERWISE_ZH).format_map(known)

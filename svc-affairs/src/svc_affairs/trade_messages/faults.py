"""What is wrong with one document, in words of both languages. No fault repeats what the sender wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "missing": ("缺少必填项", "Required, and not there"),
        "repeated": ("重复出现", "Stands there more than once"),
        "element_unknown": ("报文结构中没有此节点", "No element of this message"),
        "namespace_unknown": ("命名空间不符", "Of another namespace"),
        "not_text": ("应为文本", "Has elements where text belongs"),
        "too_long": ("内容过长", "Too long"),
        "time_wrong": ("时间格式应为YYYYMMDDhhmmss", "A time is written YYYYMMDDhhmmss"),
        "date_wrong": ("日期格式应为YYYYMMDD", "A date is written YYYYMMDD"),
        "not_declared": ("业务状态为暂存，未申报", "Only stored (appStatus 1), not declared"),
        "identity_number": ("身份证件号码校验不通过", "No resident identity number"),
        "currency_not_taken": ("不支持该币制", "This currency is not taken"),
        "number_not_plain": ("数值格式不符", "A number is written with digits and at most one point"),
        "decimal_max_places": ("小数位数超限", "Too many decimals"),
        "decimal_max_digits": ("数值位数超限", "Too many digits"),
        "greater_than": ("数值应大于0", "Must be above 0"),
        "greater_than_equal": ("数值过小", "Too small"),
        "less_than_equal": ("数值过大", "Too large"),
        "enum": ("代码不在范围内", "None of the codes allowed here"),
        "string_pattern_mismatch": ("编码格式不符", "Not written as this field is"),
        "string_too_long": ("内容过长", "Too long"),
        "too_many_lines": ("表体项数超限", "Too many lines"),
        "line_repeated": ("商品序号重复", "Two lines have the same number"),
        "list_not_named": ("企业内部编号与清单编号至少填一项", "Neither copNo nor invtNo is there"),
    }
)
_OTHERWISE = ("内容不符合要求", "Not as this field is written")


@dataclass(frozen=True)
class Fault:
    """What is wrong and where, as an XPath into the message."""

    code: str
    path: str

    @property
    def text_zh(self) -> str:
        return _WORDS.get(self.code, _OTHERWISE)[0]

    @property
    def text_en(self) -> str:
        return _WORDS.get(self.code, _OTHERWISE)[1]

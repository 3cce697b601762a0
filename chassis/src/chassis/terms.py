"""Words of a fixed list, each with its label in Chinese and in English, and how they are stored."""

from enum import StrEnum

from sqlalchemy import Enum


class Term(StrEnum):
    """Base of such a list: `OPEN = "open", "待办", "Open"`. The value is what is stored and sent."""

    label_zh: str
    label_en: str

    def __new__(cls, value: str, label_zh: str, label_en: str) -> "Term":
        term = str.__new__(cls, value)
        term._value_ = value
        term.label_zh, term.label_en = label_zh, label_en
        return term


def term_column(terms: type[StrEnum]) -> Enum:
    """The column type that stores a term as its value, as text; the database knows no list of them."""
    return Enum(terms, native_enum=False, create_constraint=False, values_callable=lambda all_: [each.value for each in all_])

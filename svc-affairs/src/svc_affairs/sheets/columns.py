"""What the columns of a table are called, and how a value becomes a cell and a cell a value; pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from chassis.terms import Term
from svc_affairs.sheets.cells import LIST, join, split
from svc_affairs.sheets.reading import Headings

Language = Literal["zh", "en"]

_YES = frozenset({"是", "true", "yes", "y", "1", "√"})
_NO = frozenset({"否", "false", "no", "n", "0", "×"})
_BETWEEN_TERMS = re.compile(r"[;；,，、\n]")


@dataclass(frozen=True)
class Column:
    """One field of a row; `write` and `read` are given values that are there. A cell that cannot be read comes back as text,
    so that whoever validates the row says what is wrong with it.
    """

    field: str
    title_zh: str
    write: Callable[[Any, Language], str]
    read: Callable[[str], Any]
    also: tuple[str, ...] = ()

    def cell(self, value: Any, language: Language) -> str:
        return "" if value is None else self.write(value, language)

    def title(self, language: Language) -> str:
        return self.title_zh if language == "zh" else self.field


def text(field: str, title_zh: str, *also: str) -> Column:
    """Text, or a number as it is typed."""
    return Column(field, title_zh, lambda value, _: str(value), lambda cell: cell, also)


def flag(field: str, title_zh: str, *also: str) -> Column:
    return Column(field, title_zh, _write_flag, _read_flag, also)


def term(terms: type[Term], field: str, title_zh: str, *also: str) -> Column:
    """One of a list of words: its Chinese name, its English name, or what is stored."""
    return Column(field, title_zh, lambda value, language: _name(terms, value, language), lambda cell: _find(terms, cell), also)


def terms(words: type[Term], field: str, title_zh: str, *also: str) -> Column:
    """Several of them."""
    return Column(
        field, title_zh,
        lambda values, language: LIST.join(_name(words, each, language) for each in values),
        lambda cell: [_find(words, each.strip()) for each in _BETWEEN_TERMS.split(cell) if each.strip()], also,
    )  # fmt: skip


def texts(field: str, title_zh: str, *also: str) -> Column:
    """A list of free words."""
    return Column(
        field, title_zh, lambda values, _: join(values, LIST), lambda cell: [each for each in split(cell, LIST) if each], also
    )  # fmt: skip


def headings_of(columns: Iterable[Column]) -> Headings:
    """Every name that a column goes by."""
    return {_folded(name): each.field for each in columns for name in (each.title_zh, each.field, *each.also)}


def titles(columns: Sequence[Column], language: Language) -> list[str]:
    return [each.title(language) for each in columns]


def _folded(name: str) -> str:
    return re.sub(r"\s+", "", name).lower()


def _write_flag(value: Any, language: Language) -> str:
    return ("是" if value else "否") if language == "zh" else str(bool(value)).lower()


def _read_flag(cell: str) -> Any:
    return True if cell.lower() in _YES else False if cell.lower() in _NO else cell


def _name(terms: type[Term], value: Any, language: Language) -> str:
    found = next(each for each in terms if each == value)
    return found.label_zh if language == "zh" else found.value


def _find(terms: type[Term], cell: str) -> str:
    # A spreadsheet takes `01` for a number and keeps `1`.
    known = _names_of(terms)
    return str(known.get(cell.lower()) or known.get(cell.zfill(2), cell))


@cache
def _names_of(terms: type[Term]) -> Mapping[str, str]:
    return {name.lower(): each.value for each in terms for name in (each.label_en, each.label_zh, each.value)}

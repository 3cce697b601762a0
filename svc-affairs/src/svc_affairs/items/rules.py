"""The terms an item is found by: Chinese characters and pairs of neighbours, and other words. Pure.

Pairs need no dictionary, so a word it would not know, or one mistyped in a character, is found by those that are right.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from svc_affairs.items.vocabulary import COMMON, EMPTY, KIN

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"(?P<han>[{_HAN}]+)|(?P<word>[^\\W_{_HAN}]+)")
_EMPTY_HAN = re.compile("|".join(sorted((each for each in EMPTY if not each.isascii()), key=len, reverse=True)))
_LONGEST_WORD = 64
# So many terms are looked for; whoever says more has said the matter by then.
_MOST_ASKED = 40


@dataclass(frozen=True)
class Asked:
    """What is looked for: what was said, what means the same, what is in many names; and what was said as it stands."""

    said: tuple[str, ...]
    kin: tuple[str, ...]
    faint: tuple[str, ...]
    phrases: tuple[str, ...]

    @property
    def telling(self) -> tuple[str, ...]:
        """What by itself tells the matter; common words do where there is nothing else."""
        return self.said + self.kin or self.faint

    @property
    def all(self) -> tuple[str, ...]:
        return self.said + self.kin + self.faint


def index_terms(*texts: str) -> list[str]:
    """What texts are found by: each Chinese character, each pair of neighbours, each other word in lower case."""
    found: set[str] = set()
    for text in texts:
        for is_han, run in _runs(text):
            found.update([*run, *_pairs(run)] if is_han else [run[:_LONGEST_WORD]])
    return sorted(found)


def asked_terms(text: str) -> Asked:
    """What to look for, of a citizen's words."""
    phrases = _phrases(text) or [run for _, run in _runs(text)]
    terms = _distinct(term for phrase in phrases for term in _terms(phrase))
    long = [term for term in terms if len(term) > 1 or term.isascii()] or terms
    said, faint = [term for term in long if term not in COMMON], [term for term in long if term in COMMON]
    kin = _distinct(term for word in _kin(_folded(text)) for term in _terms(word) if term not in COMMON)
    taken: set[str] = set()
    chosen: list[tuple[str, ...]] = []
    for group in (said, kin, faint):
        fresh = tuple(term for term in group if term not in taken)[: _MOST_ASKED - len(taken)]
        taken.update(fresh)
        chosen.append(fresh)
    said_terms, kin_terms, faint_terms = chosen
    return Asked(said_terms, kin_terms, faint_terms, tuple(phrases))


def _phrases(text: str) -> list[str]:
    """What stands between words that say nothing."""
    found: list[str] = []
    for is_han, run in _runs(text):
        found += _EMPTY_HAN.split(run) if is_han else [run[:_LONGEST_WORD]] if run not in EMPTY else []
    return _distinct(each for each in found if each)


def _terms(phrase: str) -> list[str]:
    if len(phrase) == 1 or _RUNS.fullmatch(phrase) is None or not _is_han(phrase):
        return [phrase]
    return _pairs(phrase)


def _kin(text: str) -> list[str]:
    """What means the same as something said."""
    return [other for group in KIN if any(each in text for each in group) for other in group if other not in text]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    for found in _RUNS.finditer(_folded(text)):
        yield found.lastgroup == "han", found.group()


def _is_han(run: str) -> bool:
    found = _RUNS.match(run)
    return found is not None and found.lastgroup == "han"


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _distinct(terms: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(terms))

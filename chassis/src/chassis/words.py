"""The words that a text is found by: pairs of neighbouring Chinese characters, and whole words of other scripts. Pure.

Each word is kept with the week it was said in. A search goes from the newest week back and stops when its page is full,
so that a common word costs one week's texts, however many there are in all.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from chassis.clock import local_day

# Runs of Chinese characters, or of letters and digits.
_RUNS = re.compile(r"[\u3400-\u9fff]+|[0-9a-z]+")
_MOST = 400


def words_of(*texts: str | None) -> list[str]:
    """The distinct words of some texts, at most 400, in their order; the same for what is kept and what is looked for."""
    found: dict[str, None] = {}
    for text in texts:
        for run in _RUNS.findall(unicodedata.normalize("NFKC", text or "").lower()):
            found.update(dict.fromkeys(_words_of_run(run)))
            if len(found) >= _MOST:
                return list(found)[:_MOST]
    return list(found)


def _words_of_run(run: str) -> list[str]:
    if run.isascii():
        return [run[:64]]
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


# Weeks are counted from a Monday before anything was said.
_FIRST_MONDAY = date(1899, 12, 25)
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
# A search looks at one week, then at four more, and so on; what is older than the last step is looked at at once.
_STEPS = (1, 4, 16, 64)


def week_of(at: datetime) -> int:
    """The running number of the city's week."""
    return (local_day(at) - _FIRST_MONDAY).days // 7


def said_in(week: int, words: Sequence[str]) -> list[str]:
    """The words as they are kept for what was said in that week."""
    mark = f"{_ALPHABET[week // 1296 % 36]}{_ALPHABET[week // 36 % 36]}{_ALPHABET[week % 36]}"
    return [mark + word for word in words]


def spans_back(newest: int, oldest: int) -> Iterator[range]:
    """The weeks from the newest back to the oldest, in ever longer spans."""
    at = newest
    for length in (*_STEPS, newest - oldest + 1):
        if at >= oldest:
            yield range(max(at - length + 1, oldest), at + 1)
        at -= length

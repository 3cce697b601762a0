"""How an item's name is found: by its Chinese characters and pairs of them, and by its other words."""

import re
import unicodedata
from collections.abc import Iterator

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"(?P<han>[{_HAN}]+)|(?P<word>[^\\W_{_HAN}]+)")


def index_terms(text: str) -> list[str]:
    """What a text is found by: each Chinese character, each pair of neighbours, each other word in lower case."""
    return sorted({term for is_han, run in _runs(text) for term in ([*run, *_pairs(run)] if is_han else [run])})


def query_terms(text: str) -> list[str]:
    """What a text must be found by to answer a query: pairs where a run has two characters or more, else the run itself."""
    return sorted({term for is_han, run in _runs(text) for term in (_pairs(run) if is_han and len(run) > 1 else [run])})


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    for found in _RUNS.finditer(unicodedata.normalize("NFKC", text).lower()):
        yield found.lastgroup == "han", found.group()


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]

"""The words a ticket is found by: pairs of neighbouring Chinese characters, and whole words of other scripts. Pure."""

import re
import unicodedata

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

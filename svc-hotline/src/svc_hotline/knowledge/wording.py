"""The words an entry is kept with and found by; pure.

Chinese is cut twice: into words, by the dictionary, and into pairs of neighbouring characters, so that a word the
dictionary does not know, or cuts differently in another sentence, is found all the same. English is cut into words.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import rjieba

from svc_hotline.knowledge.vocabulary import COMMON, EMPTY, KIN

_RUNS = re.compile(r"[\u3400-\u9fff]+|[0-9a-z]+")
_LONGEST_WORD = 64
# So many words of a question are looked for; whoever says more has said the matter by then.
_MOST_ASKED = 60


@dataclass(frozen=True)
class Asked:
    """What is looked for: what was said, what means the same, and what is only a faint trace."""

    said: tuple[str, ...]
    kin: tuple[str, ...]
    faint: tuple[str, ...]

    @property
    def telling(self) -> tuple[str, ...]:
        """What by itself tells the matter."""
        return self.said + self.kin

    @property
    def all(self) -> tuple[str, ...]:
        return self.said + self.kin + self.faint


def folded(text: str) -> str:
    """One form of each character, in small letters."""
    return unicodedata.normalize("NFKC", text).lower()


def kept_words(*texts: str) -> list[str]:
    """The distinct words and pairs that texts are found by, in their order."""
    found: dict[str, None] = {}
    for text in texts:
        for piece in _pieces(text):
            found.update(dict.fromkeys(_words(piece)))
            found.update(dict.fromkeys(_pairs(piece)))
    return list(found)


def asked_words(question: str) -> Asked:
    """What to look for, of a caller's question."""
    pieces = _pieces(question[:1000])
    words = _distinct(word for piece in pieces for word in _words(piece))
    said = [word for word in words if _tells(word)]
    # Cut whole: a part of a word that means the same need not mean the same.
    kin = [word for each in _kin(folded(question[:1000])) for word in rjieba.cut(each) if _tells(word)]
    faint = [*(word for word in words if not _tells(word)), *(pair for piece in pieces for pair in _pairs(piece))]
    taken: set[str] = set()
    chosen: list[tuple[str, ...]] = []
    for group in (said, kin, faint):
        fresh = tuple(word for word in _distinct(group) if word not in taken)[: _MOST_ASKED - len(taken)]
        taken.update(fresh)
        chosen.append(fresh)
    return Asked(*chosen)


def _pieces(text: str) -> list[str]:
    """Runs of one script between empty words; a pair across an empty word would be of no word at all."""
    pieces: list[str] = []
    for run in _RUNS.findall(folded(text)):
        if run.isascii():
            pieces += [] if run in EMPTY else [_singular(run)[:_LONGEST_WORD]]
            continue
        piece = ""
        for word in rjieba.cut(run):
            if word in EMPTY:
                pieces.append(piece)
                piece = ""
            else:
                piece += word
        pieces.append(piece)
    return [piece for piece in pieces if piece]


def _words(piece: str) -> list[str]:
    if piece.isascii() or len(piece) == 1:
        return [piece]
    return [word for word in rjieba.cut_for_search(piece) if len(word) > 1 and word not in EMPTY]


def _pairs(piece: str) -> list[str]:
    return [] if piece.isascii() else [piece[at : at + 2] for at in range(len(piece) - 1)]


def _kin(text: str) -> list[str]:
    """What means the same as something said; a single character, or a Latin word, must stand by itself."""
    apart = set(rjieba.cut(text))
    return [
        each for group in KIN if any(w in apart if len(w) == 1 or w.isascii() else w in text for w in group) for each in group
    ]


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in COMMON and word not in EMPTY


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word

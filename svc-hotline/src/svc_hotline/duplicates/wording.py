"""How like two texts are, Chinese and English; pure."""

import re
import unicodedata
from collections import Counter

from rapidfuzz import fuzz

# What a caller says first says what the matter is; behind it comparing costs more than it tells.
_COMPARED = 600
# A shorter text is held to be part of a longer one only where it says enough to be its own.
_ENOUGH = 4

_HAN = re.compile(r"[㐀-䶿一-鿿]+")
_WORD = re.compile(r"[0-9a-z]+|[㐀-䶿一-鿿]+")
# Words that stand in any report and say nothing of its matter.
_EMPTY = frozenset(
    """a about an and any are as at be been by can could do for from had has have i in is it its just me my no not of on or our
    out over please so some thank thanks that the their them then there these they this to up very was we were when where which
    will with would you your""".split()  # noqa: SIM905
)
_EMPTY_HAN = re.compile(
    "请尽快|请及时|希望|麻烦|反映|市民|来电|有关部门|相关部门|帮忙|处理一下|您好|你好|谢谢|[的了吗呢吧啊在是有和与]"
)


def normal(text: str) -> str:
    """One form of each character, small letters, words and runs of Chinese apart by one space."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text[:_COMPARED]).casefold()))


def marks(text: str) -> Counter[str]:
    """What a normal text is recognised by: its English words that say something, its pairs of Chinese characters."""
    found: Counter[str] = Counter()
    for word in text.split():
        if not _HAN.fullmatch(word):
            found.update([_singular(word)] if word not in _EMPTY else [])
            continue
        for run in filter(None, _EMPTY_HAN.split(word)):
            found.update([run] if len(run) == 1 else (run[at : at + 2] for at in range(len(run) - 1)))
    return found


def likeness(one: str, other: str) -> float:
    """How like two normal texts are, 0 to 100: by their marks, by their letters, or as one said within the other."""
    if not one or not other:
        return 0.0
    ours, theirs = marks(one), marks(other)
    shared = (ours & theirs).total()
    fewer = min(ours.total(), theirs.total())
    dice = 200.0 * shared / max(ours.total() + theirs.total(), 1)
    within = 90.0 * shared / fewer if fewer >= _ENOUGH else 0.0
    return max(dice, within, _letters(one, other))


def says_little(text: str) -> bool:
    """Whether the text has next to nothing by which its matter could be told from another."""
    return marks(text).total() < 2


def _letters(one: str, other: str) -> float:
    """By letters any two English texts are half alike; only what is above that counts."""
    ratio = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))
    return max(0.0, 2.0 * ratio - 100.0) if ratio < 100 else 100.0


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word

"""Where in a text the words that were looked for stand; pure."""

import unicodedata
from collections.abc import Sequence

from svc_hotline.knowledge.views import Excerpt, Span


def excerpt(text: str, words: Sequence[str], most: int | None = None) -> Excerpt:
    """The part of `text`, at most so many characters, in which most of it was found; the whole without a limit."""
    marked = _marked(text, words)
    if most is None or len(text) <= most:
        return Excerpt(text=text, starts_at=0, found=_spans(marked))
    start = _best_start(marked, most)
    return Excerpt(text=text[start : start + most], starts_at=start, found=_spans(marked[start : start + most]))


def _marked(text: str, words: Sequence[str]) -> list[bool]:
    """Of each character, whether it belongs to something found. Folding may lengthen a text, so it is traced back."""
    letters, origins = [], []
    for at, character in enumerate(text):
        folded = unicodedata.normalize("NFKC", character).lower()
        letters.append(folded)
        origins += [at] * len(folded)
    whole, marked = "".join(letters), [False] * len(text)
    for word in words:
        at = whole.find(word)
        while at >= 0:
            if not (word.isascii() and _is_inside_word(whole, at, at + len(word))):
                for origin in origins[at : at + len(word)]:
                    marked[origin] = True
            at = whole.find(word, at + 1)
    return marked


def _is_inside_word(text: str, start: int, end: int) -> bool:
    """Whether a Latin word goes on before or behind; a plural's ending does not count."""
    before = start > 0 and text[start - 1].isascii() and text[start - 1].isalnum()
    rest = text[end : end + 2].removeprefix("s")
    return before or (rest[:1].isascii() and rest[:1].isalnum())


def _best_start(marked: Sequence[bool], most: int) -> int:
    """Where the part begins that has the most marks; the first such part, a little before its first mark."""
    within = best = sum(marked[:most])
    start = 0
    for at in range(1, len(marked) - most + 1):
        within += marked[at + most - 1] - marked[at - 1]
        if within > best:
            best, start = within, at
    first = next((at for at in range(start, min(start + most, len(marked))) if marked[at]), start)
    last = max((at for at in range(start, min(start + most, len(marked))) if marked[at]), default=start)
    lead = min(10, most - (last - first + 1))
    return max(0, min(first - lead, len(marked) - most))


def _spans(marked: Sequence[bool]) -> list[Span]:
    spans: list[Span] = []
    start: int | None = None
    for at, is_marked in enumerate([*marked, False]):
        if is_marked and start is None:
            start = at
        elif not is_marked and start is not None:
            spans.append(Span(start=start, end=at))
            start = None
    return spans

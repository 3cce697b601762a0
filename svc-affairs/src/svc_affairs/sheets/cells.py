r"""What cells hold, as text; pure.

A list is joined by `;`. A part of something larger is a line of fields joined by `|`. Within them `\;`, `\|`, `\\` and `\n`
stand for the character itself. A cell that a spreadsheet would take for a formula goes out behind an apostrophe and comes in
without it. A character that no XML can carry is written as `\u000b`.
"""

import re
from collections.abc import Iterable

LIST, FIELD = ";", "|"

_QUOTED = re.compile(r"'+[=+\-@\t\r]")
_TO_QUOTE = re.compile(r"'*[=+\-@\t\r]")
# A carriage return would come back as a line feed, and Excel reads `_x000A_` as a character.
_UNWRITABLE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
_TO_WRITE = re.compile(rf"(\\*)({_UNWRITABLE})|(\\+)(?=u[0-9a-f]{{4}})")
_WRITTEN = re.compile(r"(\\+)u([0-9a-f]{4})")
_IS_UNWRITABLE = re.compile(_UNWRITABLE.replace("(?=x[0-9A-Fa-f]{4}_)", ""))


def safe(text: str) -> str:
    """The text as a cell that any spreadsheet shows and none computes."""
    text = _TO_WRITE.sub(_escape, text)
    return f"'{text}" if _TO_QUOTE.match(text) else text


def plain(cell: str) -> str:
    """The text that a cell was made of, by `safe` or by hand."""
    text = cell[1:] if _QUOTED.match(cell) else cell
    return _WRITTEN.sub(_unescape, text)


def join(parts: Iterable[str], mark: str) -> str:
    return mark.join(part.replace("\\", "\\\\").replace(mark, f"\\{mark}").replace("\n", "\\n") for part in parts)


def split(text: str, mark: str) -> list[str]:
    """The parts that `join` put together, each stripped. A backslash before anything else is only a backslash."""
    if "\\" not in text:
        return [part.strip() for part in text.split(mark)]
    parts, at = [""], 0
    while at < len(text):
        character, following = text[at], text[at + 1 : at + 2]
        if character == "\\" and following and following in f"\\{mark}n":
            parts[-1] += "\n" if following == "n" else following
            at += 2
            continue
        if character == mark:
            parts.append("")
        else:
            parts[-1] += character
        at += 1
    return [part.strip() for part in parts]


# Backslashes before a written character are doubled, so that an odd number of them tells it from a text that looks like one.
def _escape(found: re.Match[str]) -> str:
    slashes, character, alone = found.groups()
    return alone * 2 if alone is not None else f"{slashes * 2}\\u{ord(character):04x}"


def _unescape(found: re.Match[str]) -> str:
    slashes, number = found.groups()
    half = slashes[: len(slashes) // 2]
    if len(slashes) % 2 == 0:
        return f"{half}u{number}"
    character = chr(int(number, 16))
    return half + character if _IS_UNWRITABLE.fullmatch(character) else found.group()

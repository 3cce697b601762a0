"""What a workbook is made of: where its sheets stand, its shared strings, and which styles show a number as a day; pure.

Parts are read by the same parser that looked them through (`guarding`), so that both see the same; and five times as fast as by
a library that makes an object of each cell.
"""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.utils.escape import unescape

from svc_affairs.sheets.errors import SheetUnreadable

_CHUNK_BYTES = 256 * 1024

Attributes = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Workbook:
    """The sheets' parts by their titles, and what their cells refer to."""

    sheets: Mapping[str, str]
    strings: list[str]
    date_styles: frozenset[str]
    epoch: datetime


class Reading:
    """Reads one part from its beginning to its end; names come without their prefixes."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Characters within an element."""

    def read(self, archive: ZipFile, part: str) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._begins
        parser.EndElementHandler = lambda name: self.end(name.rpartition(":")[2])
        parser.CharacterDataHandler = self.data
        with archive.open(part) as source:
            while piece := source.read(_CHUNK_BYTES):
                parser.Parse(piece, False)
        parser.Parse(b"", True)

    def _begins(self, name: str, attributes: Attributes) -> None:
        self.start(name.rpartition(":")[2], attributes)


class _Relations(Reading):
    """Where what belongs to a part stands: by id, and by kind."""

    def __init__(self, archive: ZipFile, part: str) -> None:
        folder, name = posixpath.split(part)
        self._folder = folder
        self.by_id: dict[str, str] = {}
        self.by_kind: dict[str, str] = {}
        self.read(archive, posixpath.join(folder, "_rels", f"{name}.rels"))

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", ""))).lstrip("/")
            self.by_kind.setdefault(kind, target)
            if kind in ("worksheet", "officeDocument"):
                self.by_id[attributes.get("Id", "")] = target


class _Book(Reading):
    def __init__(self, archive: ZipFile, part: str) -> None:
        self.ids: dict[str, str] = {}
        self.epoch = WINDOWS_EPOCH
        self.read(archive, part)

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            found = (value for key, value in attributes.items() if key.endswith(":id"))
            self.ids.setdefault(attributes.get("name", "").strip(), next(found, ""))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = MAC_EPOCH


class _Strings(Reading):
    """Text by its runs; how it is pronounced is left out."""

    def __init__(self, archive: ZipFile, part: str) -> None:
        self.found: list[str] = []
        self._runs: list[str] = []
        self._is_text = self._is_sound = False
        self.read(archive, part)

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self._runs = []
        elif name == "rPh":
            self._is_sound = True
        self._is_text = name == "t" and not self._is_sound

    def data(self, text: str) -> None:
        if self._is_text:
            self._runs.append(text)

    def end(self, name: str) -> None:
        self._is_text = False
        if name == "rPh":
            self._is_sound = False
        elif name == "si":
            self.found.append(unescaped("".join(self._runs)))


class _Styles(Reading):
    """Which of the cells' formats show a number as a day or a time."""

    def __init__(self, archive: ZipFile, part: str) -> None:
        self.found: set[str] = set()
        self._formats = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        self._is_of_cells, self._seen = False, 0
        self.read(archive, part)

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._is_of_cells = True
        elif name == "xf" and self._is_of_cells:
            if is_date_format(self._formats.get(attributes.get("numFmtId", ""), "General")):
                self.found.add(str(self._seen))
            self._seen += 1

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._is_of_cells = False


def open_workbook(archive: ZipFile) -> Workbook:
    """Raises SheetUnreadable where it names no workbook, or parts that are not there."""
    try:
        part = _Relations(archive, "").by_kind["officeDocument"]
        book, related = _Book(archive, part), _Relations(archive, part)
        sheets = {title: related.by_id[key] for title, key in book.ids.items() if key in related.by_id}
        strings = _optional(related, "sharedStrings", lambda found: _Strings(archive, found).found) or []
        styles = _optional(related, "styles", lambda found: _Styles(archive, found).found) or set()
    except (KeyError, expat.ExpatError) as error:
        raise SheetUnreadable(f"this is no Excel workbook (.xlsx): {error}") from None
    return Workbook(sheets, strings, frozenset(styles), book.epoch)


def _optional(related: _Relations, kind: str, read: Callable[[str], T]) -> T | None:
    return read(related.by_kind[kind]) if kind in related.by_kind else None


def unescaped(text: str) -> str:
    """`_x000D_` is how a workbook writes what XML cannot carry."""
    return str(unescape(text)) if "_x" in text else text

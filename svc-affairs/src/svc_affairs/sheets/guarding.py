"""Looks through a workbook before it is read: how much it unpacks to, what it is made of, and that it declares no entities.

A workbook is a zip of XML. A few kilobytes of it may unpack to gigabytes, or hold a million cells in one row, all of which a
reader would keep. So each part is first parsed without keeping anything, and given up at the first excess.
"""

import zlib
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from svc_affairs.sheets.errors import SheetTooLarge, SheetUnreadable
from svc_affairs.sheets.policy import POLICY

_CHUNK_BYTES = 256 * 1024
_DEEPEST = 64
# Pictures and settings of printers, which nobody reads.
_OPAQUE = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".bin")


def check_workbook(content: bytes) -> None:
    """Raises SheetUnreadable, SheetTooLarge."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            for part in parts:
                _look_through(archive, part)
    except (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OverflowError) as error:
        raise SheetUnreadable(f"this is no Excel workbook (.xlsx): {error}") from None


def _check_sizes(parts: list[ZipInfo]) -> None:
    if len(parts) > POLICY.most_parts:
        raise SheetTooLarge(f"at most {POLICY.most_parts} parts in a workbook")
    # What a part says of its size binds: no more than that is unpacked.
    if sum(part.file_size for part in parts) > POLICY.most_unpacked_bytes:
        raise SheetTooLarge(f"a workbook may unpack to {POLICY.most_unpacked_bytes} bytes at most")


def _look_through(archive: ZipFile, part: ZipInfo) -> None:
    counter = _Counter(part.filename)
    parser = expat.ParserCreate()
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with archive.open(part) as source:
            while piece := source.read(_CHUNK_BYTES):
                parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        if not part.filename.lower().endswith(_OPAQUE) and not part.is_dir():
            raise SheetUnreadable(f"{part.filename}: {error}") from None


def _refuse_doctype(*_: object) -> None:
    raise SheetUnreadable("a workbook declares no document type and no entities")


class _Counter:
    """Counts elements, and those within a row; raises SheetTooLarge."""

    def __init__(self, name: str) -> None:
        self.name, self.is_sheet = name, name.startswith("xl/worksheets/")
        self.most = POLICY.most_sheet_elements if self.is_sheet else POLICY.most_other_elements
        if name == "xl/sharedStrings.xml":
            self.most = POLICY.most_shared_elements
        self.seen = self.depth = self.row_depth = self.in_row = self.sheets = 0
        self.has_data = False

    def start(self, tag: str, _attributes: object) -> None:
        self.depth += 1
        self.seen += 1
        if self.seen > self.most or self.depth > _DEEPEST:
            raise SheetTooLarge(f"{self.name} holds too many elements")
        if self.row_depth:
            self.in_row += 1
            if self.in_row > POLICY.most_elements_a_row:
                raise SheetTooLarge(f"{self.name}: too many cells in a row")
        else:
            self._look_at(tag.rpartition(":")[2])

    def end(self, _tag: str) -> None:
        if self.depth == self.row_depth:
            self.row_depth = 0
        self.depth -= 1

    def _look_at(self, tag: str) -> None:
        if tag == "row":
            self.row_depth, self.in_row = self.depth, 0
        elif tag == "sheetData":
            self.has_data = True
        elif tag == "sheet":
            self.sheets += 1
        # What stands before the data is read once for each sheet of the book, whatever part it names.
        is_padded = self.is_sheet and not self.has_data and self.seen > POLICY.most_elements_before_data
        if is_padded or self.sheets > POLICY.most_sheets:
            raise SheetTooLarge(f"{self.name} holds too many elements")

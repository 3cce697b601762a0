"""Writes tables piece by piece into a file: one as CSV, several as an Excel workbook."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol

from openpyxl import Workbook

from svc_affairs.sheets.cells import safe

_MOST_IN_MEMORY, _CHUNK_BYTES = 1024 * 1024, 64 * 1024

Tables = Mapping[str, Sequence[Sequence[str]]]
"""Rows by the title of their sheet."""


class Writer(Protocol):
    """What takes tables in, some rows at a time, and writes them to its end."""

    def add(self, tables: Tables) -> None: ...
    def finish(self) -> None: ...


class CsvWriter:
    """One table, with a byte order mark, by which spreadsheets know it for UTF-8."""

    def __init__(self, target: IO[bytes], title: str, headings: Sequence[str]) -> None:
        self._target, self._title = target, title
        self._target.write(b"\xef\xbb\xbf")
        self._write([headings])

    def add(self, tables: Tables) -> None:
        self._write(tables.get(self._title, ()))

    def finish(self) -> None:
        """Nothing is left to write."""

    def _write(self, rows: Sequence[Sequence[str]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
        self._target.write(text.getvalue().encode())


class XlsxWriter:
    """Several tables, each a sheet whose headings stay in sight. Every cell is text, so none is computed."""

    def __init__(self, target: IO[bytes], sheets: Mapping[str, Sequence[str]]) -> None:
        self._target, self._book = target, Workbook(write_only=True)
        self._sheets: dict[str, Any] = {}
        for title, headings in sheets.items():
            sheet = self._sheets[title] = self._book.create_sheet(title)
            sheet.freeze_panes = "A2"
            sheet.append(list(headings))

    def add(self, tables: Tables) -> None:
        for title, rows in tables.items():
            for row in rows:
                self._sheets[title].append([safe(cell) or None for cell in row])

    def finish(self) -> None:
        self._book.save(self._target)


Maker = Callable[[IO[bytes]], Writer]


async def written(make: Maker, pieces: AsyncIterator[Tables]) -> IO[bytes]:
    """The tables in a file that stands at its start; the caller closes it.

    Written whole before it is sent: a slow reader holds no transaction, and what fails is told as a problem.
    """
    target: IO[bytes] = SpooledTemporaryFile(max_size=_MOST_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        writer = make(target)
        async for some in pieces:
            await asyncio.to_thread(writer.add, some)
        await asyncio.to_thread(writer.finish)
        target.seek(0)
    except BaseException:
        target.close()
        raise
    return target


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The file piece by piece; it is closed at its end, or once nobody reads on."""
    with file:
        while piece := file.read(_CHUNK_BYTES):
            yield piece

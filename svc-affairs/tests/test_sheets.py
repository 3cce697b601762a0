"""Tables of people's files: what cells hold, what is read of a file, and what is refused before it is read."""

import io
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import openpyxl.styles
import pytest
from catalogue_builders import workbook
from hypothesis import given
from hypothesis import strategies as st

from svc_affairs.sheets.cells import FIELD, LIST, join, plain, safe, split
from svc_affairs.sheets.columns import headings_of, text
from svc_affairs.sheets.csv_reading import read_csv
from svc_affairs.sheets.errors import SheetTooLarge, SheetUnreadable
from svc_affairs.sheets.writing import CsvWriter, XlsxWriter
from svc_affairs.sheets.xlsx_reading import read_xlsx

HEADINGS = headings_of([text("code", "编码"), text("name", "名称")])
# What inputs let pass: any text but NUL and half surrogate pairs, stripped.
TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), st.sampled_from("=+-@'\\;|\nu0_x\t"))
)
STRIPPED = TEXTS.map(str.strip).filter(bool)
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@given(STRIPPED)
def test_no_cell_is_a_formula_and_each_reads_as_it_was(value: str) -> None:
    assert not safe(value).startswith(FORMULAS)
    assert plain(safe(value)) == value


@given(st.lists(STRIPPED, min_size=1), st.sampled_from([LIST, FIELD]))
def test_parts_that_were_joined_are_told_apart_again(parts: list[str], mark: str) -> None:
    assert "\n" not in join(parts, mark)
    assert split(join(parts, mark), mark) == parts


def test_a_backslash_typed_by_hand_is_only_a_backslash() -> None:
    assert split(r"a\b|C:\x", FIELD) == [r"a\b", r"C:\x"]
    assert plain(r"\u4e00") == r"\u4e00"


@given(st.lists(STRIPPED, min_size=1, max_size=6))
def test_what_is_written_is_read_the_same_from_both_sorts_of_files(values: list[str]) -> None:
    rows = [[str(number), value] for number, value in enumerate(values)]
    target, book = io.BytesIO(), io.BytesIO()
    for writer in (CsvWriter(target, "表", ["编码", "名称"]), XlsxWriter(book, {"表": ["编码", "名称"]})):
        writer.add({"表": rows})
        writer.finish()

    tables = [read_csv(target.getvalue(), HEADINGS, 10), read_xlsx(book.getvalue(), "表", {"表": (HEADINGS, 10)})["表"]]

    for table in tables:
        assert [[row.cells["code"], row.cells["name"]] for row in table.rows] == rows


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "headings"), ("价格,编码\n1,2".encode(), "headings"), ("编码,code\n1,2".encode(), "twice"),
        (b'code,name\n"1', "row 2"), (b"code\n1,2", "row 2"), (b"\x80\xff\xff", "UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_the_reason(content: bytes, told: str) -> None:
    with pytest.raises(SheetUnreadable) as refused:
        read_csv(content, HEADINGS, 10)
    assert told in str(refused.value)


def test_a_file_by_hand_is_read_as_it_was_meant() -> None:
    table = read_csv("编码, 名称 ,\n 1 ,张\n\n,\n2,\n".encode("gb18030"), HEADINGS, 10)

    assert [(row.number, row.cells) for row in table.rows] == [(2, {"code": "1", "name": "张"}), (5, {"code": "2"})]
    with pytest.raises(SheetTooLarge):
        read_csv(b"code\n" + b"1\n" * 11, HEADINGS, 10)


def test_a_workbook_by_hand_is_read_as_it_was_meant() -> None:
    content = workbook({"清单": [["编码", " 名称"], [17, "甲"], [], [1.5, True]], "说明": [["随便"]]})

    table = read_xlsx(content, "事项", {"事项": (HEADINGS, 10)})["事项"]

    assert [(row.number, row.cells) for row in table.rows] == [
        (2, {"code": "17", "name": "甲"}), (4, {"code": "1.5", "name": "true"}),
    ]  # fmt: skip


def test_what_a_spreadsheet_saves_is_read_as_it_shows_it() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "事项"
    for row in (["编码", "名称"], ["1", "甲"], ["2", "甲"], [date(2025, 1, 6), datetime(2025, 1, 6, 9, 30)], [0.5, -3]):
        sheet.append(row)
    sheet["C9"].font = openpyxl.styles.Font(bold=True)
    file = io.BytesIO()
    book.save(file)

    table = read_xlsx(file.getvalue(), "事项", {"事项": (HEADINGS, 10)})["事项"]

    assert [(row.number, *row.cells.values()) for row in table.rows] == [
        (2, "1", "甲"), (3, "2", "甲"), (4, "2025-01-06", "2025-01-06T09:30:00"), (5, "0.5", "-3"),
    ]  # fmt: skip


_STRINGS = '<sst><si><t>code</t></si><si><r><t>张</t></r><r><t>三_x000D_</t></r><rPh sb="0" eb="1"><t>zhang</t></rPh></si></sst>'
_RELATIONS = """<Relationships>
    <Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/>
    <Relationship Id="r2" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/sharedStrings" Target="s.xml"/>
    </Relationships>"""  # noqa: E501
_BOOK = '<a:workbook><a:sheets><a:sheet name="事项" rel:id="r1"/></a:sheets></a:workbook>'


def test_runs_prefixes_and_cells_without_a_place_are_read() -> None:
    rows = "<x:row><x:c t='s'><x:v>0</x:v></x:c></x:row><x:row><x:c t='s'><x:v>1</x:v></x:c></x:row>"
    parts = {
        "xl/workbook.xml": _BOOK.encode(), "xl/_rels/workbook.xml.rels": _RELATIONS.encode(),
        SHEET: f"<x:worksheet><x:sheetData>{rows}</x:sheetData></x:worksheet>".encode(),
    }  # fmt: skip

    table = read_xlsx(_repacked(parts, added={"xl/s.xml": _STRINGS.encode()}), "事项", {"事项": (HEADINGS, 10)})["事项"]

    assert [(row.number, row.cells) for row in table.rows] == [(2, {"code": "张三"})]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ('<c r="A2"><f>1+1</f><v>2</v></c>', "row 2: a cell is computed by a formula"),
        ('<c r="A2" t="s"><v>5</v></c>', "no shared string"), ('<c r="A2" t="s"><v>x</v></c>', "事项"),
        ('<c r="A2"><v>many</v></c>', "事项"), ('<c r="ZZ2"><v>1</v></c>', "columns"),
    ],
)  # fmt: skip
def test_a_cell_that_says_nothing_sure_is_refused_with_its_place(cell: str, told: str) -> None:
    head = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row>'
    sheet = _HEAD + f'{head}<row r="2">{cell}</row></sheetData>'.encode() + _TAIL

    with pytest.raises(SheetUnreadable) as refused:
        read_xlsx(_repacked({SHEET: sheet}), "事项", {"事项": (HEADINGS, 10)})

    assert told in str(refused.value)


def _repacked(replaced: dict[str, bytes], *, added: dict[str, bytes] | None = None) -> bytes:
    """A sound workbook with some of its parts replaced."""
    sound = zipfile.ZipFile(io.BytesIO(workbook({"事项": [["code"], ["1"]]})))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sound.namelist():
            archive.writestr(name, replaced.get(name, sound.read(name)))
        for name, content in (added or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_TAIL = b"</worksheet>"
_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>'
)
_OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
_BOMBS = {
    "zeroes": lambda: _repacked({}, added={"xl/media/image.png": bytes(200 * 1024 * 1024)}),
    "parts": lambda: _repacked({}, added={f"xl/{number}.xml": b"<a/>" for number in range(500)}),
    "cells in a row": lambda: _repacked({SHEET: _HEAD + b"<sheetData><row>" + b"<c/>" * 3_000_000 + b"</row></sheetData>"}),
    "rows": lambda: _repacked({SHEET: _HEAD + b"<sheetData>" + b"<row/>" * 5_000_000 + b"</sheetData>" + _TAIL}),
    "before the data": lambda: _repacked({SHEET: _HEAD + b"<a/>" * 3_000_000 + _TAIL}),
    "depth": lambda: _repacked({SHEET: b"<a>" * 1_000_000}),
    "shared strings": lambda: _repacked({}, added={"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 4_000_000 + b"</sst>"}),
    "sheets": lambda: _repacked({"xl/workbook.xml": b"<workbook>" + b"<sheet/>" * 1000 + b"</workbook>"}),
    "entities": lambda: _repacked({"xl/workbook.xml": _LAUGHS}),
    "entities in a sheet": lambda: _repacked({SHEET: _LAUGHS}),
    "entities from outside": lambda: _repacked({"[Content_Types].xml": _OUTSIDE}),
    "wide text": lambda: _repacked({SHEET: _OUTSIDE.decode().replace("1.0\"", "1.0\" encoding=\"utf-16\"").encode("utf-16")}),
    "no zip": lambda: b"PK\x03\x04" + bytes(100),
    "another document": lambda: _repacked({"xl/workbook.xml": b"<a/>"}),
    "broken": lambda: _repacked({SHEET: _HEAD + b"<sheetData><row><c>"}),
}  # fmt: skip


# Read in a process of its own, whose highest mark of memory is then the reading's.
_READ = """
import resource, sys, time
from svc_affairs.sheets.errors import SheetTooLarge, SheetUnreadable
from svc_affairs.sheets.xlsx_reading import read_xlsx
content = open(sys.argv[1], "rb").read()
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
try:
    read_xlsx(content, "事项", {"事项": ({"code": "code"}, 1000)})
except (SheetTooLarge, SheetUnreadable):
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, time.monotonic() - began)
"""


@pytest.mark.parametrize("name", _BOMBS)
def test_a_workbook_that_would_not_end_well_is_refused_in_little_time_and_memory(name: str, tmp_path: Path) -> None:
    (bomb := tmp_path / "bomb.xlsx").write_bytes(_BOMBS[name]())

    done = subprocess.run([sys.executable, "-c", _READ, str(bomb)], capture_output=True, text=True, check=True, timeout=60)

    kilobytes, seconds = done.stdout.split()
    assert int(kilobytes) < 64 * 1024
    assert float(seconds) < 5


def test_a_row_far_below_and_sizes_that_lie_do_no_harm() -> None:
    far = b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row>'
    here = far + b'<row r="2"><c r="A2"><v>7</v></c></row>' + b"</sheetData>"
    there = far + b'<row r="999999999999"><c r="A999999999999"><v>7</v></c></row></sheetData>'
    began = time.monotonic()

    table = read_xlsx(_repacked({SHEET: _HEAD + here + _TAIL}), "事项", {"事项": (HEADINGS, 1000)})["事项"]
    with pytest.raises((SheetTooLarge, SheetUnreadable)):
        read_xlsx(_repacked({SHEET: _HEAD + there + _TAIL}), "事项", {"事项": (HEADINGS, 1000)})

    assert [row.cells for row in table.rows] == [{"code": "7"}]
    assert time.monotonic() - began < 5

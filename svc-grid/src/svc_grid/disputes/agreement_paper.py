"""The agreement document 人民调解协议书 as a docx file: pure, from what is handed in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

TITLE = "人民调解协议书"
_TEXT_FONT, _TITLE_FONT = "宋体", "黑体"
_LATIN_FONT = "Times New Roman"
# What XML cannot hold; a line break stays.
_UNWRITABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Signatory:
    """A party as the document names it."""

    party_no: int
    side: str
    name: str


@dataclass(frozen=True)
class Promise:
    """An obligation as the document states it."""

    party_no: int
    what: str
    due_on: date


@dataclass(frozen=True)
class Terms:
    """All that the document says."""

    number: str
    document_version: int
    kind: str
    agreed_on: date
    made_at: datetime
    parties: Sequence[Signatory]
    facts: str
    clauses: Sequence[str]
    promises: Sequence[Promise]
    body: str


def make_paper(terms: Terms) -> bytes:
    """The file; takes some tens of milliseconds of the processor."""
    paper = Document()
    _set_fonts(paper)
    properties = paper.core_properties
    properties.author, properties.title, properties.comments = terms.body, f"{TITLE} {terms.number}", ""
    properties.created = properties.modified = terms.made_at.replace(tzinfo=None)
    heading = paper.add_paragraph(style="Title")
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.add_run(TITLE)
    number = paper.add_paragraph(f"编号：{terms.number}（第{terms.document_version}版）")
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for party in terms.parties:
        paper.add_paragraph(f"{_line(party.side)}（{party.party_no}）：{_line(party.name)}")
    _section(paper, "纠纷类型", [terms.kind])
    _section(paper, "纠纷主要事实", _lines(terms.facts))
    paper.add_paragraph("经调解，双方当事人自愿达成如下协议：")
    for clause_no, clause in enumerate(terms.clauses, 1):
        first, *others = _lines(clause) or [""]
        for text in (f"{clause_no}. {first}", *others):
            _indented(paper, text)
    _obligations(paper, terms)
    paper.add_paragraph("本协议自各方当事人签名、盖章或者按指印，调解员签名之日起生效，当事人应当按照约定履行。")
    _signatures(paper, terms)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def _set_fonts(paper: Paper) -> None:
    """Name the Chinese font for each style: Word asks for it apart from the Latin one."""
    for name, font, size in (("Normal", _TEXT_FONT, 12), ("Title", _TITLE_FONT, 20), ("Heading 1", _TITLE_FONT, 14)):
        style = paper.styles[name]
        style.font.name, style.font.size = _LATIN_FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        fonts.set(qn("w:eastAsia"), font)
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)


def _section(paper: Paper, title: str, lines: Sequence[str]) -> None:
    paper.add_paragraph(title, style="Heading 1")
    for line in lines:
        _indented(paper, line)


def _indented(paper: Paper, text: str) -> None:
    paper.add_paragraph(text).paragraph_format.first_line_indent = Pt(24)


def _obligations(paper: Paper, terms: Terms) -> None:
    paper.add_paragraph("履行方式和期限", style="Heading 1")
    if not terms.promises:
        _indented(paper, "已当场履行。")
        return
    table = paper.add_table(rows=1, cols=4, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("序号", "履行人", "履行内容", "履行期限"), strict=True):
        cell.text = text
    names = {party.party_no: _line(party.name) for party in terms.parties}
    for number, promise in enumerate(terms.promises, 1):
        told = (str(number), names[promise.party_no], "\n".join(_lines(promise.what)), _day(promise.due_on))
        for cell, text in zip(table.add_row().cells, told, strict=True):
            cell.text = text


def _signatures(paper: Paper, terms: Terms) -> None:
    paper.add_paragraph()
    for party in terms.parties:
        paper.add_paragraph(f"{_line(party.side)}（{_line(party.name)}）签名（盖章、按指印）：＿＿＿＿＿＿＿＿")
    paper.add_paragraph("调解员签名：＿＿＿＿＿＿＿＿")
    paper.add_paragraph("记录人签名：＿＿＿＿＿＿＿＿")
    for text in (f"{_line(terms.body)}（印章）", _day(terms.agreed_on)):
        paper.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _line(text: str) -> str:
    """In one line, without what a file of this kind cannot hold."""
    return " ".join(_UNWRITABLE.sub("", text).split())


def _lines(text: str) -> list[str]:
    return [line for each in _UNWRITABLE.sub("", text.replace("\r", "\n")).split("\n") if (line := each.strip())]

"""A document as a docx file: pure, from what is handed in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

_TEXT_FONT, _TITLE_FONT, _LATIN_FONT = "宋体", "黑体", "Times New Roman"
_STYLES = ("Normal", "Title", "Default Paragraph Font", "Normal Table", "No List")
# Parts of the library's template that none of our papers uses.
_CARRIED_ALONG = ("/stylesWithEffects", "/customXml", "/numbering", "/webSettings", "/theme", "/fontTable", "/settings")
# What XML cannot hold; a line break stays.
_UNWRITABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Text:
    """All that the document says; `rows` are named lines such as the applicant, `points` numbered ones."""

    title: str
    number: str
    rows: Sequence[tuple[str, str]]
    opening: str
    points: Sequence[str]
    said: Sequence[tuple[str, str]]
    department: str
    issued_on: date
    made_at: datetime
    code: str
    how_to_verify: str


def make_paper(text: Text) -> bytes:
    """The file; takes a few milliseconds of the processor."""
    paper = Document(BytesIO(_blank()))
    properties = paper.core_properties
    properties.author, properties.title = text.department, f"{_line(text.title)} {text.number}"
    properties.created = properties.modified = text.made_at.replace(tzinfo=None)
    heading = paper.add_paragraph(_line(text.title), style="Title")
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.add_paragraph(f"编号：{text.number}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for name, value in text.rows:
        paper.add_paragraph(f"{name}：{_line(value)}")
    _indented(paper, _line(text.opening))
    for point_no, point in enumerate(text.points, 1):
        _indented(paper, f"{point_no}. {_line(point)}")
    for name, words in text.said:
        first, *others = _lines(words) or [""]
        for each in (f"{name}：{first}" if name else first, *others):
            _indented(paper, each)
    for each in (f"{_line(text.department)}（印章）", _day(text.issued_on)):
        paper.add_paragraph(each).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paper.add_paragraph(f"验证码：{text.code}")
    paper.add_paragraph(text.how_to_verify)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


@cache
def _blank() -> bytes:
    """An empty paper in our fonts, without what the library's own template carries along: 4 KB in place of 36."""
    paper = Document()
    for relation_id, relation in list(paper.part.rels.items()):
        if relation.reltype.endswith(_CARRIED_ALONG):
            del paper.part.rels[relation_id]
    for relation_id, relation in list(paper.part.package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del paper.part.package.rels[relation_id]
    styles = paper.styles.element
    for style in list(styles.style_lst):
        if style.name_val not in _STYLES:
            styles.remove(style)
            continue
        for link in style.findall(qn("w:link")):  # to a style that went
            style.remove(link)
    for latent in styles.findall(qn("w:latentStyles")):
        styles.remove(latent)
    _set_fonts(paper)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def _set_fonts(paper: Paper) -> None:
    """Name the Chinese font for each style: Word asks for it apart from the Latin one."""
    for name, font, size in (("Normal", _TEXT_FONT, 12), ("Title", _TITLE_FONT, 20)):
        style = paper.styles[name]
        style.font.name, style.font.size = _LATIN_FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        fonts.set(qn("w:eastAsia"), font)
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)


def _indented(paper: Paper, text: str) -> None:
    paper.add_paragraph(text).paragraph_format.first_line_indent = Pt(24)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _line(text: str) -> str:
    """In one line, without what a file of this kind cannot hold."""
    return " ".join(_UNWRITABLE.sub("", text).split())


def _lines(text: str) -> list[str]:
    return [line for each in _UNWRITABLE.sub("", text.replace("\r", "\n")).split("\n") if (line := each.strip())]

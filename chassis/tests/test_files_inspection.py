"""What a file is, is told by its content and must agree with its name; names and ranges are read strictly."""

import io

import pytest
from file_builders import DOCX, JPEG, PDF, PNG, PROGRAM, XLSX, iso_media, office
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Problem
from chassis.files.errors import FileNotSafe, FileNotWhatItSays, FileTooLarge, FileTypeNotTaken
from chassis.files.inspection import inspect
from chassis.files.rules import FilePolicy, Span, asked_span, disposition, extension_of, safe_name

POLICY = FilePolicy()
WEBP = b"RIFF\x00\x01\x00\x00WEBPVP8 " + b"\x00" * 40
WAV = b"RIFF\x00\x01\x00\x00WAVEfmt " + b"\x00" * 40
GOOD = {
    "a.jpg": (JPEG, "image/jpeg"),
    "a.JPEG": (JPEG, "image/jpeg"),
    "a.png": (PNG, "image/png"),
    "a.gif": (b"GIF89a" + b"\x00" * 40, "image/gif"),
    "a.webp": (WEBP, "image/webp"),
    "a.heic": (iso_media(b"heic", b"mif1"), "image/heic"),
    "a.heif": (iso_media(b"mif1", b"mif1", b"heic"), "image/heic"),
    "a.pdf": (PDF, "application/pdf"),
    "a.mp4": (iso_media(b"isom", b"mp42"), "video/mp4"),
    "a.mov": (iso_media(b"qt  "), "video/quicktime"),
    "a.mp3": (b"ID3\x04\x00" + b"\x00" * 40, "audio/mpeg"),
    "a.wav": (WAV, "audio/wav"),
    "a.m4a": (iso_media(b"M4A ", b"isom"), "audio/mp4"),
    "from-a-telephone.m4a": (iso_media(b"mp42", b"isom"), "audio/mp4"),
    "a.amr": (b"#!AMR\n" + b"\x3c" * 40, "audio/amr"),
    "a.txt": ("路灯 3 < 5 > 2\r\n".encode(), "text/plain; charset=utf-8"),
    "旧.txt": ("路灯不亮".encode("gb18030"), "text/plain; charset=gb18030"),
    "a.docx": (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "a.xlsx": (XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def looked_at(content: bytes, name: str) -> str:
    return inspect(io.BytesIO(content), name, POLICY).media_type


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_it_says_is_taken(name: str) -> None:
    content, media_type = GOOD[name]

    assert looked_at(content, name) == media_type


def test_every_extension_that_is_taken_is_tried_here() -> None:
    assert {extension_of(name) for name in GOOD} == set(POLICY.extensions)


# Sound and film share a container, and telephones mix up their brands.
SHARED = {"a.mp4", "a.m4a", "from-a-telephone.m4a"}


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("of", GOOD)
def test_a_content_goes_by_no_name_of_another_type(name: str, of: str) -> None:
    if POLICY.kind_of(name) is POLICY.kind_of(of) or {name, of} <= SHARED:
        return

    with pytest.raises((FileNotWhatItSays, FileNotSafe)):
        looked_at(GOOD[of][0], name)


@pytest.mark.parametrize("name", GOOD)
def test_a_program_goes_by_no_name(name: str) -> None:
    with pytest.raises(FileNotWhatItSays):
        looked_at(PROGRAM, name)


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.html", "a.svg", "a.zip", "a.docm", "a.xlsm", "a.doc", "a.js", "a", "a.", ".jpg.exe", "a.jpg ", "a.ｊｐｇ", ""],
)
def test_other_types_are_not_taken_whatever_they_hold(name: str) -> None:
    with pytest.raises(FileTypeNotTaken) as refused:
        looked_at(JPEG, name)

    assert "jpg" in refused.value.members["extensions"]  # type: ignore[operator]


@pytest.mark.parametrize(
    "part",
    [
        "word/vbaProject.bin", "word/VBAPROJECT.BIN", "word/vbaData.xml", "word/activeX/activeX1.xml",
        "word/embeddings/oleObject1.bin", "word/media/run.exe", "word/a.HTML", "word/embeddings/inner.docm",
        "xl/macrosheets/sheet1.xml", "word/inner.zip",
    ],
)  # fmt: skip
def test_a_document_with_anything_that_runs_is_not_taken(part: str) -> None:
    with pytest.raises(FileNotSafe):
        looked_at(office("word/document.xml", part), "a.docx")


def test_a_document_that_only_calls_itself_free_of_macros_is_not_taken() -> None:
    types = '<Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'

    with pytest.raises(FileNotSafe):
        looked_at(office("word/document.xml", types=types), "a.docx")


@pytest.mark.parametrize(
    "content",
    [DOCX[:-30], b"PK\x03\x04" + b"\x00" * 60, office("readme.txt"), office("xl/workbook.xml"), PROGRAM + DOCX],
    ids=["cut", "empty", "archive", "sheet", "behind-a-program"],
)
def test_an_archive_that_is_no_document_is_not_taken(content: bytes) -> None:
    with pytest.raises(FileNotWhatItSays):
        looked_at(content, "a.docx")


def test_a_document_s_table_that_unpacks_to_much_is_not_unpacked() -> None:
    with pytest.raises(FileNotSafe):
        looked_at(office("word/document.xml", types=" " * (2 * 1024 * 1024)), "a.docx")


@pytest.mark.parametrize(
    "text",
    ["<!DOCTYPE html>", "x <SCRIPT src=a>", "a\n<svg onload=1>", "<?xml version='1.0'?>", "#!/bin/sh", "@ECHO off", "{\\rtf1}"],
)
def test_text_that_a_program_could_take_for_more_is_not_taken(text: str) -> None:
    with pytest.raises(FileNotSafe):
        looked_at(text.encode(), "a.txt")


def test_long_text_is_not_taken() -> None:
    with pytest.raises(FileTooLarge):
        looked_at(b"x" * (POLICY.text_most_bytes + 1), "a.txt")


@given(st.binary(max_size=300), st.sampled_from([f"a.{each}" for each in POLICY.extensions]), st.sampled_from([b"", DOCX, JPEG]))
def test_no_content_brings_the_inspection_down(content: bytes, name: str, front: bytes) -> None:
    try:
        inspected = inspect(file := io.BytesIO(front + content), name, POLICY)
    except Problem:
        return
    assert (inspected.size_bytes, file.tell()) == (len(front + content), 0)


@given(st.text(max_size=300))
def test_a_shown_name_is_one_line_without_folders_and_can_stand_in_a_header(given_name: str) -> None:
    name = safe_name(given_name + ".jpg")

    assert name.isprintable()
    assert not {"/", "\\", "\n", "\r", "\u202e"} & set(name)
    assert len(name) <= 170
    assert extension_of(name) == "jpg"
    disposition(name).encode("ascii")
    assert not {"\r", "\n"} & set(disposition(name))


@given(st.integers(1, 50), st.one_of(st.none(), st.integers(0, 60)), st.one_of(st.none(), st.integers(0, 60)))
def test_an_asked_span_lies_within_the_content(size: int, start: int | None, end: int | None) -> None:
    header = f"bytes={'' if start is None else start}-{'' if end is None else end}"
    content = bytes(range(size))

    span = asked_span(header, size)

    if span is None:
        assert (start is None and end is None) or (start is not None and end is not None and end < start)
    elif start is None:
        assert content[span.start : span.start + span.length] == (content[-end:] if end else b"")
    else:
        assert content[span.start : span.start + span.length] == content[start : None if end is None else end + 1]


@pytest.mark.parametrize("header", [None, "", "bytes", "bytes=a-b", "items=0-1", "bytes=0-1,2-3", "bytes=-", "bytes=٣-٤"])
def test_a_range_that_is_not_understood_is_passed_over(header: str | None) -> None:
    assert asked_span(header, 10) is None


def test_a_range_beyond_the_end_is_empty() -> None:
    assert asked_span("bytes=10-12", 10) == Span(10, 0)

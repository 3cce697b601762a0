"""Looks into a file that came in: what it is, whether it is what it says, and its hash. Blocking; runs in a thread."""

import hashlib
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

import filetype

from chassis.files.errors import FileEmpty, FileNotSafe, FileNotWhatItSays, FileTooLarge, FileTypeNotTaken
from chassis.files.rules import DOCX, TEXT, XLSX, FileKind, FilePolicy, extension_of

_HEAD_BYTES, _BLOCK_BYTES = 8192, 1024 * 1024
_MAIN_PART = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}
_TYPES_PART, _TYPES_MOST_BYTES, _MOST_PARTS = "[Content_Types].xml", 1024 * 1024, 10_000
# What can run, or can hold what runs, wherever it lies in a document's archive.
_ACTIVE_SUFFIXES = re.compile(
    r"\.(exe|dll|com|scr|pif|cpl|bat|cmd|ps1|vb[se]|jse?|wsf|hta|msi|jar|lnk|sh|apk|html?|svg|do[ct]m|xl[stab]m|xlsb|pptm|zip|rar|7z)$",
    re.IGNORECASE,
)
_ACTIVE_PARTS = re.compile(r"vbaproject|vbadata|/activex/|/macrosheets/|/embeddings/[^/]*\.bin$", re.IGNORECASE)
_ACTIVE_TYPES = re.compile(rb"macroEnabled|vbaProject|oleObject|activeX", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"<!doctype|<html|<head|<body|<script|<svg|<iframe|<\?xml|<\?php", re.IGNORECASE)
_PROGRAM = re.compile(r"\s*(?:#!|@echo|<%|\{\\rtf)", re.IGNORECASE)


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept."""

    media_type: str
    size_bytes: int
    sha256: bytes


def inspect(file: BinaryIO, name: str, policy: FilePolicy) -> Inspected:
    """Raises FileEmpty, FileTooLarge, FileTypeNotTaken, FileNotWhatItSays, FileNotSafe. Leaves the file at its start."""
    kind = policy.kind_of(name)
    if kind is None:
        raise FileTypeNotTaken(f"taken are: {', '.join(policy.extensions)}", extensions=[*policy.extensions])
    size = file.seek(0, 2)
    if not size:
        raise FileEmpty()
    if size > policy.most_bytes:
        raise FileTooLarge(f"at most {policy.most_bytes} bytes", limit_bytes=policy.most_bytes)
    media_type = _check_content(file, kind, name, size, policy)
    file.seek(0)
    sha256 = _hash(file)
    file.seek(0)
    return Inspected(media_type, size, sha256)


def _hash(file: BinaryIO) -> bytes:
    digest = hashlib.sha256()
    while block := file.read(_BLOCK_BYTES):
        digest.update(block)
    return digest.digest()


def _check_content(file: BinaryIO, kind: FileKind, name: str, size: int, policy: FilePolicy) -> str:
    """The media type to serve it as."""
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    if kind is TEXT:
        return f"{kind.media_type}; charset={_check_text(file, head, name, size, policy)}"
    if kind in _MAIN_PART:
        _check_document(file, kind, head, name)
    elif not any(signature.match(bytearray(head)) for signature in kind.signatures):
        raise _other(head, name)
    return kind.media_type


def _other(head: bytes, name: str) -> FileNotWhatItSays:
    found = filetype.guess(bytearray(head))
    return FileNotWhatItSays(
        f"it is called .{extension_of(name)} and looks like {found.mime if found else 'something else'}",
        extension=extension_of(name), found=found.mime if found else None,
    )  # fmt: skip


def _check_text(file: BinaryIO, head: bytes, name: str, size: int, policy: FilePolicy) -> str:
    """Its character set: what decodes as text, holds no control characters, and is no page, picture or program."""
    if size > policy.text_most_bytes:
        raise FileTooLarge(f"text: at most {policy.text_most_bytes} bytes", limit_bytes=policy.text_most_bytes)
    if any(signature.match(bytearray(head)) for kind in policy.kinds for signature in kind.signatures):
        raise _other(head, name)
    content = head + file.read()
    for charset in ("utf-8", "gb18030"):
        try:
            text = content.decode(charset)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        if _MARKUP.search(text) or _PROGRAM.match(text):
            raise FileNotSafe("it is called text and holds markup or a program")
        return charset
    raise _other(head, name)


def _check_document(file: BinaryIO, kind: FileKind, head: bytes, name: str) -> None:
    """A document of Word or Excel is an archive; nothing in it may be able to run. Nothing of it is unpacked but its table."""
    if not head.startswith(b"PK\x03\x04"):
        raise _other(head, name)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.namelist()
            if len(parts) > _MOST_PARTS or not {_TYPES_PART, _MAIN_PART[kind]} <= set(parts):
                raise _other(head, name)
            if archive.getinfo(_TYPES_PART).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise _other(head, name)
            with archive.open(_TYPES_PART) as table:
                types = table.read(_TYPES_MOST_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, zlib.error):
        raise _other(head, name) from None
    active = [part for part in parts if _is_active(part)]
    if active or len(types) > _TYPES_MOST_BYTES or _ACTIVE_TYPES.search(types):
        raise FileNotSafe("the document holds macros, programs or embedded objects")


def _is_active(part: str) -> bool:
    return bool(_ACTIVE_PARTS.search(f"/{part}") or _ACTIVE_SUFFIXES.search(part))

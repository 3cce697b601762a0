"""Which files are taken and how they are named and served: data and pure functions."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from filetype.types import archive, audio, image, video
from filetype.types.base import Type

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class FileKind:
    """A type that is taken: how it is served, which extensions it goes by, and what its first bytes must fit."""

    media_type: str
    extensions: tuple[str, ...]
    signatures: tuple[Type, ...] = ()


TEXT = FileKind("text/plain", ("txt",))
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = FileKind(f"{_OFFICE}wordprocessingml.document", ("docx",))
XLSX = FileKind(f"{_OFFICE}spreadsheetml.sheet", ("xlsx",))


@dataclass(frozen=True)
class FilePolicy:
    """What the city takes. `text_most_bytes` bounds what is read whole to see that it is text."""

    version: str = "2026-1"
    most_bytes: int = 20 * MEGABYTE
    text_most_bytes: int = 2 * MEGABYTE
    orphan_after: timedelta = timedelta(hours=1)
    kinds: tuple[FileKind, ...] = (
        FileKind("image/jpeg", ("jpg", "jpeg"), (image.Jpeg(),)),
        FileKind("image/png", ("png",), (image.Png(),)),
        FileKind("image/gif", ("gif",), (image.Gif(),)),
        FileKind("image/webp", ("webp",), (image.Webp(),)),
        FileKind("image/heic", ("heic", "heif"), (image.Heic(),)),
        FileKind("application/pdf", ("pdf",), (archive.Pdf(),)),
        FileKind("video/mp4", ("mp4",), (video.Mp4(),)),
        FileKind("video/quicktime", ("mov",), (video.Mov(),)),
        FileKind("audio/mpeg", ("mp3",), (audio.Mp3(),)),
        FileKind("audio/wav", ("wav",), (audio.Wav(),)),
        # Telephones record sound into the same container as film, and often call it by the film's brands.
        FileKind("audio/mp4", ("m4a",), (audio.M4a(), video.Mp4())),
        FileKind("audio/amr", ("amr",), (audio.Amr(),)),
        TEXT,
        DOCX,
        XLSX,
    )

    @property
    def extensions(self) -> list[str]:
        return sorted(extension for kind in self.kinds for extension in kind.extensions)

    def kind_of(self, name: str) -> FileKind | None:
        """The kind that the name's extension declares, where it is taken."""
        extension = extension_of(name)
        return next((kind for kind in self.kinds if extension in kind.extensions), None)


def extension_of(name: str) -> str:
    """In lower case, without the dot; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


_LONGEST_STEM = 150


def safe_name(given: str) -> str:
    """The name to show: no folders, no control, invisible or direction-turning characters, not too long."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    shown = "".join(" " if each.isspace() else each for each in last if each.isspace() or unicodedata.category(each)[0] != "C")
    stem, dot, extension = " ".join(shown.split()).rpartition(".")
    stem = stem.strip(". ") or "file"
    return f"{stem[:_LONGEST_STEM]}{dot}{extension.strip()[:16]}"


def disposition(name: str) -> str:
    """`Content-Disposition` for saving, the name in full by RFC 5987 and a plain one for who cannot read that."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", name.rpartition(".")[0]).strip("_") or "attachment"
    return f"attachment; filename=\"{plain[:60]}.{extension_of(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


@dataclass(frozen=True)
class Span:
    """Some bytes of a content: from `start`, `length` of them."""

    start: int
    length: int


_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


def asked_span(header: str | None, size: int) -> Span | None:
    """The one range that a `Range` header asks for; none where it is absent, of several, or not understood.

    A span of no bytes: nothing of the content lies in it (416).
    """
    found = _RANGE.fullmatch(header.replace(" ", "")) if header else None
    if found is None or not (found[1] or found[2]) or (found[1] and found[2] and int(found[2]) < int(found[1])):
        return None
    start = int(found[1]) if found[1] else max(size - int(found[2]), 0)
    end = min(int(found[2]), size - 1) if found[1] and found[2] else size - 1
    return Span(start, max(end - start + 1, 0))

"""Where contents are kept: a folder, or a bucket `s3://...`, by fsspec. Every call blocks; callers use a thread.

A content comes under `incoming/` first and is moved to its place once its row is written. Names are made of the row's id
alone: nothing of what a caller sent goes into a path.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from fsspec.core import url_to_fs
from fsspec.utils import get_protocol

_INCOMING, _KEPT = "incoming", "kept"
_BLOCK_BYTES = 4 * 1024 * 1024


class Store:
    """Contents by the id of their attachment. Making one connects to nothing."""

    def __init__(self, url: str) -> None:
        options: dict[str, Any] = {"auto_mkdir": True} if get_protocol(url) in ("file", "local") else {}
        self._fs, root = url_to_fs(url, **options)
        self._root = root.rstrip("/")

    def write(self, attachment_id: UUID, source: BinaryIO) -> None:
        """Take a content in, for the time being under its incoming name."""
        with self._fs.open(self._incoming(attachment_id), "wb", block_size=_BLOCK_BYTES * 2) as target:
            shutil.copyfileobj(source, target, 1024 * 1024)
            target.flush()
            with suppress(OSError, AttributeError):  # what is no file of this machine is safe by its own means
                os.fsync(target.fileno())

    def settle(self, attachment_id: UUID) -> None:
        """Move a content from its incoming name to its place."""
        self._fs.mv(self._incoming(attachment_id), self._kept(attachment_id))

    def discard(self, attachment_id: UUID) -> None:
        """Delete a content wherever it is, if it is there."""
        for path in (self._incoming(attachment_id), self._kept(attachment_id)):
            with suppress(FileNotFoundError):
                self._fs.rm_file(path)

    def has(self, attachment_id: UUID) -> bool:
        return bool(self._fs.isfile(self._kept(attachment_id)))

    def open(self, attachment_id: UUID) -> BinaryIO:
        """A kept content, to read; raises FileNotFoundError."""
        return cast(BinaryIO, self._fs.open(self._kept(attachment_id), "rb", block_size=_BLOCK_BYTES))

    def folders(self) -> list[str]:
        """The folders that hold contents, one of which holds those that are only coming in."""
        return [folder for place in (_INCOMING, _KEPT) for folder in ([place] if place == _INCOMING else self._names(place))]

    def list_ids(self, folder: str) -> Iterator[UUID]:
        """The ids of the contents in a folder; what is not named by an id is not ours."""
        for name in self._names(folder):
            with suppress(ValueError):
                yield UUID(hex=name.rpartition("/")[2])

    def _names(self, folder: str) -> list[str]:
        self._fs.invalidate_cache()
        try:
            found = self._fs.ls(f"{self._root}/{folder}", detail=False)
        except FileNotFoundError:
            return []
        return [f"{folder}/{path.rstrip('/').rpartition('/')[2]}" for path in found]

    def _incoming(self, attachment_id: UUID) -> str:
        return f"{self._root}/{_INCOMING}/{attachment_id.hex}"

    def _kept(self, attachment_id: UUID) -> str:
        # The last letters of an id are random: 256 folders of about the same size.
        return f"{self._root}/{_KEPT}/{attachment_id.hex[-2:]}/{attachment_id.hex}"


def is_incoming(folder: str) -> bool:
    return folder == _INCOMING


def made_at(attachment_id: UUID) -> datetime:
    """When the id was made, which it tells itself (UUIDv7)."""
    return datetime.fromtimestamp((attachment_id.int >> 80) / 1000, UTC)

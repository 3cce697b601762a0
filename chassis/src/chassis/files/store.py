"""Where contents are kept: a folder, or a bucket `s3://...`, by fsspec. Every call blocks; callers use a thread.

A content comes under `incoming/` first and is moved to its place once its row is written. Names are made of the row's id
alone: nothing of what a caller sent goes into a path.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from fsspec.core import url_to_fs
from fsspec.utils import get_protocol

_INCOMING, _KEPT = "incoming", "kept"
_BLOCK_BYTES = 4 * 1024 * 1024


class Store:
    """Contents by their ids. Making one connects to nothing.

    Raises OSError where the place cannot be reached, whatever its own library calls that.
    """

    def __init__(self, url: str) -> None:
        self._is_local, self._is_s3 = (get_protocol(url) in names for names in (("file", "local"), ("s3", "s3a")))
        # A remembered listing would hide what another process has added since.
        options: dict[str, Any] = {"auto_mkdir": True} if self._is_local else {"use_listings_cache": False}
        self._fs, root = url_to_fs(url, **options)
        self._root = root.rstrip("/")

    def write(self, content_id: UUID, source: BinaryIO) -> None:
        """Take a content in, for the time being under its incoming name."""
        with _reached():
            target = self._fs.open(self._incoming(content_id), "wb", block_size=_BLOCK_BYTES * 2)
            try:
                shutil.copyfileobj(source, target, 1024 * 1024)
                target.flush()
                with suppress(OSError, AttributeError):  # what is no file of this machine is safe by its own means
                    os.fsync(target.fileno())
                target.close()
            except BaseException:
                self._give_up(target)
                raise

    def _give_up(self, target: Any) -> None:
        """Close what was written in part. In a bucket it would become whole by closing, and its parts be kept unseen."""
        if self._is_local:
            target.close()
            return
        with suppress(Exception):  # what cannot be taken back now, the sweeper takes
            target.closed = True
            target.discard()

    def settle(self, content_id: UUID) -> None:
        """Move a content from its incoming name to its place."""
        incoming, kept = self._incoming(content_id), self._kept(content_id)
        with _reached():
            if self._is_local:
                self._fs.mv(incoming, kept)
                return
            # A bucket has no moves; a copy there is whole or not at all.
            self._fs.cp_file(incoming, kept)
            self._fs.rm_file(incoming)

    def discard(self, content_id: UUID) -> None:
        """Delete a content wherever it is, if it is there."""
        with _reached():
            for path in (self._incoming(content_id), self._kept(content_id)):
                with suppress(FileNotFoundError):
                    self._fs.rm_file(path)

    def has(self, content_id: UUID) -> bool:
        with _reached():
            try:
                return bool(self._fs.info(self._kept(content_id))["type"] == "file")
            except FileNotFoundError:
                return False

    def open(self, content_id: UUID) -> BinaryIO:
        """A kept content, to read; raises FileNotFoundError."""
        with _reached():
            return cast(BinaryIO, self._fs.open(self._kept(content_id), "rb", block_size=_BLOCK_BYTES))

    def folders(self) -> list[str]:
        """The folders that hold contents, one of which holds those that are only coming in."""
        return [folder for place in (_INCOMING, _KEPT) for folder in ([place] if place == _INCOMING else self._names(place))]

    def list_ids(self, folder: str) -> Iterator[UUID]:
        """The ids of the contents in a folder; what is not named by an id is not ours."""
        for name in self._names(folder):
            with suppress(ValueError):
                yield UUID(hex=name.rpartition("/")[2])

    def give_up_unfinished(self, latest: datetime) -> int:
        """Delete the parts of contents that began to come in before `latest` and never became whole; returns how many.

        Only a bucket keeps such parts, unseen by its listings, and for ever.
        """
        if not self._is_s3:
            return 0
        bucket, prefix, _ = self._fs.split_path(f"{self._root}/{_INCOMING}/")
        given_up = 0
        with _reached():
            for part in self._fs.call_s3("list_multipart_uploads", Bucket=bucket, Prefix=prefix).get("Uploads", []):
                with suppress(ValueError):
                    if made_at(UUID(hex=part["Key"].rpartition("/")[2])) < latest:
                        self._fs.abort_mpu(bucket, part["Key"], part["UploadId"])
                        given_up += 1
        return given_up

    def _names(self, folder: str) -> list[str]:
        with _reached():
            try:
                found = self._fs.ls(f"{self._root}/{folder}", detail=False)
            except FileNotFoundError:
                return []
        return [f"{folder}/{path.rstrip('/').rpartition('/')[2]}" for path in found]

    def _incoming(self, content_id: UUID) -> str:
        return f"{self._root}/{_INCOMING}/{content_id.hex}"

    def _kept(self, content_id: UUID) -> str:
        # The last letters of an id are random: 256 folders of about the same size.
        return f"{self._root}/{_KEPT}/{content_id.hex[-2:]}/{content_id.hex}"


@contextmanager
def _reached() -> Iterator[None]:
    """Let what S3's library raises for an endpoint that is away, or lets nobody in, be an OSError as with any other place."""
    try:
        yield
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("botocore", "aiobotocore", "aiohttp"):
            raise
        raise ConnectionError(type(error).__name__) from error


def is_incoming(folder: str) -> bool:
    return folder == _INCOMING


def made_at(content_id: UUID) -> datetime:
    """When the id was made, which it tells itself (UUIDv7)."""
    return datetime.fromtimestamp((content_id.int >> 80) / 1000, UTC)

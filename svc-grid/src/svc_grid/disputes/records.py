"""Keeps the words of a dispute's record under a key of the dispute's own; dropping that key erases them all for good."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from fastapi import Depends, Request

from chassis.contact import ContactBox, ContactKeys, ContactUnreadable, decrypt, encrypt, split_key
from svc_grid.disputes.errors import RecordErased

_INFO = b"gov171|disputes|record"


class Record:
    """The words of one dispute, while its key is at hand."""

    def __init__(self, dispute_id: UUID, key: bytes) -> None:
        self._dispute_id, self._key = dispute_id, AESGCM(key)

    def seal(self, place: str, words: str) -> bytes:
        return self.seal_bytes(place, words.encode())

    def read(self, place: str, sealed: bytes) -> str:
        return self.read_bytes(place, sealed).decode()

    def seal_bytes(self, place: str, content: bytes) -> bytes:
        return encrypt(self._key, content, f"{self._dispute_id}|{place}".encode())

    def read_bytes(self, place: str, sealed: bytes) -> bytes:
        return decrypt(self._key, sealed, f"{self._dispute_id}|{place}".encode())


class RecordBox:
    """Makes and opens records. A record's key is wrapped by one derived from the same root keys that contacts are sealed with."""

    def __init__(self, keys: ContactKeys) -> None:
        self._keys = keys

    def begin(self, dispute_id: UUID) -> tuple[bytes, Record]:
        """A new record: its wrapped key, to be stored, and the record itself."""
        key, front = AESGCM.generate_key(256), self._keys.active.encode()
        wrapped = encrypt(self._root(self._keys.active), key, f"{dispute_id}|key".encode())
        return bytes([len(front)]) + front + wrapped, Record(dispute_id, key)

    def open(self, dispute_id: UUID, wrapped: bytes | None) -> Record:
        """Raises RecordErased; ContactUnreadable where keys or dispute do not fit."""
        if wrapped is None:
            raise RecordErased()
        key_id, sealed_key = split_key(wrapped)
        return Record(dispute_id, decrypt(self._root(key_id), sealed_key, f"{dispute_id}|key".encode()))

    def _root(self, key_id: str) -> AESGCM:
        if key_id not in self._keys.keys:
            raise ContactUnreadable(f"sealed with key {key_id!r}, which is not configured")
        return AESGCM(HKDF(SHA256(), 32, salt=None, info=_INFO).derive(self._keys.keys[key_id]))


@dataclass(frozen=True)
class Boxes:
    """What the parties' contacts and the records' words are sealed with."""

    contacts: ContactBox
    records: RecordBox

    @classmethod
    def of(cls, keys: ContactKeys) -> "Boxes":
        return cls(ContactBox(keys), RecordBox(keys))


async def _boxes(request: Request) -> Boxes:
    boxes: Boxes = request.app.state.dispute_boxes
    return boxes


Keys = Annotated[Boxes, Depends(_boxes)]

"""What only keys open: the words and contacts of ratings, and the codes of their invitations."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Annotated, Self
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.contact import ContactBox, ContactKeys, ContactUnreadable, decrypt, encrypt, split_key
from chassis.routing import Db
from svc_affairs.ratings.errors import WordsErased
from svc_affairs.spelling import grouped, spelled, typed_letters

CARRIED = "rating_seals"
_CODE_LETTERS = 12


class InvitationCodes:
    """Draws the code of an invitation from its id, so that it can be told again; only a hash of it is kept."""

    def __init__(self, key: bytes) -> None:
        self._drawing = hmac.digest(key, b"gov171|ratings|invitation_code", hashlib.sha256)
        self._hashing = hmac.digest(key, b"gov171|ratings|invitation_hash", hashlib.sha256)

    def draw(self, rating_id: UUID) -> str:
        """Sixty bits that nobody guesses, in groups that can be read out: `7K2M-Q9TX-04FD`."""
        bits = int.from_bytes(hmac.digest(self._drawing, rating_id.bytes, hashlib.sha256)[:8])
        return grouped(spelled(bits, _CODE_LETTERS))

    def digest(self, code: str) -> bytes:
        """What a rating is found by, however it is typed."""
        return hmac.digest(self._hashing, typed_letters(code).encode(), hashlib.sha256)


class WordsBox:
    """Seals words under a key of the row's own, which a root key wraps; they open for that row alone."""

    def __init__(self, keys: ContactKeys) -> None:
        self._keys = keys

    def seal(self, place: str, words: str) -> tuple[bytes, bytes]:
        """The wrapped key, and the cipher."""
        key, front = AESGCM.generate_key(256), self._keys.active.encode()
        wrapped = encrypt(self._root(self._keys.active), key, f"{place}|key".encode())
        return bytes([len(front)]) + front + wrapped, encrypt(AESGCM(key), words.encode(), f"{place}|words".encode())

    def open(self, place: str, wrapped: bytes | None, cipher: bytes) -> str:
        """Raises WordsErased; ContactUnreadable where keys or place do not fit."""
        if wrapped is None:
            raise WordsErased()
        key_id, sealed_key = split_key(wrapped)
        key = decrypt(self._root(key_id), sealed_key, f"{place}|key".encode())
        return decrypt(AESGCM(key), cipher, f"{place}|words".encode()).decode()

    def _root(self, key_id: str) -> AESGCM:
        if key_id not in self._keys.keys:
            raise ContactUnreadable(f"sealed with key {key_id!r}, which is not configured")
        return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"gov171|ratings|words").derive(self._keys.keys[key_id]))


@dataclass(frozen=True)
class RatingSeals:
    """What this process seals ratings with."""

    contacts: ContactBox
    words: WordsBox
    codes: InvitationCodes

    @classmethod
    def of(cls, keys: ContactKeys) -> Self:
        return cls(ContactBox(keys), WordsBox(keys), InvitationCodes(keys.index_key))


def seals_of(db: AsyncSession) -> RatingSeals:
    """Those that every session carries."""
    seals = db.info[CARRIED]
    assert isinstance(seals, RatingSeals)
    return seals


async def _seals(db: Db) -> RatingSeals:
    return seals_of(db)


Sealing = Annotated[RatingSeals, Depends(_seals)]

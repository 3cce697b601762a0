"""Keyed hashes of buyers' identity numbers and names: alike for one person, and telling nothing without the key."""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.contact import ContactKeys

CARRIED = "trade_buyers"


@dataclass(frozen=True)
class BuyerHashes:
    """Makes the hashes. Its repr shows nothing."""

    _key: bytes = field(repr=False)

    @classmethod
    def of(cls, keys: ContactKeys) -> "BuyerHashes":
        return cls(hmac.digest(keys.index_key, b"gov171|trade_documents|buyers", hashlib.sha256))

    def number(self, number: str) -> bytes:
        """Of an identity number, in capitals and without spaces."""
        return self._hash("number", "".join(number.split()).upper())

    def name(self, name: str) -> bytes:
        """Of a name, however wide its characters and spaces."""
        return self._hash("name", "".join(unicodedata.normalize("NFKC", name).split()))

    def _hash(self, what: str, text: str) -> bytes:
        return hmac.digest(self._key, f"{what}|{text}".encode(), hashlib.sha256)


def hashes_of(db: AsyncSession) -> BuyerHashes:
    """Those that the session brings along."""
    found = db.info[CARRIED]
    assert isinstance(found, BuyerHashes)
    return found

"""Keys of entries, and the query code of a receipt sealed under one, so that it is told again after a cut; pure."""

import hashlib
import os
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


def hash_of(key: UUID) -> bytes:
    return hashlib.sha256(key.bytes).digest()


def seal(key: UUID, centre_code: str, query_code: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, query_code.encode(), centre_code.encode())


def unseal(key: UUID, centre_code: str, sealed: bytes) -> str:
    return _cipher(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], centre_code.encode()).decode()


def _cipher(key: UUID) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"gov171|centre_syncs").derive(key.bytes))

"""Verification codes 验证码: drawn by a key from what the document says, typed by people. Pure.

Fourteen letters of Crockford's alphabet hold 70 bits of a MAC, so that nobody guesses or makes one; two more check them, so
that a slip of the finger is told from a forgery: every wrong letter and every two letters changed round are noticed.
"""

import hashlib
import hmac
from collections.abc import Sequence

from svc_affairs.spelling import LETTERS, grouped, spelled, typed_letters

_VALUES = {letter: value for value, letter in enumerate(LETTERS)}
_PAYLOAD, _CHECK = 14, 2
LENGTH = _PAYLOAD + _CHECK
# The largest prime that two letters can hold. It divides no difference that one slip makes, for it shares no factor with 32
# or 31, and powers of 32 repeat only after 68 places.
_MODULUS = 1021


def draw_code(key: bytes, facts: Sequence[str]) -> str:
    """The code of a document that says these facts: `7K2M-Q9TX-04FD-XW3R`."""
    bits = int.from_bytes(_mac(key, "code", facts)[:9]) >> 2
    payload = spelled(bits, _PAYLOAD)
    return grouped(payload + spelled(_check_of(payload), _CHECK))


def draw_seal(key: bytes, facts: Sequence[str]) -> bytes:
    """What binds facts to the key, so that a row which somebody changed is noticed."""
    return _mac(key, "seal", facts)


def read_code(typed: str) -> str | None:
    """A code as it was drawn, from how somebody typed it: small letters, O for 0, I and L for 1; None: it was mistyped."""
    letters = typed_letters(typed)
    if len(letters) != LENGTH or not _VALUES.keys() >= {*letters}:
        return None
    payload, check = letters[:_PAYLOAD], letters[_PAYLOAD:]
    return grouped(letters) if spelled(_check_of(payload), _CHECK) == check else None


def hash_code(code: str) -> bytes:
    """What is kept of a code to find its document by; 70 random bits need no slow hash."""
    return hashlib.sha256(code.encode()).digest()


def _mac(key: bytes, use: str, facts: Sequence[str]) -> bytes:
    # Each part with its length, so that no two lists of facts read alike.
    told = b"".join(len(part).to_bytes(4) + part for part in (each.encode() for each in (use, *facts)))
    return hmac.digest(key, told, hashlib.sha256)


def _check_of(payload: str) -> int:
    # Read as one number before its two check letters, which then make it a multiple of the modulus.
    value = 0
    for letter in payload:
        value = value * 32 + _VALUES[letter]
    return -value * 1024 % _MODULUS

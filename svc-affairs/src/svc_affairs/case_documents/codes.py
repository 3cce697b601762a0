"""Verification codes 验证码: drawn by a key from what the document says, typed by people. Pure.

Fourteen letters of Crockford's alphabet hold 70 bits of a MAC, so that nobody guesses or makes one; two more check them, so
that a slip of the finger is told from a forgery: every wrong letter and every two letters changed round are noticed.
"""

import hashlib
import hmac
from collections.abc import Sequence

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)} | {"O": 0, "I": 1, "L": 1}
_PAYLOAD, _CHECK, _GROUP = 14, 2, 4
LENGTH = _PAYLOAD + _CHECK
# The largest prime that two letters can hold. It divides no difference that one slip makes, for it shares no factor with 32
# or 31, and powers of 32 repeat only after 68 places.
_MODULUS = 1021


def draw_code(key: bytes, facts: Sequence[str]) -> str:
    """The code of a document that says these facts: `7K2M-Q9TX-04FD-XW3R`."""
    bits = int.from_bytes(_mac(key, "code", facts)[:9]) >> 2
    payload = _letters(bits, _PAYLOAD)
    code = payload + _letters(_check_of(payload), _CHECK)
    return "-".join(code[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def draw_seal(key: bytes, facts: Sequence[str]) -> bytes:
    """What binds facts to the key, so that a row which somebody changed is noticed."""
    return _mac(key, "seal", facts)


def read_code(typed: str) -> str | None:
    """A code as it was drawn, from how somebody typed it: small letters, O for 0, I and L for 1; None: it was mistyped."""
    values = [_VALUES.get(letter) for letter in typed.upper() if letter.isalnum()]
    letters = "".join(_LETTERS[value] for value in values if value is not None)
    if len(values) != LENGTH or len(letters) != LENGTH:
        return None
    payload, check = letters[:_PAYLOAD], letters[_PAYLOAD:]
    if _letters(_check_of(payload), _CHECK) != check:
        return None
    return "-".join(letters[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


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


def _letters(value: int, length: int) -> str:
    return "".join(_LETTERS[value >> 5 * (length - 1 - at) & 31] for at in range(length))

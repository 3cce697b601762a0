"""How keys are made and recognised: pure functions."""

import hashlib
import secrets
from hmac import compare_digest


def new_key() -> tuple[str, str]:
    """A key's public id and its secret of 256 random bits."""
    return secrets.token_urlsafe(9), secrets.token_urlsafe(32)


def hash_secret(secret: str) -> bytes:
    """SHA-256 serves here: 256 random bits cannot be guessed, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).digest()


def fits(secret: str, secret_hash: bytes) -> bool:
    return compare_digest(hash_secret(secret), secret_hash)


def split_key(presented: str) -> tuple[str, str]:
    """`id.secret` in its halves; empty ones where it is no key."""
    key_id, _, secret = presented.strip().partition(".")
    return key_id, secret

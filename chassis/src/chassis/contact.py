"""Keeps a person's name and telephone sealed: AES-256-GCM under a key of the row's own, findable by a blind index.

A row's `contact_key` is its random key, wrapped by a key derived for this table's column from a versioned root key.
Dropping it erases the contact for good; rotation wraps it anew and leaves `contact_cipher` as it is.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Self
from uuid import UUID

import phonenumbers
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from phonenumbers import shortnumberinfo
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import Kind, Problem

_HOME_REGION = "CN"
_NONCE_BYTES = 12


class PhoneNotValid(Problem, ValueError):
    """As a ValueError it is a fault at its field where an input is read, and a problem of its own elsewhere."""

    kind, title_en, title_zh = Kind.INVALID, "This is not a telephone number", "电话号码无效"


class ContactErased(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "The contact was erased when its retention ended", "联系方式已到期销毁"


class ContactUnreadable(Exception):
    """A sealed contact does not open: unknown or wrong key, or moved here from another row."""


@dataclass(frozen=True)
class Contact:
    """A person who can be reached. Its repr shows nothing."""

    name: str | None = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True)
class SealedContact:
    """A contact as it is stored; `contact_key` is None once it was erased."""

    contact_key: bytes | None = field(repr=False)
    contact_cipher: bytes = field(repr=False)
    contact_index: bytes | None = field(repr=False)

    def erased(self) -> "SealedContact":
        """The same without its key and index: nobody can open or find it any more."""
        return SealedContact(None, self.contact_cipher, None)


def normalise_phone(text: str) -> str:
    """E.164 of a number, read as a Chinese one where it names no country; a short service number as its digits."""
    try:
        number = phonenumbers.parse(text, _HOME_REGION)
    except phonenumbers.NumberParseException:
        raise PhoneNotValid() from None
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if shortnumberinfo.is_possible_short_number_for_region(number, _HOME_REGION) and len(str(number.national_number)) <= 6:
        return str(number.national_number)
    raise PhoneNotValid()


def _checked(text: str) -> str:
    normalise_phone(text)
    return text


Phone = Annotated[str, Field(max_length=40), AfterValidator(_checked)]
"""A telephone number in an input, kept as it was given."""


def mask_phone(phone: str) -> str:
    """`138****1234`: the first three and last four digits; of a short number the last two."""
    try:
        number = phonenumbers.parse(phone, _HOME_REGION)
        home = number.country_code == phonenumbers.country_code_for_region(_HOME_REGION)
        style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.E164
        phone = phonenumbers.format_number(number, style)
    except phonenumbers.NumberParseException:
        pass  # what is no number is masked by its digits all the same
    digits = "".join(each for each in phone if each.isdigit())
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 9 else f"****{digits[-2:]}"


def mask_name(name: str) -> str:
    """`王*`: the first character; one star for each further one, three at most."""
    return name[:1] + "*" * max(1, min(len(name) - 1, 3))


class ContactKeys(BaseModel):
    """The keys contacts are sealed with: `{"active": "k1", "keys": {"k1": base64}, "index_key": base64}`, 32 bytes each.

    To rotate, add a key, make it active and rewrap; old keys stay until nothing is wrapped by them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    active: str
    keys: Mapping[str, Annotated[bytes, Field(repr=False)]] = Field(repr=False)
    index_key: bytes = Field(repr=False)

    @field_validator("keys", mode="before")
    @classmethod
    def _read_keys(cls, value: object) -> dict[str, bytes]:
        if not isinstance(value, dict) or not all(1 <= len(key_id.encode()) <= 32 for key_id in value):
            raise ValueError("an object of keys by their ids of 1 to 32 bytes")
        return {key_id: _read_key(text) for key_id, text in value.items()}

    @field_validator("index_key", mode="before")
    @classmethod
    def _read_index_key(cls, value: object) -> bytes:
        return _read_key(value)

    @classmethod
    def parse(cls, text: str | SecretStr) -> Self:
        """Read the keys from a setting; raises ValueError that says what is wrong, never what stood there."""
        try:
            keys = cls.model_validate_json(text.get_secret_value() if isinstance(text, SecretStr) else text)
        except ValidationError as error:
            raise ValueError("; ".join(f"contact keys: {each['loc']}: {each['msg']}" for each in error.errors())) from None
        if keys.active not in keys.keys:
            raise ValueError("contact keys: the active key is not among the keys")
        return keys

    @classmethod
    def generate(cls) -> str:
        """New keys as the text of a setting, for development and tests."""
        return json.dumps({"active": "k1", "keys": {"k1": _new_key()}, "index_key": _new_key()})


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _read_key(text: object) -> bytes:
    key = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    if len(key) != 32:
        raise ValueError("a key is base64 of 32 bytes")
    return key


class ContactBox:
    """Seals and opens contacts. What it seals for one table and row opens for that table and row alone."""

    def __init__(self, keys: str | SecretStr | ContactKeys) -> None:
        self._keys = keys if isinstance(keys, ContactKeys) else ContactKeys.parse(keys)
        self._derived: dict[tuple[str, str], AESGCM] = {}

    def seal(self, table: str, row_id: UUID | str, contact: Contact) -> SealedContact:
        """Seal under a new key of the row's own; raises PhoneNotValid."""
        row_key = AESGCM.generate_key(256)
        text = json.dumps({"name": contact.name, "phone": contact.phone}, ensure_ascii=False)
        cipher = encrypt(AESGCM(row_key), text.encode(), _place(table, "contact_cipher", row_id))
        return SealedContact(self._wrap(table, row_id, row_key), cipher, self.blind_index(contact.phone))

    def open(self, table: str, row_id: UUID | str, sealed: SealedContact) -> Contact:
        """Raises ContactErased, or ContactUnreadable where keys or place do not fit."""
        row_key = self._unwrap(table, row_id, sealed)
        text = decrypt(AESGCM(row_key), sealed.contact_cipher, _place(table, "contact_cipher", row_id))
        return Contact(**json.loads(text))

    def rewrap(self, table: str, row_id: UUID | str, sealed: SealedContact) -> SealedContact:
        """The same contact with its row's key wrapped by the active key; the cipher stays as it is."""
        wrapped = self._wrap(table, row_id, self._unwrap(table, row_id, sealed))
        return SealedContact(wrapped, sealed.contact_cipher, sealed.contact_index)

    def is_current(self, sealed: SealedContact) -> bool:
        """Whether its row's key is wrapped by the active key, so that nothing is left to rotate."""
        return sealed.contact_key is None or split_key(sealed.contact_key)[0] == self._keys.active

    def blind_index(self, phone: str) -> bytes:
        """What a number is found by, however it is written; tells nothing without the key. Raises PhoneNotValid."""
        return hmac.digest(self._keys.index_key, normalise_phone(phone).encode(), hashlib.sha256)

    def _wrap(self, table: str, row_id: UUID | str, row_key: bytes) -> bytes:
        front = self._keys.active.encode()
        wrapped = encrypt(self._column_key(self._keys.active, table), row_key, _place(table, "contact_key", row_id))
        return bytes([len(front)]) + front + wrapped

    def _unwrap(self, table: str, row_id: UUID | str, sealed: SealedContact) -> bytes:
        if sealed.contact_key is None:
            raise ContactErased()
        key_id, wrapped = split_key(sealed.contact_key)
        return decrypt(self._column_key(key_id, table), wrapped, _place(table, "contact_key", row_id))

    def _column_key(self, key_id: str, table: str) -> AESGCM:
        """The data key of a table's contact column; derived, so nothing of it is stored."""
        if key_id not in self._keys.keys:
            raise ContactUnreadable(f"sealed with key {key_id!r}, which is not configured")
        if (key_id, table) not in self._derived:
            derive = HKDF(SHA256(), 32, salt=None, info=f"gov171|{table}|contact".encode())
            self._derived[key_id, table] = AESGCM(derive.derive(self._keys.keys[key_id]))
        return self._derived[key_id, table]


class SealedContactColumns:
    """The three columns of a sealed contact, for a declarative model: `class TicketContact(SealedContactColumns, Base)`."""

    contact_key: Mapped[bytes | None] = mapped_column()
    contact_cipher: Mapped[bytes | None] = mapped_column()
    contact_index: Mapped[bytes | None] = mapped_column()

    @property
    def sealed_contact(self) -> SealedContact | None:
        if self.contact_cipher is None:
            return None
        return SealedContact(self.contact_key, self.contact_cipher, self.contact_index)

    @sealed_contact.setter
    def sealed_contact(self, sealed: SealedContact | None) -> None:
        self.contact_key = sealed.contact_key if sealed else None
        self.contact_cipher = sealed.contact_cipher if sealed else None
        self.contact_index = sealed.contact_index if sealed else None


def _place(table: str, column: str, row_id: UUID | str) -> bytes:
    return f"{table}|{column}|{row_id}".encode()


def split_key(stored: bytes) -> tuple[str, bytes]:
    """The id of the root key, which stands in front after its length, and the wrapped key."""
    end = 1 + int.from_bytes(stored[:1])
    return stored[1:end].decode(errors="replace"), stored[end:]


def encrypt(key: AESGCM, text: bytes, place: bytes) -> bytes:
    """What opens under this key and at this place alone; a nonce stands in front."""
    return (nonce := secrets.token_bytes(_NONCE_BYTES)) + key.encrypt(nonce, text, place)


def decrypt(key: AESGCM, cipher: bytes, place: bytes) -> bytes:
    """Raises ContactUnreadable."""
    try:
        return key.decrypt(cipher[:_NONCE_BYTES], cipher[_NONCE_BYTES:], place)
    except (InvalidTag, ValueError):
        raise ContactUnreadable(f"does not open at {place.decode()}: wrong key, altered, or of another row") from None

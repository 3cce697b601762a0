"""A contact opens only with its key, at its own row, until its key is dropped."""

import json
from dataclasses import replace
from uuid import UUID

import pytest
from pydantic import SecretStr, TypeAdapter, ValidationError
from sqlalchemy.orm import Mapped, mapped_column

from chassis.contact import (
    Contact,
    ContactBox,
    ContactErased,
    ContactKeys,
    ContactUnreadable,
    Phone,
    PhoneNotValid,
    SealedContact,
    SealedContactColumns,
    mask_name,
    mask_phone,
    normalise_phone,
)
from chassis.db import Base
from chassis.errors import Problem

KEYS = ContactKeys.generate()
BOX = ContactBox(SecretStr(KEYS))
ROW = UUID("0197b5c0-0000-7000-8000-000000000001")
WANG = Contact("王明", "138 1234 5678")


def rotated(keys: str) -> str:
    """The same keys with a newer active one."""
    newer, document = json.loads(ContactKeys.generate()), json.loads(keys)
    document["keys"]["k2"], document["active"] = newer["keys"]["k1"], "k2"
    return json.dumps(document)


def test_a_sealed_contact_opens_as_it_was() -> None:
    assert BOX.open("tickets", ROW, BOX.seal("tickets", ROW, WANG)) == WANG


def test_nothing_of_the_contact_or_the_keys_is_seen_in_what_is_stored_or_printed() -> None:
    sealed = BOX.seal("tickets", ROW, WANG)

    stored = (sealed.contact_key or b"") + sealed.contact_cipher + (sealed.contact_index or b"")
    assert "王明".encode() not in stored
    assert b"1234" not in stored
    printed = f"{WANG!r} {sealed!r} {BOX!r} {ContactKeys.parse(KEYS)!r} {ContactKeys.parse(KEYS)}"
    assert "王明" not in printed
    assert "138" not in printed
    assert not any(secret[:8] in printed for secret in (*json.loads(KEYS)["keys"].values(), json.loads(KEYS)["index_key"]))


def test_sealing_twice_gives_different_ciphers_and_the_same_index() -> None:
    one, two = BOX.seal("tickets", ROW, WANG), BOX.seal("tickets", ROW, WANG)

    assert one.contact_cipher != two.contact_cipher
    assert one.contact_key != two.contact_key
    assert one.contact_index == two.contact_index


@pytest.mark.parametrize(("table", "row"), [("tickets", UUID(int=7)), ("claims", ROW)])
def test_a_contact_moved_to_another_place_does_not_open(table: str, row: UUID) -> None:
    with pytest.raises(ContactUnreadable, match=f"{table}|contact_key|{row}"):
        BOX.open(table, row, BOX.seal("tickets", ROW, WANG))


@pytest.mark.parametrize("column", ["contact_key", "contact_cipher"])
def test_an_altered_contact_does_not_open(column: str) -> None:
    sealed = BOX.seal("tickets", ROW, WANG)
    altered = bytearray(getattr(sealed, column))
    altered[-1] ^= 1

    with pytest.raises(ContactUnreadable):
        BOX.open("tickets", ROW, replace(sealed, **{column: bytes(altered)}))


@pytest.mark.parametrize("rubbish", [b"", b"\x00", b"\xff", b"\x02k1", b"\x02k1short", b"\x01\xff"])
def test_rubbish_in_place_of_a_key_is_unreadable_and_nothing_else(rubbish: bytes) -> None:
    with pytest.raises(ContactUnreadable):
        BOX.open("tickets", ROW, replace(BOX.seal("tickets", ROW, WANG), contact_key=rubbish))


def test_another_key_of_the_same_name_does_not_open_it() -> None:
    with pytest.raises(ContactUnreadable, match="wrong key"):
        ContactBox(ContactKeys.generate()).open("tickets", ROW, BOX.seal("tickets", ROW, WANG))


def test_one_rows_cipher_does_not_open_with_another_rows_key() -> None:
    one, two = BOX.seal("tickets", ROW, WANG), BOX.seal("tickets", ROW, WANG)

    with pytest.raises(ContactUnreadable):
        BOX.open("tickets", ROW, replace(one, contact_key=two.contact_key))


def test_an_erased_contact_is_gone_for_good() -> None:
    erased = BOX.seal("tickets", ROW, WANG).erased()

    assert erased.contact_index is None
    with pytest.raises(ContactErased):
        BOX.open("tickets", ROW, erased)


def test_after_a_rotation_old_contacts_open_and_rewrapping_leaves_nothing_under_the_old_key() -> None:
    sealed = BOX.seal("tickets", ROW, WANG)
    after = ContactBox(rotated(KEYS))
    assert after.open("tickets", ROW, sealed) == WANG
    assert not after.is_current(sealed)

    rewrapped = after.rewrap("tickets", ROW, sealed)

    assert after.is_current(rewrapped)
    assert rewrapped.contact_cipher == sealed.contact_cipher
    assert after.open("tickets", ROW, rewrapped) == WANG
    with pytest.raises(ContactUnreadable, match="'k2'"):
        BOX.open("tickets", ROW, rewrapped)


@pytest.mark.parametrize(
    "text",
    [
        "stub",
        "[]",
        '{"active": "k1"}',
        '{"active": "k2", "keys": {"k1": "c2VjcmV0LXZhbHVl"}, "index_key": "c2VjcmV0LXZhbHVl"}',
        '{"active": "k1", "keys": ["c2VjcmV0LXZhbHVl"], "index_key": 7}',
        KEYS.replace('"active": "k1"', '"active": "k9"'),
    ],
)
def test_wrong_keys_are_refused_without_being_shown(text: str) -> None:
    with pytest.raises(ValueError, match="contact keys") as caught:
        ContactBox(text)

    assert "c2Vjc" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("13812345678", "+8613812345678"),
        ("+86 138-1234-5678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("0998-2051234", "+869982051234"),
        ("4008123123", "+864008123123"),
        ("12345", "12345"),
        ("110", "110"),
        ("+1 202 555 0123", "+12025550123"),
    ],
)
def test_a_number_has_one_normal_form_and_one_index_however_it_is_written(text: str, normal: str) -> None:
    assert normalise_phone(text) == normal
    assert BOX.blind_index(text) == BOX.blind_index(normal)


@pytest.mark.parametrize("text", ["", "abc", "1380000000", "2051234", "+999123", "12345678901", "1" * 300, "\0"])
def test_what_is_no_number_is_a_problem_and_a_fault_of_its_field(text: str) -> None:
    with pytest.raises(Problem):
        normalise_phone(text)
    with pytest.raises(PhoneNotValid):
        BOX.seal("tickets", ROW, Contact(None, text))
    with pytest.raises(ValidationError):
        TypeAdapter(Phone).validate_python(text)


def test_the_index_of_a_number_depends_on_the_index_key() -> None:
    assert ContactBox(ContactKeys.generate()).blind_index("12345") != BOX.blind_index("12345")
    assert ContactBox(rotated(KEYS)).blind_index("12345") == BOX.blind_index("12345")


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("+86 138 1234 1234", "138****1234"),
        ("0998-2051234", "099****1234"),
        ("+12025550123", "120****0123"),
        ("12345", "****45"),
        ("no number", "****"),
    ],
)
def test_a_masked_number_shows_its_ends_only(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


def test_a_masked_name_shows_its_first_character_only() -> None:
    assert [mask_name(name) for name in ("王明", "欧阳娜娜", "李", "John Smith")] == ["王*", "欧***", "李*", "J***"]


class Letter(SealedContactColumns, Base):
    __tablename__ = "test_contact_letters"

    id: Mapped[UUID] = mapped_column(primary_key=True)


def test_a_model_carries_a_sealed_contact_in_three_columns() -> None:
    letter, sealed = Letter(id=ROW), BOX.seal("letters", ROW, WANG)
    assert letter.sealed_contact is None

    letter.sealed_contact = sealed

    assert letter.sealed_contact == sealed
    letter.contact_key = None
    assert letter.sealed_contact == SealedContact(None, sealed.contact_cipher, sealed.contact_index)

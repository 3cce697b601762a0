"""No telephone, name or address reaches a log line."""

import pytest
from pydantic import BaseModel, ValidationError

from chassis.redaction import HIDDEN, redact, redact_text


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "call 138 1234 5678 now",
        "电话13812345678。",
        "+8613812345678",
        "0998-2051234",
        "(0998)2051234",
        "tel:09982051234",
        "身份证659007199001011234",
        "65900719900101123X",
    ],
)
def test_a_telephone_or_identity_number_is_hidden_wherever_it_stands(text: str) -> None:
    hidden = redact_text(text)

    assert HIDDEN in hidden
    assert sum(character.isdigit() for character in hidden) == 0
    assert "X" not in hidden


@pytest.mark.parametrize(
    "text",
    [
        "0197b5c0-0000-7000-8000-000000000001",
        "13812345-1381-7381-8381-138123456780",
        "12345-20261124-000017",
        "2026-11-24T06:07:04.013812Z",
        "659007/84/03/g02",
        "138123456789012345678",
        "659007199013011234",
        "trace 88396ce613812345678d9d4908eb7474",
    ],
)
def test_ids_numbers_and_times_stay_readable(text: str) -> None:
    assert redact_text(text) == text


def test_fields_of_a_person_are_hidden_at_any_depth() -> None:
    line = {"Phone": 1, "ticket": {"contact": {"name": "王明"}, "title": "a", "people": [{"name": "王明"}]}, "count": 3}

    assert redact(line) == {
        "Phone": HIDDEN,
        "ticket": {"contact": HIDDEN, "title": "a", "people": [{"name": HIDDEN}]},
        "count": 3,
    }


def test_a_telephone_number_kept_as_a_number_is_hidden() -> None:
    assert redact([13812345678, 42, True, None, 1.5]) == [HIDDEN, 42, True, None, 1.5]


def test_what_a_validation_error_quotes_is_hidden() -> None:
    class Body(BaseModel):
        age: int

    with pytest.raises(ValidationError) as caught:
        Body.model_validate({"age": "王明"})

    assert "王明" in str(caught.value)
    assert "王明" not in redact_text(str(caught.value))
    assert "王明" not in redact_text(repr(caught.value))


@pytest.mark.parametrize(
    "text",
    [
        "DETAIL:  Failing row contains (1, 王明, null).",
        "DETAIL:  Key (name)=(王明) already exists.",
        "[SQL: INSERT INTO t VALUES ($1)]\n[parameters: ('王明',)]\n(Background)",
    ],
)
def test_what_a_database_error_quotes_is_hidden(text: str) -> None:
    assert "王明" not in redact_text(text)

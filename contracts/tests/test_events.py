"""Every event model: what it is called, what it says, and what it never says."""

import re
from datetime import datetime

import pytest
from pydantic import ValidationError

from contracts.event import STREAMS, Event, event_types, stream_of
from contracts.roles import Role

NEVER = {"phone", "telephone", "mobile", "address", "caller", "caller_name", "contact", "id_number", "household", "description"}


def example(model: type[Event]) -> dict[str, object]:
    """An event as its own fields' examples have it."""
    return {name: field.examples[0] for name, field in model.model_fields.items() if field.examples}


@pytest.mark.parametrize(("name", "model"), event_types().items())
def test_each_event_is_named_and_read_as_the_house_says(name: str, model: type[Event]) -> None:
    assert re.fullmatch(r"gov171\.(hotline|grid|affairs|datahub|risk)\.[a-z_]+\.[a-z_]+\.v[1-9]", name)
    assert model.__name__.endswith(f"V{name[-1]}")
    assert stream_of(name) in STREAMS
    assert model.__doc__

    event = model.model_validate(example(model) | {"a_field_of_tomorrow": 1})

    assert model.model_validate_json(event.model_dump_json()) == event
    assert not hasattr(event, "a_field_of_tomorrow")
    with pytest.raises(ValidationError):
        event.occurred_at = datetime.now()  # type: ignore[misc]
    with pytest.raises(ValidationError):
        model.model_validate(example(model) | {"occurred_at": "2025-03-14T02:05:00"})


@pytest.mark.parametrize("model", event_types().values())
def test_no_event_says_who_called_or_where_they_live(model: type[Event]) -> None:
    assert not NEVER & model.model_fields.keys()


@pytest.mark.parametrize("wrong", ["", "gov171", "gov171.nobody.x.y.v1", "other.hotline.x.y.v1"])
def test_what_is_no_event_type_has_no_stream(wrong: str) -> None:
    with pytest.raises(ValueError, match="not an event type"):
        stream_of(wrong)


def test_roles_are_named_in_both_languages() -> None:
    assert all(role.label_zh and role.label_en for role in Role)

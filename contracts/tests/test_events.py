"""Every event model: what it is called, what it says, and what it never says."""

import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

import contracts
from contracts.event import STREAMS, Event, event_types, stream_of
from contracts.roles import Role

# Words that no field's name may hold, whatever stands around them.
NEVER = {
    "phone", "telephone", "mobile", "address", "caller", "contact", "person", "citizen", "resident", "household", "family",
    "surname", "birth", "email", "wechat", "identity", "passport", "room", "description", "comment", "note", "secret", "token",
}  # fmt: skip
# What may be called by a name: places, units, facilities, departments and items; nobody.
NAMED = (
    "gov171.grid.territory.", "gov171.grid.unit.", "gov171.grid.facility.", "gov171.grid.organisation.", "gov171.affairs.",
)  # fmt: skip
SCHEMAS = Path(__file__).parent.parent / "schemas" / "events"


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
        model.model_validate(example(model) | {"occurred_at": "2025-03-14T02:05:00"})


@pytest.mark.parametrize(("name", "model"), event_types().items())
def test_each_event_reads_the_examples_of_its_committed_schema(name: str, model: type[Event]) -> None:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    examples = {field: entry["examples"] for field, entry in schema["properties"].items()}
    assert examples.keys() == model.model_fields.keys()

    for field, values in examples.items():
        for value in values:
            event = model.model_validate({key: each[0] for key, each in examples.items()} | {field: value})
            assert event.model_dump(mode="json")[field] == value


@pytest.mark.parametrize("model", event_types().values())
def test_each_event_wants_what_it_promises(model: type[Event]) -> None:
    for name, field in model.model_fields.items():
        said = {key: value for key, value in example(model).items() if key != name}
        if field.is_required():
            with pytest.raises(ValidationError):
                model.model_validate(said)
        else:
            assert getattr(model.model_validate(said), name) == field.get_default()


@pytest.mark.parametrize(("name", "model"), event_types().items())
def test_no_event_says_who_called_or_where_they_live(name: str, model: type[Event]) -> None:
    for field in model.model_fields:
        assert not NEVER & set(field.split("_")), field
        assert "name" not in field.split("_") or (field == "name" and name.startswith(NAMED)), field


def test_every_event_that_is_defined_is_registered_once_and_in_order() -> None:
    """Whoever adds a module of events must also have it loaded by the registry."""
    defined = [
        each
        for module in pkgutil.walk_packages(contracts.__path__, "contracts.")
        for each in vars(importlib.import_module(module.name)).values()
        if isinstance(each, type) and issubclass(each, Event) and each.__module__ == module.name and "type" in vars(each)
    ]

    assert list(event_types()) == sorted(model.type for model in defined)
    assert set(event_types().values()) == set(defined)
    assert all(name == model.type for name, model in event_types().items())
    assert list(event_types()) == sorted(path.stem for path in SCHEMAS.glob("*.json"))


def test_a_stream_stores_its_own_producer_s_events_and_no_other_s() -> None:
    for name in event_types():
        storing = [stream for stream, subjects in STREAMS.items() if name.startswith(subjects.removesuffix(">"))]
        assert storing == [stream_of(name)]
    assert all(subjects == f"gov171.{stream.lower()}.>" for stream, subjects in STREAMS.items())


def test_an_event_cannot_be_changed_by_who_reads_it() -> None:
    for model in event_types().values():
        event = model.model_validate(example(model))
        for field in model.model_fields:
            with pytest.raises(ValidationError, match="frozen"):
                setattr(event, field, None)


@pytest.mark.parametrize("wrong", ["", "gov171", "gov171.hotline", "gov171.nobody.x.y.v1", "other.hotline.x.y.v1", ".HOTLINE."])
def test_what_is_no_event_type_has_no_stream(wrong: str) -> None:
    with pytest.raises(ValueError, match="not an event type"):
        stream_of(wrong)


def test_roles_are_named_in_both_languages() -> None:
    for role in Role:
        assert re.search("[一-鿿]", role.label_zh), role
        assert role.label_en.isascii()
        assert role.label_en[0].isupper()
        assert Role(role.value) is role
        assert role == json.loads(json.dumps(role))
    assert len({role.label_zh for role in Role}) == len({role.label_en for role in Role}) == len(Role)

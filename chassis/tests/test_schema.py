"""Inputs are strict."""

from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import Field, ValidationError

from chassis.schema import Input, View


class Inner(Input):
    note: str = ""


class Outer(Input):
    title: str
    inner: Inner | None = None
    labels: dict[str, list[str]] = Field(default_factory=dict)
    anything: Any = None


def test_text_is_stripped() -> None:
    assert Outer(title="  路灯不亮 ").title == "路灯不亮"


@pytest.mark.parametrize(
    ("place", "body"),
    [
        (("other",), {"title": "a", "other": 1}),
        (("inner", "other"), {"title": "a", "inner": {"other": 1}}),
        (("title",), {"title": "a\0b"}),
        (("inner", "note"), {"title": "a", "inner": {"note": "\0"}}),
        (("labels",), {"title": "a", "labels": {"x": ["fine", "\0"]}}),
        (("labels",), {"title": "a", "labels": {"\0": []}}),
        (("title",), {"title": "\ud800"}),
        (("anything",), {"title": "a", "anything": ["\udfff"]}),
    ],
)
def test_what_is_unknown_or_cannot_be_stored_is_refused_at_its_place(place: tuple[str, ...], body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate(body)

    assert [error["loc"] for error in caught.value.errors()] == [place]


def test_a_view_reads_the_attributes_of_an_entity() -> None:
    @dataclass
    class Entity:
        title: str = "a"

    class Seen(View):
        title: str

    assert Seen.model_validate(Entity()).title == "a"

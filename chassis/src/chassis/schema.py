"""Bases of what comes in and goes out over HTTP: inputs are strict, views read from rows and entities."""

from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic_core import PydanticCustomError


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can keep the text: no NUL character and no half of a surrogate pair."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= each <= "\udfff" for each in text))


def _refuse_unstorable(value: Any) -> None:
    if isinstance(value, str):
        if not is_storable(value):
            raise PydanticCustomError("text_not_storable", "Text may not hold NUL or unpaired surrogate characters")
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_unstorable(key)
            _refuse_unstorable(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            _refuse_unstorable(item)


class Input(BaseModel):
    """Base of request bodies: unknown fields are refused, text is stripped and must be storable."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="after")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        _refuse_unstorable(value)  # a nested Input has checked itself
        return value


class View(BaseModel):
    """Base of replies; `View.model_validate(entity)` reads a row's or entity's attributes."""

    model_config = ConfigDict(from_attributes=True)

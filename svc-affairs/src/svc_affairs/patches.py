"""The base of what changes some fields of something."""

from typing import Any

from pydantic import field_validator

from chassis.schema import Input


class Patch(Input):
    """What is not named stays; null is no value here."""

    @field_validator("*", mode="before")
    @classmethod
    def _not_emptied(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("leave out what stays as it is; nothing here can be emptied")
        return value

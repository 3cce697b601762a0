"""Codes and names as several slices take them in."""

from typing import Annotated

from pydantic import StringConstraints

TerritoryCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,24}(/[A-Za-z0-9_-]{1,24}){0,5}$", max_length=120)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]


def lineage(code: str) -> list[str]:
    """A territory's code and those of all that it lies in, by its path, from the city down."""
    parts = code.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]

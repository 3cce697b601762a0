"""Which rows lie in a territory, and which have one of many codes."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Text, any_, cast
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute

from chassis.paths import within as within

Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def is_among(column: Column, codes: Iterable[str]) -> ColumnElement[bool]:
    """One of these, however many: they are one parameter."""
    return column == any_(cast(sorted(set(codes)), ARRAY(Text)))

"""Which rows lie in a territory, and which have one of many codes."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Text, and_, any_, cast, or_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute

Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def within(column: Column, code: str) -> ColumnElement[bool]:
    """In the territory or below it. The column sorts by bytes, where `0` follows `/`: an index serves both halves."""
    return or_(column == code, and_(column >= f"{code}/", column < f"{code}0"))


def is_among(column: Column, codes: Iterable[str]) -> ColumnElement[bool]:
    """One of these, however many: they are one parameter."""
    return column == any_(cast(sorted(set(codes)), ARRAY(Text)))

"""The declarative base of the hotline's tables, and what their statements share."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Text, any_, cast
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute

from chassis.db import new_metadata


class Base(DeclarativeBase):
    """Base of the hotline's tables."""

    metadata = new_metadata()


def is_among(column: InstrumentedAttribute[str], codes: Iterable[str]) -> ColumnElement[bool]:
    """Whether the column holds one of `codes`: one parameter however many they are, where IN may have 32,767 at most."""
    return column == any_(cast(sorted(set(codes)), ARRAY(Text)))

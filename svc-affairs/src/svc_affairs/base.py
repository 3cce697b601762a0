"""The declarative base of government affairs' tables."""

from sqlalchemy import Table
from sqlalchemy.orm import DeclarativeBase

from chassis.db import new_metadata


class Base(DeclarativeBase):
    """Base of government affairs' tables."""

    metadata = new_metadata()


def table_of(model: type[Base]) -> Table:
    """The table itself, for statements on many rows that need no unit of work."""
    table = model.__table__
    assert isinstance(table, Table)
    return table

"""The declarative base of the data hub's tables."""

from sqlalchemy.orm import DeclarativeBase

from chassis.db import new_metadata


class Base(DeclarativeBase):
    """Base of the data hub's tables."""

    metadata = new_metadata()

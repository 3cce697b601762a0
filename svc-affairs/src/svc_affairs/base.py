"""The declarative base of government affairs' tables."""

from sqlalchemy.orm import DeclarativeBase

from chassis.db import new_metadata


class Base(DeclarativeBase):
    """Base of government affairs' tables."""

    metadata = new_metadata()

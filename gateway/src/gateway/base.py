"""The declarative base of the gateway's tables."""

from sqlalchemy.orm import DeclarativeBase

from chassis.db import new_metadata


class Base(DeclarativeBase):
    """Base of the gateway's tables."""

    metadata = new_metadata()

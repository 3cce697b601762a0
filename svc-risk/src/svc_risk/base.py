"""The declarative base of risk's tables."""

from sqlalchemy.orm import DeclarativeBase

from chassis.db import new_metadata


class Base(DeclarativeBase):
    """Base of risk's tables."""

    metadata = new_metadata()

"""Which rows lie in a territory."""

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute


def within(column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], code: str) -> ColumnElement[bool]:
    """In the territory or below it. The column sorts by bytes, where `0` follows `/`: an index serves both halves."""
    return or_(column == code, and_(column >= f"{code}/", column < f"{code}0"))

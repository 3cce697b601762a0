"""Conditions over columns that hold paths such as `659007/84/03`, so that an index serves them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, func, literal_column, or_
from sqlalchemy.orm import InstrumentedAttribute

PathColumn = InstrumentedAttribute[Any]


def within(column: PathColumn, path: str, cuts: Sequence[int] = ()) -> ColumnElement[bool]:
    """At the path or below it. The column sorts by bytes, where `0` follows `/`: an index serves both halves.

    `cuts` are the depths whose beginning of the path has an index of its own, in the order of the lists (see `cut`).
    """
    parts = path.split("/")
    if len(parts) in cuts:
        return cut(column, len(parts)) == path
    inside = or_(column == path, and_(column >= f"{path}/", column < f"{path}0"))
    deepest = max(cuts, default=0)
    return inside if not 0 < deepest <= len(parts) else and_(cut(column, deepest) == "/".join(parts[:deepest]), inside)


def cut(column: PathColumn, depth: int) -> ColumnElement[str]:
    """The first `depth` words of the path, word for word as its index has it."""
    parts = [func.split_part(column, literal_column("'/'"), literal_column(str(at + 1))) for at in range(depth)]
    slash: ColumnElement[str] = literal_column("'/'", Text)
    code: ColumnElement[str] = parts[0]
    for part in parts[1:]:
        code = code.concat(slash).concat(part)
    return code

"""The column type of the transaction that changed a row last: PostgreSQL's xid8, which never wraps."""

from typing import Any

from sqlalchemy import ColumnElement, Text, cast, literal
from sqlalchemy.types import UserDefinedType


class Xid8(UserDefinedType[str]):
    """Read as text, since a driver knows nothing of it."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


def xid(number: int) -> ColumnElement[Any]:
    """A transaction to compare such a column with."""
    return cast(literal(str(number), Text), Xid8)

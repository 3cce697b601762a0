"""The cursor of a pull: how far a centre's system was told, and of which database; pure."""

import base64
from collections.abc import Mapping
from typing import Annotated, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from svc_affairs.centre_syncs.errors import CursorWrong

LONGEST = 1024
NOBODY = UUID(int=0)
Xid = Annotated[int, Field(ge=0, lt=2**63)]


class Place(NamedTuple):
    """All before it was told: by transaction, and within one by id."""

    xid: Xid
    id: UUID


START = Place(0, NOBODY)


class Witness(NamedTuple):
    """The case that was told last, and its version then: a database that was set back is known by it."""

    case_id: UUID
    version: int


class Cursor(BaseModel):
    """While `is_first`, all there is is told, whatever transaction changed it; then what changed from `since` on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    epoch: Annotated[str, Field(max_length=64)]
    centre_code: Annotated[str, Field(max_length=64)]
    is_first: bool
    since: Xid
    places: Annotated[Mapping[str, Place], Field(max_length=8)]
    witness: Witness | None = None

    def place_of(self, name: str) -> Place:
        return self.places.get(name, START)

    @property
    def furthest(self) -> int:
        """The transaction that it says to know of; while all is told, places may be of a database that this was copied from."""
        return self.since if self.is_first else max(self.since, *(place.xid for place in self.places.values()), 0)

    def text(self) -> str:
        return base64.urlsafe_b64encode(self.model_dump_json().encode()).rstrip(b"=").decode()


def read_cursor(text: str) -> Cursor:
    """Raises CursorWrong."""
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return Cursor.model_validate_json(raw)
    except (ValueError, ValidationError):
        raise CursorWrong("take `cursor` of the answer before as it is") from None

"""Where a listener stands: the last sequence it has had of each stream, as one opaque id."""

import re

from chassis.errors import Malformed
from contracts.event import STREAMS

_PART = re.compile(r"([A-Z]{3,10}):(\d{1,18})")


def write_position(position: dict[str, int]) -> str:
    """`{"GRID": 5, "HOTLINE": 12}` as `GRID:5,HOTLINE:12`."""
    return ",".join(f"{stream}:{sequence}" for stream, sequence in sorted(position.items()))


def read_position(last_event_id: str) -> dict[str, int]:
    """The position that an event's id stands for; raises Malformed."""
    position: dict[str, int] = {}
    for part in last_event_id.split(","):
        found = _PART.fullmatch(part.strip())
        if found is None or found[1] not in STREAMS:
            raise Malformed("Last-Event-ID is the id of an event of this stream")
        position[found[1]] = int(found[2])
    return position

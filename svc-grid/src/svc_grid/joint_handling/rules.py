"""Who may do what with a joint call, and what is due: pure."""

from datetime import datetime

from chassis.auth import ADMINISTRATOR, Principal

_REGIMENT_DEPTH, _COMMUNITY_DEPTH = 2, 3


def regiment_of(territory_code: str) -> str:
    """The regiment a place lies in."""
    return cut(territory_code, _REGIMENT_DEPTH)


def cut(territory_code: str, depth: int = _COMMUNITY_DEPTH) -> str:
    """The place no finer than `depth` levels below the top."""
    return "/".join(territory_code.split("/")[:depth])


def may_call(actor: Principal, territory_code: str) -> bool:
    """Whether it is of the staff of the community or regiment the place lies in; nobody of the city calls for them."""
    if ADMINISTRATOR in actor.roles and actor.territory_code is None:
        return _depth(territory_code) >= _REGIMENT_DEPTH
    own = actor.territory_code
    return own is not None and _depth(own) in (_REGIMENT_DEPTH, _COMMUNITY_DEPTH) and actor.sees(territory_code)


def may_decide(actor: Principal, territory_code: str) -> bool:
    """Whether it is of the staff of the regiment that the call came from."""
    if ADMINISTRATOR in actor.roles and actor.territory_code is None:
        return True
    return actor.territory_code == regiment_of(territory_code)


def is_of(actor: Principal, unit_code: str) -> bool:
    """Whether it is of the unit's own staff; nobody stands in for them, an administrator neither."""
    return actor.unit_code == unit_code


def is_overdue(due_at: datetime, told_at: datetime | None, now: datetime) -> bool:
    """Whether a unit that has yet to report is late, and nobody was told so far."""
    return told_at is None and now > due_at


def _depth(territory_code: str) -> int:
    return territory_code.count("/") + 1

"""Who may claim for a centre, and when a claim lets cases in; pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.auth import Principal
from contracts.roles import Role
from svc_affairs.centres.rules import acts_for
from svc_affairs.claims.terms import ClaimStatus


def may_act(actor: Principal, unit_code: str, territory_code: str | None) -> bool:
    """A centre's account for its own centre; an item editor for any that it sees."""
    if actor.has(Role.ITEM_EDITOR) and actor.sees(territory_code):
        return True
    return acts_for(actor, unit_code, territory_code)


def has_window(windows: Sequence[Mapping[str, Any]], code: str | None) -> bool:
    """Whether the centre has the window; none in particular it always has."""
    return code is None or any(each["code"] == code for each in windows)


def why_not(status: ClaimStatus, is_item_open: bool, is_centre_open: bool) -> str | None:
    """What keeps new cases out, if anything."""
    if status is not ClaimStatus.ACTIVE:
        return status.value
    if not is_item_open:
        return "item_not_open"
    return None if is_centre_open else "centre_not_open"

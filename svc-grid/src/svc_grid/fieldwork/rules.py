"""When something happened by the city's clock, and whether others have acted since; pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from svc_grid.cases.terms import Action
from svc_grid.fieldwork.policy import POLICY

# What happens to a case without anybody deciding otherwise about the work itself.
HARMLESS = frozenset(
    {
        Action.MARK_OVERDUE, Action.RELOCATE, Action.REQUEST_EXTENSION, Action.GRANT_EXTENSION, Action.REFUSE_EXTENSION,
        Action.REQUEST_SHELVING, Action.REFUSE_SHELVING,
    }
)  # fmt: skip


def skew_of(sent_at: datetime, received_at: datetime) -> timedelta:
    """How far the telephone's clock is behind ours; the way of a message is part of it and does not matter."""
    return received_at - sent_at


def corrected(at: datetime, skew: timedelta, now: datetime) -> datetime | None:
    """When it happened by our clock; none where that is too long ago or lies ahead."""
    try:
        happened = at + skew
    except OverflowError:
        return None
    if happened > now + POLICY.ahead or happened < now - POLICY.oldest:
        return None
    return min(happened, now)


def others_since(steps: Iterable[tuple[int, str, str]], version: int, subject: str) -> list[tuple[int, str, str]]:
    """Of a case's steps (version, action, actor) those after `version` by which others decided about the work."""
    return [step for step in steps if step[0] > version and step[2] != subject and step[1] not in HARMLESS]


def depth_of(body: Any) -> int:
    """How deep a document of lists and mappings nests."""
    level, depth = [body], 0
    while level:
        depth += 1
        inner = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, (dict, list))]
        level = [value for values in inner for value in values if isinstance(value, (dict, list))]
    return depth

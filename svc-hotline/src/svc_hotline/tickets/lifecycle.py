"""The life of a ticket: a pure table of (status, action) to status, and what else must hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from svc_hotline.tickets.policy import POLICY
from svc_hotline.tickets.terms import Action, Kind, Status

A, S = Action, Status


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, status: Status, action: Action, possible: list[Action]) -> None:
        super().__init__(f"{action} is not possible while {status}")
        self.status, self.action, self.possible = status, action, possible


# None: back to where it was before the return was asked for.
MOVES: Mapping[tuple[Status, Action], Status | None] = MappingProxyType(
    {
        (S.ACCEPTED, A.DISPATCH): S.DISPATCHED,
        (S.ACCEPTED, A.REJECT): S.REJECTED,
        (S.ACCEPTED, A.ANSWER): S.ANSWERED,
        (S.ACCEPTED, A.URGE): S.ACCEPTED,
        (S.ACCEPTED, A.SUPERVISE): S.ACCEPTED,
        (S.DISPATCHED, A.SIGN): S.SIGNED,
        (S.DISPATCHED, A.REQUEST_RETURN): S.RETURNED,
        (S.DISPATCHED, A.URGE): S.DISPATCHED,
        (S.DISPATCHED, A.SUPERVISE): S.DISPATCHED,
        (S.SIGNED, A.START_HANDLING): S.HANDLING,
        (S.SIGNED, A.REQUEST_RETURN): S.RETURNED,
        (S.SIGNED, A.URGE): S.SIGNED,
        (S.SIGNED, A.SUPERVISE): S.SIGNED,
        (S.HANDLING, A.REPLY): S.HANDLING,
        (S.HANDLING, A.APPROVE_REPLY): S.HANDLING,
        (S.HANDLING, A.SEND_REPLY_BACK): S.HANDLING,
        (S.HANDLING, A.RESOLVE): S.RESOLVED,
        (S.HANDLING, A.REQUEST_RETURN): S.RETURNED,
        (S.HANDLING, A.URGE): S.HANDLING,
        (S.HANDLING, A.SUPERVISE): S.HANDLING,
        (S.RETURNED, A.AGREE_RETURN): S.ACCEPTED,
        (S.RETURNED, A.REFUSE_RETURN): None,
        (S.RETURNED, A.URGE): S.RETURNED,
        (S.RETURNED, A.SUPERVISE): S.RETURNED,
        (S.REOPENED, A.DISPATCH): S.DISPATCHED,
        (S.REOPENED, A.START_HANDLING): S.HANDLING,
        (S.REOPENED, A.URGE): S.REOPENED,
        (S.REOPENED, A.SUPERVISE): S.REOPENED,
        (S.RESOLVED, A.CALL_BACK): S.RESOLVED,
        (S.RESOLVED, A.RATE): S.RESOLVED,
        (S.RESOLVED, A.REOPEN): S.REOPENED,
        (S.RESOLVED, A.SUPERVISE): S.RESOLVED,
        (S.RESOLVED, A.CLOSE): S.CLOSED,
        (S.ANSWERED, A.CALL_BACK): S.ANSWERED,
        (S.ANSWERED, A.RATE): S.ANSWERED,
        (S.ANSWERED, A.REOPEN): S.REOPENED,
        (S.ANSWERED, A.SUPERVISE): S.ANSWERED,
        (S.ANSWERED, A.CLOSE): S.CLOSED,
        (S.CLOSED, A.RATE): S.CLOSED,
        (S.CLOSED, A.REOPEN): S.REOPENED,
    }
)

# While a ticket is in one of these its deadline runs.
RUNNING = frozenset({S.ACCEPTED, S.DISPATCHED, S.SIGNED, S.HANDLING, S.RETURNED, S.REOPENED})

# Nobody asks for these: opening makes the ticket, and a reply that is approved (or a grid case that ends) resolves it.
NOT_ASKED_FOR = frozenset({A.OPEN, A.IMPORT, A.RESOLVE})


@dataclass(frozen=True)
class Situation:
    """What of a ticket decides which actions are possible."""

    status: Status
    kind: Kind
    is_reply_waiting: bool = False
    is_rated: bool = False
    is_supervised: bool = False
    reopened_times: int = 0
    returned_from: Status | None = None


def move(now: Situation, action: Action) -> Status:
    """The status after `action`; raises IllegalMove, which names what is possible instead."""
    if not is_possible(now, action):
        raise IllegalMove(now.status, action, possible(now))
    target = MOVES[now.status, action]
    return target if target is not None else now.returned_from or Status.DISPATCHED


def possible(now: Situation) -> list[Action]:
    """What may be asked for now, in the order of the terms."""
    return [action for action in Action if action not in NOT_ASKED_FOR and is_possible(now, action)]


def is_possible(now: Situation, action: Action) -> bool:
    return (now.status, action) in MOVES and _holds(now, action)


def _holds(now: Situation, action: Action) -> bool:
    """What the table alone cannot say."""
    match action:
        case Action.ANSWER:
            return now.kind is Kind.CONSULTATION
        case Action.APPROVE_REPLY | Action.SEND_REPLY_BACK:
            return now.is_reply_waiting
        case Action.REPLY | Action.REQUEST_RETURN:
            return not now.is_reply_waiting
        case Action.REOPEN:
            return now.reopened_times < POLICY.reopenings_most
        case Action.SUPERVISE:
            return not now.is_supervised
        case Action.RATE:
            return now.status is not Status.CLOSED or not now.is_rated
        case _:
            return True

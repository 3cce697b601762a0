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


# None: back to where it was before the return, or the pause, began.
_WAYS: Mapping[Status, Mapping[Action, Status | None]] = MappingProxyType(
    {
        S.ACCEPTED: {
            A.DISPATCH: S.DISPATCHED, A.REJECT: S.REJECTED, A.ANSWER: S.ANSWERED, A.HAND_OVER: S.CLOSED, A.MERGE: S.MERGED,
            A.AWAIT_CALLER: S.AWAITING_CALLER,
        },
        S.DISPATCHED: {
            A.SIGN: S.SIGNED, A.REQUEST_RETURN: S.RETURNED, A.HAND_OVER: S.CLOSED, A.MERGE: S.MERGED,
        },
        S.SIGNED: {
            A.START_HANDLING: S.HANDLING, A.REQUEST_RETURN: S.RETURNED, A.AWAIT_CALLER: S.AWAITING_CALLER,
            A.SUSPEND: S.SUSPENDED, A.HAND_OVER: S.CLOSED, A.MERGE: S.MERGED,
        },
        S.HANDLING: {
            A.APPROVE_REPLY: S.HANDLING, A.SEND_REPLY_BACK: S.HANDLING, A.REPLY: S.HANDLING, A.RESOLVE: S.RESOLVED,
            A.REQUEST_RETURN: S.RETURNED, A.AWAIT_CALLER: S.AWAITING_CALLER, A.SUSPEND: S.SUSPENDED,
            A.HAND_OVER: S.CLOSED, A.MERGE: S.MERGED,
        },
        S.RETURNED: {A.AGREE_RETURN: S.ACCEPTED, A.REFUSE_RETURN: None, A.HAND_OVER: S.CLOSED},
        S.AWAITING_CALLER: {A.SUPPLEMENT: None, A.RESUME: None, A.HAND_OVER: S.CLOSED},
        S.SUSPENDED: {A.RESUME: None, A.HAND_OVER: S.CLOSED},
        S.MERGED: {A.UNMERGE: S.ACCEPTED, A.RESOLVE: S.RESOLVED, A.REJECT: S.REJECTED, A.HAND_OVER: S.CLOSED},
        S.REOPENED: {A.DISPATCH: S.DISPATCHED, A.START_HANDLING: S.HANDLING, A.HAND_OVER: S.CLOSED},
        S.RESOLVED: {A.CALL_BACK: S.RESOLVED, A.RATE: S.RESOLVED, A.REOPEN: S.REOPENED, A.CLOSE: S.CLOSED},
        S.ANSWERED: {A.CALL_BACK: S.ANSWERED, A.RATE: S.ANSWERED, A.REOPEN: S.REOPENED, A.CLOSE: S.CLOSED},
        S.CLOSED: {A.RATE: S.CLOSED, A.REOPEN: S.REOPENED},
        S.REJECTED: {},
    }
)  # fmt: skip

# What leaves a ticket where it is, and where it may be done.
_WITH_UNIT = frozenset({S.SIGNED, S.HANDLING})
_PAUSED = frozenset({S.AWAITING_CALLER, S.SUSPENDED})
_RUNNING = frozenset({S.ACCEPTED, S.DISPATCHED, S.SIGNED, S.HANDLING, S.RETURNED, S.REOPENED, S.MERGED})
_ANSWERED = frozenset({S.RESOLVED, S.ANSWERED})
_OPEN = _RUNNING | _PAUSED | _ANSWERED
_STAYING: Mapping[Action, frozenset[Status]] = MappingProxyType(
    {
        A.URGE: _RUNNING | _PAUSED,
        A.SUPERVISE: _OPEN | {S.CLOSED},
        A.REQUEST_EXTENSION: _WITH_UNIT,
        A.GRANT_EXTENSION: _WITH_UNIT,
        A.REFUSE_EXTENSION: _WITH_UNIT,
        A.RECLASSIFY: (_RUNNING | _PAUSED) - {S.MERGED},
        A.SPLIT: frozenset({S.ACCEPTED}),
        A.ANSWER_RATING: _ANSWERED | {S.CLOSED},
        A.REMARK: _OPEN,
        A.ATTACH: _OPEN,
        A.ESCALATE: _OPEN | {S.CLOSED},
        A.WARN: _RUNNING,
        A.MARK_OVERDUE: _RUNNING,
        A.RECOMPUTE_DUE: _RUNNING,
    }
)

MOVES: Mapping[tuple[Status, Action], Status | None] = MappingProxyType(
    {(status, action): target for status, ways in _WAYS.items() for action, target in ways.items()}
    | {(status, action): status for action, places in _STAYING.items() for status in places}
)

# While a ticket is in one of these its deadline runs; in a paused one it stands still.
RUNNING, PAUSED = _RUNNING, _PAUSED

# Nobody asks for these: opening makes the ticket, an approved reply or a grid case resolves it, and time does the rest.
NOT_ASKED_FOR = frozenset({A.OPEN, A.IMPORT, A.RESOLVE, A.WARN, A.MARK_OVERDUE, A.RECOMPUTE_DUE})


@dataclass(frozen=True)
class Situation:
    """What of a ticket decides which actions are possible. `is_supervised`: now, and not in an earlier handling."""

    status: Status
    kind: Kind
    is_reply_waiting: bool = False
    is_rated: bool = False
    is_supervised: bool = False
    reopened_times: int = 0
    returned_from: Status | None = None
    paused_from: Status | None = None
    has_answer: bool = True
    is_rating_unanswered: bool = False
    is_extension_waiting: bool = False
    extended_times: int = 0
    is_late: bool = False
    is_main: bool = False


def move(now: Situation, action: Action) -> Status:
    """The status after `action`; raises IllegalMove, which names what is possible instead."""
    if not is_possible(now, action):
        raise IllegalMove(now.status, action, possible(now))
    target = MOVES[now.status, action]
    if target is not None:
        return target
    return (now.paused_from if now.status in PAUSED else now.returned_from) or Status.DISPATCHED


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
        case Action.REPLY | Action.REQUEST_RETURN | Action.AWAIT_CALLER | Action.SUSPEND:
            return not now.is_reply_waiting
        case Action.REOPEN:
            return now.reopened_times < POLICY.reopenings_most
        case Action.SUPERVISE:
            return not now.is_supervised and (now.status is not Status.CLOSED or now.is_rating_unanswered)
        case Action.REJECT:
            return not now.reopened_times  # it was accepted, and answered once
        case Action.CALL_BACK:
            return not now.is_rating_unanswered  # what is owed now is an answer, not another question
        case Action.RATE:
            return not now.is_rating_unanswered and (now.status is not Status.CLOSED or not now.is_rated)
        case Action.CLOSE:
            return now.has_answer and not now.is_rating_unanswered
        case Action.ANSWER_RATING:
            return now.is_rating_unanswered
        case Action.ESCALATE:
            return now.status is not Status.CLOSED or now.is_rating_unanswered
        case Action.GRANT_EXTENSION | Action.REFUSE_EXTENSION:
            return now.is_extension_waiting
        case Action.REQUEST_EXTENSION:
            return not (now.is_extension_waiting or now.is_late) and now.extended_times < POLICY.extensions_most
        case Action.MERGE:
            return not (now.is_main or now.is_reply_waiting or now.reopened_times)
        case Action.SPLIT:
            return not now.is_main
        case _:
            return True

"""The life of a ticket, every state with every action."""

from itertools import product

import pytest

from svc_hotline.tickets.lifecycle import MOVES, NOT_ASKED_FOR, IllegalMove, Situation, move, possible
from svc_hotline.tickets.terms import Action, Kind, Status

A, S = Action, Status

# Written out once more by hand, so that a slip in the table shows: what may be asked for in each state, at most.
_ANY_TIME = {A.URGE, A.SUPERVISE, A.REMARK, A.ATTACH, A.ESCALATE}
_CLOCKED = {A.WARN, A.MARK_OVERDUE, A.RECOMPUTE_DUE}
_EXTENDED = {A.REQUEST_EXTENSION, A.GRANT_EXTENSION, A.REFUSE_EXTENSION}
_STAYING: dict[Status, set[Action]] = {
    S.ACCEPTED: {*_ANY_TIME, *_CLOCKED, A.RECLASSIFY, A.SPLIT},
    S.DISPATCHED: {*_ANY_TIME, *_CLOCKED, A.RECLASSIFY},
    S.SIGNED: {*_ANY_TIME, *_CLOCKED, *_EXTENDED, A.RECLASSIFY},
    S.HANDLING: {*_ANY_TIME, *_CLOCKED, *_EXTENDED, A.RECLASSIFY, A.REPLY, A.APPROVE_REPLY, A.SEND_REPLY_BACK},
    S.RETURNED: {*_ANY_TIME, *_CLOCKED, A.RECLASSIFY},
    S.AWAITING_CALLER: {*_ANY_TIME, A.RECLASSIFY},
    S.SUSPENDED: {*_ANY_TIME, A.RECLASSIFY},
    S.MERGED: {*_ANY_TIME, *_CLOCKED},
    S.REOPENED: {*_ANY_TIME, *_CLOCKED, A.RECLASSIFY},
    S.RESOLVED: {*_ANY_TIME, A.CALL_BACK, A.RATE, A.ANSWER_RATING} - {A.URGE},
    S.ANSWERED: {*_ANY_TIME, A.CALL_BACK, A.RATE, A.ANSWER_RATING} - {A.URGE},
    S.CLOSED: {A.RATE, A.ANSWER_RATING, A.ESCALATE, A.SUPERVISE},
    S.REJECTED: set(),
}
_LEAVING: dict[Status, dict[Action, Status]] = {
    S.ACCEPTED: {
        A.DISPATCH: S.DISPATCHED, A.REJECT: S.REJECTED, A.ANSWER: S.ANSWERED, A.HAND_OVER: S.CLOSED, A.MERGE: S.MERGED,
        A.AWAIT_CALLER: S.AWAITING_CALLER,
    },
    S.DISPATCHED: {A.SIGN: S.SIGNED, A.REQUEST_RETURN: S.RETURNED, A.HAND_OVER: S.CLOSED, A.MERGE: S.MERGED},
    S.SIGNED: {
        A.START_HANDLING: S.HANDLING, A.REQUEST_RETURN: S.RETURNED, A.AWAIT_CALLER: S.AWAITING_CALLER, A.SUSPEND: S.SUSPENDED,
        A.HAND_OVER: S.CLOSED, A.MERGE: S.MERGED,
    },
    S.HANDLING: {
        A.RESOLVE: S.RESOLVED, A.REQUEST_RETURN: S.RETURNED, A.AWAIT_CALLER: S.AWAITING_CALLER, A.SUSPEND: S.SUSPENDED,
        A.HAND_OVER: S.CLOSED, A.MERGE: S.MERGED,
    },
    S.RETURNED: {A.AGREE_RETURN: S.ACCEPTED, A.REFUSE_RETURN: S.SIGNED, A.HAND_OVER: S.CLOSED},
    S.AWAITING_CALLER: {A.SUPPLEMENT: S.HANDLING, A.RESUME: S.HANDLING, A.HAND_OVER: S.CLOSED},
    S.SUSPENDED: {A.RESUME: S.HANDLING, A.HAND_OVER: S.CLOSED},
    S.MERGED: {A.UNMERGE: S.ACCEPTED, A.RESOLVE: S.RESOLVED, A.REJECT: S.REJECTED, A.HAND_OVER: S.CLOSED},
    S.REOPENED: {A.DISPATCH: S.DISPATCHED, A.START_HANDLING: S.HANDLING, A.HAND_OVER: S.CLOSED},
    S.RESOLVED: {A.REOPEN: S.REOPENED, A.CLOSE: S.CLOSED},
    S.ANSWERED: {A.REOPEN: S.REOPENED, A.CLOSE: S.CLOSED},
    S.CLOSED: {A.REOPEN: S.REOPENED},
    S.REJECTED: {},
}  # fmt: skip
EXPECTED: dict[Status, dict[Action, Status]] = {
    status: {**dict.fromkeys(_STAYING[status], status), **_LEAVING[status]} for status in Status
}

_WITH_A_WAITING_REPLY = {A.APPROVE_REPLY, A.SEND_REPLY_BACK}
_WITH_NO_ANSWER_OWED = {A.CLOSE, A.CALL_BACK, A.RATE}


def a_situation(status: Status, action: Action) -> Situation:
    """One in which nothing but the state can stand in the action's way."""
    return Situation(
        status, Kind.CONSULTATION, is_reply_waiting=action in _WITH_A_WAITING_REPLY, returned_from=S.SIGNED,
        paused_from=S.HANDLING, is_rating_unanswered=action not in _WITH_NO_ANSWER_OWED,
        is_extension_waiting=action in (A.GRANT_EXTENSION, A.REFUSE_EXTENSION),
    )  # fmt: skip


@pytest.mark.parametrize(("status", "action"), list(product(Status, Action)))
def test_every_state_allows_just_the_actions_of_the_table(status: Status, action: Action) -> None:
    now = a_situation(status, action)
    expected = EXPECTED[status].get(action)

    if expected is None:
        with pytest.raises(IllegalMove) as refused:
            move(now, action)
        assert (refused.value.status, refused.value.action) == (status, action)
        assert refused.value.possible == possible(now)
    else:
        assert move(now, action) is expected


def test_the_table_holds_nothing_that_is_not_expected() -> None:
    assert set(MOVES) == {(status, action) for status, actions in EXPECTED.items() for action in actions}


@pytest.mark.parametrize("status", [each for each in Status if each not in (S.REJECTED, S.CLOSED)])
def test_every_unfinished_state_has_a_way_out(status: Status) -> None:
    reachable, frontier = {status}, [status]
    while frontier:
        here = frontier.pop()
        for target in EXPECTED[here].values():
            if target not in reachable:
                reachable.add(target)
                frontier.append(target)

    assert S.CLOSED in reachable


def test_only_a_consultation_is_answered_at_once() -> None:
    for kind in Kind:
        can = A.ANSWER in possible(Situation(S.ACCEPTED, kind))
        assert can is (kind is Kind.CONSULTATION)


def test_a_reply_is_reviewed_before_another_is_given() -> None:
    waiting = Situation(S.HANDLING, Kind.HELP, is_reply_waiting=True)
    free = Situation(S.HANDLING, Kind.HELP)

    assert {A.APPROVE_REPLY, A.SEND_REPLY_BACK} <= set(possible(waiting))
    assert A.REPLY not in possible(waiting)
    assert A.REQUEST_RETURN not in possible(waiting)
    assert A.REPLY in possible(free)
    assert A.APPROVE_REPLY not in possible(free)


@pytest.mark.parametrize(("times", "can"), [(0, True), (1, True), (2, False), (3, False)])
def test_a_ticket_is_reopened_at_most_twice(times: int, can: bool) -> None:
    assert (A.REOPEN in possible(Situation(S.RESOLVED, Kind.HELP, reopened_times=times))) is can


def test_a_refused_return_goes_back_to_where_it_was() -> None:
    for before in (S.DISPATCHED, S.SIGNED, S.HANDLING):
        assert move(Situation(S.RETURNED, Kind.HELP, returned_from=before), A.REFUSE_RETURN) is before


def test_a_closed_ticket_is_rated_once() -> None:
    assert A.RATE in possible(Situation(S.CLOSED, Kind.HELP))
    assert A.RATE not in possible(Situation(S.CLOSED, Kind.HELP, is_rated=True))
    assert A.RATE in possible(Situation(S.RESOLVED, Kind.HELP, is_rated=True))


def test_a_supervised_ticket_is_not_supervised_again() -> None:
    assert A.SUPERVISE not in possible(Situation(S.HANDLING, Kind.HELP, is_supervised=True))


def test_nobody_asks_for_what_follows_by_itself() -> None:
    for status, waiting in product(Status, (False, True)):
        assert not NOT_ASKED_FOR & set(possible(Situation(status, Kind.HELP, is_reply_waiting=waiting)))


def test_nothing_closes_without_an_answer_nor_with_a_low_rating_unanswered() -> None:
    for status in (S.RESOLVED, S.ANSWERED):
        assert A.CLOSE in possible(Situation(status, Kind.HELP))
        assert A.CLOSE not in possible(Situation(status, Kind.HELP, has_answer=False))
        assert A.CLOSE not in possible(Situation(status, Kind.HELP, is_rating_unanswered=True))


def test_more_time_is_asked_for_before_the_deadline_and_three_times_at_most() -> None:
    for status in (S.SIGNED, S.HANDLING):
        assert A.REQUEST_EXTENSION in possible(Situation(status, Kind.HELP, extended_times=2))
        assert A.REQUEST_EXTENSION not in possible(Situation(status, Kind.HELP, extended_times=3))
        assert A.REQUEST_EXTENSION not in possible(Situation(status, Kind.HELP, is_late=True))
        assert A.REQUEST_EXTENSION not in possible(Situation(status, Kind.HELP, is_extension_waiting=True))


def test_a_main_ticket_is_not_merged_itself_nor_one_that_was_answered_or_is_about_to_be() -> None:
    for status in (S.ACCEPTED, S.DISPATCHED, S.SIGNED, S.HANDLING):
        assert A.MERGE in possible(Situation(status, Kind.HELP))
        assert A.MERGE not in possible(Situation(status, Kind.HELP, is_main=True))
        assert A.MERGE not in possible(Situation(status, Kind.HELP, reopened_times=1))
        assert A.MERGE not in possible(Situation(status, Kind.HELP, is_reply_waiting=True))


def test_what_was_answered_once_is_not_rejected_any_more() -> None:
    assert A.REJECT in possible(Situation(S.ACCEPTED, Kind.HELP))
    assert A.REJECT not in possible(Situation(S.ACCEPTED, Kind.HELP, reopened_times=1))


def test_a_low_rating_is_answered_before_the_caller_is_asked_again() -> None:
    for status in (S.RESOLVED, S.ANSWERED, S.CLOSED):
        can = set(possible(Situation(status, Kind.HELP, is_rating_unanswered=True)))
        assert A.ANSWER_RATING in can
        assert not can & {A.CALL_BACK, A.RATE, A.CLOSE}


def test_a_closed_ticket_is_supervised_only_while_its_low_rating_is_unanswered() -> None:
    assert A.SUPERVISE not in possible(Situation(S.CLOSED, Kind.HELP))
    assert A.SUPERVISE in possible(Situation(S.CLOSED, Kind.HELP, is_rating_unanswered=True))


def test_a_pause_ends_where_it_began() -> None:
    for before in (S.ACCEPTED, S.SIGNED, S.HANDLING):
        assert move(Situation(S.AWAITING_CALLER, Kind.HELP, paused_from=before), A.SUPPLEMENT) is before

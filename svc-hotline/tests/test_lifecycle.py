"""The life of a ticket, every state with every action."""

from itertools import product

import pytest

from svc_hotline.tickets.lifecycle import MOVES, NOT_ASKED_FOR, IllegalMove, Situation, move, possible
from svc_hotline.tickets.terms import Action, Kind, Status

A, S = Action, Status

# Written out once more by hand, so that a slip in the table shows: what may be asked for in each state, at most.
EXPECTED: dict[Status, dict[Action, Status]] = {
    S.ACCEPTED: {
        A.DISPATCH: S.DISPATCHED, A.REJECT: S.REJECTED, A.ANSWER: S.ANSWERED, A.URGE: S.ACCEPTED, A.SUPERVISE: S.ACCEPTED,
    },
    S.DISPATCHED: {A.SIGN: S.SIGNED, A.REQUEST_RETURN: S.RETURNED, A.URGE: S.DISPATCHED, A.SUPERVISE: S.DISPATCHED},
    S.SIGNED: {A.START_HANDLING: S.HANDLING, A.REQUEST_RETURN: S.RETURNED, A.URGE: S.SIGNED, A.SUPERVISE: S.SIGNED},
    S.HANDLING: {
        A.REPLY: S.HANDLING, A.APPROVE_REPLY: S.HANDLING, A.SEND_REPLY_BACK: S.HANDLING, A.RESOLVE: S.RESOLVED,
        A.REQUEST_RETURN: S.RETURNED, A.URGE: S.HANDLING, A.SUPERVISE: S.HANDLING,
    },
    S.RETURNED: {A.AGREE_RETURN: S.ACCEPTED, A.REFUSE_RETURN: S.SIGNED, A.URGE: S.RETURNED, A.SUPERVISE: S.RETURNED},
    S.REOPENED: {A.DISPATCH: S.DISPATCHED, A.START_HANDLING: S.HANDLING, A.URGE: S.REOPENED, A.SUPERVISE: S.REOPENED},
    S.RESOLVED: {A.CALL_BACK: S.RESOLVED, A.RATE: S.RESOLVED, A.REOPEN: S.REOPENED, A.SUPERVISE: S.RESOLVED, A.CLOSE: S.CLOSED},
    S.ANSWERED: {A.CALL_BACK: S.ANSWERED, A.RATE: S.ANSWERED, A.REOPEN: S.REOPENED, A.SUPERVISE: S.ANSWERED, A.CLOSE: S.CLOSED},
    S.CLOSED: {A.RATE: S.CLOSED, A.REOPEN: S.REOPENED},
    S.REJECTED: {},
}  # fmt: skip

FAVOURABLE = {A.APPROVE_REPLY: True, A.SEND_REPLY_BACK: True}


def a_situation(status: Status, action: Action) -> Situation:
    """One in which nothing but the state can stand in the action's way."""
    return Situation(status, Kind.CONSULTATION, is_reply_waiting=FAVOURABLE.get(action, False), returned_from=S.SIGNED)


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

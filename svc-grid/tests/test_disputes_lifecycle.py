"""Every (status, action) pair of a dispute."""

import pytest

from svc_grid.disputes.lifecycle import ENDED, MOVES, RUNNING, IllegalMove, move, possible
from svc_grid.disputes.terms import Action, Status

LEGAL = {
    ("applied", "accept"): "accepted",
    ("applied", "refuse"): "not_accepted",
    ("applied", "withdraw"): "withdrawn",
    ("applied", "mark_late"): "applied",
    ("accepted", "assign"): "accepted",
    ("accepted", "declare"): "accepted",
    ("accepted", "replace"): "accepted",
    ("accepted", "extend"): "accepted",
    ("accepted", "mark_late"): "accepted",
    ("accepted", "start"): "mediating",
    ("accepted", "withdraw"): "withdrawn",
    ("mediating", "assign"): "mediating",
    ("mediating", "declare"): "mediating",
    ("mediating", "replace"): "mediating",
    ("mediating", "extend"): "mediating",
    ("mediating", "plan_session"): "mediating",
    ("mediating", "record_session"): "mediating",
    ("mediating", "mark_late"): "mediating",
    ("mediating", "agree"): "agreed",
    ("mediating", "fail"): "failed",
    ("mediating", "withdraw"): "withdrawn",
    ("agreed", "make_document"): "agreed",
    ("agreed", "record_performance"): "agreed",
    ("agreed", "remind"): "agreed",
    ("agreed", "follow_up"): "followed_up",
    ("failed", "follow_up"): "followed_up",
    ("followed_up", "make_document"): "followed_up",
    ("followed_up", "close"): "closed",
    **{(status, action): status for status in ("closed", "not_accepted", "withdrawn") for action in ("unseal", "seal", "erase")},
}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("action", list(Action))
def test_each_pair_moves_as_the_field_says_or_is_refused(status: Status, action: Action) -> None:
    expected = LEGAL.get((str(status), str(action)))

    if expected is None:
        with pytest.raises(IllegalMove) as refused:
            move(status, action)
        assert refused.value.possible == possible(status)
    else:
        assert move(status, action) == expected


def test_what_has_ended_never_leaves_its_end() -> None:
    assert {str(status) for status in ENDED} == {"closed", "not_accepted", "withdrawn"}
    assert all(target == status for (status, _), target in MOVES.items() if status in ENDED)


def test_every_state_is_reached_and_a_deadline_runs_where_somebody_is_waited_for() -> None:
    assert set(MOVES.values()) == set(Status)
    assert {str(status) for status in RUNNING} == {"applied", "accepted", "mediating"}
    assert {status for status, action in MOVES if action is Action.MARK_LATE} == RUNNING

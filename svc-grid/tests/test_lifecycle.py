"""Every (status, action) pair of a case."""

import pytest

from svc_grid.cases.lifecycle import MOVES, OPEN, IllegalMove, move, possible
from svc_grid.cases.terms import Action, Status

LEGAL = {
    ("reported", "register"): "registered",
    ("reported", "dismiss"): "dismissed",
    ("registered", "assign"): "assigned",
    ("assigned", "start_handling"): "handling",
    ("assigned", "return"): "returned",
    ("handling", "finish"): "handled",
    ("handling", "return"): "returned",
    ("returned", "assign"): "assigned",
    ("handled", "pass"): "verified",
    ("handled", "send_back"): "handling",
    ("verified", "close"): "closed",
}
ENDED = {"dismissed", "voided", "closed"}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("action", list(Action))
def test_each_pair_moves_as_the_field_says_or_is_refused(status: Status, action: Action) -> None:
    expected = LEGAL.get((str(status), str(action)))
    if action is Action.VOID and str(status) not in ENDED:
        expected = "voided"

    if expected is None:
        with pytest.raises(IllegalMove) as refused:
            move(status, action)
        assert refused.value.possible == possible(status)
    else:
        assert move(status, action) == expected


def test_what_has_ended_cannot_be_moved() -> None:
    assert {str(status) for status in set(Status) - OPEN} == ENDED
    assert not [pair for pair in MOVES if str(pair[0]) in ENDED]

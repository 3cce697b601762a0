"""Every (status, action) pair of a case."""

import pytest

from svc_grid.cases.lifecycle import BY_ITSELF, MOVES, OPEN, STAGES, IllegalMove, move, possible
from svc_grid.cases.terms import Action, Status

WITH_HANDLER = ("assigned", "handling")
LEGAL = {
    ("reported", "register"): "registered",
    ("reported", "dismiss"): "dismissed",
    ("reported", "self_handle"): "handled",
    ("registered", "assign"): "assigned",
    ("returned", "assign"): "assigned",
    ("escalated", "assign"): "assigned",
    ("assigned", "start_handling"): "handling",
    ("handling", "finish"): "handled",
    ("handled", "pass"): "verified",
    ("handled", "send_back"): "handling",
    ("verified", "close"): "closed",
    ("shelved", "resume"): "assigned",
    ("escalated", "hand_down"): "registered",
    **{(status, "reclassify"): status for status in ("reported", "registered", "returned", "escalated")},
    **{(status, "return"): "returned" for status in WITH_HANDLER},
    **{(status, "shelve"): "shelved" for status in WITH_HANDLER},
    **{(status, "escalate"): "escalated" for status in ("registered", "returned", "escalated", *WITH_HANDLER)},
    **{(status, "hand_over"): status for status in (*WITH_HANDLER, "shelved", "handled")},
    **{
        (status, f"{decided}_{asked}"): status
        for status in WITH_HANDLER
        for asked, ways in {"extension": ("request", "grant", "refuse"), "shelving": ("request", "refuse")}.items()
        for decided in ways
    },
}
ENDED = {"dismissed", "voided", "closed"}
# Anything that has not ended can be voided, may become overdue, and moves with its territory.
ALWAYS = {Action.VOID: "voided", Action.MARK_OVERDUE: None, Action.RELOCATE: None}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("action", list(Action))
def test_each_pair_moves_as_the_field_says_or_is_refused(status: Status, action: Action) -> None:
    expected = LEGAL.get((str(status), str(action)))
    if action in ALWAYS and str(status) not in ENDED:
        expected = ALWAYS[action] or str(status)

    if expected is None:
        with pytest.raises(IllegalMove) as refused:
            move(status, action)
        assert refused.value.possible == possible(status)
    else:
        assert move(status, action) == expected


def test_what_somebody_may_do_leaves_out_what_happens_by_itself() -> None:
    for status in Status:
        moves = {action for each, action in MOVES if each is status}
        assert moves - set(possible(status)) == moves & BY_ITSELF


def test_a_clock_runs_in_every_state_that_somebody_has_to_act_in() -> None:
    assert {str(status) for status in OPEN - STAGES.keys()} == {"verified"}  # which only waits to be closed
    assert not STAGES.keys() - OPEN


def test_what_has_ended_cannot_be_moved() -> None:
    assert {str(status) for status in set(Status) - OPEN} == ENDED
    assert not [pair for pair in MOVES if str(pair[0]) in ENDED]

"""The pure rules of items: what is possible when."""

import pytest

from svc_affairs.items.lifecycle import IllegalMove, move, possible
from svc_affairs.items.terms import Action, ItemStatus

EXPECTED = {
    ("draft", "change"): "draft",
    ("draft", "submit"): "under_review",
    ("draft", "withdraw"): "withdrawn",
    ("under_review", "reject"): "draft",
    ("under_review", "publish"): "published",
    ("under_review", "schedule"): "scheduled",
    ("under_review", "withdraw"): "withdrawn",
    ("scheduled", "take_over"): "published",
    ("scheduled", "withdraw"): "withdrawn",
    ("published", "suspend"): "suspended",
    ("published", "withdraw"): "withdrawn",
    ("published", "replace"): "withdrawn",
    ("suspended", "resume"): "published",
    ("suspended", "withdraw"): "withdrawn",
    ("suspended", "replace"): "withdrawn",
}


@pytest.mark.parametrize("status", ItemStatus)
@pytest.mark.parametrize("action", Action)
def test_every_pair_of_state_and_action_is_decided(status: ItemStatus, action: Action) -> None:
    expected = EXPECTED.get((str(status), str(action)))

    if expected is not None:
        assert move(status, action) == expected
        return
    with pytest.raises(IllegalMove) as illegal:
        move(status, action)
    assert illegal.value.possible == possible(status)


def test_what_the_clock_does_is_not_offered() -> None:
    assert possible(ItemStatus.SCHEDULED) == [Action.WITHDRAW]
    assert possible(ItemStatus.PUBLISHED) == [Action.SUSPEND, Action.WITHDRAW]
    assert possible(ItemStatus.WITHDRAWN) == []

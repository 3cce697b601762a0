"""Every (state, action) pair of a claim, in the table and through HTTP; and that each version is announced once."""

from typing import Any

import httpx
import pytest
from claim_builders import WAYS, Claims
from hypothesis import given
from hypothesis import strategies as st

from svc_affairs.claims.lifecycle import Action, IllegalMove, move
from svc_affairs.claims.rules import why_not
from svc_affairs.claims.terms import ClaimStatus

PATHS = {"suspend": "suspensions", "resume": "resumptions", "withdraw": "withdrawals"}
LEGAL = {
    ("active", "change"): "active",
    ("active", "suspend"): "suspended",
    ("active", "withdraw"): "withdrawn",
    ("suspended", "change"): "suspended",
    ("suspended", "resume"): "active",
    ("suspended", "withdraw"): "withdrawn",
}
POSSIBLE = {"active": ["change", "suspend", "withdraw"], "suspended": ["change", "resume", "withdraw"], "withdrawn": []}


@pytest.mark.parametrize("status", list(ClaimStatus))
@pytest.mark.parametrize("action", list(Action))
def test_each_pair_moves_as_the_field_says_or_is_refused(status: ClaimStatus, action: Action) -> None:
    expected = LEGAL.get((str(status), str(action)))

    if expected is None:
        with pytest.raises(IllegalMove) as refused:
            move(status, action)
        assert refused.value.possible == POSSIBLE[status]
    else:
        assert move(status, action) == expected


@given(st.lists(st.sampled_from(list(Action)), max_size=12))
def test_what_was_given_back_stays_so_whatever_is_tried(actions: list[Action]) -> None:
    status, is_withdrawn = ClaimStatus.ACTIVE, False
    for action in actions:
        try:
            status = move(status, action)
        except IllegalMove:
            continue
        assert not is_withdrawn
        is_withdrawn = action is Action.WITHDRAW
        assert is_withdrawn is (status is ClaimStatus.WITHDRAWN)


@given(st.sampled_from(list(ClaimStatus)), st.booleans(), st.booleans())
def test_a_new_case_comes_in_only_where_all_three_are_open(status: ClaimStatus, is_item_open: bool, is_centre_open: bool) -> None:
    is_open = status is ClaimStatus.ACTIVE and is_item_open and is_centre_open

    assert (why_not(status, is_item_open, is_centre_open) is None) is is_open


async def done(claims: Claims, claim: dict[str, Any], action: str) -> httpx.Response:
    if action == "change":
        return await claims.change(claim, window_code="w1")
    return await claims.act(claim, PATHS[action])


@pytest.mark.parametrize("status", sorted(WAYS))
@pytest.mark.parametrize("action", [str(each) for each in Action])
async def test_each_pair_through_http(claims: Claims, status: str, action: str) -> None:
    claim = await claims.brought_to(status)

    answer = await done(claims, claim, action)

    if expected := LEGAL.get((status, action)):
        assert (answer.status_code, answer.json()["status"]) == (200 if action == "change" else 201, expected)
        assert answer.json()["version"] == claim["version"] + 1
    else:
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:gov171:problem:claim-action-not-possible")
        assert (answer.json()["state"], answer.json()["action"], answer.json()["possible"]) == (status, action, POSSIBLE[status])
    versions = [sequence for _, sequence in await claims.told(claim)]
    assert versions == list(range(1, (await claims.shown(claim))["version"] + 1))

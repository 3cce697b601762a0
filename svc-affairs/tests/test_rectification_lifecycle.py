"""Every (status, action) pair of a rating and of a rectification: in the tables, and through HTTP."""

import pytest
from rating_builders import DOINGS, FOLLOW_UPS, WAYS, Ratings

from svc_affairs.ratings import lifecycle as of_ratings
from svc_affairs.ratings.terms import RatingAction, RatingStatus
from svc_affairs.rectifications.lifecycle import BY_ITSELF, MOVES, UNANSWERED, IllegalMove, move, possible
from svc_affairs.rectifications.terms import RectificationAction, RectificationStatus

RATINGS = {("invited", "give"): "given", ("invited", "lapse"): "lapsed"}
LEGAL = {
    ("open", "miss_call"): "open",
    ("open", "call_back"): "called_back",
    ("open", "mark_call_overdue"): "open",
    ("called_back", "propose_unfounded"): "disputed",
    ("called_back", "put_right"): "put_right",
    ("disputed", "uphold"): "called_back",
    ("disputed", "void"): "closed",
    ("put_right", "confirm"): "closed",
    ("put_right", "reopen"): "open",
    ("put_right", "escalate"): "escalated",
    ("put_right", "lapse"): "closed",
    ("escalated", "conclude"): "closed",
    **{(status, "mark_overdue"): status for status in ("open", "called_back", "disputed", "escalated")},
}
BY_HAND = [*DOINGS, *FOLLOW_UPS]


@pytest.mark.parametrize("status", list(RatingStatus))
@pytest.mark.parametrize("action", list(RatingAction))
def test_a_rating_is_given_once_or_lapses(status: RatingStatus, action: RatingAction) -> None:
    expected = RATINGS.get((str(status), str(action)))

    if expected is None:
        with pytest.raises(of_ratings.IllegalMove):
            of_ratings.move(status, action)
    else:
        assert of_ratings.move(status, action) == expected


@pytest.mark.parametrize("status", list(RectificationStatus))
@pytest.mark.parametrize("action", list(RectificationAction))
def test_each_pair_moves_as_the_field_says_or_is_refused(status: RectificationStatus, action: RectificationAction) -> None:
    expected = LEGAL.get((str(status), str(action)))

    if expected is None:
        with pytest.raises(IllegalMove) as refused:
            move(status, action)
        assert refused.value.possible == possible(status)
    else:
        assert move(status, action) == expected


def test_nothing_ends_unanswered() -> None:
    """But what was found to be unfounded, and that has its reason."""
    ending = {(status, action) for (status, action), target in MOVES.items() if target == "closed"}

    assert {status for status, action in ending if action != "void"} == {"put_right", "escalated"}
    assert {action for status, action in ending if status in UNANSWERED} == {"void", "conclude"}


def test_every_action_by_hand_is_tried_through_http() -> None:
    assert set(BY_HAND) == {str(action) for action in RectificationAction} - {str(action) for action in BY_ITSELF}
    assert set(WAYS) == set(RectificationStatus)


def bodies_lead_to(status: str, action: str) -> str | None:
    """Where a request leads: of a low follow-up the number of reopenings decides what it is, not the caller."""
    if action == "escalate":
        return LEGAL.get((status, "reopen"))
    return LEGAL.get((status, action))


@pytest.mark.parametrize("status", sorted(WAYS))
async def test_the_api_keeps_to_the_table(ratings: Ratings, status: str) -> None:
    case, task = await ratings.brought_to(status)
    refused = [action for action in BY_HAND if bodies_lead_to(status, action) is None]
    allowed = [action for action in BY_HAND if bodies_lead_to(status, action) is not None]

    for action in refused:
        answer = await ratings.do(case, task, action)
        assert answer.status_code == 409, (status, action, answer.text)
        problem = answer.json()
        assert problem["type"] == "urn:gov171:problem:rectification-action-not-possible"
        assert (problem["state"], problem["possible"]) == (status, [*possible(RectificationStatus(status))])
    assert await ratings.task(task) == task

    for action in allowed:
        another, its = await ratings.brought_to(status)
        answer = await ratings.do(another, its, action)
        assert answer.status_code == 201, (status, action, answer.text)
        assert (await ratings.task(its))["status"] == bodies_lead_to(status, action)


@pytest.mark.parametrize("status", sorted(WAYS))
async def test_each_step_raises_the_version_and_is_announced_once(ratings: Ratings, status: str) -> None:
    _, task = await ratings.brought_to(status)

    steps = await ratings.history(task)
    told = await ratings.told(task["id"])

    assert [step["version"] for step in steps] == [*range(1, task["version"] + 1)] == [sequence for sequence, _ in told]
    assert steps[-1]["to_status"] == status
    assert told[0] == (1, "opened")
    assert [sequence for sequence, _ in await ratings.told(task["rating_id"])] == [1, 2]


async def test_a_lost_race_is_told(ratings: Ratings) -> None:
    case, task = await ratings.opened()
    await ratings.done(case, task, "call_back")

    stale = await ratings.do(case, task, "put_right", headers={"If-Match": '"1"'})
    answer = await ratings.do(case, task, "put_right", headers={"If-Match": '"2"'})

    assert (stale.status_code, answer.status_code, answer.headers["etag"]) == (412, 201, '"3"')

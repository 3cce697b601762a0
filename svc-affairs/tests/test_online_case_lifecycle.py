"""Every (status, action) pair of an online case: in the table, and through HTTP."""

import pytest
from online_case_builders import DOINGS, WAYS, OnlineCases

from svc_affairs.online_cases.lifecycle import BY_ITSELF, ENDED, MOVES, OPEN, IllegalMove, move, possible
from svc_affairs.online_cases.terms import Action, Status

LEGAL = {
    ("submitted", "precheck"): "prechecking",
    ("supplement", "supplement"): "prechecking",
    ("supplement", "lapse"): "not_accepted",
    ("special", "end_special"): "reviewing",
    ("delivered", "close"): "closed",
    **{
        (status, action): target
        for status in ("submitted", "prechecking")
        for action, target in {
            "ask_supplement": "supplement", "accept": "accepted", "accept_by_silence": "accepted", "refuse": "not_accepted",
        }.items()
    },
    **{
        (status, action): target
        for status in ("accepted", "reviewing")
        for action, target in {
            "review": "reviewing", "begin_special": "special", "extend": status, "mark_overdue": status,
            "approve": "approved", "deny": "denied",
        }.items()
    },
    **{(status, "deliver"): "delivered" for status in ("approved", "denied")},
    **{(status, "mark_undelivered"): status for status in ("approved", "denied")},
    **{
        (status, "withdraw"): "withdrawn"
        for status in ("submitted", "prechecking", "supplement", "accepted", "reviewing", "special")
    },
    **{(status, "erase"): status for status in ("not_accepted", "withdrawn", "closed")},
}  # fmt: skip


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


def test_what_has_ended_stays_so_and_all_else_has_a_way_out() -> None:
    for status in Status:
        targets = {target for (each, _), target in MOVES.items() if each is status}
        assert (targets <= {status}) == (status in ENDED)
        assert (status in OPEN) != (status in ENDED)


def test_what_somebody_may_do_leaves_out_what_happens_by_itself() -> None:
    for status in Status:
        moves = {action for each, action in MOVES if each is status}
        assert moves - set(possible(status)) == moves & BY_ITSELF


def test_every_action_by_hand_is_tried_through_http() -> None:
    assert set(DOINGS) == {str(action) for action in Action} - {str(action) for action in BY_ITSELF} - {"submit"}
    assert set(WAYS) == set(Status)


@pytest.mark.parametrize("status", sorted(WAYS))
async def test_the_api_keeps_to_the_table(online_cases: OnlineCases, status: str) -> None:
    await online_cases.published()
    case = await online_cases.brought_to(status)
    refused = [action for action in DOINGS if (status, action) not in LEGAL]
    allowed = [action for action in DOINGS if (status, action) in LEGAL]

    for action in refused:
        answer = await online_cases.do(case, action)
        assert answer.status_code == 409, (status, action, answer.text)
        problem = answer.json()
        assert problem["type"] == "urn:gov171:problem:action-not-possible"
        assert (problem["state"], problem["action"], problem["possible"]) == (status, action, [*possible(Status(status))])
    assert {name: value for name, value in case.items() if name != "query_code"} == await online_cases.shown(case)

    for action in allowed:
        another = await online_cases.brought_to(status)
        if action == "review" and status == "reviewing":
            continue  # its only step is done: the stages are tried elsewhere
        answer = await online_cases.do(another, action)
        assert answer.status_code == 201, (status, action, answer.text)
        assert (await online_cases.shown(another))["status"] == LEGAL[status, action]


@pytest.mark.parametrize("status", sorted(WAYS))
async def test_each_step_raises_the_version_and_is_announced_once(online_cases: OnlineCases, status: str) -> None:
    await online_cases.published()
    case = await online_cases.brought_to(status)

    steps = await online_cases.history(case)
    told = await online_cases.told(case)

    assert [step["version"] for step in steps] == [*range(1, case["version"] + 1)] == [sequence for sequence, _ in told]
    assert steps[-1]["to_status"] == status
    assert told[0] == (1, "submitted")


async def test_a_lost_race_is_told(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted()
    await online_cases.done(case, "precheck")

    answer = await online_cases.do(case, "accept", headers={"If-Match": '"1"'})

    assert answer.status_code == 412
    assert (await online_cases.do(case, "accept", headers={"If-Match": '"2"'})).headers["etag"] == '"3"'

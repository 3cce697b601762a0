"""Every (status, action) pair of a knowledge entry's version, pure and through the API."""

from itertools import product
from typing import Any

import pytest
from hotline_builders import Hotline
from knowledge_builders import Knowledge

from svc_hotline.knowledge.lifecycle import MOVES, IllegalMove, Situation, move, possible
from svc_hotline.knowledge.terms import Action, Status

A, S = Action, Status

EXPECTED: dict[Status, dict[Action, Status]] = {
    S.DRAFT: {A.EDIT: S.DRAFT, A.SUBMIT: S.SUBMITTED, A.WITHDRAW: S.WITHDRAWN},
    S.SUBMITTED: {A.APPROVE: S.PUBLISHED, A.SEND_BACK: S.SENT_BACK},
    S.SENT_BACK: {A.EDIT: S.SENT_BACK, A.SUBMIT: S.SUBMITTED, A.WITHDRAW: S.WITHDRAWN},
    S.PUBLISHED: {
        A.WITHDRAW: S.WITHDRAWN, A.REVISE: S.PUBLISHED, A.CONFIRM: S.PUBLISHED, A.USE: S.PUBLISHED, A.SUPERSEDE: S.SUPERSEDED,
    },
    S.WITHDRAWN: {A.REVISE: S.WITHDRAWN},
    S.SUPERSEDED: {},
}  # fmt: skip


@pytest.fixture
async def knowledge(hotline: Hotline) -> Knowledge:
    return Knowledge(hotline)


@pytest.mark.parametrize(("status", "action"), list(product(Status, Action)))
def test_every_state_allows_just_the_actions_of_the_table(status: Status, action: Action) -> None:
    now, expected = Situation(status), EXPECTED[status].get(action)

    if expected is None:
        with pytest.raises(IllegalMove) as refused:
            move(now, action)
        assert (refused.value.status, refused.value.action, refused.value.possible) == (status, action, possible(now))
    else:
        assert move(now, action) is expected


def test_the_table_holds_nothing_that_is_not_expected() -> None:
    assert dict(MOVES) == {(status, action): to for status, ways in EXPECTED.items() for action, to in ways.items()}


@pytest.mark.parametrize("status", [S.PUBLISHED, S.WITHDRAWN])
def test_only_what_the_entry_shows_is_revised_and_one_revision_at_a_time(status: Status) -> None:
    assert A.REVISE in possible(Situation(status))
    assert A.REVISE not in possible(Situation(status, is_worked_on=True))
    assert A.REVISE not in possible(Situation(status, is_face=False))


def test_nobody_asks_for_a_replacement() -> None:
    assert all(A.SUPERSEDE not in possible(Situation(status)) for status in Status)


# How each action is asked for.
ASKED: dict[Action, tuple[str, dict[str, Any]]] = {
    A.EDIT: ("", {"answer": "请携带身份证。"}),
    A.SUBMIT: ("/submissions", {}),
    A.APPROVE: ("/approvals", {}),
    A.SEND_BACK: ("/send-backs", {"reason": "请补充时限"}),
    A.WITHDRAW: ("/withdrawals", {"reason": "政策已废止"}),
    A.REVISE: ("/revisions", {}),
    A.CONFIRM: ("/confirmations", {}),
    A.USE: ("/uses", {}),
}


@pytest.mark.parametrize("status", [each for each in Status if each is not S.SUPERSEDED])
async def test_the_api_does_what_the_table_says_and_names_what_is_possible_instead(knowledge: Knowledge, status: Status) -> None:
    ticket = await knowledge.hotline.opened()
    for action, (path, body) in ASKED.items():
        entry = await knowledge.brought_to(status)
        sent = body | ({"ticket_id": ticket["id"]} if action is A.USE else {})
        method = "PATCH" if action is A.EDIT else "POST"

        answer = await knowledge.supervisor.request(method, f"/v1/knowledge-entries/{entry['id']}{path}", json=sent)

        expected = EXPECTED[status].get(action)
        if expected is None:
            assert answer.status_code == 409, (action, answer.text)
            told = answer.json()
            assert told["type"] == "urn:gov171:problem:entry-action-not-possible"
            assert (told["state"], told["action"]) == (status, action)
            assert told["possible"] == possible(Situation(status, is_worked_on=entry["working_no"] is not None))
        else:
            assert answer.status_code in (200, 201), (action, answer.text)
            assert (await knowledge.shown(entry, knowledge.supervisor, version_no=1))["status"] == expected


async def test_a_replaced_version_can_do_nothing_more(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("superseded")

    answer = await knowledge.act(entry, "withdrawals", knowledge.desk, {"reason": "政策已废止", "version_no": 1})

    assert answer.status_code == 409
    assert (answer.json()["state"], answer.json()["possible"]) == ("superseded", [])
    assert (await knowledge.shown(entry, knowledge.desk, version_no=1))["possible"] == []

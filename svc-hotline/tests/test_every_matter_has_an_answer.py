"""件件有回音: whatever is done with tickets, in whatever order, none ends without an answer to each of its callers."""

import random
from typing import Any

import pytest
from hotline_builders import IN_TEN_DAYS, Hotline

ENDED = ("closed", "rejected")
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("dispatches", {"lead_unit_code": "84"}), ("signatures", {}), ("handlings", {}),
    ("returns", {"reason_code": "not_our_remit", "basis": "属住建局"}), ("return-decisions", {"agreed": True}),
    ("return-decisions", {"agreed": False}), ("replies", {"content": "已更换灯具"}), ("reply-reviews", {"approved": True}),
    ("reply-reviews", {"approved": False}), ("answers", {"content": "请带户口簿"}),
    ("callbacks", {"outcome": "reached", "rating": "satisfied"}), ("callbacks", {"outcome": "reached", "rating": "dissatisfied"}),
    ("callbacks", {"outcome": "not_reached", "reason_code": "busy"}), ("callbacks", {"outcome": "declined"}),
    ("ratings", {"rating": "very_dissatisfied"}), ("rating-answers", {"content": "已重新整改"}), ("closures", {}),
    ("reopenings", {"reason": "又不亮了"}), ("questions", {"question": "哪一盏？"}), ("supplements", {"content": "0317"}),
    ("suspensions", {"reason": "停工", "review_at": IN_TEN_DAYS}),
    ("resumptions", {}), ("unmerges", {}),
    ("extensions", {"days": 1, "reason": "采购"}), ("extension-decisions", {"granted": True}),
    ("supervisions", {"reason": "督办"}), ("merges", {}),
    ("rejections", {"reason_code": "outside_remit"}), ("hand-overs", {"emergency_line": "119"}),
]  # fmt: skip
# What ends most lives early is drawn less often.
WEIGHTS = [1 if action in ("rejections", "hand-overs") else 12 for action, _ in STEPS]


@pytest.mark.parametrize("seed", range(6))
async def test_no_ticket_ends_without_an_answer_to_each_of_its_callers(hotline: Hotline, seed: int) -> None:
    drawn = random.Random(seed)
    tickets = [await hotline.opened(kind=drawn.choice(("complaint", "consultation"))) for _ in range(5)]
    for member in tickets[3:]:
        await hotline.acted(member, "merges", {"main_ticket_id": tickets[0]["id"]})

    done = 0
    while done < 40:
        ticket, (action, body) = drawn.choice(tickets), drawn.choices(STEPS, WEIGHTS)[0]
        if action == "merges":
            body = {"main_ticket_id": drawn.choice(tickets)["id"]}
        answer = await hotline.act(ticket, action, body, client=hotline.admin)
        assert answer.status_code in (201, 409, 422), (action, answer.text)
        if answer.status_code == 201:
            done += 1
            await _all_ended_are_answered(hotline, tickets)

    for ticket in tickets:
        await hotline.kinds_of_events(ticket)  # one event for each version, 1..n


async def _all_ended_are_answered(hotline: Hotline, tickets: list[dict[str, Any]]) -> None:
    shown = {ticket["id"]: await hotline.shown(ticket) for ticket in tickets}
    for ticket in tickets:
        now = shown[ticket["id"]]
        if now["status"] not in ENDED:
            continue
        public = await hotline.public.get(
            "/v1/ticket-lookups", params={"number": ticket["number"], "query_code": ticket["query_code"]}
        )
        told = public.json()
        assert told["answer"] or told["reject_reason_zh"] or told["handed_over_to"], now
        waiting = [
            each["number"] for each in shown.values() if each["merged_into"] == ticket["id"] and each["status"] == "merged"
        ]
        assert waiting == [], "a caller of a merged ticket was forgotten"

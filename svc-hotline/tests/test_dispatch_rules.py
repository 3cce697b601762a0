"""Dispatch rules are data: which one holds, how they are tried, go live and come back, and what a dispatch makes of them."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from dispatch_builders import LIGHTING, RULES, WHY, go_live, settle_units, suggestion, write
from hotline_builders import CITY, COMMUNITY, DISPATCH, OTHER, REGIMENT, Hotline
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from svc_hotline.dispatching.rules import Matter, Place, decide, digest_of, holds, in_order
from svc_hotline.dispatching.schemas import DispatchRule
from svc_hotline.dispatching.terms import Basis, DayType
from svc_hotline.tickets.terms import Channel, Kind, Urgency

PLACES = {CITY: Place("city", "city"), REGIMENT: Place("regiment", "84"), COMMUNITY: Place("community", None)}


def rule(code: str = "a", lead_unit_code: str | None = "dept-07", **conditions: Any) -> DispatchRule:
    return DispatchRule(code=code, name=code, lead_unit_code=lead_unit_code, **conditions)


def matter(**changes: Any) -> Matter:
    usual: dict[str, Any] = {
        "kind": Kind.COMPLAINT, "urgency": Urgency.NORMAL, "channel": Channel.PHONE, "origin_line": "12345",
        "categories": ("urban.lighting", "urban"), "territories": (COMMUNITY, REGIMENT, CITY),
        "at": datetime(2026, 1, 5, 4, tzinfo=UTC), "is_working_day": True,
    }  # fmt: skip
    return Matter(**usual | changes)


# Which rule holds.


@pytest.mark.parametrize(
    ("conditions", "does"),
    [
        ({}, True),
        ({"category_codes": ["urban"]}, True),
        ({"category_codes": ["service"]}, False),
        ({"territory_codes": [REGIMENT]}, True),
        ({"territory_codes": [OTHER]}, False),
        ({"kinds": ["complaint", "report"]}, True),
        ({"kinds": ["help"]}, False),
        ({"urgencies": ["urgent"]}, False),
        ({"channels": ["web"]}, False),
        ({"origin_lines": ["12319"]}, False),
        ({"days": "off"}, False),
        ({"days": "working"}, True),
        ({"valid_from_on": "2026-01-05", "valid_to_on": "2026-01-05"}, True),
        ({"valid_from_on": "2026-01-06"}, False),
        ({"valid_to_on": "2026-01-04"}, False),
        ({"from_time": "12:00", "to_time": "12:01"}, True),  # 04:00 UTC is noon in the city
        ({"from_time": "11:00", "to_time": "12:00"}, False),
        ({"from_time": "20:00", "to_time": "08:00"}, False),
        ({"category_codes": ["urban"], "kinds": ["help"]}, False),
    ],
)
def test_a_rule_holds_when_each_of_its_conditions_is_met(conditions: dict[str, Any], does: bool) -> None:
    assert holds(rule(**conditions), matter()) is does


def test_a_span_over_midnight_holds_on_both_of_its_sides() -> None:
    night = rule(from_time=time(20), to_time=time(8))
    assert [holds(night, matter(at=datetime(2026, 1, 5, hour, tzinfo=UTC))) for hour in (11, 12, 23, 0)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_priority_goes_first_and_then_what_is_closer_to_the_matter() -> None:
    wide, close = rule("wide", category_codes=["urban"]), rule("close", category_codes=["urban.lighting"])
    here, first = rule("here", territory_codes=[COMMUNITY]), rule("first", priority=101)
    assert [each.code for each in in_order([wide, here, close, first], matter())] == ["first", "close", "wide", "here"]


_CONDITIONS = st.fixed_dictionaries(
    {
        "category_codes": st.lists(st.sampled_from(["urban", "urban.lighting", "service"]), max_size=2),
        "territory_codes": st.lists(st.sampled_from([CITY, REGIMENT, COMMUNITY, OTHER]), max_size=2),
        "kinds": st.lists(st.sampled_from(list(Kind)), max_size=2),
        "priority": st.integers(98, 102),
        "days": st.sampled_from(list(DayType)),
    }
)
_SETS = st.lists(_CONDITIONS, max_size=8).map(lambda found: [rule(f"r{at}", **each) for at, each in enumerate(found)])


@given(_SETS, st.randoms())
def test_the_order_in_which_rules_are_written_decides_nothing(rules: list[DispatchRule], random: Any) -> None:
    shuffled = random.sample(rules, len(rules))
    assert decide(rules, matter(), None, PLACES) == decide(shuffled, matter(), None, PLACES)
    assert digest_of(rules) == digest_of(shuffled)


@given(_SETS)
def test_the_rule_that_decides_holds_and_none_that_holds_has_more_priority(rules: list[DispatchRule]) -> None:
    decision = decide(rules, matter(), None, PLACES)
    holding = [each for each in rules if holds(each, matter())]
    if decision.basis is not Basis.RULE:
        assert not holding
        return
    chosen = next(each for each in rules if each.code == decision.rule_code)
    assert chosen in holding
    assert chosen.priority == max(each.priority for each in holding)
    assert {chosen.code, *decision.further_rules} == {each.code for each in holding}


@given(_SETS, _CONDITIONS)
def test_a_rule_that_does_not_hold_changes_no_decision(rules: list[DispatchRule], conditions: dict[str, Any]) -> None:
    idle = rule("idle", lead_unit_code="85", **conditions | {"category_codes": ["service"]})
    assert decide([*rules, idle], matter(), None, PLACES) == decide(rules, matter(), None, PLACES)


def test_without_a_rule_the_usual_unit_has_it_then_the_nearest_territory_then_nobody() -> None:
    assert decide([], matter(), "dept-07", PLACES).lead_unit_code == "dept-07"
    nearest = decide([], matter(), None, PLACES)
    assert (nearest.basis, nearest.lead_unit_code) == (Basis.TERRITORY, "84")
    assert decide([], matter(territories=()), None, PLACES).basis is Basis.NONE


def test_a_rule_of_a_level_without_a_unit_leaves_it_to_the_next() -> None:
    local = rule("local", None, territory_level="community", priority=200)
    assert decide([local, rule("b")], matter(), None, PLACES).rule_code == "b"
    regimental = rule("regimental", None, territory_level="regiment", priority=200)
    assert decide([regimental, rule("b")], matter(), None, PLACES).lead_unit_code == "84"


# Draft, trial, publication, rollback.


async def test_the_draft_names_every_fault_at_once_and_keeps_what_it_was(hotline: Hotline) -> None:
    wrong = [LIGHTING, LIGHTING, LIGHTING | {"code": "b", "lead_unit_code": "nobody", "category_codes": ["nothing"]}]
    answer = await write(hotline, *wrong)
    assert answer.status_code == 422
    assert answer.json()["faults"] == ["lighting: stands twice", "b: nobody is not known", "b: nothing is not known"]
    assert (await hotline.desk.get(f"{RULES}/draft")).json()["rules"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"lead_unit_code": None},
        {"territory_level": "regiment"},
        {"lead_unit_code": None, "territory_level": "regimnt"},
        {"from_time": "08:00"},
        {"from_time": "08:00", "to_time": "08:00"},
        {"from_time": "08:00+08:00", "to_time": "09:00+08:00"},
        {"valid_from_on": "2026-02-01", "valid_to_on": "2026-01-01"},
        {"code": "Not A Code"},
        {"priority": 1001},
    ],
)
async def test_a_rule_that_makes_no_sense_is_refused(hotline: Hotline, change: dict[str, Any]) -> None:
    assert (await write(hotline, LIGHTING | change)).status_code == 422


async def test_two_who_write_the_draft_at_once_do_not_overwrite_each_other(hotline: Hotline) -> None:
    tag = (await hotline.supervisor.get(f"{RULES}/draft")).headers["ETag"]
    assert (await write(hotline, LIGHTING, headers={"If-Match": tag})).status_code == 200
    assert (await write(hotline, headers={"If-Match": tag})).status_code == 412


async def test_the_same_draft_again_is_no_change(hotline: Hotline) -> None:
    first = (await write(hotline, LIGHTING)).json()
    assert (await write(hotline, LIGHTING)).json() == first


async def test_only_a_supervisor_keeps_rules(hotline: Hotline) -> None:
    for answer in (
        await hotline.desk.put(f"{RULES}/draft", json={"rules": []}),
        await hotline.desk.post(f"{RULES}/publications", json=WHY),
        await hotline.desk.post(f"{RULES}/rollbacks", json=WHY | {"version": 1}),
        await hotline.unit.get(RULES),
    ):
        assert answer.status_code == 403
    assert (await hotline.public.get(RULES)).status_code == 401


async def test_what_was_not_tried_exactly_so_does_not_go_live(hotline: Hotline) -> None:
    await write(hotline, LIGHTING)
    await hotline.supervisor.post(f"{RULES}/trials", json={})
    await write(hotline, LIGHTING | {"priority": 200})
    answer = await hotline.supervisor.post(f"{RULES}/publications", json=WHY)
    assert (answer.status_code, answer.json()["type"].rsplit(":", 1)[-1]) == (409, "not-tried")
    assert (await hotline.desk.get(RULES)).status_code == 404


async def test_what_is_live_already_is_not_published_again(hotline: Hotline) -> None:
    await go_live(hotline, LIGHTING)
    assert (await hotline.supervisor.post(f"{RULES}/publications", json=WHY)).status_code == 409


async def test_a_trial_shows_what_would_have_gone_elsewhere_and_changes_no_ticket(hotline: Hotline) -> None:
    await settle_units(hotline)
    tickets = [await hotline.brought_to("dispatched") for _ in range(3)]
    other = await hotline.brought_to("dispatched", category_code="service")
    before = [await hotline.shown(each) for each in [*tickets, other]]
    await write(hotline, LIGHTING, LIGHTING | {"code": "idle", "kinds": ["praise"]})
    trial = (await hotline.supervisor.post(f"{RULES}/trials", json={})).json()
    report = trial["report"]
    assert (report["tickets"], report["agreed"], report["changed_from_live"]) == (4, 1, 3)
    assert report["by_basis"] == {"rule": 3, "territory": 1}
    assert report["rules"] == [
        {"rule_code": "lighting", "decided": 3, "agreed": 0},
        {"rule_code": "idle", "decided": 0, "agreed": 0},
    ]
    [deviation] = report["deviations"]
    assert (deviation["actual_unit_code"], deviation["suggested_unit_code"], deviation["tickets"]) == ("84", "dept-07", 3)
    assert set(deviation["numbers"]) == {each["number"] for each in tickets}
    assert [await hotline.shown(each) for each in [*tickets, other]] == before
    assert (await hotline.desk.get(f"{RULES}/trials/{trial['id']}")).json() == trial


async def test_a_trial_keeps_to_its_span_and_its_limit(hotline: Hotline) -> None:
    for _ in range(3):
        await hotline.brought_to("dispatched")
    for body, found in (({"limit": 2}, 2), ({"to_at": "2020-01-01T00:00:00Z"}, 0), ({"from_at": "2020-01-01T00:00:00Z"}, 3)):
        trial = (await hotline.supervisor.post(f"{RULES}/trials", json=body)).json()
        assert trial["report"]["tickets"] == found


async def test_an_earlier_set_comes_back_under_a_new_version(hotline: Hotline) -> None:
    await go_live(hotline, LIGHTING)
    await go_live(hotline, LIGHTING | {"lead_unit_code": "85"})
    ticket = await hotline.opened()
    assert (await suggestion(hotline, ticket))["lead_unit_code"] == "85"
    back = await hotline.supervisor.post(f"{RULES}/rollbacks", json={"version": 1, "reason": "误派较多"})
    assert back.status_code == 201
    assert (back.json()["version"], back.json()["restores_version"]) == (3, 1)
    found = await suggestion(hotline, ticket)
    assert (found["lead_unit_code"], found["rules_version"]) == ("dept-07", 3)
    published = (await hotline.desk.get(f"{RULES}/publications")).json()["items"]
    assert [each["version"] for each in published] == [3, 2, 1]
    assert (await hotline.desk.get(f"{RULES}/publications/2")).json()["rules"][0]["lead_unit_code"] == "85"
    assert (await hotline.supervisor.post(f"{RULES}/rollbacks", json={"version": 9, "reason": "-"})).status_code == 404


async def test_what_was_published_never_changes_whoever_writes(hotline: Hotline) -> None:
    await go_live(hotline, LIGHTING)
    async with hotline.harness.sessions() as db:
        with pytest.raises(DBAPIError, match="never change"):
            await db.execute(text("UPDATE dispatch_rule_sets SET rules = '[]'"))


# What a dispatch makes of them.


async def test_a_dispatch_without_a_unit_follows_the_rule_and_says_which(hotline: Hotline) -> None:
    await go_live(hotline, LIGHTING | {"assisting_unit_codes": ["84"]})
    ticket = await hotline.opened()
    found = await suggestion(hotline, ticket)
    assert (found["basis"], found["basis_label_zh"], found["rule_code"]) == ("rule", "派单规则", "lighting")
    done = await hotline.acted(ticket, "dispatches", {})
    assert (done["lead_unit_code"], done["assisting_unit_codes"], done["dispatch_rule_code"]) == ("dept-07", ["84"], "lighting")


async def test_another_unit_than_the_rules_wants_a_reason_which_the_history_keeps(hotline: Hotline) -> None:
    await go_live(hotline, LIGHTING)
    ticket = await hotline.opened()
    refused = await hotline.act(ticket, *DISPATCH)
    assert refused.status_code == 422
    assert (refused.json()["rule_code"], refused.json()["unit_code"]) == ("lighting", "dept-07")
    done = await hotline.acted(ticket, "dispatches", {"lead_unit_code": "84", "override_reason": "该单位已在现场"})
    assert (done["lead_unit_code"], done["dispatch_rule_code"]) == ("84", None)
    note = (await hotline.history(ticket))[-1]["note"]
    assert "该单位已在现场" in note
    assert "lighting" in note
    assert "dept-07" in note


async def test_after_a_return_another_unit_needs_no_reason(hotline: Hotline) -> None:
    await go_live(hotline, LIGHTING)
    ticket = await hotline.opened()
    await hotline.acted(ticket, "dispatches", {})
    await hotline.acted(ticket, "returns", {"reason_code": "not_our_remit", "basis": "属团场管养"})
    await hotline.acted(ticket, "return-decisions", {"agreed": True})
    assert (await hotline.acted(ticket, "dispatches", {"lead_unit_code": "84"}))["lead_unit_code"] == "84"


async def test_without_rules_the_category_or_its_parent_names_the_unit(hotline: Hotline) -> None:
    urban = {"code": "urban", "name_zh": "城市管理", "name_en": "Urban management", "default_unit_code": "dept-07"}
    (await hotline.admin.post("/v1/category-imports", json={"categories": [urban]})).raise_for_status()
    ticket = await hotline.opened()
    assert (await suggestion(hotline, ticket))["basis"] == "category"
    done = await hotline.acted(ticket, "dispatches", {})
    assert (done["lead_unit_code"], done["dispatch_rule_code"]) == ("dept-07", None)


async def test_what_nobody_owns_falls_to_its_territory(hotline: Hotline) -> None:
    await settle_units(hotline)
    ticket = await hotline.opened()
    assert (await suggestion(hotline, ticket))["basis"] == "territory"
    assert (await hotline.acted(ticket, "dispatches", {}))["lead_unit_code"] == "84"


async def test_where_nothing_names_a_unit_the_desk_must_choose_one(hotline: Hotline) -> None:
    ticket = await hotline.opened()
    assert (await suggestion(hotline, ticket))["basis"] == "none"
    answer = await hotline.act(ticket, "dispatches", {})
    assert (answer.status_code, answer.json()["type"].rsplit(":", 1)[-1]) == (422, "no-unit-found")


async def test_a_suggestion_is_for_the_desk_and_of_tickets_that_exist(hotline: Hotline) -> None:
    ticket = await hotline.opened()
    assert (await hotline.unit.get(f"/v1/tickets/{ticket['id']}/dispatch-suggestion")).status_code == 403
    unknown = "/v1/tickets/019b76da-a800-7000-8000-00000000000a/dispatch-suggestion"
    assert (await hotline.desk.get(unknown)).status_code == 404

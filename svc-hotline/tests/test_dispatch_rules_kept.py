"""Who keeps dispatch rules and what they keep to: the whole city's, tried on tickets, of bounded size, each step on record."""

from datetime import datetime
from typing import Any

import pytest
from category_builders import Categories, entry, problem
from dispatch_builders import LIGHTING, RULES, WHY, go_live, suggestion, write
from hotline_builders import OTHER, REGIMENT, Hotline
from sqlalchemy import select, text

from chassis import audit
from svc_hotline.categories import service as categories
from svc_hotline.directory import service as directory
from svc_hotline.dispatching import repository

MANY = [f"none.{number}" for number in range(200)]


# For the whole city.


async def test_who_is_bound_to_a_territory_keeps_nothing_of_the_citys(hotline: Hotline) -> None:
    bound = hotline.harness.as_("supervisor", territory_code=REGIMENT)
    await go_live(hotline, LIGHTING)
    kept = "/v1/categories/urban.lighting"

    refused = [
        await bound.put(f"{RULES}/draft", json={"rules": []}),
        await bound.post(f"{RULES}/trials", json={}),
        await bound.post(f"{RULES}/publications", json=WHY),
        await bound.post(f"{RULES}/rollbacks", json=WHY | {"version": 1}),
        await bound.post("/v1/categories", json=entry("other")),
        await bound.post("/v1/category-imports", json={"categories": [entry("other")]}),
        await bound.patch(kept, json={"name_zh": "灯"}),
        await bound.post(f"{kept}/retirements", json={}),
        await bound.post(f"{kept}/reinstatements", json={}),
    ]

    assert [problem(each) for each in refused] == [(403, "forbidden")] * 9
    assert {each.json()["territory_code"] for each in refused} == {REGIMENT}
    assert [(await bound.get(path)).status_code for path in (RULES, f"{RULES}/draft", kept)] == [200] * 3


@pytest.mark.parametrize("role", ["supervisor", "desk", "analyst", "administrator"])
async def test_a_trial_shows_no_tickets_to_who_may_not_see_them(hotline: Hotline, role: str) -> None:
    ticket = await hotline.opened(territory_code=OTHER)
    await hotline.acted(ticket, "dispatches", {"lead_unit_code": "85"})
    await write(hotline, LIGHTING | {"category_codes": []})
    trial = (await hotline.supervisor.post(f"{RULES}/trials", json={})).json()

    answer = await hotline.harness.as_(role, territory_code=REGIMENT).get(f"{RULES}/trials/{trial['id']}")

    assert ticket["number"] in str(trial)
    assert answer.status_code == 403
    assert ticket["number"] not in answer.text


# Tried means: on tickets.


async def test_a_trial_on_nothing_opens_no_gate_where_there_are_tickets(hotline: Hotline) -> None:
    await hotline.brought_to("dispatched")
    await write(hotline, LIGHTING)
    trial = await hotline.supervisor.post(f"{RULES}/trials", json={"to_at": "2000-01-01T00:00:00Z"})
    refused = await hotline.supervisor.post(f"{RULES}/publications", json=WHY)
    tried = await hotline.supervisor.post(f"{RULES}/trials", json={})
    await hotline.supervisor.post(f"{RULES}/trials", json={"to_at": "2000-01-01T00:00:00Z"})
    published = await hotline.supervisor.post(f"{RULES}/publications", json=WHY)

    assert trial.json()["report"]["tickets"] == 0
    assert problem(refused) == (409, "not-tried")
    assert (published.status_code, published.json()["trial_id"]) == (201, tried.json()["id"])


async def test_where_no_ticket_can_be_tried_a_trial_on_nothing_is_enough(hotline: Hotline) -> None:
    await hotline.opened()
    given_back = await hotline.brought_to("returned")
    await hotline.acted(given_back, "return-decisions", {"agreed": True})

    assert (await go_live(hotline, LIGHTING))["version"] == 1


# Of a size that a statement can take.


async def test_a_draft_that_names_more_than_anybody_reads_is_refused(hotline: Hotline) -> None:
    rules = [LIGHTING | {"code": f"r{at}", "category_codes": [f"{at}.{each}" for each in MANY]} for at in range(170)]

    answer = await write(hotline, *rules)

    assert answer.status_code == 422
    assert "10000" in answer.text


async def test_every_code_of_the_largest_draft_is_looked_up(hotline: Hotline) -> None:
    rules = [LIGHTING | {"code": f"r{at}", "category_codes": [f"{at}.{each}" for each in MANY]} for at in range(50)]

    answer = await write(hotline, *rules)

    assert problem(answer) == (422, "rules-wrong")
    assert len(answer.json()["faults"]) == 10_000


async def test_more_codes_are_looked_up_than_a_statement_takes_parameters(hotline: Hotline) -> None:
    many = {f"none.{number}" for number in range(40_000)}
    async with hotline.harness.sessions() as db:
        assert await repository.unknown_among(db, many | {"84"}, many | {"urban"}, many | {REGIMENT}) == many
        assert await categories.known_codes(db, many | {"urban"}) == {"urban"}
        assert set(await categories.standings(db, many | {"urban"})) == {"urban"}
        assert await directory.kinds_of_units(db, many | {"84"}) == {"84": "regiment"}


# Together with the categories.


async def test_a_category_that_live_rules_name_is_not_retired(hotline: Hotline) -> None:
    kept = Categories(hotline)
    await go_live(hotline, LIGHTING, LIGHTING | {"code": "night"}, LIGHTING | {"code": "wide", "category_codes": ["urban"]})

    refused = await kept.retires("urban.lighting", "urban")
    moved = await kept.patches("urban.lighting", parent_code="service")
    await go_live(hotline, LIGHTING | {"category_codes": ["urban"]})
    retired = await kept.retires("urban.lighting", "urban")

    assert problem(refused) == (409, "category-named-by-rules")
    assert refused.json()["rules"] == ["lighting", "night"]
    assert (moved.status_code, retired.status_code) == (200, 201)


async def test_a_rule_for_retired_categories_alone_does_not_go_live(hotline: Hotline) -> None:
    await go_live(hotline, LIGHTING)
    await go_live(hotline, LIGHTING | {"category_codes": ["urban"]})
    await write(hotline, LIGHTING | {"priority": 200})
    await hotline.supervisor.post(f"{RULES}/trials", json={})
    assert (await Categories(hotline).retires("urban.lighting", "urban")).status_code == 201

    published = await hotline.supervisor.post(f"{RULES}/publications", json=WHY)
    back = await hotline.supervisor.post(f"{RULES}/rollbacks", json=WHY | {"version": 1})
    both = await write(hotline, LIGHTING | {"category_codes": ["urban", "urban.lighting"]})

    assert [problem(each) for each in (published, back)] == [(422, "rules-wrong")] * 2
    assert published.json()["faults"] == ["lighting: each of its categories is retired"]
    assert both.status_code == 200  # the tickets that have the retired one keep it, and a rule may be for them too


async def test_a_category_that_a_live_rule_names_beside_its_successor_is_reinstated(hotline: Hotline) -> None:
    kept = Categories(hotline)
    await kept.retires("urban.lighting", "urban")
    await go_live(hotline, LIGHTING | {"category_codes": ["urban", "urban.lighting"]})

    assert (await kept.reinstates("urban.lighting")).status_code == 201


# What was given back.


async def gives_back(hotline: Hotline, ticket: dict[str, Any], client: Any = None, agreed: bool = True) -> None:
    body = {"reason_code": "not_our_remit", "basis": "不属本单位职责"}
    assert (await hotline.act(ticket, "returns", body, client or hotline.desk)).status_code == 201
    await hotline.acted(ticket, "return-decisions", {"agreed": agreed})


async def test_a_ticket_is_not_suggested_to_a_unit_that_gave_it_back(hotline: Hotline) -> None:
    await go_live(hotline, LIGHTING, {"code": "next", "name": "其次", "lead_unit_code": "85", "priority": 1})
    ticket = await hotline.opened()
    before = await suggestion(hotline, ticket)
    await hotline.acted(ticket, "dispatches", {})
    # The desk acts in the unit's place, so the history does not tell the unit.
    await gives_back(hotline, ticket)

    found = await suggestion(hotline, ticket)
    again = await hotline.acted(ticket, "dispatches", {})

    assert (before["lead_unit_code"], before["left_out_units"], before["further_rules"]) == ("dept-07", [], ["next"])
    assert (found["lead_unit_code"], found["rule_code"], found["left_out_units"]) == ("85", "next", ["dept-07"])
    assert (again["lead_unit_code"], again["dispatch_rule_code"]) == ("85", "next")


async def test_where_all_gave_it_back_the_desk_chooses_and_may_choose_one_of_them(hotline: Hotline) -> None:
    await go_live(hotline, LIGHTING | {"lead_unit_code": "84"})
    ticket = await hotline.opened()
    await hotline.acted(ticket, "dispatches", {})
    await gives_back(hotline, ticket, hotline.unit)

    found = await suggestion(hotline, ticket)
    unsaid = await hotline.act(ticket, "dispatches", {})
    named = await hotline.act(ticket, "dispatches", {"lead_unit_code": "84"})

    assert (found["basis"], found["lead_unit_code"], found["left_out_units"]) == ("none", None, ["84"])
    assert problem(unsaid) == (422, "no-unit-found")
    assert (named.status_code, named.json()["lead_unit_code"]) == (201, "84")


async def test_a_return_that_was_refused_leaves_nobody_out(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("dispatched")
    await gives_back(hotline, ticket, agreed=False)

    assert (await suggestion(hotline, ticket))["left_out_units"] == []


async def test_a_trial_leaves_out_whom_the_dispatch_left_out(hotline: Hotline) -> None:
    rules = [LIGHTING, {"code": "next", "name": "其次", "lead_unit_code": "85", "priority": 1}]
    await go_live(hotline, *rules)
    ticket = await hotline.opened()
    await hotline.acted(ticket, "dispatches", {})
    await gives_back(hotline, ticket)
    await hotline.acted(ticket, "dispatches", {})

    report = (await hotline.supervisor.post(f"{RULES}/trials", json={})).json()["report"]

    assert (report["tickets"], report["agreed"]) == (1, 1)


# On record.


async def on_record(hotline: Hotline, *targets: str) -> list[tuple[str, str, dict[str, Any]]]:
    chosen = select(audit.audit_log).where(audit.audit_log.c.target.in_(targets)).order_by(audit.audit_log.c.seq)
    async with hotline.harness.sessions() as db:
        assert await audit.verify_chain(db)
        rows = (await db.execute(chosen)).mappings().all()
    assert {(row["actor"], type(row["at"])) for row in rows} == {("supervisor", datetime)}
    return [(row["action"], row["target"], row["details"]) for row in rows]


async def test_publications_and_rollbacks_are_on_record(hotline: Hotline) -> None:
    first = await go_live(hotline, LIGHTING)
    second = await go_live(hotline, LIGHTING | {"lead_unit_code": "85"})
    assert (await hotline.supervisor.post(f"{RULES}/rollbacks", json=WHY | {"version": 1})).status_code == 201
    assert (await hotline.supervisor.post(f"{RULES}/rollbacks", json=WHY | {"version": 1})).status_code == 409

    assert await on_record(hotline, "dispatch-rules") == [
        ("dispatch-rules-published", "dispatch-rules", {"version": 1, "trial_id": first["trial_id"]}),
        ("dispatch-rules-published", "dispatch-rules", {"version": 2, "trial_id": second["trial_id"]}),
        ("dispatch-rules-rolled-back", "dispatch-rules", {"version": 3, "restores_version": 1}),
    ]


async def test_each_change_of_a_category_is_on_record_and_nothing_that_changed_nothing(hotline: Hotline) -> None:
    kept = Categories(hotline)
    await kept.adds("a")
    await kept.adds("b")
    for _ in range(2):
        await kept.patches("a", name_zh="甲")
        await kept.brings_in(entry("b", name_zh="乙"), entry("c"))
    await kept.retires("a", "b")
    await kept.reinstates("a")
    await kept.retires("nowhere")
    async with hotline.harness.sessions() as db:
        imports = text("SELECT details FROM audit_log WHERE action = 'categories-imported' ORDER BY seq DESC")
        last = (await db.execute(imports)).scalars().first()

    assert await on_record(hotline, "a") == [
        ("category-added", "a", {"version": 1}),
        ("category-changed", "a", {"version": 2}),
        ("category-retired", "a", {"version": 3, "successor_code": "b"}),
        ("category-reinstated", "a", {"version": 4}),
    ]
    assert last == {"versions": {"b": 2, "c": 1}}

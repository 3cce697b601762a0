"""What categories mean to tickets: limits in hours, what is retired and what comes instead."""

from datetime import datetime
from typing import Any

import pytest
from category_builders import Categories, entry, problem
from hotline_builders import OPEN, REGIMENT, Hotline
from sqlalchemy import update
from timed_builders import DAY, HOUR, MONDAY, Timed

from contracts.worktime import Limit, LimitUnit
from svc_hotline.categories.service import Standing, standing, standings
from svc_hotline.directory.models import TerritoryCopy
from svc_hotline.tickets import rules
from svc_hotline.tickets.terms import Urgency


@pytest.fixture
def kept(hotline: Hotline) -> Categories:
    return Categories(hotline)


@pytest.fixture
def timed(hotline: Hotline) -> Timed:
    return Timed(hotline)


def due_of(ticket: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(ticket["due_at"])


async def test_a_limit_in_hours_runs_round_the_clock(kept: Categories, timed: Timed) -> None:
    await kept.adds("gas", limit_hours=30)
    await kept.adds("gas.leak", "gas")

    friday_evening = MONDAY + 4 * DAY + 9 * HOUR
    ticket = await timed.opens(friday_evening, category_code="gas.leak")

    assert due_of(ticket) == friday_evening + 30 * HOUR


async def test_a_limit_in_working_hours_counts_office_time_alone(kept: Categories, timed: Timed) -> None:
    await kept.adds("water", limit_working_hours=5)

    ticket = await timed.opens(MONDAY, category_code="water")  # at ten; offices are open 10-14 and 16-20

    assert due_of(ticket) == MONDAY + 7 * HOUR
    assert due_of(ticket) == await timed.due(MONDAY, 5, LimitUnit.WORKING_HOURS)


async def test_reclassified_it_is_due_by_the_other_categorys_hours_from_when_it_was_accepted(
    kept: Categories, timed: Timed
) -> None:
    await kept.adds("gas", limit_hours=30)
    await kept.adds("water", limit_working_hours=5)
    opened = await timed.opens()
    by_its_first = due_of(opened)
    await timed.is_handled()

    async def due_after(when: datetime, category_code: str) -> datetime:
        return due_of(await timed.does(when, "reclassifications", {"category_code": category_code, "note": "分类有误"}))

    assert by_its_first == await timed.due(MONDAY, 3)
    assert await due_after(MONDAY + 2 * HOUR, "gas") == MONDAY + 30 * HOUR
    assert await due_after(MONDAY + 3 * HOUR, "water") == MONDAY + 7 * HOUR
    assert await due_after(MONDAY + 4 * HOUR, "urban.lighting") == by_its_first
    assert await due_after(MONDAY + 5 * HOUR, "service") == await timed.due(MONDAY, 5)


async def test_reclassified_while_it_runs_its_pause_is_kept_in_hours_too(kept: Categories, timed: Timed) -> None:
    await kept.adds("gas", limit_hours=30)
    await timed.opens()
    await timed.is_handled()
    await timed.does(MONDAY + 2 * HOUR, "questions", {"question": "哪一栋楼"})
    await timed.does(MONDAY + 6 * HOUR, "supplements", {"content": "三栋"})

    ticket = await timed.does(MONDAY + 7 * HOUR, "reclassifications", {"category_code": "gas", "note": "燃气"})

    assert due_of(ticket) == MONDAY + 34 * HOUR


async def test_a_changed_limit_is_for_new_tickets_and_leaves_running_ones_alone(kept: Categories, timed: Timed) -> None:
    before = await timed.opens()
    await kept.patches("urban", limit_hours=10)  # what stands below keeps its own three days
    await kept.patches("urban.lighting", limit_working_days=None)

    after = await Timed(timed.hotline).opens()

    assert due_of(after) == MONDAY + 10 * HOUR
    assert due_of(await timed.hotline.shown(before)) == await timed.due(MONDAY, 3)


async def test_a_retired_category_cannot_be_chosen_and_what_is_to_be_is_named(kept: Categories, hotline: Hotline) -> None:
    await kept.brings_in(entry("new"), entry("newer"))
    old, other = await hotline.opened(), await hotline.opened(category_code="service")
    await kept.retires("urban.lighting", "new")
    await kept.retires("new", "newer")

    opened = await hotline.desk.post("/v1/tickets", json=OPEN)
    moved = await hotline.act(other, "reclassifications", {"category_code": "urban.lighting", "note": "路灯"})

    for answer in (opened, moved):
        assert problem(answer) == (422, "category-unknown")
        assert answer.json()["successor_code"] == "newer"
    assert (await hotline.shown(old))["category_code"] == "urban.lighting"
    assert (await hotline.opened(category_code="newer"))["category_code"] == "newer"


async def test_a_retired_category_without_a_successor_is_just_unknown(kept: Categories, hotline: Hotline) -> None:
    await kept.retires("service")

    retired = await hotline.desk.post("/v1/tickets", json=OPEN | {"category_code": "service"})
    unknown = await hotline.desk.post("/v1/tickets", json=OPEN | {"category_code": "nowhere"})

    assert problem(retired) == problem(unknown) == (422, "category-unknown")
    assert "successor_code" not in retired.json()


async def test_a_ticket_keeps_the_category_that_was_retired_and_goes_its_way(kept: Categories, hotline: Hotline) -> None:
    ticket = await hotline.opened()
    await kept.retires("urban.lighting")

    changed = await hotline.acted(ticket, "reclassifications", {"kind": "help", "note": "求助"})
    named = await hotline.acted(
        changed, "reclassifications", {"category_code": "urban.lighting", "kind": "report", "note": "举报"}
    )

    assert (named["category_code"], named["kind"]) == ("urban.lighting", "report")
    done = await hotline.acted(named, "dispatches", {"lead_unit_code": "84"})
    assert done["status"] == "dispatched"


async def test_what_still_has_living_children_is_not_retired(kept: Categories) -> None:
    refused = await kept.retires("urban")
    await kept.retires("urban.lighting")

    assert problem(refused) == (409, "category-has-children")
    assert refused.json()["children"] == ["urban.lighting"]
    assert (await kept.retires("urban")).json()["is_retired"] is True
    assert set(await kept.listed()) == {"service"}
    assert set(await kept.listed(with_retired=True)) == {"urban", "urban.lighting", "service"}


async def test_nothing_in_use_stands_below_what_is_retired(kept: Categories) -> None:
    await kept.retires("urban.lighting")
    await kept.retires("urban")

    assert problem(await kept.reinstates("urban.lighting")) == (409, "category-is-retired")
    assert problem(await kept.patches("service", parent_code="urban")) == (422, "category-tree-wrong")
    assert problem(await kept.brings_in(entry("urban.new", "urban"))) == (422, "category-tree-wrong")
    await kept.reinstates("urban")
    assert (await kept.reinstates("urban.lighting")).json()["is_retired"] is False


async def test_a_category_is_retired_once_and_reinstated_once_and_can_then_be_chosen(kept: Categories, hotline: Hotline) -> None:
    assert problem(await kept.reinstates("service")) == (409, "category-not-retired")
    await kept.retires("service", "urban")
    assert problem(await kept.retires("service")) == (409, "category-is-retired")

    back = (await kept.reinstates("service")).json()

    assert (back["is_retired"], back["retired_at"], back["successor_code"]) == (False, None, None)
    assert (await hotline.opened(category_code="service"))["category_code"] == "service"


async def test_a_successor_is_another_category_in_use(kept: Categories) -> None:
    await kept.adds("old")
    await kept.retires("old")

    for code in ("nowhere", "old", "service"):
        assert problem(await kept.retires("service", code)) == (422, "successor-not-usable")
    assert (await kept.shown("service"))["is_retired"] is False


async def test_an_import_does_not_bring_back_what_was_retired(kept: Categories) -> None:
    await kept.adds("a")
    await kept.retires("a", "service")

    again = await kept.brings_in(entry("a"))

    assert again.json()["unchanged"] == 1
    assert ((await kept.shown("a"))["is_retired"], (await kept.shown("a"))["successor_code"]) == (True, "service")


async def test_opening_asks_for_all_it_must_know_in_one_statement(kept: Categories, hotline: Hotline) -> None:
    await kept.brings_in(entry("a", limit_hours=5), entry("b", "a"), entry("c", "b"), entry("d", "c"))
    await hotline.opened(category_code="service")  # what is read once is read

    async with hotline.harness.counting_statements() as shallow:
        await hotline.opened(category_code="service")
    async with hotline.harness.counting_statements() as deep:
        await hotline.opened(category_code="d")

    assert len(deep) == len(shallow)


async def test_the_work_on_a_ticket_goes_by_what_holds_for_its_category(kept: Categories, hotline: Hotline) -> None:
    await kept.brings_in(entry("a", default_unit_code="84", sign_limit_working_hours=2), entry("b", "a"))
    await kept.retires("b")

    async with hotline.harness.sessions() as db:
        assert await standing(db, "b") == Standing(("a", "b"), "84", Limit(2, LimitUnit.WORKING_HOURS))
        assert await standing(db, "service") == Standing(("service",))
        assert await standing(db, "unclassified") == Standing()
        assert set(await standings(db, ["b", "nowhere"])) == {"b"}
        assert set(await standings(db)) == {"a", "b", "service", "urban", "urban.lighting"}


async def test_a_category_says_how_soon_its_unit_signs(kept: Categories, timed: Timed) -> None:
    await kept.patches("urban", sign_limit_working_hours=2)

    await timed.opens()
    dispatched = await timed.does(MONDAY, "dispatches", {"lead_unit_code": "84"})
    urgent = Timed(timed.hotline)
    await urgent.opens(urgency="urgent")
    at_once = await urgent.does(MONDAY + 9 * HOUR, "dispatches", {"lead_unit_code": "84"})

    assert datetime.fromisoformat(dispatched["sign_due_at"]) == MONDAY + 2 * HOUR
    assert datetime.fromisoformat(at_once["sign_due_at"]) == MONDAY + 11 * HOUR


async def test_a_usual_unit_that_does_not_exist_leaves_it_to_the_territory(kept: Categories, hotline: Hotline) -> None:
    async with hotline.harness.sessions() as db, db.begin():
        await db.execute(update(TerritoryCopy).where(TerritoryCopy.code == REGIMENT).values(unit_code="84"))
    await kept.patches("urban", default_unit_code="nobody")

    done = await hotline.acted(await hotline.opened(), "dispatches", {})

    assert done["lead_unit_code"] == "84"


def test_a_categorys_signing_limit_goes_before_the_usual_one_but_what_is_urgent_does_not_wait_for_offices() -> None:
    hours = Limit(6, LimitUnit.WORKING_HOURS)

    assert rules.sign_limit(Urgency.NORMAL, hours) == hours
    assert rules.sign_limit(Urgency.URGENT, hours) == rules.sign_limit(Urgency.URGENT)

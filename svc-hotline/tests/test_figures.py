"""What the figures say, through HTTP: whole, told apart, within a territory, hot topics and bulletins."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hotline_builders import CITY, COMMUNITY, HANDLING, OTHER, REGIMENT, RESOLVED, Hotline
from sqlalchemy import text

from svc_hotline.figures.folding import fold_once

YEAR = {"from": "2025-01-01", "to": "2026-01-01"}
MARCH = datetime(2025, 3, 10, 2, tzinfo=UTC)


async def lived(hotline: Hotline, at: datetime, steps: list[tuple[str, dict[str, Any]]] | None = None, **changes: Any) -> str:
    """A ticket accepted at `at`, whose steps are a minute apart; its id."""
    ticket = await hotline.opened(hotline.harness.as_("administrator", replay_at=at), **changes)
    for minutes, (action, body) in enumerate(steps or [], 1):
        actor = hotline.harness.as_("administrator", replay_at=at + timedelta(minutes=minutes))
        answer = await hotline.act(ticket, action, body, actor)
        assert answer.status_code == 201, answer.text
    return str(ticket["id"])


async def figures(hotline: Hotline, client: Any = None, **asked: str) -> dict[str, Any]:
    answer = await (client or hotline.admin).get("/v1/hotline/figures", params=YEAR | asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def rows(hotline: Hotline, by: str, client: Any = None, **asked: str) -> dict[str | None, dict[str, Any]]:
    answer = await (client or hotline.admin).get("/v1/hotline/figures/breakdown", params=YEAR | {"by": by} | asked)
    assert answer.status_code == 200, answer.text
    return {row["key"]: row for row in answer.json()["items"]}


async def folded(hotline: Hotline) -> None:
    async with hotline.harness.sessions() as db, db.begin():
        await fold_once(db)


async def test_nothing_is_counted_of_nothing_and_no_rate_is_made_of_it(hotline: Hotline) -> None:
    found = await figures(hotline)

    assert found["accepted"] == found["open"] == 0
    assert {name for name, value in found.items() if name.endswith("_pct") and value is not None} == set()


async def test_a_closed_ticket_counts_the_same_before_and_after_it_is_folded(hotline: Hotline) -> None:
    await lived(hotline, MARCH, [*RESOLVED, ("callbacks", {"outcome": "reached", "rating": "neutral"})], origin_line="12319")
    await lived(hotline, MARCH, HANDLING)
    before = await figures(hotline)
    await folded(hotline)
    after = await figures(hotline)

    assert before | {"as_of": ""} == after | {"as_of": ""}
    said = {name: after[name] for name in ("accepted", "closed", "satisfied", "signed", "called_back", "merged_lines")}
    assert said == {"accepted": 2, "closed": 1, "satisfied": 1, "signed": 2, "called_back": 1, "merged_lines": ["12319"]}
    assert (after["close_rate_pct"], after["on_time_rate_pct"], after["resolution_rate_pct"]) == (50.0, 100.0, 100.0)
    assert (after["mean_hours_to_dispatch"], after["mean_hours_to_resolution"]) == (0.0, 0.1)


async def test_an_answer_that_the_caller_finds_wanting_settles_nothing(hotline: Hotline) -> None:
    steps = [*RESOLVED, ("callbacks", {"outcome": "reached", "rating": "dissatisfied"})]
    await lived(hotline, MARCH, steps)
    found = await figures(hotline)

    assert (found["reopened"], found["rated_dissatisfied"], found["satisfaction_pct"]) == (1, 1, 0.0)
    assert (found["closed"], found["resolved"], found["reopen_rate_pct"]) == (0, 0, 100.0)


async def test_consultations_answered_at_once_are_resolved_at_first_contact(hotline: Hotline) -> None:
    await lived(hotline, MARCH, [("answers", {"content": "请带户口簿"})], kind="consultation")
    await lived(hotline, MARCH, RESOLVED)
    found = await figures(hotline)

    assert (found["first_contact"], found["first_contact_rate_pct"]) == (1, 50.0)


async def test_what_is_rejected_stands_apart(hotline: Hotline) -> None:
    await lived(hotline, MARCH, [("rejections", {"reason_code": "outside_remit"})])
    found = await figures(hotline)

    assert (found["accepted"], found["rejected"], found["open"]) == (0, 1, 0)


async def test_figures_are_told_apart_by_each_property(hotline: Hotline) -> None:
    await lived(hotline, MARCH, HANDLING)
    await lived(hotline, MARCH + timedelta(days=40), channel="web", kind="help", category_code="service")
    await folded(hotline)
    expected = {
        "day": ["2025-03-10", "2025-04-19"],
        "month": ["2025-03", "2025-04"],
        "unit": [None, "84"],
        "category": ["service", "urban.lighting"],
        "channel": ["phone", "web"],
        "origin_line": ["12345"],
        "kind": ["complaint", "help"],
        "territory": [COMMUNITY],
    }
    for by, keys in expected.items():
        assert sorted(await rows(hotline, by), key=str) == sorted(keys, key=str), by
    units = await rows(hotline, "unit")
    assert (units[None]["name_zh"], units["84"]["signed"], units["84"]["accepted"]) == ("未派单", 1, 1)
    assert (await rows(hotline, "kind"))["help"]["name_zh"] == "求助"
    assert (await rows(hotline, "category", unit_code="84")).keys() == {"urban.lighting"}
    assert (await rows(hotline, "day", category_code="service", unit_code="84")) == {}


async def test_a_day_is_the_city_s_day(hotline: Hotline) -> None:
    await lived(hotline, datetime(2025, 3, 31, 15, 59, tzinfo=UTC))
    await lived(hotline, datetime(2025, 3, 31, 16, 0, tzinfo=UTC))

    assert (await rows(hotline, "day")).keys() == {"2025-03-31", "2025-04-01"}
    assert (await rows(hotline, "day", to="2025-04-01")).keys() == {"2025-03-31"}


@pytest.mark.parametrize("is_folded", [False, True])
async def test_a_span_within_months_counts_its_days_alone(hotline: Hotline, is_folded: bool) -> None:
    for day in ((1, 15), (1, 16), (2, 28), (3, 1), (3, 9), (3, 10)):
        await lived(hotline, datetime(2025, *day, 4, tzinfo=UTC))
    if is_folded:
        await folded(hotline)

    span = {"from": "2025-01-16", "to": "2025-03-10"}
    assert (await figures(hotline, **span))["accepted"] == 4
    assert {key: row["accepted"] for key, row in (await rows(hotline, "month", **span)).items()} == {
        "2025-01": 1, "2025-02": 1, "2025-03": 2,
    }  # fmt: skip
    asked = span | {"territory_code": REGIMENT, "category_code": "urban.lighting"}
    assert (await rows(hotline, "kind", **asked))["complaint"]["accepted"] == 4


@pytest.mark.parametrize("is_folded", [False, True])
async def test_territories_are_summed_up_and_everybody_sees_their_own(hotline: Hotline, is_folded: bool) -> None:
    await lived(hotline, MARCH)
    await lived(hotline, MARCH, territory_code=OTHER)
    if is_folded:
        await folded(hotline)

    assert (await rows(hotline, "territory", level="city")).keys() == {CITY}
    regiments = await rows(hotline, "territory", level="regiment")
    assert {key: row["accepted"] for key, row in regiments.items()} == {REGIMENT: 1, OTHER: 1}
    bounded = hotline.harness.as_("analyst", territory_code=REGIMENT)
    assert (await figures(hotline, bounded))["accepted"] == 1
    assert (await rows(hotline, "territory", bounded)).keys() == {COMMUNITY}
    assert (await figures(hotline, bounded, territory_code=COMMUNITY))["accepted"] == 1
    asked = YEAR | {"territory_code": OTHER}
    for path in ("/v1/hotline/figures", "/v1/hotline/hot-topics", "/v1/hotline/bulletins/2025-03"):
        assert (await bounded.get(path, params=asked)).status_code == 404, path


async def test_a_ticket_that_moves_takes_all_it_counts_for_along(hotline: Hotline) -> None:
    move = ("reclassifications", {"category_code": "service", "territory_code": OTHER, "kind": "help"})
    await lived(hotline, MARCH, [*HANDLING, move])
    await folded(hotline)

    assert (await rows(hotline, "category")).keys() == {"service"}
    assert (await rows(hotline, "territory")).keys() == {OTHER}
    assert (await rows(hotline, "kind"))["help"]["signed"] == 1


async def test_a_span_that_ends_before_it_begins_and_roles_that_may_not_are_refused(hotline: Hotline) -> None:
    backwards = {"from": "2025-02-01", "to": "2025-02-01"}
    assert (await hotline.admin.get("/v1/hotline/figures", params=backwards)).status_code == 422
    assert (await hotline.admin.get("/v1/hotline/figures/breakdown", params=YEAR | {"by": "caller"})).status_code == 422
    assert (await hotline.unit.get("/v1/hotline/figures", params=YEAR)).status_code == 403
    assert (await hotline.public.get("/v1/hotline/hot-topics")).status_code == 401
    assert (await hotline.admin.get("/v1/hotline/bulletins/2025-13")).status_code == 422


async def test_what_rose_against_the_usual_is_hot_and_says_why(hotline: Hotline) -> None:
    on = date(2025, 3, 31)
    await given_cells(hotline, [("urban.lighting", COMMUNITY, on - timedelta(days=day), 2) for day in range(7)])
    await given_cells(hotline, [("urban.lighting", COMMUNITY, on - timedelta(days=7 * week), 3) for week in range(1, 9)])
    await given_cells(hotline, [("service", COMMUNITY, on - timedelta(days=7 * week), 14) for week in range(9)])
    answer = (await hotline.admin.get("/v1/hotline/hot-topics", params={"on": str(on)})).json()

    (topic,) = answer["items"]
    assert (topic["category_zh"], topic["territory_code"], topic["count"], topic["usual"]) == ("路灯照明", COMMUNITY, 14, 3.0)
    assert "14 件" in topic["reason_zh"]
    assert "4.7 times the usual" in topic["reason_en"]
    regiments = (await hotline.admin.get("/v1/hotline/hot-topics", params={"on": str(on), "level": "regiment"})).json()
    assert [each["territory_code"] for each in regiments["items"]] == [REGIMENT]
    earlier = (await hotline.admin.get("/v1/hotline/hot-topics", params={"on": "2025-03-20"})).json()
    assert earlier["items"] == []


async def test_hot_topics_are_added_up_once_a_minute_for_the_whole_city_and_each_part_reads_its_own(hotline: Hotline) -> None:
    on = date(2025, 3, 31)
    for place in (COMMUNITY, OTHER):
        await given_cells(hotline, [("service", place, on, 9)])
    asked = {"on": str(on), "level": "regiment"}

    async with hotline.harness.counting_statements() as statements:
        whole, again = [(await hotline.admin.get("/v1/hotline/hot-topics", params=asked)).json() for _ in range(2)]
        parts = [
            (await hotline.admin.get("/v1/hotline/hot-topics", params=asked | {"territory_code": place})).json()["items"]
            for place in (REGIMENT, OTHER, CITY)
        ]
    within = (await hotline.admin.get("/v1/hotline/hot-topics", params=asked | {"territory_code": COMMUNITY})).json()["items"]

    assert whole["items"] == again["items"] == parts[2]
    assert [[each["territory_code"] for each in found] for found in parts] == [[REGIMENT], [OTHER], [REGIMENT, OTHER]]
    assert [each["count"] for each in within] == [9]
    assert sum("figure_cells" in each for each in statements) == 1


async def test_who_asks_again_finds_hot_topics_added_up_anew_and_waits_for_nothing(hotline: Hotline) -> None:
    on, asked = date(2025, 3, 31), {"on": "2025-03-31"}
    await given_cells(hotline, [("service", COMMUNITY, on, 9)])
    before = (await hotline.admin.get("/v1/hotline/hot-topics", params=asked)).json()["items"]
    await given_cells(hotline, [("service", COMMUNITY, on, 3)])

    async with hotline.harness.app.state.chassis.database.unit_of_work() as db:
        renewed = await db.info["weeks_book"].renew(db, older_than_s=0)
        nothing_new = await db.info["weeks_book"].renew(db)
    async with hotline.harness.counting_statements() as statements:
        after = (await hotline.admin.get("/v1/hotline/hot-topics", params=asked)).json()["items"]

    assert ([each["count"] for each in before], [each["count"] for each in after]) == ([9], [12])
    assert (renewed, nothing_new) == (1, 0)
    assert not any("figure_cells" in each for each in statements)


async def given_cells(hotline: Hotline, counts: list[tuple[str, str, date, int]]) -> None:
    """So many tickets of a matter at a place on a day, folded."""
    from svc_hotline.figures.ledger import Counted, Key, note_new_many
    from svc_hotline.figures.measures import MEASURES

    measures = {name: int(name == "accepted") for name in MEASURES}
    async with hotline.harness.sessions() as db, db.begin():
        for category, territory, day, count in counts:
            key = Key(day, territory, "84", category, "phone", "12345", "help")
            await note_new_many(db, [Counted(key, tuple(count * each for each in measures.values()))])
        await fold_once(db)


async def test_the_bulletin_compares_months_and_ranks_units(hotline: Hotline) -> None:
    rated = [*RESOLVED, ("callbacks", {"outcome": "reached", "rating": "satisfied"})]
    await lived(hotline, MARCH, rated)
    await lived(hotline, MARCH, [("dispatches", {"lead_unit_code": "85"}), *RESOLVED[1:],
                                 ("callbacks", {"outcome": "reached", "rating": "dissatisfied"})])  # fmt: skip
    await lived(hotline, MARCH - timedelta(days=28))
    await folded(hotline)
    found = (await hotline.admin.get("/v1/hotline/bulletins/2025-03")).json()

    accepted = found["changes"][0]
    assert [accepted[name] for name in ("figure", "value", "month_before", "on_month_pct", "on_year_pct")] == [
        "accepted", 2, 1, 100.0, None,
    ]  # fmt: skip
    assert [(each["unit_code"], each["rank"]) for each in found["units"]] == [("84", 1), ("85", 2)]
    assert found["units"][0]["mean_pct"] == 100.0
    assert found["categories"][0]["name_zh"] == "路灯照明"
    assert not found["is_provisional"]


async def test_the_bulletin_s_page_stands_by_itself_and_escapes_what_it_shows(hotline: Hotline) -> None:
    await lived(hotline, MARCH, HANDLING)
    async with hotline.harness.sessions() as db, db.begin():
        await db.execute(text("UPDATE units SET name = '<script>alert(1)</script>' WHERE code = '84'"))
    page = await hotline.admin.get("/v1/hotline/bulletins/2025-03.html")
    asked = await hotline.admin.get("/v1/hotline/bulletins/2025-03", headers={"accept": "text/html,application/json;q=0.9"})

    assert page.headers["content-type"] == asked.headers["content-type"] == "text/html; charset=utf-8"
    assert "<svg" in page.text
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text
    assert "//" not in page.text.replace("http://www.w3.org/2000/svg", "")

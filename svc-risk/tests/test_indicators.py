"""What is announced is counted, once, where and when it happened, and seen by those it concerns."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from risk_builders import COMMUNITY, MARCH, OTHER, REGIMENT, Risk

from chassis.envelope import Envelope
from chassis.ids import uuid7
from chassis.routing import undeclared_routes
from contracts import grid, hotline
from contracts.event import Event

ACCEPTED, REPORTED = hotline.TicketAcceptedV1, grid.CaseReportedV1


@pytest.mark.parametrize(
    ("model", "facts", "counted"),
    [
        (ACCEPTED, {}, {"tickets_accepted"}),
        (hotline.TicketClosedV1, {}, {"tickets_closed"}),
        (hotline.TicketClosedV1, {"is_overdue": True}, {"tickets_closed", "tickets_overdue"}),
        (hotline.TicketUrgedV1, {}, {"tickets_urged"}),
        (hotline.TicketReopenedV1, {}, {"tickets_reopened"}),
        (hotline.TicketRatedV1, {}, set()),
        (hotline.TicketRatedV1, {"rating": "dissatisfied", "is_satisfied": False}, {"low_ratings"}),
        (hotline.TicketAnsweredV1, {}, set()),
        (REPORTED, {}, {"cases_reported"}),
        (grid.CaseClosedV1, {}, {"cases_closed"}),
        (grid.CaseSentBackV1, {}, {"cases_sent_back"}),
        (grid.CaseReturnedV1, {}, {"cases_returned"}),
        (grid.CaseOverdueV1, {}, {"cases_overdue"}),
        (grid.CaseEscalatedV1, {}, {"cases_escalated"}),
    ],
)
async def test_each_event_raises_its_indicators(risk: Risk, model: type[Event], facts: dict[str, Any], counted: set[str]) -> None:
    await risk.hears(model, **facts)

    rows = await risk.listed()
    assert {row["indicator"] for row in rows} == counted
    place = (COMMUNITY, "urban.lighting", "2025Q1", 1)
    assert all((row["territory_code"], row["matter"], row["quarter"], row["count"]) == place for row in rows)


async def test_counts_are_kept_apart_by_place_matter_and_quarter_and_summed_by_year(risk: Risk) -> None:
    await risk.hears(ACCEPTED)
    await risk.hears(ACCEPTED)
    await risk.hears(ACCEPTED, territory_code=None, matter=None)
    await risk.hears(ACCEPTED, at=MARCH + timedelta(days=60))
    await risk.hears(ACCEPTED, at=MARCH - timedelta(days=365))

    rows = await risk.listed(indicator="tickets_accepted")
    assert [(row["quarter"], row["territory_code"], row["matter"], row["count"]) for row in rows] == [
        ("2025Q2", COMMUNITY, "urban.lighting", 1),
        ("2025Q1", COMMUNITY, "urban.lighting", 2),
        ("2025Q1", None, None, 1),
        ("2024Q1", COMMUNITY, "urban.lighting", 1),
    ]
    assert (rows[0]["label_zh"], rows[0]["label_en"]) == ("工单受理", "Tickets accepted")
    figures = await risk.figures()
    assert (figures["source"], figures["year"], figures["quarters"]) == ("svc-risk", 2025, ["2025Q1", "2025Q2"])
    assert figures["figures"]["tickets_accepted"] == 4
    assert sum(figures["figures"].values()) == 4
    assert len(figures["figures"]) == 12


async def test_what_is_delivered_twice_counts_once(risk: Risk) -> None:
    told = {"event_id": uuid7()}
    await risk.hears(ACCEPTED, told=told)
    await risk.hears(ACCEPTED, told=told)

    assert [row["count"] for row in await risk.listed()] == [1]


async def test_a_batch_is_summed_before_it_is_written(risk: Risk) -> None:
    consumer = risk.harness.app.state.chassis.consumers.consumers[0]
    first = await risk.hears(ACCEPTED)
    batch = [Envelope.model_validate(first.model_dump() | {"id": uuid7()}) for _ in range(60)]

    async with risk.harness.counting_statements() as seen, risk.harness.sessions() as db, db.begin():
        await consumer.apply(db, batch)

    assert [row["count"] for row in await risk.listed()] == [61]
    assert len(seen) == 2


async def test_the_quarter_turns_at_midnight_in_the_city(risk: Risk) -> None:
    midnight = datetime(2025, 3, 31, 16, tzinfo=UTC)
    await risk.hears(ACCEPTED, at=midnight - timedelta(seconds=1))
    await risk.hears(ACCEPTED, at=midnight)

    assert [row["quarter"] for row in await risk.listed()] == ["2025Q2", "2025Q1"]


async def test_the_first_indicator_opens_its_quarter_once(risk: Risk) -> None:
    # Both streams at once, each with the quarter's first fact.
    await asyncio.gather(risk.hears(ACCEPTED), risk.hears(REPORTED))
    await risk.hears(ACCEPTED)

    (opened,) = await risk.harness.events()
    assert (opened.type, opened.subject, opened.sequence) == ("gov171.risk.quarter.opened.v1", "2025Q1", 1)
    assert opened.data["quarter"] == "2025Q1"
    assert not opened.replay


async def test_a_replayed_fact_opens_its_quarter_at_the_replays_time(risk: Risk) -> None:
    await risk.hears(ACCEPTED, told={"time": MARCH, "replay": True})

    (opened,) = await risk.harness.events()
    assert (opened.replay, opened.time) == (True, MARCH)
    assert datetime.fromisoformat(opened.data["occurred_at"]) == MARCH


async def test_a_territory_sees_its_own_subtree(risk: Risk) -> None:
    for code in (REGIMENT, COMMUNITY, OTHER, f"{REGIMENT}0", None):
        await risk.hears(ACCEPTED, territory_code=code)
    own = risk.harness.as_("supervisor", territory_code=REGIMENT)

    async def places(client: Any = None, **filters: Any) -> list[str | None]:
        return [row["territory_code"] for row in await risk.listed(client, **filters)]

    assert await places() == [OTHER, f"{REGIMENT}0", COMMUNITY, REGIMENT, None]
    assert await places(territory_code=REGIMENT) == [COMMUNITY, REGIMENT]
    assert await places(own) == [COMMUNITY, REGIMENT]
    assert await places(own, territory_code=COMMUNITY) == [COMMUNITY]
    assert await places(own, territory_code=OTHER) == []
    assert await places(own, territory_code="659007") == [COMMUNITY, REGIMENT]


async def test_the_list_is_narrowed_and_paged_in_one_statement(risk: Risk) -> None:
    for matter in ("urban.lighting", "urban.roads", "service"):
        await risk.hears(ACCEPTED, matter=matter)
    await risk.hears(REPORTED, at=MARCH + timedelta(days=60))

    async with risk.harness.counting_statements() as seen:
        first = (await risk.harness.client.get("/v1/indicators", params={"limit": 3})).json()
    rest = (await risk.harness.client.get("/v1/indicators", params={"limit": 3, "cursor": first["next"]})).json()

    assert len(seen) == 1
    assert [row["matter"] for row in first["items"] + rest["items"]] == [
        "urban.lighting",
        "urban.roads",
        "urban.lighting",
        "service",
    ]
    assert rest["next"] is None
    assert [row["count"] for row in await risk.listed(matter="service")] == [1]
    assert [row["indicator"] for row in await risk.listed(quarter="2025Q2")] == ["cases_reported"]
    assert len(await risk.listed(indicator="tickets_accepted")) == 3


@pytest.mark.parametrize("wanted", [{"quarter": "2025Q5"}, {"indicator": "persons"}, {"territory_code": "a%"}])
async def test_a_filter_that_means_nothing_is_refused(risk: Risk, wanted: dict[str, str]) -> None:
    assert (await risk.harness.client.get("/v1/indicators", params=wanted)).status_code == 422


async def test_indicators_are_for_analysts_and_supervisors(risk: Risk) -> None:
    assert (await risk.harness.as_("analyst").get("/v1/indicators")).status_code == 200
    assert (await risk.harness.as_("desk").get("/v1/indicators")).status_code == 403
    assert (await risk.harness.as_().get("/v1/indicators")).status_code == 401
    assert (await risk.harness.as_().get("/v1/risk/figures")).status_code == 401
    assert undeclared_routes(risk.harness.app, exempt=("/health/live", "/health/ready", "/metrics")) == []

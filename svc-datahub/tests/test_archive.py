"""The archive: once each, in order, found by its filters, and for those alone who may read it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.envelope import Envelope
from chassis.ids import uuid7
from chassis.routing import undeclared_routes
from chassis.testing import ServiceHarness
from contracts.event import STREAMS
from contracts.hotline import TicketSignedV1, TicketUrgedV1
from contracts.risk import QuarterOpenedV1
from svc_datahub.archive.service import archive_events

NOON = datetime(2025, 3, 14, 4, tzinfo=UTC)
SIGNED, URGED, OPENED = TicketSignedV1.type, TicketUrgedV1.type, QuarterOpenedV1.type


def quarter() -> QuarterOpenedV1:
    return QuarterOpenedV1(quarter="2025Q1", occurred_at=NOON)


def told(type_: str, *, subject: str = "a", minute: int = 0) -> Envelope:
    return Envelope(
        id=uuid7(),
        source="/gov171/hotline",
        type=type_,
        subject=subject,
        time=NOON + timedelta(minutes=minute),
        sequence=1,
        data={},
    )


async def archive(datahub: ServiceHarness, *envelopes: Envelope) -> None:
    async with datahub.sessions() as db, db.begin():
        await archive_events(db, envelopes)


async def listed(datahub: ServiceHarness, **filters: Any) -> list[dict[str, Any]]:
    answer = await datahub.client.get("/v1/events", params=filters)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_an_event_is_archived_as_it_was_told(datahub: ServiceHarness) -> None:
    envelope = await datahub.deliver(quarter(), subject="2025Q1", time=NOON, replay=True)

    shown = (await datahub.client.get(f"/v1/events/{envelope.id}")).json()

    assert shown == {
        "position": 1, "id": str(envelope.id), "stream": "RISK", "type": OPENED, "source": "/gov171/risk", "subject": "2025Q1",
        "sequence": 1, "time": "2025-03-14T04:00:00Z", "is_replay": True, "data": envelope.data,
    }  # fmt: skip


async def test_what_is_delivered_twice_is_archived_and_counted_once(datahub: ServiceHarness) -> None:
    event_id = uuid7()
    await datahub.deliver(quarter(), subject="2025Q1", event_id=event_id)
    await datahub.deliver(quarter(), subject="2025Q1", event_id=event_id)
    # Past the inbox too, as after its keys are gone.
    again = told(OPENED).model_copy(update={"id": event_id})
    await archive(datahub, again, told(SIGNED))

    assert [each["type"] for each in await listed(datahub)] == [OPENED, SIGNED]
    figures = (await datahub.client.get("/v1/datahub/figures")).json()
    assert figures["source"] == "svc-datahub"
    assert figures["figures"] == {"events": 2, "by_stream": {"HOTLINE": 1, "RISK": 1}}


async def test_events_keep_their_order_over_batches_and_pages(datahub: ServiceHarness) -> None:
    told_in_order = [told(SIGNED, minute=-number) for number in range(130)]
    for start in range(0, 130, 64):
        await archive(datahub, *told_in_order[start : start + 64])

    found: list[str] = []
    page = (await datahub.client.get("/v1/events", params={"limit": 50})).json()
    while True:
        found += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        page = (await datahub.client.get("/v1/events", params={"limit": 50, "cursor": page["next"]})).json()

    assert found == [str(each.id) for each in told_in_order]


async def test_the_list_is_narrowed_by_its_filters(datahub: ServiceHarness) -> None:
    await archive(datahub, told(SIGNED, minute=0), told(URGED, subject="b", minute=10), told(OPENED, minute=20))
    near = "gov171.hotline.ticketing.done.v1"
    await archive(datahub, told(near, minute=30))

    async def types(**filters: Any) -> list[str]:
        return [each["type"] for each in await listed(datahub, **filters)]

    assert await types(type=URGED) == [URGED]
    assert await types(type="gov171.hotline.ticket.*") == [SIGNED, URGED]
    assert await types(type="gov171.*") == [SIGNED, URGED, OPENED, near]
    assert await types(stream="RISK") == [OPENED]
    assert await types(subject="b") == [URGED]
    assert await types(since=(NOON + timedelta(minutes=10)).isoformat()) == [URGED, OPENED, near]
    assert await types(until=(NOON + timedelta(minutes=10)).isoformat()) == [SIGNED]
    assert await types(type=SIGNED, subject="b") == []


@pytest.mark.parametrize(
    "wanted",
    [
        {"type": "gov171.*.v1"},
        {"stream": "hotline"},
        {"since": "2025-03-14T04:00:00"},
        {"until": "0001-01-01T00:00:00+08:00"},
        {"cursor": "x"},
    ],
)
async def test_a_filter_that_means_nothing_is_refused(datahub: ServiceHarness, wanted: dict[str, str]) -> None:
    assert (await datahub.client.get("/v1/events", params=wanted)).status_code == 422


async def test_every_stream_is_archived(datahub: ServiceHarness) -> None:
    consumer = datahub.app.state.chassis.consumers.consumers[0]

    assert consumer.name == "datahub-archive"
    assert consumer.filters() == {stream: [subject] for stream, subject in STREAMS.items()}


async def test_a_batch_costs_three_statements_and_a_list_one(datahub: ServiceHarness) -> None:
    async with datahub.counting_statements() as written:
        await archive(datahub, *(told(type_) for type_ in (SIGNED, URGED, OPENED) for _ in range(20)))
    async with datahub.counting_statements() as read:
        assert len(await listed(datahub, type="gov171.hotline.*", limit=40)) == 40

    assert len(written) == 3
    assert len(read) == 1


async def test_only_analysts_and_administrators_read_the_archive(datahub: ServiceHarness) -> None:
    paths = ("/v1/events", f"/v1/events/{uuid4()}")

    for path in paths:
        assert (await datahub.as_("desk", "supervisor").get(path)).status_code == 403
        assert (await datahub.as_().get(path)).status_code == 401
    assert [(await datahub.as_("analyst").get(path)).status_code for path in paths] == [200, 404]


async def test_figures_are_for_every_role_but_not_for_the_public(datahub: ServiceHarness) -> None:
    assert (await datahub.as_("grid_lead").get("/v1/datahub/figures")).status_code == 200
    assert (await datahub.as_().get("/v1/datahub/figures")).status_code == 401


async def test_every_route_says_who_may_use_it_and_the_live_feed_is_no_event(datahub: ServiceHarness) -> None:
    exempt = ("/health/live", "/health/ready", "/metrics")

    assert undeclared_routes(datahub.app, exempt=exempt) == []
    assert (await datahub.client.get("/v1/events/stream")).status_code == 422

"""Alarms: one open at a time for each cause however often it is reported, told once when raised and once when cleared."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from chassis import clock
from chassis.testing import ServiceHarness
from svc_datahub.alarms.models import AlarmReport
from svc_datahub.alarms.policy import POLICY
from svc_datahub.alarms.rules import Outcome, is_plausible, outcome_of, sequence_of
from svc_datahub.alarms.terms import State
from svc_datahub.alarms.trimming import trim_reports

PATH = "/v1/alarms"
NOON = datetime(2025, 3, 14, 4, tzinfo=UTC)
REPORT = {"external_id": "r-1", "device_id": "lamp-1", "device_kind": "street_lamp", "rule_code": "not_lit", "title": "路灯不亮"}


def at(minute: float) -> datetime:
    return NOON + timedelta(minutes=minute)


def platform(datahub: ServiceHarness, minute: float = 0, name: str = "lamps") -> httpx.AsyncClient:
    return datahub.as_("device_platform", subject=name, kind="application", replay_at=at(minute))


async def reported(datahub: ServiceHarness, external_id: str, minute: float = 0, **changes: Any) -> dict[str, Any]:
    answer = await platform(datahub, minute).post(PATH, json=REPORT | {"external_id": external_id} | changes)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def cleared(datahub: ServiceHarness, alarm: dict[str, Any], minute: float, **body: Any) -> httpx.Response:
    return await platform(datahub, minute).post(f"{PATH}/{alarm['id']}/clearances", json=body)


async def told(datahub: ServiceHarness) -> list[tuple[str, int, str, int]]:
    events = await datahub.events()
    return [(each.subject, each.sequence, each.type.split(".")[3], each.data["occurrence"]) for each in events]


@pytest.mark.parametrize(
    ("state", "cleared_minute", "minute"), [*product([None], [None], [0]), *product(State, [5, None], [4, 5, 6])]
)
def test_a_report_is_a_new_alarm_or_one_more_of_the_last(state: State | None, cleared_minute: int | None, minute: int) -> None:
    if (state is State.CLEARED) != (cleared_minute is not None):
        return  # no such alarm

    outcome = outcome_of(state, None if cleared_minute is None else at(cleared_minute), at(minute))

    is_new = state is None or (state is State.CLEARED and minute > 5)
    assert outcome is (Outcome.RAISE if is_new else Outcome.COUNT)


def test_the_versions_of_a_cause_have_no_gaps() -> None:
    assert [sequence_of(n, is_cleared=over) for n in (1, 2, 3) for over in (False, True)] == [1, 2, 3, 4, 5, 6]
    assert not is_plausible(NOON - POLICY.furthest_back - timedelta(seconds=1), NOON, POLICY)


async def test_what_is_reported_again_and_again_is_one_alarm_and_one_event(datahub: ServiceHarness) -> None:
    first = await reported(datahub, "r-1", value=3.5, unit="W")
    for number in range(2, 12):
        severity = "critical" if number == 5 else "minor"
        last = await reported(datahub, f"r-{number}", number, value=number / 2, unit="W", severity=severity)
    again = await reported(datahub, "r-5", 60)

    assert (last["id"], last["reports"], last["value"], last["severity"]) == (first["id"], 11, 5.5, "critical")
    assert again == last
    assert await told(datahub) == [("lamp-1/not_lit", 1, "raised", 1)]


async def test_raising_and_clearing_take_turns(datahub: ServiceHarness) -> None:
    first = await reported(datahub, "r-1")
    over, again = await cleared(datahub, first, 5), await cleared(datahub, first, 9)
    second = await reported(datahub, "r-2", 10)
    await cleared(datahub, second, 11)

    assert over.json() == again.json()
    assert (over.json()["state"], over.json()["cleared_at"]) == ("cleared", "2025-03-14T04:05:00Z")
    assert (second["occurrence"], second["id"] == first["id"]) == (2, False)
    assert await told(datahub) == [
        ("lamp-1/not_lit", 1, "raised", 1), ("lamp-1/not_lit", 2, "cleared", 1),
        ("lamp-1/not_lit", 3, "raised", 2), ("lamp-1/not_lit", 4, "cleared", 2),
    ]  # fmt: skip


async def test_a_report_from_before_the_clearing_raises_nothing_anew(datahub: ServiceHarness) -> None:
    alarm = await reported(datahub, "r-1")
    await cleared(datahub, alarm, 10, cleared_at=at(8).isoformat())

    late = await reported(datahub, "r-2", 11, raised_at=at(7).isoformat())

    assert (late["id"], late["state"], late["reports"]) == (alarm["id"], "cleared", 2)
    assert len(await told(datahub)) == 2


async def test_a_clearing_from_before_the_last_report_is_refused(datahub: ServiceHarness) -> None:
    alarm = await reported(datahub, "r-1")
    await reported(datahub, "r-2", 6)

    answer = await cleared(datahub, alarm, 7, cleared_at=at(5).isoformat())

    assert answer.status_code == 409
    assert answer.json()["type"].endswith("reported-since")
    assert (await cleared(datahub, alarm, 8)).status_code == 201


async def test_reports_at_the_same_time_are_one_alarm(datahub: ServiceHarness) -> None:
    one = platform(datahub)
    answers = await asyncio.gather(*(one.post(PATH, json=REPORT | {"external_id": f"r-{number % 4}"}) for number in range(12)))

    assert {answer.status_code for answer in answers} == {201}
    alarms = (await datahub.client.get(PATH)).json()["items"]
    assert [each["reports"] for each in alarms] == [4]
    assert len(await told(datahub)) == 1


async def test_an_external_id_is_one_report_s_alone(datahub: ServiceHarness) -> None:
    await reported(datahub, "r-1")

    other = await platform(datahub).post(PATH, json=REPORT | {"rule_code": "leaning"})
    elsewhere = await platform(datahub, name="meters").post(PATH, json=REPORT | {"device_id": "meter-1"})

    assert (other.status_code, elsewhere.status_code) == (409, 201)
    assert len((await datahub.client.get(PATH)).json()["items"]) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"device_id": "a/b"}, {"rule_code": "Not Lit"}, {"title": ""}, {"lon": 82.0}, {"lat": 91, "lon": 0}, {"value": "inf"},
        {"external_id": "\x00"}, {"raised_at": "2025-03-14T04:06:00Z"}, {"raised_at": "2025-01-01T00:00:00Z"},
        {"raised_at": "2025-03-14T04:00:00"}, {"severity": "fatal"}, {"driver": "x"},
    ],
)  # fmt: skip
async def test_a_faulty_report_leaves_nothing(datahub: ServiceHarness, change: dict[str, Any]) -> None:
    answer = await platform(datahub).post(PATH, json=REPORT | change)

    assert answer.status_code == 422, answer.text
    assert (await datahub.client.get(PATH)).json()["items"] == []
    assert await told(datahub) == []


async def test_who_may_report_and_who_sees_what(datahub: ServiceHarness) -> None:
    alarm = await reported(datahub, "r-1", territory_code="659007/84/03")
    other = platform(datahub, name="meters")
    desk, elsewhere = datahub.as_("grid_desk", territory_code="659007/84"), datahub.as_("grid_desk", territory_code="659007/85")

    assert (await desk.post(PATH, json=REPORT)).status_code == 403
    assert (await datahub.as_().post(PATH, json=REPORT)).status_code == 401
    for client, status in ((other, 404), (elsewhere, 404), (desk, 200), (platform(datahub), 200)):
        assert (await client.get(f"{PATH}/{alarm['id']}")).status_code == status
        assert len((await client.get(PATH)).json()["items"]) == (status == 200)
    assert (await other.post(f"{PATH}/{alarm['id']}/clearances", json={})).status_code == 404
    for path in ("/v1/events", "/v1/datahub/figures"):
        assert (await other.get(path)).status_code == 403


async def test_the_list_is_filtered_paged_and_costs_one_statement(datahub: ServiceHarness) -> None:
    for number in range(5):
        kind = ["street_lamp", "water_gauge"][number % 2]
        alarm = await reported(
            datahub, f"r-{number}", number, device_id=f"d-{number}", device_kind=kind, territory_code="659007/84"
        )
    await cleared(datahub, alarm, 9)

    async def listed(**params: Any) -> list[str]:
        answer = await datahub.client.get(PATH, params=params)
        assert answer.status_code == 200, answer.text
        return [each["device_id"] for each in answer.json()["items"]]

    assert await listed() == ["d-4", "d-3", "d-2", "d-1", "d-0"]
    assert await listed(device_kind="water_gauge") == ["d-3", "d-1"]
    assert await listed(state="cleared") == ["d-4"]
    assert await listed(cause="d-2/not_lit") == await listed(device_id="d-2") == ["d-2"]
    assert await listed(territory_code="659007", since=at(3).isoformat()) == ["d-4", "d-3"]
    assert await listed(severity="critical") == []
    first = (await datahub.client.get(PATH, params={"limit": 2})).json()
    assert await listed(limit=3, cursor=first["next"]) == ["d-2", "d-1", "d-0"]
    async with datahub.counting_statements() as statements:
        await listed()
    assert len(statements) == 1


async def test_reports_are_forgotten_when_no_device_s_time_could_be_so_old_any_more(datahub: ServiceHarness) -> None:
    alarm = await reported(datahub, "r-1")
    await reported(datahub, "r-2", 5)
    day = 24 * 60

    for minute, left in ((89 * day, 2), (90 * day + 1, 1), (91 * day, 0)):
        with clock.declared(at(minute)):
            async with datahub.sessions() as db, db.begin():
                while await trim_reports(db):
                    pass
                assert (await db.execute(sa.select(sa.func.count()).select_from(AlarmReport))).scalar_one() == left
    assert (await datahub.client.get(f"{PATH}/{alarm['id']}")).json()["reports"] == 2

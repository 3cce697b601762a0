"""Open311: what may be read, in which span, and in how many statements."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hotline_builders import OPEN, WAYS
from jsonschema import Draft202012Validator, FormatChecker
from open311_builders import PART, REPORT, Counter, a_counter, error  # noqa: F401 - a fixture is used by its name
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from svc_hotline.open311.policy import POLICY
from svc_hotline.tickets.terms import Status

_NULLABLE_TEXT = {"type": ["string", "null"]}
_INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$"}
_REQUEST: dict[str, Any] = {
    "service_request_id": {"type": "string"}, "status": {"enum": ["open", "closed"]}, "status_notes": {"type": "string"},
    "service_name": {"type": "string"}, "service_code": {"type": "string"}, "description": {"type": "string"},
    "agency_responsible": _NULLABLE_TEXT, "service_notice": _NULLABLE_TEXT, "requested_datetime": _INSTANT,
    "updated_datetime": _INSTANT, "expected_datetime": {"anyOf": [_INSTANT, {"type": "null"}]}, "address": _NULLABLE_TEXT,
    "address_id": _NULLABLE_TEXT, "zipcode": {"type": "null"}, "lat": {"type": ["number", "null"]},
    "long": {"type": ["number", "null"]}, "media_url": _NULLABLE_TEXT,
}  # fmt: skip
_TEXT = {"type": "string"}
_SERVICE = {
    "service_code": _TEXT, "service_name": _TEXT, "description": _TEXT, "metadata": {"type": "boolean"},
    "type": {"const": "realtime"}, "keywords": _TEXT, "group": _TEXT,
}  # fmt: skip
_ATTRIBUTE = {
    "variable": {"type": "boolean"}, "code": _TEXT, "required": {"type": "boolean"}, "datatype_description": _NULLABLE_TEXT,
    "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
    "order": {"type": "integer"}, "description": _TEXT,
    "values": {"type": "array", "items": {"type": "object", "required": ["key", "name"]}},
}  # fmt: skip


def fits(document: Any, fields: dict[str, Any]) -> None:
    """The document has exactly these fields, each of its kind."""
    schema = {"type": "object", "properties": fields, "required": [*fields], "additionalProperties": False}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(document)


def as_dictionary(element: ET.Element) -> dict[str, str | None]:
    return {each.tag: each.text for each in element}


async def test_services_are_the_leaves_in_use_that_are_offered(counter: Counter) -> None:
    await counter.hotline.admin.patch("/v1/categories/urban.lighting", json={"keywords": ["路灯不亮", "灯杆"]})
    await counter.keeps("service", is_offered=False)

    [lighting] = (await counter.get("services.json")).json()

    fits(lighting, _SERVICE)
    assert lighting == {
        "service_code": "urban.lighting", "service_name": "路灯照明", "description": "城市管理 / 路灯照明 (Lighting)",
        "metadata": False, "type": "realtime", "keywords": "路灯不亮, 灯杆", "group": "城市管理",
    }  # fmt: skip
    [element] = ET.fromstring((await counter.get("services.xml")).content)
    assert as_dictionary(element) == lighting | {"metadata": "false"}
    assert error(await counter.get("services/service.json"))[0] == 404
    assert error(await counter.get("services/urban.xml"))[0] == 404
    assert error(await counter.post(**(REPORT | {"service_code": "service"})))[0] == 400


async def test_a_definition_says_what_is_asked_in_the_order_of_the_form(counter: Counter) -> None:
    plain = {"code": "SINCE", "datatype": "datetime", "order": 1, "description": "何时开始？"}
    assert (await counter.keeps(attributes=[PART, plain])).status_code == 200

    found = (await counter.get("services/urban.lighting.json")).json()
    root = ET.fromstring((await counter.get("services/urban.lighting.xml")).content)

    assert found["service_code"] == root.findtext("service_code") == "urban.lighting"
    for attribute in found["attributes"]:
        fits(attribute, _ATTRIBUTE)
    assert [each["code"] for each in found["attributes"]] == ["SINCE", "PART"]
    assert [each.findtext("code") for each in root.iterfind("attributes/attribute")] == ["SINCE", "PART"]
    assert [each.findtext("key") for each in root.iterfind("attributes/attribute/values/value")] == ["lamp", "pole"]
    assert [each["metadata"] for each in (await counter.get("services.json")).json()] == [False, True]


async def test_a_service_is_kept_by_supervisors_and_not_over_another_s_change(counter: Counter) -> None:
    desk, path = counter.hotline.desk, "/v1/open311-services/urban.lighting"
    unsaid = await desk.get(path)
    kept = await counter.keeps(attributes=[PART], version=0)
    stale = await counter.keeps(attributes=[], version=0)

    assert (unsaid.headers["etag"], unsaid.json()["is_offered"]) == ('"0"', True)
    assert (kept.status_code, kept.headers["etag"]) == (200, '"1"')
    assert stale.status_code == 412
    assert (await desk.get(path)).json()["attributes"] == kept.json()["attributes"]
    assert (await desk.put(path, json={"attributes": []})).status_code == 403
    assert (await counter.keeps("nothing", attributes=[])).status_code == 404
    for wrong in ([PART, PART], [PART | {"values": []}], [PART | {"datatype": "text"}], [PART | {"values": PART["values"] * 2}]):
        assert (await counter.keeps(attributes=wrong)).status_code == 422


async def test_every_field_of_a_request_is_as_the_standard_has_it(counter: Counter) -> None:
    number = await counter.reported(lat="44.31", long="87.12", address_string="三连 5 号", media_url="https://example.org/1.jpg")
    await counter.dispatched(number)

    request = await counter.shown(number)
    [element] = ET.fromstring((await counter.get(f"requests/{number}.xml")).content)

    fits(request, _REQUEST)
    assert (request["status"], request["status_notes"], request["agency_responsible"]) == ("open", "已派单", "84")
    assert {name: str(value) for name, value in request.items() if value is not None} == {
        name: value for name, value in as_dictionary(element).items() if value is not None
    }
    assert as_dictionary(element).keys() == _REQUEST.keys()
    assert await counter.listed() == [request]
    assert (await counter.get(f"request/{number}.json")).json() == (await counter.get(f"requests/{number}")).json() == [request]


async def test_neither_callers_nor_telephones_come_out(counter: Counter) -> None:
    number = await counter.reported(address_string="三连 5 号 0993-2345678")
    ticket = await counter.ticket(number)
    await counter.hotline.acted(ticket, "remarks", {"content": "当事人很着急"})

    texts = [
        (await counter.get(path)).text
        for path in ("requests.json", f"requests/{number}.xml", "servicerequestupdates.json", "servicerequestupdates.xml")
    ]

    for secret in ("13987654321", "13812341234", "138****1234", "王", "0993-2345678", "着急", "desk", "application:app"):
        assert not any(secret in each for each in texts), secret
    assert "请打 ***" in texts[0]


async def test_what_came_otherwise_or_in_confidence_never_comes_out(counter: Counter) -> None:
    hidden = [
        await counter.hotline.opened(),
        await counter.hotline.opened(channel="web"),
        await counter.hotline.opened(channel="open311", is_confidential=True),
    ]
    matter = {"kind": "help", "title": "又一事", "description": "来电人王明另述", "category_code": "service"}
    whole = await counter.hotline.opened(channel="open311")
    split = await counter.hotline.act(whole, "splits", {"matters": [matter]})
    hidden += split.json()["made"]

    for ticket in hidden:
        for path in (f"requests/{ticket['number']}.json", f"request/{ticket['number']}.xml", f"tokens/{ticket['id']}.json"):
            assert error(await counter.get(path))[0] == 404
    numbers = ",".join(ticket["number"] for ticket in hidden)
    assert await counter.listed(service_request_id=numbers) == await counter.updates(service_request_id=numbers) == []
    assert [each["service_request_id"] for each in await counter.listed()] == [whole["number"]]
    assert {each["service_request_id"] for each in await counter.updates()} == {whole["number"]}
    update = {"update_id": "1", "service_request_id": hidden[0]["number"], "status": "open", "description": "在办"}
    assert error(await counter.post("servicerequestupdates.json", counter.hotline.desk, **update))[0] == 404


@pytest.mark.parametrize("status", sorted(WAYS))
async def test_each_state_reads_as_open_or_closed_with_its_notes(counter: Counter, status: str) -> None:
    kind = {"kind": "complaint"} if status != "answered" else {}
    ticket = await counter.hotline.brought_to(status, channel="open311", **kind)

    shown = await counter.shown(ticket["number"])

    closed = status in ("resolved", "closed", "rejected", "answered")
    assert shown["status"] == ("closed" if closed else "open")
    notes = {"resolved": "已更换灯具", "closed": "已更换灯具", "answered": "请带户口簿", "rejected": "不予受理：不属受理范围"}
    assert shown["status_notes"] == notes.get(status, ticket["status_label_zh"])
    assert ticket["number"] in {each["service_request_id"] for each in await counter.listed(status=shown["status"])}


def test_every_state_is_said_to_be_open_or_closed() -> None:
    assert set(POLICY.statuses) == set(Status)


async def test_a_matter_handed_over_to_an_emergency_line_is_closed_and_says_so(counter: Counter) -> None:
    number = await counter.reported()
    await counter.hotline.acted(await counter.ticket(number), "hand-overs", {"emergency_line": "119"})

    shown = await counter.shown(number)

    assert (shown["status"], shown["status_notes"]) == ("closed", "已移交消防 119")


async def at(counter: Counter, day: datetime, **changes: Any) -> str:
    """A request that came on that day."""
    then = counter.hotline.harness.as_("desk", replay_at=day)
    answer = await then.post("/v1/tickets", json=OPEN | {"channel": "open311"} | changes)
    return str(answer.json()["number"])


async def test_the_list_is_narrowed_as_clients_ask(counter: Counter) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    new, old = await at(counter, now - timedelta(days=2)), await at(counter, now - timedelta(days=80), category_code="service")
    oldest = await at(counter, now - timedelta(days=120))

    async def found(**params: Any) -> list[str]:
        return [each["service_request_id"] for each in await counter.listed(**params)]

    assert await found() == [new, old]
    assert await found(start_date="", end_date="", status="", service_code="") == [new, old]
    assert await found(start_date=(now - timedelta(days=130)).isoformat()) == [old, oldest]
    assert await found(end_date=(now - timedelta(days=100)).strftime("%Y-%m-%dT%H:%M:%SZ")) == [oldest]
    assert await found(service_code="service,urban") == [old]
    assert await found(status="open,closed") == [new, old]
    assert await found(status="closed") == []
    assert await found(service_request_id=f"{oldest},{new},nothing", status="closed", start_date="2001-01-01T00:00:00Z") == [
        oldest, new,
    ]  # fmt: skip
    assert [await found(page_size=1, page=page) for page in (1, 2, 3)] == [[new], [old], []]
    assert await found(updated_after=(now - timedelta(days=3)).isoformat()) == [new]
    unescaped = (now - timedelta(days=3)).astimezone().isoformat()
    assert (await counter.public.get(f"/open311/v2/requests.json?start_date={unescaped}")).json() == [await counter.shown(new)]


@pytest.mark.parametrize(
    "params",
    [
        {"start_date": "2025-01-01T00:00:00Z", "end_date": "2025-04-02T00:00:00Z"},
        {"start_date": "2025-02-01T00:00:00Z", "end_date": "2025-01-01T00:00:00Z"},
        {"start_date": "yesterday"},
        {"start_date": "2025-02-01"},
        {"status": "lost"},
        {"page_size": "1001"},
        {"page": "0"},
        {"service_request_id": ",".join(str(each) for each in range(201))},
    ],
)
@pytest.mark.parametrize("path", ["requests.json", "requests.xml", "servicerequestupdates.json"])
async def test_what_cannot_be_asked_for_is_refused(counter: Counter, path: str, params: dict[str, str]) -> None:
    if "status" in params and "updates" in path:
        return
    assert error(await counter.get(path, **params))[0] == 400


async def test_formats_paths_and_methods_that_are_not_offered_are_said_in_the_standard_s_form(counter: Counter) -> None:
    for path in ("requests.html", "nothing", "nothing.xml", "services/nothing.xml", "requests/nothing", "tokens/nothing.json"):
        answer = await counter.get(path)
        assert error(answer)[0] == 404
        assert ("xml" in answer.headers["content-type"]) is path.endswith("xml")
    assert error(await counter.public.delete("/open311/v2/requests.xml"))[0] == 405
    assert error(await counter.get("requests.json", jurisdiction_id="elsewhere"))[0] == 404
    assert (await counter.get("requests.json", jurisdiction_id="659007")).json() == []
    accepted = await counter.public.get("/open311/v2/services", headers={"accept": "text/xml"})
    assert accepted.headers["content-type"] == "text/xml; charset=utf-8"
    assert (await counter.public.get("/v1/nothing.xml")).headers["content-type"] == "application/problem+json"
    unknown = await counter.public.get("/open311/v2/requests.xml", headers={"authorization": "Bearer x"})
    assert error(unknown)[0] == 403


async def test_a_token_is_the_ticket_s_id(counter: Counter) -> None:
    number = await counter.reported()
    ticket = await counter.ticket(number)

    assert (await counter.get(f"tokens/{ticket['id']}.json")).json() == [{"service_request_id": number, "token": ticket["id"]}]
    [element] = ET.fromstring((await counter.get(f"tokens/{ticket['id']}.xml")).content)
    assert as_dictionary(element) == {"service_request_id": number, "token": ticket["id"]}


async def test_discovery_says_where_it_is_and_in_which_formats(counter: Counter) -> None:
    found = (await counter.public.get("/open311/discovery.json")).json()
    within = (await counter.get("discovery.json")).json()
    root = ET.fromstring((await counter.public.get("/open311/discovery.xml")).content)

    assert found == within
    assert set(found) == {"changeset", "contact", "key_service", "endpoints"}
    [endpoint] = found["endpoints"]
    assert endpoint["url"] == root.findtext("endpoints/endpoint/url") == "http://127.0.0.1:8171/open311/v2"
    assert endpoint["type"] == "production"
    formats = [each.text for each in root.iterfind("endpoints/endpoint/formats/format")]
    assert formats == endpoint["formats"] == ["application/json", "text/xml"]


async def test_a_list_takes_the_same_number_of_statements_however_long_it_is(counter: Counter) -> None:
    async def statements(path: str) -> int:
        """The fewest of some tries: what works in the background only adds to them."""
        tries = []
        for _ in range(4):
            async with counter.hotline.harness.counting_statements() as seen:
                answer = await counter.get(path)
            assert answer.status_code == 200
            tries.append(len(seen))
        return min(tries)

    await counter.dispatched(await counter.reported())
    few = [await statements(path) for path in ("requests.json", "servicerequestupdates.json", "services.json")]
    for index in range(6):
        await counter.dispatched(await counter.reported(media_url=f"https://example.org/{index}.jpg"), "85")
        await counter.hotline.admin.post("/v1/categories", json={"code": f"c{index}", "name_zh": "类", "name_en": "C"})

    assert len(await counter.listed()) == 7
    assert [await statements(path) for path in ("requests.json", "servicerequestupdates.json", "services.json")] == few
    assert max(few) <= 4


_MANY = """
INSERT INTO tickets (id, number, version, status, kind, urgency, channel, origin_line, category_code, title, description, words,
                     accepted_at, changed_at, limit_unit)
SELECT gen_random_uuid(), 'n-' || i, 1, 'accepted', 'help', 'normal', CASE WHEN i % 20 = 0 THEN 'open311' ELSE 'phone' END,
       '12345', 'urban.lighting', 't', 'd', '{}', now() - i * interval '1 hour', now() - i * interval '1 hour', 'working_days'
FROM generate_series(1, 20000) AS i
"""
_STEPS = """
INSERT INTO ticket_history (ticket_id, version, at, action, to_status, actor, actor_kind)
SELECT id, 1, accepted_at, 'open', 'accepted', 'desk', 'staff' FROM tickets
"""


async def generic_plan(db: AsyncSession, statement: str) -> str:
    """How PostgreSQL would do it whatever the parameters are, as it does after some executions."""
    nothing = ", ".join(["NULL"] * len(set(re.findall(r"\$\d+", statement))))
    await db.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
    driver = (await (await db.connection()).get_raw_connection()).driver_connection
    assert driver is not None
    await driver.execute(f"PREPARE asked AS {statement}")
    rows = await driver.fetch(f"EXPLAIN EXECUTE asked({nothing})")
    await driver.execute("DEALLOCATE asked")
    return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize(
    ("path", "index"),
    [
        ("requests.json", "ix_tickets_open311_accepted_at"),
        ("requests.json?status=open&service_code=urban.lighting", "ix_tickets_open311_accepted_at"),
        ("servicerequestupdates.json", "ix_tickets_open311_changed_at"),
    ],
)
async def test_indexes_serve_the_lists(counter: Counter, path: str, index: str) -> None:
    async with counter.hotline.harness.sessions() as db, db.begin():
        for statement in (_MANY, _STEPS, "ANALYZE tickets", "ANALYZE ticket_history"):
            await db.execute(text(statement))
    async with counter.hotline.harness.counting_statements() as seen:
        await counter.get(path)
    [listing] = [statement for statement in seen if "channel = 'open311'" in statement]

    async with counter.hotline.harness.sessions() as db, db.begin():
        plan = await generic_plan(db, listing)

    assert index in plan, plan
    assert "Seq Scan on ticket" not in plan, plan

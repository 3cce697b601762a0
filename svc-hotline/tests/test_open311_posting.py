"""Open311: what others report."""

import json
from typing import Any

import pytest
from file_builders import JPEG, PROGRAM
from hotline_builders import COMMUNITY, OTHER, REGIMENT
from open311_builders import PART, REPORT, SINCE, Counter, a_counter, error  # noqa: F401 - a fixture is used by its name
from sqlalchemy import text


async def kept(counter: Counter, statement: str) -> Any:
    async with counter.hotline.harness.sessions() as db:
        return (await db.execute(text(statement))).scalar_one()


async def test_a_report_becomes_an_ordinary_ticket_with_its_caller_sealed(counter: Counter) -> None:
    answer = await counter.post(**REPORT)

    [receipt] = answer.json()
    assert answer.status_code == 200
    assert set(receipt) == {"service_request_id", "service_notice", "account_id"}
    assert receipt["account_id"] is None
    ticket = await counter.ticket(receipt["service_request_id"])
    assert (ticket["channel"], ticket["kind"], ticket["status"]) == ("open311", "help", "accepted")
    assert (ticket["territory_code"], ticket["description"]) == (COMMUNITY, REPORT["description"])
    assert ticket["title"].startswith("路灯照明：三连东侧路灯")
    assert ticket["contact"] == {"name": "王*", "phone": "138****1234"}
    assert await counter.hotline.kinds_of_events(ticket) == ["accepted"]
    code = receipt["service_notice"].partition("查询码 ")[2][:14]
    followed = await counter.public.get("/v1/ticket-lookups", params={"number": ticket["number"], "query_code": code})
    assert followed.status_code == 200


async def test_of_device_account_and_address_nothing_is_kept_anywhere(counter: Counter) -> None:
    await counter.reported(api_key="k3.secret")

    async with counter.hotline.harness.sessions() as db:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'hotline'"
        names = (await db.execute(text(tables))).scalars().all()
        rows = [row for name in names for row in (await db.execute(text(f'SELECT to_jsonb(t)::text FROM "{name}" t'))).scalars()]

    everything = "\n".join(rows)
    assert "三连东侧路灯" in everything
    for word in ("phone-7", "account-9", "wang@example.org", "k3.secret", "13812341234", "王明"):
        assert word not in everything


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"service_code": "nothing"}, "service_code"),
        ({"service_code": ""}, "service_code"),
        ({"service_code": "urban"}, "service_code"),
        ({"address_id": ""}, "address_id"),
        ({"address_id": "659007/99"}, "659007/99"),
        ({"lat": "44.3"}, "lat and long"),
        ({"lat": "ninety", "long": "87"}, "lat"),
        ({"lat": "nan", "long": "87"}, "lat"),
        ({"phone": "call me"}, "phone"),
        ({"media_url": "file:///etc/passwd"}, "media_url"),
        ({"media_url": "javascript:alert(1)"}, "media_url"),
        ({"description": "\x00"}, "description"),
        ({"description": "x" * 4001}, "description"),
        ({"jurisdiction_id": "elsewhere"}, "jurisdiction_id"),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
async def test_what_is_wrong_is_said_in_the_standard_s_form(
    counter: Counter, form: str, changes: dict[str, str], named: str
) -> None:
    answer = await counter.post(f"requests.{form}", **(REPORT | changes))

    status, words = error(answer)
    assert form in answer.headers["content-type"]
    assert status == (404 if "jurisdiction_id" in changes else 400)
    assert named in words
    assert await kept(counter, "SELECT count(*) FROM tickets") == 0


@pytest.mark.parametrize("place", [{"lat": "44.31", "long": "87.12"}, {"address_string": "三连东路 5 号"}])
async def test_a_place_is_a_point_or_words_or_a_territory(counter: Counter, place: dict[str, str]) -> None:
    number = await counter.reported(address_id="", **place)

    shown = await counter.shown(number)
    assert (shown["lat"], shown["long"]) == ((44.31, 87.12) if "lat" in place else (None, None))
    assert shown["address"] == place.get("address_string")


async def test_without_a_description_the_service_s_name_is_it_and_without_a_telephone_nobody_is_kept(counter: Counter) -> None:
    number = await counter.reported(description="", phone="")

    ticket = await counter.ticket(number)
    assert (ticket["description"], ticket["contact"], ticket["is_anonymous"]) == ("路灯照明", None, True)


async def test_nobody_reports_without_a_key(counter: Counter) -> None:
    for form in ("json", "xml"):
        status, words = error(await counter.post(f"requests.{form}", counter.public, **REPORT))
        assert status == 403
        assert "api_key" in words
    assert await kept(counter, "SELECT count(*) FROM tickets") == 0


async def test_an_application_reports_within_its_territory_alone(counter: Counter) -> None:
    bounded = counter.hotline.harness.as_("unit", subject="application:b", kind="application", territory_code=OTHER)

    status, _ = error(await counter.post(client=bounded, **REPORT))
    inside = await counter.post(client=bounded, **(REPORT | {"address_id": OTHER}))

    assert (status, inside.status_code) == (400, 200)
    number = inside.json()[0]["service_request_id"]
    assert (await counter.get(f"requests/{number}.json", bounded)).status_code == 200
    elsewhere = counter.hotline.harness.as_("unit", subject="application:c", kind="application", territory_code=REGIMENT)
    assert error(await counter.get(f"requests/{number}.json", elsewhere))[0] == 404


async def test_the_same_report_with_one_idempotency_key_is_one_ticket(counter: Counter) -> None:
    twice = [await counter.post(headers={"idempotency-key": "a-1"}, **REPORT) for _ in range(2)]
    other = await counter.post(headers={"idempotency-key": "a-1"}, **(REPORT | {"description": "别的"}))

    assert twice[0].json() == twice[1].json()
    assert error(other)[0] == 400
    assert await kept(counter, "SELECT count(*) FROM tickets") == 1


async def test_required_answers_must_be_there_and_fit(counter: Counter) -> None:
    number = {"code": "POLE", "datatype": "number", "order": 3, "description": "灯杆号"}
    several = {
        "code": "SIGNS", "datatype": "multivaluelist", "order": 4, "description": "现象",
        "values": [{"key": "dark", "name": "不亮"}, {"key": "flicker", "name": "闪烁"}],
    }  # fmt: skip
    note = {"code": "NOTE", "datatype": "text", "variable": False, "order": 5, "description": "请勿触碰灯杆"}
    assert (await counter.keeps(attributes=[PART, SINCE, number, several, note])).status_code == 200
    for wrong, named in (
        ({}, "attribute[PART]: required"),
        ({"attribute[PART]": "bulb"}, "attribute[PART]: choose"),
        ({"attribute[PART]": ["lamp", "pole"]}, "attribute[PART]: one value"),
        ({"attribute[PART]": "lamp", "attribute[SINCE]": "yesterday"}, "attribute[SINCE]"),
        ({"attribute[PART]": "lamp", "attribute[POLE]": "NaN"}, "attribute[POLE]"),
        ({"attribute[PART]": "lamp", "attribute[SIGNS]": ["dark", "dim"]}, "attribute[SIGNS]"),
        ({"attribute[PART]": "lamp", "attribute[NOTE]": "x"}, "attribute[NOTE]"),
    ):
        status, words = error(await counter.post(**REPORT, **wrong))
        assert (status, named in words) == (400, True), words

    answers = {"attribute[PART]": "lamp", "attribute[POLE]": "317", "attribute[SIGNS][]": ["dark", "flicker"]}
    answer = await counter.post(**REPORT, **answers)

    ticket = await counter.ticket(answer.json()[0]["service_request_id"])
    report = (await counter.hotline.desk.get(f"/v1/tickets/{ticket['id']}/open311-answers")).json()
    assert [(each["code"], [value["name"] for value in each["values"]]) for each in report["answers"]] == [
        ("PART", ["灯具"]), ("POLE", ["317"]), ("SIGNS", ["不亮", "闪烁"]),
    ]  # fmt: skip
    assert (await counter.public.get(f"/v1/tickets/{ticket['id']}/open311-answers")).status_code == 401


async def test_a_picture_becomes_an_attachment_from_the_caller(counter: Counter) -> None:
    answer = await counter.post(files={"media": ("路灯.jpg", JPEG)}, **REPORT)

    ticket = await counter.ticket(answer.json()[0]["service_request_id"])
    listed = (await counter.hotline.desk.get(f"/v1/tickets/{ticket['id']}/attachments")).json()["items"]
    assert [(each["name"], each["is_from_caller"], each["is_public"]) for each in listed] == [("路灯.jpg", True, False)]
    assert len(counter.files) == 1


@pytest.mark.parametrize("content", [PROGRAM, b""], ids=["a program", "nothing"])
async def test_a_bad_file_leaves_neither_ticket_nor_file(counter: Counter, content: bytes) -> None:
    answer = await counter.post(files={"media": ("路灯.jpg", content)}, **REPORT)

    assert error(answer)[0] == 400
    assert await kept(counter, "SELECT count(*) FROM tickets") == 0
    assert await kept(counter, "SELECT count(*) FROM outbox") == 0
    assert counter.files == []


async def test_an_address_of_a_picture_is_shown_back(counter: Counter) -> None:
    number = await counter.reported(media_url="https://example.org/a.jpg?b=1")

    assert (await counter.shown(number))["media_url"] == "https://example.org/a.jpg?b=1"


async def test_a_body_that_is_no_form_names_what_is_missing(counter: Counter) -> None:
    answer = await counter.app.post(
        "/open311/v2/requests.xml", content=json.dumps(REPORT), headers={"content-type": "application/json"}
    )
    broken = await counter.app.post(
        "/open311/v2/requests.json", content=b"--x\r\nbroken", headers={"content-type": "multipart/form-data; boundary=x"}
    )

    assert error(answer)[0] == error(broken)[0] == 400
    assert "service_code" in error(answer)[1]

"""Notices of the working calendar: what is wrong with one is told, what one changes is kept, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from calendar_builders import CALENDARS, NOTICE_2027, NOTICES, holiday, loaded, notice_of, put_back
from hotline_builders import Hotline
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.envelope import Envelope
from contracts.hotline import CalendarPublishedV1


@pytest.fixture(autouse=True)
async def _calendar(hotline: Hotline) -> AsyncIterator[None]:
    async with put_back(hotline):
        yield


async def year_of(hotline: Hotline, year: int) -> dict[str, Any]:
    answer = await hotline.public.get(f"{CALENDARS}/{year}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def days_of(hotline: Hotline, year: int) -> dict[str, bool]:
    return {each["day"]: each["is_working"] for each in (await year_of(hotline, year))["days"]}


async def deadline(hotline: Hotline, start: str, amount: int, unit: str = "working_days") -> dict[str, Any]:
    query = {"start": start, "amount": amount, "unit": unit}
    answer = await hotline.public.get(f"{CALENDARS}/deadline", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_the_years_from_the_start_are_published_and_those_to_come_are_not(hotline: Hotline) -> None:
    calendar = (await hotline.public.get(CALENDARS)).json()
    known, unknown = await year_of(hotline, 2026), await year_of(hotline, 2027)

    assert [each["year"] for each in calendar["years"]] == list(range(2020, 2027))
    assert (calendar["calendar_version"], calendar["version"], calendar["waiting_tickets"]) == ("cn-1", 1, 0)
    assert (known["is_published"], known["reference"], known["version"]) == (True, None, 1)
    assert {"day": "2026-02-14", "is_working": True} in known["days"]
    assert (unknown["is_published"], unknown["version"], unknown["days"]) == (False, None, [])


async def test_a_notice_publishes_its_year(hotline: Hotline) -> None:
    before = await deadline(hotline, "2027-09-30T02:00:00Z", 1)

    report = await loaded(hotline.supervisor, NOTICE_2027)

    after = await deadline(hotline, "2027-09-30T02:00:00Z", 1)
    year = await year_of(hotline, 2027)
    assert (report["version"], report["calendar_version"], report["is_new"]) == (2, "cn-2", True)
    assert {"day": "2027-10-01", "was_working": True, "is_working": False} in report["changes"]
    assert {"day": "2027-10-09", "was_working": False, "is_working": True} in report["changes"]
    assert "2027-10-02" not in {each["day"] for each in report["changes"]}  # a Saturday is off anyway
    assert (year["is_published"], year["reference"], year["version"]) == (True, NOTICE_2027["reference"], 2)
    assert (len(year["days"]), year["holidays"]) == (len(report["changes"]), NOTICE_2027["holidays"])
    assert (before["due_at"], before["is_provisional"]) == ("2027-10-01T16:00:00Z", True)
    assert (after["due_at"], after["is_provisional"], after["calendar_version"]) == ("2027-10-08T16:00:00Z", False, "cn-2")


@pytest.mark.parametrize(
    ("changes", "pointer", "said"),
    [
        ({"holidays": [holiday("春节", "2027-02-12", "2027-02-05")]}, "/holidays/0/last_on", "before it begins"),
        ({"holidays": [holiday("春节", "2027-02-01", "2027-02-16")]}, "/holidays/0/last_on", "16 days"),
        ({"holidays": [holiday("元旦", "2026-11-29", "2026-11-30")]}, "/holidays/0", "from 2026-12-01 to 2027-12-31"),
        ({"holidays": [holiday("元旦", "2027-12-31", "2028-01-02")]}, "/holidays/0", "from 2026-12-01 to 2027-12-31"),
        ({"holidays": [holiday("元旦", "2026-12-29", "2026-12-31")]}, "/holidays/0", "no day of it lies in 2027"),
        ({"holidays": [holiday("中秋节", "2027-10-01", "2027-10-03"), holiday("国庆节", "2027-10-03", "2027-10-07")]},
         "/holidays/1", "overlaps with 中秋节"),
        ({"make_up_days": ["2027-09-27"]}, "/make_up_days/0", "weekday"),
        ({"make_up_days": ["2027-10-02"]}, "/make_up_days/0", "within 国庆节"),
        ({"make_up_days": ["2027-09-26", "2027-09-26"]}, "/make_up_days/1", "twice"),
        ({"make_up_days": ["2026-11-28"]}, "/make_up_days/0", "from 2026-12-01"),
        ({"make_up_days": ["2028-01-01"]}, "/make_up_days/0", "to 2027-12-31"),
    ],
)  # fmt: skip
async def test_each_fault_of_a_notice_is_told_at_its_place(
    hotline: Hotline, changes: dict[str, Any], pointer: str, said: str
) -> None:
    answer = await hotline.supervisor.post(NOTICES, json=NOTICE_2027 | changes)

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:gov171:problem:notice-wrong")
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert said in answer.json()["errors"][0]["detail"]
    assert not (await year_of(hotline, 2027))["is_published"]


async def test_all_faults_are_told_at_once(hotline: Hotline) -> None:
    wrong = NOTICE_2027 | {
        "holidays": [holiday("国庆节", "2027-10-07", "2027-10-01"), holiday("春节", "2026-02-05", "2026-02-12")],
        "make_up_days": ["2027-09-27", "2027-09-27"],
    }

    answer = await hotline.supervisor.post(NOTICES, json=wrong)

    places = ["/holidays/0/last_on", "/holidays/1", "/make_up_days/0", "/make_up_days/1", "/make_up_days/1"]
    assert [each["pointer"] for each in answer.json()["errors"]] == places


@pytest.mark.parametrize("changes", [{"year": 1999}, {"year": 2201}, {"holidays": []}, {"reference": ""}, {"of": "what"}])
async def test_what_is_no_notice_is_refused(hotline: Hotline, changes: dict[str, Any]) -> None:
    answer = await hotline.supervisor.post(NOTICES, json=NOTICE_2027 | changes)

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:gov171:problem:invalid")


async def test_a_dry_run_says_what_would_change_and_keeps_nothing(hotline: Hotline) -> None:
    answer = await hotline.supervisor.post(NOTICES, json=NOTICE_2027 | {"is_dry_run": True})
    untouched, listed = await year_of(hotline, 2027), await hotline.desk.get(NOTICES, params={"year": 2027})

    report = await loaded(hotline.supervisor, NOTICE_2027)

    assert (answer.status_code, answer.json()["is_dry_run"], answer.json()["version"]) == (200, True, 2)
    assert (answer.json()["moved_tickets"], answer.json()["settled_tickets"]) == (0, 0)
    assert (untouched["is_published"], untouched["calendar_version"], listed.json()["items"]) == (False, "cn-1", [])
    assert report["changes"] == answer.json()["changes"]


async def test_the_same_notice_again_in_whichever_order_changes_nothing(hotline: Hotline) -> None:
    await loaded(hotline.supervisor, NOTICE_2027)
    turned = {name: [*reversed(NOTICE_2027[name])] for name in ("holidays", "make_up_days")}

    again = await hotline.supervisor.post(NOTICES, json=NOTICE_2027 | turned)

    assert (again.status_code, again.json()["is_new"], again.json()["changes"]) == (200, False, [])
    assert again.json()["version"] == (await year_of(hotline, 2027))["version"] == 2
    assert len((await hotline.desk.get(NOTICES, params={"year": 2027})).json()["items"]) == 1


async def test_a_corrected_notice_makes_a_version_and_both_are_kept(hotline: Hotline) -> None:
    await loaded(hotline.supervisor, NOTICE_2027)
    later = [*NOTICE_2027["holidays"][:2], holiday("国庆节", "2027-10-01", "2027-10-06")]
    corrected = NOTICE_2027 | {"holidays": later, "make_up_days": NOTICE_2027["make_up_days"][:3], "reference": "更正"}

    report = await loaded(hotline.harness.as_("supervisor", subject="other"), corrected)

    kept = (await hotline.desk.get(NOTICES, params={"year": 2027})).json()["items"]
    days = await days_of(hotline, 2027)
    assert report["changes"] == [
        {"day": "2027-10-07", "was_working": False, "is_working": True},
        {"day": "2027-10-09", "was_working": True, "is_working": False},
    ]
    assert [(each["version"], each["published_by"], each["reference"]) for each in kept] == [
        (3, "other", "更正"), (2, "supervisor", NOTICE_2027["reference"]),
    ]  # fmt: skip
    assert (kept[0]["changes"], kept[1]["holidays"]) == (report["changes"], NOTICE_2027["holidays"])
    assert ("2027-10-07" in days, "2027-10-09" in days, days["2027-10-06"]) == (False, False, False)


async def test_a_published_year_from_the_start_can_be_corrected_too(hotline: Hotline) -> None:
    before = await days_of(hotline, 2026)

    await loaded(hotline.supervisor, notice_of(2026, holiday("元旦", "2026-01-01", "2026-01-03"), make_up_days=("2026-01-04",)))

    after = await days_of(hotline, 2026)
    assert len(before) > 20
    assert after == {"2026-01-01": False, "2026-01-02": False, "2026-01-04": True}
    assert await days_of(hotline, 2025)


async def test_days_of_the_december_before_belong_to_the_new_year(hotline: Hotline) -> None:
    new_year = holiday("元旦", "2026-12-31", "2027-01-02")

    report = await loaded(hotline.supervisor, notice_of(2027, new_year, make_up_days=("2026-12-26",)))

    before, after = await days_of(hotline, 2026), await days_of(hotline, 2027)
    assert (before["2026-12-31"], before["2026-12-26"], before["2026-10-01"]) == (False, True, False)
    assert after == {"2027-01-01": False}
    assert [each["day"] for each in report["changes"]] == ["2026-12-26", "2026-12-31", "2027-01-01"]


async def test_a_correction_that_names_a_december_day_no_longer_gives_it_back_to_its_own_year(hotline: Hotline) -> None:
    await loaded(hotline.supervisor, notice_of(2027, holiday("元旦", "2027-01-01", "2027-01-01"), make_up_days=("2027-12-25",)))
    named = notice_of(2028, holiday("元旦", "2027-12-25", "2028-01-02"), make_up_days=("2027-12-11",))
    await loaded(hotline.supervisor, named)
    in_between = await days_of(hotline, 2027)

    await loaded(hotline.supervisor, notice_of(2028))

    assert (in_between["2027-12-31"], in_between["2027-12-11"], "2027-12-25" in in_between) == (False, True, False)
    assert await days_of(hotline, 2027) == {"2027-01-01": False, "2027-12-25": True}


async def test_the_later_year_s_word_on_december_holds_whichever_notice_comes_first(hotline: Hotline) -> None:
    new_year = holiday("元旦", "2027-12-31", "2028-01-02")
    await loaded(hotline.supervisor, notice_of(2028, new_year, make_up_days=("2027-12-25",)))
    unpublished = await year_of(hotline, 2027)

    report = await loaded(hotline.supervisor, NOTICE_2027)

    days = await days_of(hotline, 2027)
    assert (unpublished["is_published"], len(unpublished["days"])) == (False, 2)
    assert (days["2027-12-31"], days["2027-12-25"], days["2027-10-01"]) == (False, True, False)
    assert "2027-12-31" not in {each["day"] for each in report["changes"]}


async def test_a_gap_between_published_years_is_not_published(hotline: Hotline) -> None:
    await loaded(hotline.supervisor, notice_of(2028))

    within = await deadline(hotline, "2027-06-01T02:00:00Z", 1)
    across = await deadline(hotline, "2026-12-30T02:00:00Z", 270)
    beyond = await deadline(hotline, "2028-06-01T02:00:00Z", 1)
    calendar = (await hotline.public.get(CALENDARS)).json()

    assert [each["year"] for each in calendar["years"]][-2:] == [2026, 2028]
    assert across["due_at"].startswith("2028-01")
    assert (within["is_provisional"], across["is_provisional"], beyond["is_provisional"]) == (True, True, False)


async def test_who_read_an_older_calendar_does_not_overwrite_the_newer(hotline: Hotline) -> None:
    tag = (await hotline.supervisor.get(f"{CALENDARS}/2027")).headers["ETag"]
    await loaded(hotline.supervisor, NOTICE_2027, headers={"If-Match": tag})

    late = await hotline.supervisor.post(NOTICES, json=notice_of(2027), headers={"If-Match": tag})

    assert (late.status_code, late.json()["current_version"]) == (412, 2)
    assert (await hotline.public.get(CALENDARS)).headers["ETag"] == '"2"'
    assert (await year_of(hotline, 2027))["reference"] == NOTICE_2027["reference"]


async def test_notices_at_once_come_one_after_another(hotline: Hotline) -> None:
    years = (2027, 2028, 2029, 2030)
    reports = await asyncio.gather(*(loaded(hotline.supervisor, notice_of(year)) for year in years))

    same = await asyncio.gather(*(hotline.supervisor.post(NOTICES, json=notice_of(2031)) for _ in range(4)))

    assert sorted(report["version"] for report in reports) == [2, 3, 4, 5]
    assert sorted(answer.status_code for answer in same) == [200, 200, 200, 201]


async def test_a_kept_notice_never_changes(hotline: Hotline) -> None:
    await loaded(hotline.supervisor, NOTICE_2027)

    for change in ("UPDATE calendar_notices SET reference = ''", "DELETE FROM calendar_notices"):
        with pytest.raises(DBAPIError, match="never change"):
            async with hotline.harness.sessions() as db, db.begin():
                await db.execute(text(change))


async def test_supervisors_load_notices_staff_read_them_and_everybody_reads_the_calendar(hotline: Hotline) -> None:
    answers = [await client.post(NOTICES, json=NOTICE_2027) for client in (hotline.public, hotline.desk, hotline.unit)]
    listed = [(await client.get(NOTICES)).status_code for client in (hotline.public, hotline.unit, hotline.desk)]

    assert [answer.status_code for answer in answers] == [401, 403, 403]
    assert listed == [401, 200, 200]
    assert (await hotline.admin.post(NOTICES, json=NOTICE_2027)).status_code == 201
    assert (await hotline.public.get(f"{CALENDARS}/2026")).status_code == 200


async def test_notices_are_paged_the_newest_first(hotline: Hotline) -> None:
    for year in (2028, 2027):
        await loaded(hotline.supervisor, notice_of(year))

    first = (await hotline.desk.get(NOTICES, params={"limit": 3})).json()
    second = (await hotline.desk.get(NOTICES, params={"limit": 3, "cursor": first["next"]})).json()

    assert [(each["version"], each["year"]) for each in first["items"] + second["items"]] == [
        (3, 2027), (2, 2028), (1, 2026), (1, 2025), (1, 2024), (1, 2023),
    ]  # fmt: skip


async def test_a_notice_tells_others_the_whole_calendar_once(hotline: Hotline) -> None:
    async def told() -> list[Envelope]:
        return [each for each in await hotline.harness.events() if each.type == CalendarPublishedV1.type]

    await hotline.supervisor.post(NOTICES, json=NOTICE_2027 | {"is_dry_run": True})
    await hotline.supervisor.post(NOTICES, json=NOTICE_2027 | {"make_up_days": ["2027-09-27"]})
    assert await told() == []

    await loaded(hotline.supervisor, NOTICE_2027)
    again = await hotline.supervisor.post(NOTICES, json=NOTICE_2027)

    (envelope,) = await told()
    event = envelope.event(CalendarPublishedV1)
    assert (again.status_code, envelope.subject, envelope.sequence) == (200, "work-calendar", 2)
    assert (event.version, event.calendar_version, event.year) == (2, "cn-2", 2027)
    assert event.published_years == [*range(2020, 2028)]
    days = {str(day): False for day in event.days_off} | {str(day): True for day in event.make_up_days}
    for year in event.published_years:
        assert {day: worked for day, worked in days.items() if day.startswith(str(year))} == await days_of(hotline, year)
    assert (days["2027-10-01"], days["2027-10-09"]) == (False, True)

"""What services share goes its whole way: a photograph to a grid case and back, and a notice of the calendar to the grid."""

import stat

from houses import House, until

from chassis.ids import uuid7

PLACE = "659007/84/03"
# More than what the gateway takes of anything but files.
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x2a" * 3_000_000 + b"\xff\xd9"
REPORT = {"class_code": "community.environment", "title": "垃圾未清运", "description": "两天未清运", "territory_code": PLACE}
NOTICE = {
    "year": 2027, "reference": "国办发明电〔2026〕99号", "issued_on": "2026-11-04", "make_up_days": ["2027-10-09"],
    "holidays": [{"name_zh": "国庆节", "name_en": None, "first_on": "2027-10-01", "last_on": "2027-10-07"}],
}  # fmt: skip


async def test_a_photograph_goes_through_the_gateway_to_its_case_and_back(house: House) -> None:
    await house.furnish()
    async with house.client(house.administrator_key) as staff, house.client() as public:
        case = await staff.post("/v1/cases", json=REPORT)
        assert case.status_code == 201, case.text
        url, headers = f"/v1/cases/{case.json()['id']}/attachments", {"idempotency-key": str(uuid7())}
        files, data = {"file": ("现场.jpg", PHOTO)}, {"moment": "before"}

        by_nobody = await public.post(url, files=files, data=data)
        added = await staff.post(url, files=files, data=data, headers=headers)
        content = await staff.get(f"{added.headers['location']}/content")
        part = await staff.get(f"{added.headers['location']}/content", headers={"range": "bytes=0-2"})

    assert (by_nobody.status_code, added.status_code) == (401, 201)
    assert (content.status_code, content.content == PHOTO, content.headers["etag"]) == (200, True, f'"{added.json()["sha256"]}"')
    assert (part.status_code, part.content) == (206, PHOTO[:3])
    folder = house.home / "attachments"
    kept = [path for path in (folder / "grid" / "kept").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [added.json()["id"].replace("-", "")]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_the_grid_counts_by_a_notice_that_the_hotline_publishes(house: House) -> None:
    async with house.client(house.administrator_key) as staff:
        before = (await staff.get("/v1/grid/calendar")).json()
        published = await staff.post("/v1/work-calendars/notices", json=NOTICE)
        assert published.status_code == 201, published.text
        version = published.json()["calendar_version"]

        async def is_followed() -> bool:
            return bool((await staff.get("/v1/grid/calendar")).json()["calendar_version"] == version)

        await until(is_followed)
        after = (await staff.get("/v1/grid/calendar")).json()

    assert (before["calendar_version"], version) == ("cn-1", "cn-2")
    assert after["published_years"] == [*range(2020, 2028)]

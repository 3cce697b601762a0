"""Files put to a case: who may add, see and remove them, what the lifecycle may ask, and how they are served."""

import asyncio
import hashlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from evidence_builders import Album, an_album, url_of  # noqa: F401 - a fixture is used by its name
from file_builders import DOCX, JPEG, PDF, PNG, PROGRAM, XLSX, iso_media
from grid_builders import COMMUNITY, OTHER, REGIMENT, Grid
from sqlalchemy import select, text

from chassis import audit
from svc_grid.evidence.service import has_photo
from svc_grid.evidence.terms import Moment

NOBODY = "0195918c-7a00-7000-8000-000000000001"


async def test_a_file_is_kept_with_who_and_when_and_the_case_stays_as_it_was(album: Album) -> None:
    case = await album.grid.brought_to("assigned")
    facts = await album.grid.facts_of(case)

    added = await album.kept(case, moment="after", description="三连东侧")

    assert added["sha256"] == hashlib.sha256(JPEG).hexdigest()
    assert (added["name"], added["media_type"], added["size_bytes"]) == ("路灯.jpg", "image/jpeg", len(JPEG))
    assert (added["moment"], added["description"], added["added_by"]) == ("after", "三连东侧", "lead-84-03")
    assert abs(datetime.now(UTC) - datetime.fromisoformat(added["added_at"])) < timedelta(minutes=1)
    assert [path.read_bytes() for path in album.files] == [JPEG]
    shown = (await album.grid.desk.get(f"/v1/cases/{case['id']}")).json()
    assert (shown["version"], shown["status"]) == (case["version"], "assigned")
    assert await album.grid.facts_of(case) == facts


@pytest.mark.parametrize("role", ["grid_lead", "unit", "grid_desk", "inspector", "supervisor"])
async def test_each_role_of_the_ground_puts_and_sees_files(album: Album, role: str) -> None:
    case, client = await album.grid.brought_to("reported"), album.grid.harness.as_(role)

    added = await album.put(case, client=client)

    assert added.status_code == 201
    assert added.headers["location"] == url_of(case, added.json())
    assert (await client.get(added.headers["location"])).json() == added.json()
    assert (await client.get(f"{added.headers['location']}/content")).content == JPEG
    assert [each["id"] for each in (await client.get(url_of(case))).json()["items"]] == [added.json()["id"]]


async def test_other_roles_and_the_public_neither_put_nor_see(album: Album) -> None:
    case = await album.grid.brought_to("reported")
    url, public = url_of(case, await album.kept(case)), album.grid.harness.as_()

    for client in (album.grid.harness.as_("analyst"), album.grid.harness.as_("desk"), public):
        answers = [
            await album.put(case, PNG, "a.png", client=client), await client.get(url_of(case)), await client.get(url),
            await client.get(f"{url}/content"), await client.delete(url, params={"reason": "unlawful"}),
        ]  # fmt: skip
        assert {answer.status_code for answer in answers} == {401 if client is public else 403}
    assert len(album.files) == 1


async def test_a_file_is_seen_by_whoever_sees_its_case(album: Album) -> None:
    case, harness = await album.grid.brought_to("reported"), album.grid.harness
    url = url_of(case, await album.kept(case))
    own = [harness.as_("grid_desk", territory_code=territory) for territory in (COMMUNITY, REGIMENT)]
    stranger = harness.as_("grid_desk", territory_code=OTHER)

    seen = [(await client.get(f"{url}/content")).status_code for client in own]
    refused = [
        await album.put(case, PNG, "a.png", client=stranger), await stranger.get(url_of(case)), await stranger.get(url),
        await stranger.get(f"{url}/content"), await stranger.delete(url, params={"reason": "unlawful"}),
    ]  # fmt: skip

    assert seen == [200, 200]
    slugs = [(each.status_code, each.json()["type"].rpartition(":")[2]) for each in refused]
    assert slugs == [(404, "case-unknown")] * 2 + [(404, "attachment-unknown")] * 3
    assert (len(album.files), await album.rows()) == (1, 1)


async def test_a_file_is_found_by_its_own_case_alone(album: Album) -> None:
    case, other = await album.grid.brought_to("reported"), await album.grid.brought_to("reported")
    added = await album.kept(case)

    answers = [
        await album.grid.desk.get(url_of(other, added)), await album.grid.desk.get(url_of({"id": NOBODY}, added)),
        await album.grid.desk.get(f"{url_of(other, added)}/content"),
        await album.grid.desk.delete(url_of(other, added), params={"reason": "unlawful"}),
        await album.grid.desk.get(url_of(case, {"id": NOBODY})), await album.grid.desk.get(url_of({"id": NOBODY})),
        await album.put({"id": NOBODY}),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404] * 7
    assert len(album.files) == 1


async def test_the_same_content_again_is_the_file_that_is_there_whatever_its_moment(album: Album) -> None:
    case, other = await album.grid.brought_to("reported"), await album.grid.brought_to("reported")
    first = await album.kept(case, moment="before")

    again = await album.put(case, name="noch-einmal.jpeg", moment="after")
    elsewhere = await album.kept(other)

    assert (again.status_code, again.json()) == (200, first)
    assert elsewhere["id"] != first["id"]
    assert len(album.files) == 2


async def test_files_sent_at_once_are_kept_once_each_and_not_beyond_the_limit(album: Album) -> None:
    case = await album.grid.brought_to("reported")

    same = await asyncio.gather(*(album.put(case) for _ in range(4)))
    for number in range(18):
        await album.kept(case, JPEG + bytes([number]))
    others = await asyncio.gather(*(album.put(case, PNG + bytes([number]), "a.png") for number in range(3)))

    assert sorted(answer.status_code for answer in same) == [200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in same}) == 1
    assert sorted(answer.status_code for answer in others) == [201, 409, 409]
    full = next(answer.json() for answer in others if answer.status_code == 409)
    assert (full["type"], full["limit"]) == ("urn:gov171:problem:case-holds-enough", 20)
    assert len(album.files) == await album.rows() == 20


async def test_a_removed_file_makes_room(album: Album) -> None:
    case = await album.grid.brought_to("reported")
    kept = [await album.kept(case, JPEG + bytes([number])) for number in range(20)]

    full = await album.put(case, PNG, "a.png")
    await album.removed(case, kept[0])
    after = await album.put(case, PNG, "a.png")

    assert (full.status_code, after.status_code) == (409, 201)


@pytest.mark.parametrize("status", ["dismissed", "closed", "voided"])
async def test_an_ended_case_takes_no_more(album: Album, status: str) -> None:
    case = await album.grid.brought_to(status)

    answer = await album.put(case)

    assert (answer.status_code, answer.json()["state"], answer.json()["action"]) == (409, status, "add_evidence")
    assert (album.files, await album.rows()) == ([], 0)


async def test_a_case_that_ends_while_a_file_comes_in_does_not_take_it(album: Album) -> None:
    case = await album.grid.brought_to("reported")

    async with album.grid.harness.sessions() as db, db.begin():
        await db.execute(text("UPDATE cases SET status = 'voided' WHERE id = :id"), {"id": case["id"]})
        putting = asyncio.create_task(album.put(case))
        async with asyncio.timeout(5):
            while not album.files:  # noqa: ASYNC110 - until its content is in, and the case is asked for
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        assert not putting.done()
    answer = await putting

    assert (answer.status_code, answer.json()["state"]) == (409, "voided")
    assert (album.files, await album.rows()) == ([], 0)


async def test_what_is_not_taken_leaves_nothing(album: Album) -> None:
    case = await album.grid.brought_to("reported")
    bad = [
        (PROGRAM, "virus.exe", 415, "file-type-not-taken"),
        (PROGRAM, "photo.jpg", 422, "file-not-what-it-says"),
        (b"x", "a.txt", 415, "file-type-not-taken"),
        (XLSX, "a.xlsx", 415, "file-type-not-taken"),
        (b"", "a.jpg", 422, "file-empty"),
        (JPEG, "noextension", 415, "file-type-not-taken"),
    ]

    answers = [await album.put(case, content, name) for content, name, _, _ in bad]

    told = [(answer.status_code, answer.json()["type"].rpartition(":")[2]) for answer in answers]
    assert told == [(status, slug) for _, _, status, slug in bad]
    assert (album.files, await album.listed(case)) == ([], [])


@pytest.mark.parametrize(
    ("content", "name"),
    [(PNG, "a.png"), (PDF, "a.pdf"), (iso_media(b"isom"), "a.mp4"), (b"#!AMR\n" + b"\x3c" * 40, "a.amr"), (DOCX, "a.docx")],
)
async def test_pictures_papers_film_and_sound_are_taken(album: Album, content: bytes, name: str) -> None:
    await album.kept(await album.grid.brought_to("reported"), content, name)


@pytest.mark.parametrize("beyond", [0, 1])
async def test_a_file_may_have_twenty_megabytes(album: Album, beyond: int) -> None:
    content = JPEG + bytes(20 * 1024 * 1024 - len(JPEG) + beyond)

    answer = await album.put(await album.grid.brought_to("reported"), content)

    assert answer.status_code == (413 if beyond else 201)
    assert len(album.files) == (0 if beyond else 1)


async def test_a_form_without_a_moment_with_a_wrong_one_or_with_two_files_is_refused(album: Album) -> None:
    url, one = url_of(await album.grid.brought_to("reported")), ("file", ("a.jpg", JPEG))

    answers = [
        await album.grid.lead.post(url, files=[one]),
        await album.grid.lead.post(url, files=[one], data={"moment": "during"}),
        await album.grid.lead.post(url, files=[one], data={"moment": "before", "description": "a\nb"}),
        await album.grid.lead.post(url, files=[one], data={"moment": "before", "case": "x"}),
        await album.grid.lead.post(url, data={"moment": "before"}),
        await album.grid.lead.post(url, files=[one, ("file", ("b.png", PNG))], data={"moment": "before"}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 422, 400]
    assert (album.files, await album.rows()) == ([], 0)


async def test_the_desk_removes_a_file_with_a_reason_and_its_row_stays(album: Album) -> None:
    case = await album.grid.brought_to("handling")
    added = await album.kept(case)
    url = url_of(case, added)

    by_others = [await client.delete(url, params={"reason": "unlawful"}) for client in (album.grid.lead, album.grid.inspector)]
    aimless = await album.grid.desk.delete(url)
    stale = await album.grid.desk.delete(url, params={"reason": "unlawful"}, headers={"if-match": '"7"'})
    removed = await album.grid.desk.delete(url, params={"reason": "personal_data"}, headers={"if-match": '"1"'})
    again = await album.grid.desk.delete(url, params={"reason": "personal_data"})
    content = await album.grid.desk.get(f"{url}/content")

    assert [each.status_code for each in (*by_others, aimless, stale)] == [403, 403, 422, 412]
    assert [each.status_code for each in (removed, again, content)] == [204, 404, 404]
    left = (await album.grid.desk.get(url)).json()
    assert (left["removal_reason"], left["removed_by"], left["version"]) == ("personal_data", "grid_desk", 2)
    await album.emptied()
    async with album.grid.harness.sessions() as db:
        assert await audit.verify_chain(db)
        told = select(audit.audit_log.c.action).where(audit.audit_log.c.target == added["id"])
        assert (await db.execute(told)).scalars().all() == ["evidence-removed"]


async def test_what_went_for_its_wrong_moment_comes_again_with_the_right_one(album: Album) -> None:
    case = await album.grid.brought_to("handling")
    wrong = await album.kept(case, moment="before")

    await album.removed(case, wrong, "wrong_moment")
    right = await album.kept(case, moment="after")

    assert (right["id"] != wrong["id"], right["moment"]) == (True, "after")
    assert (await album.grid.desk.get(f"{url_of(case, right)}/content")).content == JPEG


async def test_two_who_remove_it_at_once_remove_it_once(album: Album) -> None:
    case = await album.grid.brought_to("reported")
    url = url_of(case, await album.kept(case))

    answers = await asyncio.gather(*(album.grid.desk.delete(url, params={"reason": "superseded"}) for _ in range(3)))

    assert sorted(answer.status_code for answer in answers) == [204, 404, 404]


async def test_personal_data_is_removed_from_an_ended_case_too(album: Album) -> None:
    case = await album.grid.brought_to("reported")
    added = await album.kept(case)
    await album.grid.act(case, "voids", {"reason_code": "test_case"})

    await album.removed(case, added, "personal_data")

    await album.emptied()


async def test_files_are_listed_by_moment_and_in_pages_with_as_many_statements(album: Album) -> None:
    case = await album.grid.brought_to("reported")
    kept = [await album.kept(case, JPEG + bytes([n]), moment="after" if n % 2 else "before") for n in range(5)]
    await album.removed(case, kept[4])

    after = await album.listed(case, moment="after")
    async with album.grid.harness.counting_statements() as for_two:
        first = await album.grid.desk.get(url_of(case), params={"limit": 2})
    async with album.grid.harness.counting_statements() as for_all:
        everything = await album.listed(case)
    rest = await album.grid.desk.get(url_of(case), params={"limit": 4, "cursor": first.json()["next"]})

    assert [each["id"] for each in after] == [kept[1]["id"], kept[3]["id"]]
    assert [each["id"] for each in everything] == [each["id"] for each in kept]
    assert [each["id"] for each in first.json()["items"] + rest.json()["items"]] == [each["id"] for each in kept]
    assert (everything[4]["removal_reason"], rest.json()["next"]) == ("superseded", None)
    assert len(for_two) == len(for_all) <= 3


async def test_a_part_of_a_content_can_be_asked_for_and_no_browser_runs_it(album: Album) -> None:
    case = await album.grid.brought_to("reported")
    added = await album.kept(case, name="../路灯 夜.jpg")
    url, etag, size = f"{url_of(case, added)}/content", f'"{added["sha256"]}"', len(JPEG)

    async def get(**headers: str) -> tuple[int, bytes, str | None]:
        answer = await album.grid.lead.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return answer.status_code, answer.content, answer.headers.get("content-range")

    assert await get(range="bytes=10-19") == (206, JPEG[10:20], f"bytes 10-19/{size}")
    assert await get(range="bytes=0-1", if_range='"another"') == (200, JPEG, None)
    assert await get(range=f"bytes={size}-") == (416, b"", f"bytes */{size}")
    assert await get(if_none_match=etag) == (304, b"", None)
    headers = (await album.grid.lead.get(url)).headers
    assert (headers["etag"], headers["x-content-type-options"], headers["content-type"]) == (etag, "nosniff", "image/jpeg")
    assert headers["content-disposition"].startswith("attachment; ")


async def test_a_grid_without_a_store_says_so(grid: Grid) -> None:
    case = await grid.brought_to("reported")

    answer = await grid.lead.post(url_of(case), files={"file": ("a.jpg", JPEG)}, data={"moment": "before"})

    assert (answer.status_code, answer.json()["type"]) == (503, "urn:gov171:problem:no-store")


async def test_the_lifecycle_learns_whether_a_photo_is_there(album: Album) -> None:
    case, other = await album.grid.brought_to("handling"), await album.grid.brought_to("handling")
    began = datetime.now(UTC)

    async def has(moment: Moment = Moment.AFTER, since: datetime | None = None) -> bool:
        async with album.grid.harness.sessions() as db:
            return await has_photo(db, UUID(case["id"]), moment, since)

    await album.kept(other, moment="after")
    await album.kept(case, JPEG + b"x", moment="before")
    await album.kept(case, PDF, "a.pdf", moment="after")
    await album.kept(case, iso_media(b"isom"), "a.mp4", moment="after")
    assert (await has(), await has(Moment.BEFORE), await has(Moment.OTHER)) == (False, True, False)

    photo = await album.kept(case, PNG, "a.png", moment="after")
    assert await has()
    at = datetime.fromisoformat(photo["added_at"])
    assert [await has(since=since) for since in (began, at, at + timedelta(microseconds=1))] == [True, True, False]

    await album.removed(case, photo)
    assert not await has()


def test_what_the_lifecycle_asks_needs_nothing_of_the_cases() -> None:
    asked = "import sys, svc_grid.evidence.service; print([each for each in sys.modules if each.startswith('svc_grid.cases')])"

    answer = subprocess.run([sys.executable, "-P", "-c", asked], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"

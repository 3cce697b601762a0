"""Files put to a ticket: who may add, see and remove them, and how they are served."""

import asyncio
import hashlib

import pytest
from attachment_builders import Shelf, a_shelf  # noqa: F401 - a fixture is used by its name
from file_builders import JPEG, PDF, PNG, PROGRAM
from hotline_builders import OTHER, Hotline
from sqlalchemy import select

from chassis import audit


async def test_staff_add_a_file_and_it_becomes_a_step_of_the_ticket(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()

    added = await shelf.kept(ticket, description="三连东侧")

    assert added["sha256"] == hashlib.sha256(JPEG).hexdigest()
    assert (added["name"], added["media_type"], added["size_bytes"]) == ("路灯.jpg", "image/jpeg", len(JPEG))
    assert (added["description"], added["is_from_caller"], added["is_public"]) == ("三连东侧", False, False)
    assert (await shelf.hotline.history(ticket))[-1]["action"] == "attach"
    assert (await shelf.hotline.kinds_of_events(ticket))[-1] == "attachment_added"
    assert "路灯.jpg" not in str([each.data for each in await shelf.hotline.events_of(ticket)])
    assert [path.read_bytes() for path in shelf.files] == [JPEG]


async def test_no_part_of_what_is_sent_goes_into_the_path(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()

    added = await shelf.kept(ticket, name="../../../etc/cron.d/\u202egpj.evil.jpg")

    assert added["name"] == "gpj.evil.jpg"
    file = shelf.files[0].relative_to(shelf.folder)
    hexed = added["id"].replace("-", "")
    assert file.parts == ("kept", hexed[-2:], hexed)


async def test_the_same_content_again_is_the_same_attachment(shelf: Shelf) -> None:
    ticket, other = await shelf.hotline.opened(), await shelf.hotline.opened()
    first = await shelf.kept(ticket)

    again = await shelf.put(ticket, name="noch-einmal.jpeg")
    elsewhere = await shelf.kept(other)

    assert (again.status_code, again.json()) == (200, first)
    assert elsewhere["id"] != first["id"]
    assert len(shelf.files) == 2
    assert [step["action"] for step in await shelf.hotline.history(ticket)] == ["open", "attach"]


async def test_the_same_content_sent_at_once_is_kept_once(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()

    answers = await asyncio.gather(*(shelf.put(ticket) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == len(shelf.files) == 1


async def test_an_idempotency_key_answers_an_upload_twice_alike(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()
    headers = {"idempotency-key": "u-1", "content-type": "multipart/form-data; boundary=b"}
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + PNG + b"\r\n--b--\r\n"
    url = f"/v1/tickets/{ticket['id']}/attachments"

    first = await shelf.hotline.desk.post(url, content=body, headers=headers)
    second = await shelf.hotline.desk.post(url, content=body, headers=headers)

    assert (first.status_code, second.status_code, second.headers["idempotent-replayed"]) == (201, 201, "true")
    assert first.json() == second.json()


async def test_the_caller_adds_and_sees_by_query_code_what_is_theirs_or_public(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()
    code, public = ticket["query_code"], shelf.hotline.public
    own = await shelf.kept(ticket, client=public, query_code=code)
    shown = await shelf.kept(ticket, PDF, "回复.pdf", is_public="true")
    hidden = await shelf.kept(ticket, PNG, "内部.png")

    listed = await shelf.listed(ticket, public, query_code=code)
    codes = [
        (await public.get(f"/v1/attachments/{each['id']}/content", params={"query_code": code})).status_code
        for each in (own, shown, hidden)
    ]

    assert own["is_from_caller"] is True
    assert [each["id"] for each in listed] == [own["id"], shown["id"]]
    assert codes == [200, 200, 404]
    assert (await shelf.hotline.history(ticket))[1]["actor"] == "caller"


async def test_a_caller_does_not_learn_what_staff_hold(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()
    internal = await shelf.kept(ticket, name="内部照片.jpg")

    sent = await shelf.kept(ticket, client=shelf.hotline.public, query_code=ticket["query_code"])

    assert sent["id"] != internal["id"]
    assert len(await shelf.listed(ticket)) == 2


async def test_without_a_role_or_with_a_wrong_code_nothing_is_taken_or_shown(shelf: Shelf) -> None:
    ticket, other = await shelf.hotline.opened(), await shelf.hotline.opened()
    public, wrong = shelf.hotline.public, other["query_code"]
    added = await shelf.kept(ticket, is_public="true")
    url = f"/v1/attachments/{added['id']}/content"

    answers = [
        await shelf.put(ticket, PNG, "a.png", client=public),
        await shelf.put(ticket, PNG, "a.png", client=public, query_code=wrong),
        await public.get(f"/v1/tickets/{ticket['id']}/attachments"),
        await public.get(f"/v1/tickets/{ticket['id']}/attachments", params={"query_code": wrong}),
        await public.get(url),
        await public.get("/v1/attachments/0195918c-7a00-7000-8000-000000000001/content"),
        await public.get(url, params={"query_code": wrong}),
        await shelf.put(ticket, PNG, "a.png", client=shelf.hotline.harness.as_("analyst")),
    ]

    assert [answer.status_code for answer in answers] == [403, 404, 403, 404, 403, 403, 404, 403]
    assert len(shelf.files) == 1


async def test_an_attachment_is_seen_by_whoever_sees_its_ticket(shelf: Shelf) -> None:
    ticket = await shelf.hotline.brought_to("dispatched")
    added = await shelf.kept(ticket, client=shelf.hotline.unit)
    stranger = shelf.hotline.harness.as_("unit", unit_code="85", territory_code=OTHER)
    url = f"/v1/attachments/{added['id']}"

    seen = [(await client.get(url)).status_code for client in (shelf.hotline.unit, shelf.hotline.supervisor, stranger)]
    contents = [(await client.get(f"{url}/content")).status_code for client in (shelf.hotline.unit, stranger)]
    put = await shelf.put(ticket, PNG, "a.png", client=stranger)

    assert (seen, contents, put.status_code) == ([200, 200, 404], [200, 404], 404)


async def test_a_content_is_served_so_that_no_browser_runs_it(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()
    added = await shelf.kept(ticket, name="路灯 夜.jpg")

    answer = await shelf.hotline.desk.get(f"/v1/attachments/{added['id']}/content")

    assert (answer.status_code, answer.content) == (200, JPEG)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["etag"] == f'"{added["sha256"]}"'
    assert answer.headers["content-length"] == str(len(JPEG))
    disposition = answer.headers["content-disposition"]
    assert disposition == "attachment; filename=\"attachment.jpg\"; filename*=UTF-8''%E8%B7%AF%E7%81%AF%20%E5%A4%9C.jpg"


async def test_a_part_of_a_content_can_be_asked_for(shelf: Shelf) -> None:
    added = await shelf.kept(await shelf.hotline.opened())
    url, etag, size = f"/v1/attachments/{added['id']}/content", f'"{added["sha256"]}"', len(JPEG)

    async def get(**headers: str) -> tuple[int, bytes, str | None]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await shelf.hotline.desk.get(url, headers=named)
        return answer.status_code, answer.content, answer.headers.get("content-range")

    assert await get(range="bytes=10-19") == (206, JPEG[10:20], f"bytes 10-19/{size}")
    assert await get(range="bytes=-2") == (206, b"\xff\xd9", f"bytes {size - 2}-{size - 1}/{size}")
    assert await get(range=f"bytes={size - 1}-", if_range=etag) == (206, b"\xd9", f"bytes {size - 1}-{size - 1}/{size}")
    assert await get(range="bytes=0-1", if_range='"another"') == (200, JPEG, None)
    assert await get(range="bytes=0-1,5-6") == (200, JPEG, None)
    assert await get(range=f"bytes={size}-") == (416, b"", f"bytes */{size}")
    assert await get(if_none_match=f'W/"x", {etag}') == (304, b"", None)


async def test_what_is_not_taken_leaves_nothing(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()
    bad = [
        (PROGRAM, "virus.exe", 415, "file-type-not-taken"),
        (PROGRAM, "photo.jpg", 422, "file-not-what-it-says"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", 415, "file-type-not-taken"),
        (b"<html><script>1</script>", "a.txt", 422, "file-not-safe"),
        (b"", "a.txt", 422, "file-empty"),
        (JPEG, "noextension", 415, "file-type-not-taken"),
    ]

    answers = [await shelf.put(ticket, content, name) for content, name, _, _ in bad]

    told = [(answer.status_code, answer.json()["type"].rpartition(":")[2]) for answer in answers]
    assert told == [(status, slug) for _, _, status, slug in bad]
    assert shelf.files == []
    assert await shelf.listed(ticket) == []


@pytest.mark.parametrize("beyond", [0, 1])
async def test_a_file_may_have_twenty_megabytes(shelf: Shelf, beyond: int) -> None:
    ticket = await shelf.hotline.opened()
    content = JPEG + bytes(20 * 1024 * 1024 - len(JPEG) + beyond)

    answer = await shelf.put(ticket, content)

    assert answer.status_code == (413 if beyond else 201)
    assert len(shelf.files) == (0 if beyond else 1)
    if beyond:
        assert answer.json()["limit_bytes"] == 20 * 1024 * 1024


async def test_two_files_or_none_in_one_request_are_refused(shelf: Shelf) -> None:
    url = f"/v1/tickets/{(await shelf.hotline.opened())['id']}/attachments"

    two = await shelf.hotline.desk.post(url, files=[("file", ("a.jpg", JPEG)), ("file", ("b.png", PNG))])
    none = await shelf.hotline.desk.post(url, files={"other": ("a.jpg", JPEG)})
    as_json = await shelf.hotline.desk.post(url, json={"file": "x"})

    assert (two.status_code, none.status_code, as_json.status_code) == (400, 422, 422)
    assert shelf.files == []


async def test_a_ticket_holds_twenty_and_a_removed_one_makes_room(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()
    kept = [await shelf.kept(ticket, JPEG + bytes([number])) for number in range(20)]

    full = await shelf.put(ticket, PNG, "a.png")
    await shelf.hotline.desk.delete(f"/v1/attachments/{kept[0]['id']}", params={"reason": "superseded"})
    after = await shelf.put(ticket, PNG, "a.png")

    assert (full.status_code, full.json()["limit"], after.status_code) == (409, 20, 201)


async def test_an_ended_ticket_takes_no_more(shelf: Shelf) -> None:
    ticket = await shelf.hotline.brought_to("rejected")

    answer = await shelf.put(ticket)

    assert (answer.status_code, answer.json()["action"]) == (409, "attach")
    assert shelf.files == []


async def test_the_desk_removes_a_file_with_a_reason_and_its_row_stays(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()
    added = await shelf.kept(ticket)
    url = f"/v1/attachments/{added['id']}"

    by_unit = await shelf.hotline.unit.delete(url, params={"reason": "unlawful"})
    aimless = await shelf.hotline.desk.delete(url)
    stale = await shelf.hotline.desk.delete(url, params={"reason": "unlawful"}, headers={"if-match": '"7"'})
    removed = await shelf.hotline.desk.delete(url, params={"reason": "personal_data"})
    again = await shelf.hotline.desk.delete(url, params={"reason": "personal_data"})
    content = await shelf.hotline.desk.get(f"{url}/content")

    assert [each.status_code for each in (by_unit, aimless, stale)] == [403, 422, 412]
    assert [each.status_code for each in (removed, again, content)] == [204, 404, 404]
    left = (await shelf.hotline.desk.get(url)).json()
    assert (left["removal_reason"], left["version"]) == ("personal_data", 2)
    assert left["removed_at"]
    async with asyncio.timeout(5):
        while shelf.files:  # noqa: ASYNC110 - its deletion after the commit is not waited for
            await asyncio.sleep(0.01)
    async with shelf.hotline.harness.sessions() as db:
        assert await audit.verify_chain(db)
        told = select(audit.audit_log.c.action).where(audit.audit_log.c.target == added["id"])
        assert len((await db.execute(told)).scalars().all()) == 1


async def test_the_desk_lets_the_caller_see_a_file(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()
    added = await shelf.kept(ticket)
    code = ticket["query_code"]

    changed = await shelf.hotline.desk.patch(
        f"/v1/attachments/{added['id']}", json={"is_public": True}, headers={"if-match": '"1"'}
    )
    again = await shelf.hotline.desk.patch(
        f"/v1/attachments/{added['id']}", json={"is_public": False}, headers={"if-match": '"1"'}
    )

    assert (changed.status_code, changed.json()["is_public"], changed.headers["etag"]) == (200, True, '"2"')
    assert again.status_code == 412
    assert len(await shelf.listed(ticket, shelf.hotline.public, query_code=code)) == 1


async def test_a_hotline_without_a_store_says_so(hotline: Hotline) -> None:
    ticket = await hotline.opened()

    answer = await hotline.desk.post(f"/v1/tickets/{ticket['id']}/attachments", files={"file": ("a.jpg", JPEG)})

    assert (answer.status_code, answer.json()["type"]) == (503, "urn:gov171:problem:no-store")

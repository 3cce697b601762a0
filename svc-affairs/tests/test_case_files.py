"""Files of materials: who adds and sees them, how they are served, and that what is too much leaves nothing."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from affairs_builders import Affairs
from case_paper_builders import Filing, a_filing, url_of  # noqa: F401 - a fixture is used by its name
from file_builders import JPEG, PDF, PNG, PROGRAM, aged, break_off
from sqlalchemy import text

from chassis.auth import Principal
from chassis.files.rules import MEGABYTE
from chassis.files.store import Store
from chassis.files.sweeping import remove_orphans
from svc_affairs.case_materials.policy import POLICY
from svc_affairs.case_materials.sweeping import owned

_COPY = """INSERT INTO case_files SELECT gen_random_uuid(), case_id, :code, name, media_type, :size, sha256, is_from_applicant,
    added_at, added_by, removed_at, removed_by FROM case_files, generate_series(1, :count) WHERE case_id = :id"""


async def fill(filing: Filing, case: dict[str, Any], count: int, *, size: int = 1, code: str = "m4") -> None:
    """As if so many files more had been added."""
    await filing.execute(_COPY, count=count, size=size, code=code, id=UUID(case["id"]))


async def test_the_applicant_adds_and_fetches_by_the_query_code(filing: Filing) -> None:
    case, public = await filing.submitted(), filing.public
    code = {"query_code": case["query_code"].lower().replace("-", " ")}

    added = await filing.kept(case, client=public, **code)
    answer = await public.get(f"{url_of(case)}/attachments/{added['id']}/content", params=code)
    listed = (await public.get(f"{url_of(case)}/attachments", params=code)).json()["items"]

    assert (answer.status_code, answer.content, listed) == (200, PDF, [added])
    assert (added["is_from_applicant"], added["material_code"], added["media_type"]) == (True, "m1", "application/pdf")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["content-disposition"].startswith("attachment;")


async def test_without_a_role_or_with_a_wrong_code_nothing_is_taken_or_shown(filing: Filing) -> None:
    case, other = await filing.submitted(), await filing.submitted()
    added, public = await filing.kept(case), filing.public
    wrong, url = {"query_code": other["query_code"]}, f"{url_of(case)}/attachments"
    stranger = filing.harness.as_("approver", unit_code="dept-09")

    answers = [
        await filing.put(case, PNG, "a.png", client=public),
        await filing.put(case, PNG, "a.png", client=public, **wrong),
        await filing.put(case, PNG, "a.png", client=filing.approver),
        await public.get(url),
        await public.get(url, params=wrong),
        await public.get(f"{url}/{added['id']}/content"),
        await public.get(f"{url}/{added['id']}/content", params=wrong),
        await stranger.get(f"{url}/{added['id']}/content"),
        await filing.window.get(f"{url_of(other)}/attachments/{added['id']}/content"),
        await public.delete(f"{url}/{added['id']}", params=wrong),
        await public.delete(f"{url}/{added['id']}", params={"query_code": case["query_code"]}),
    ]

    assert [each.status_code for each in answers] == [403, 404, 403, 403, 404, 403, 404, 404, 404, 404, 403]
    assert len(filing.files) == 1


async def test_the_same_content_for_a_material_is_kept_once(filing: Filing) -> None:
    case = await filing.submitted()
    added = await filing.kept(case)

    again = await filing.put(case, name="其他.pdf")
    for_another = await filing.put(case, material_code="m4")

    assert (again.status_code, again.json()["id"], for_another.status_code) == (200, added["id"], 201)
    assert len(filing.files) == 2


async def test_what_is_not_taken_leaves_nothing(filing: Filing) -> None:
    case = await filing.submitted()
    bad = [
        (PROGRAM, "virus.exe", "m1", 415, "file-type-not-taken"),
        (PROGRAM, "photo.jpg", "m1", 422, "file-not-what-it-says"),
        (b"<html><script>1</script>", "a.txt", "m1", 422, "file-not-safe"),
        (b"", "a.txt", "m1", 422, "file-empty"),
        (PDF, "a.pdf", "m9", 422, "material-unknown"),
    ]

    answers = [await filing.put(case, content, name, material_code=code) for content, name, code, _, _ in bad]

    told = [(answer.status_code, answer.json()["type"].rpartition(":")[2]) for answer in answers]
    assert told == [(status, slug) for _, _, _, status, slug in bad]
    assert (filing.files, await filing.rows()) == ([], 0)


@pytest.mark.parametrize("beyond", [0, 1])
async def test_a_file_may_have_twenty_megabytes(filing: Filing, beyond: int) -> None:
    case = await filing.submitted()

    answer = await filing.put(case, JPEG + bytes(20 * MEGABYTE - len(JPEG) + beyond), "a.jpg")

    assert answer.status_code == (413 if beyond else 201)
    assert (len(filing.files), await filing.rows()) == (1 - beyond, 1 - beyond)


@pytest.mark.parametrize("megabytes", [20, 30])
async def test_an_upload_in_chunks_that_says_no_length_is_stopped_too(filing: Filing, megabytes: int) -> None:
    case = await filing.submitted()
    sent = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="material_code"\r\n\r\nm1\r\n'
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n' + JPEG
        for _ in range(megabytes):
            sent += 1
            yield bytes(MEGABYTE)
        yield b"\r\n--b--\r\n"

    headers = {"content-type": "multipart/form-data; boundary=b"}
    answer = await filing.window.post(f"{url_of(case)}/attachments", content=body(), headers=headers)

    assert ("content-length" in answer.request.headers, answer.status_code) == (False, 413)
    assert sent <= 22
    assert (filing.files, await filing.rows()) == ([], 0)


async def test_a_material_a_case_and_its_weight_have_limits_and_nothing_more_is_kept(filing: Filing) -> None:
    full, many, heavy = [await filing.submitted() for _ in range(3)]
    for case in (full, many, heavy):
        await filing.kept(case)
    await fill(filing, full, 19, code="m1")
    await fill(filing, many, 99)
    await fill(filing, heavy, 1, size=POLICY.most_bytes_per_case - len(PDF) - len(PNG) + 1)
    rows = await filing.rows()

    answers = [await filing.put(case, PNG, "a.png") for case in (full, many, heavy)]
    to_another = await filing.put(full, PNG, "a.png", material_code="m4")

    told = [(answer.status_code, answer.json()["type"].rpartition(":")[2]) for answer in answers]
    assert told == [(413, "too-many-files"), (413, "too-many-files"), (413, "case-files-too-large")]
    assert [answer.json().get("limit") for answer in answers] == [20, 100, None]
    assert to_another.status_code == 201
    assert (len(filing.files), await filing.rows()) == (4, rows + 1)


async def test_many_at_once_do_not_go_over_the_limits_together(filing: Filing) -> None:
    by_count, by_weight = await filing.submitted(), await filing.submitted()
    for case in (by_count, by_weight):
        await filing.kept(case)
    await fill(filing, by_count, 97)
    await fill(filing, by_weight, 1, size=POLICY.most_bytes_per_case - len(PDF) - 2 * len(PNG) - 2)

    answers = [
        await asyncio.gather(*(filing.put(case, PNG + bytes([number]), "a.png") for number in range(6)))
        for case in (by_count, by_weight)
    ]

    codes = [sorted(each.status_code for each in of_case) for of_case in answers]
    assert codes == [[201] * 2 + [413] * 4] * 2
    assert len(filing.files) == 2 + 4


async def test_what_an_accepted_case_was_accepted_with_stays_and_only_what_it_owes_is_taken(filing: Filing) -> None:
    case = await filing.complete()
    added = await filing.kept(case)
    await filing.check(case, {"code": "m4", "verdict": "waived", "remark": "承诺补交"})
    await filing.done(case, "accept")

    answers = [
        await filing.put(case, PNG, "a.png"),
        await filing.window.delete(f"{url_of(case)}/attachments/{added['id']}"),
        await filing.put(case, PNG, "a.png", material_code="m4"),
    ]
    await filing.done(case, "approve")
    after = await filing.put(case, PNG, "a.png", material_code="m3"), await filing.check(case, is_all_in_order=True)

    assert [each.status_code for each in (*answers, *after)] == [409, 409, 201, 409, 409]
    assert (await filing.statuses(case))["m4"] == "provided"


async def test_a_deleted_file_leaves_its_row_and_no_content(filing: Filing) -> None:
    case = await filing.submitted()
    documents = len(filing.files)
    added = await filing.kept(case)
    url = f"{url_of(case)}/attachments/{added['id']}"

    answers = [await filing.window.delete(url), await filing.window.delete(url), await filing.window.get(f"{url}/content")]
    await filing.emptied_to(documents)

    assert [each.status_code for each in answers] == [204, 404, 404]
    assert (await filing.rows(), await filing.listed(case, "attachments")) == (1, [])


async def test_a_deleted_file_s_name_goes_with_it(filing: Filing) -> None:
    case = await filing.submitted()
    added = await filing.kept(case, name="王小明身份证.pdf")

    await filing.window.delete(f"{url_of(case)}/attachments/{added['id']}")

    async with filing.harness.sessions() as db:
        assert (await db.execute(text("SELECT name FROM case_files"))).scalars().all() == [""]


@pytest.mark.parametrize("sent", [0, 200, 3 * MEGABYTE])
async def test_an_upload_that_breaks_off_leaves_nothing(filing: Filing, sent: int) -> None:
    case = await filing.submitted()
    clerk = Principal(subject="window-1", kind="staff", roles=frozenset({"window"}))

    await break_off(filing.harness, f"{url_of(case)}/attachments", clerk, sent)

    assert (filing.files, await filing.rows()) == ([], 0)


async def test_a_commit_that_fails_takes_the_content_away_again(filing: Filing) -> None:
    case = await filing.submitted()

    async with filing.commits_fail("case_files"):
        answer = await filing.put(case)
    await filing.emptied_to(0)

    assert (answer.status_code, await filing.rows()) == (500, 0)
    assert (await filing.statuses(case))["m1"] == "awaited"
    assert (await filing.put(case)).status_code == 201


async def test_the_sweeper_deletes_what_no_file_and_no_document_owns(filing: Filing) -> None:
    case, store = await filing.complete(), Store(str(filing.folder / "affairs"))
    file = await filing.kept(case)
    await filing.done(case, "accept")
    [document] = await filing.listed(case, "documents")
    kept = {"case_files": (file["id"], aged(90)), "case_documents": (document["id"], aged(90))}
    for table, (old, new) in kept.items():  # as if they had been added an hour and a half ago
        await filing.execute(f"UPDATE {table} SET id = :new WHERE id = :old", new=new, old=UUID(old))
        await asyncio.to_thread(store.discard, UUID(old))
    orphan, young = aged(61), aged(30)
    for each in (*(new for _, new in kept.values()), orphan, young):
        await asyncio.to_thread(store.write, each, io.BytesIO(PDF))
        await asyncio.to_thread(store.settle, each)

    removed = await remove_orphans(filing.harness.sessions, store, owned, POLICY)

    assert removed == 1
    assert {path.name for path in filing.files} == {young.hex, *(new.hex for _, new in kept.values())}


async def test_government_affairs_without_a_store_say_so(affairs: Affairs) -> None:
    await affairs.brought_to("published")
    window = affairs.harness.as_("window")
    applicant = {"kind": "person", "name": "王明", "phone": "13812341234"}
    body = {"item_code": "000117001000", "channel": "web", "applicant": applicant}
    case = (await window.post("/v1/online-cases", json=body)).json()

    url = f"{url_of(case)}/attachments"
    answer = await window.post(url, files={"file": ("a.pdf", PDF)}, data={"material_code": "m1"})

    assert (answer.status_code, answer.json()["type"]) == (503, "urn:gov171:problem:no-store")

"""Whatever goes wrong with an upload, nothing of it is left."""

import asyncio
import io
from collections.abc import Sequence
from uuid import UUID

import pytest
from evidence_builders import Album, an_album, url_of  # noqa: F401 - a fixture is used by its name
from file_builders import JPEG, PNG, aged, break_off
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.files.store import Store
from chassis.files.sweeping import remove_orphans
from svc_grid.evidence.policy import POLICY
from svc_grid.evidence.service import with_content


@pytest.mark.parametrize("sent", [0, 200, 3 * 1024 * 1024])
async def test_an_upload_that_breaks_off_leaves_nothing(album: Album, sent: int) -> None:
    case = await album.grid.brought_to("reported")
    lead = Principal(subject="lead-84-03", kind="staff", roles=frozenset({"grid_lead"}))

    await break_off(album.grid.harness, url_of(case), lead, sent)

    assert (album.files, await album.rows()) == ([], 0)


async def test_a_commit_that_fails_takes_the_content_away_again(album: Album) -> None:
    case = await album.grid.brought_to("reported")

    async with album.commits_fail():
        answer = await album.put(case)
    await album.emptied()

    assert (answer.status_code, await album.rows()) == (500, 0)
    assert (await album.put(case)).status_code == 201


async def test_a_store_that_cannot_be_written_is_said_to_be_away(album: Album) -> None:
    case = await album.grid.brought_to("reported")
    await asyncio.to_thread(album.folder.write_bytes, b"")  # a file stands where the folder should be

    answer = await album.put(case)

    assert (answer.status_code, "retry-after" in answer.headers, await album.rows()) == (503, True, 0)


async def test_an_idempotency_key_answers_an_upload_twice_alike(album: Album) -> None:
    url = url_of(await album.grid.brought_to("reported"))
    headers = {"idempotency-key": "u-1", "content-type": "multipart/form-data; boundary=b"}
    body = b'--b\r\nContent-Disposition: form-data; name="moment"\r\n\r\nafter\r\n'
    body += b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + PNG + b"\r\n--b--\r\n"

    first, second = [await album.grid.lead.post(url, content=body, headers=headers) for _ in range(2)]

    assert (first.status_code, second.status_code, second.headers["idempotent-replayed"]) == (201, 201, "true")
    assert first.json() == second.json()
    assert len(album.files) == 1


async def test_the_sweeper_deletes_what_is_old_and_no_case_s(album: Album) -> None:
    case, store = await album.grid.brought_to("reported"), Store(str(album.folder / "grid"))
    owned, gone = await album.kept(case), await album.kept(case, PNG, "a.png")
    await album.removed(case, gone)
    old_id, gone_id = aged(90), aged(90)
    async with album.grid.harness.sessions() as db, db.begin():
        # As if they had been added an hour and a half ago.
        for new, old in ((old_id, owned["id"]), (gone_id, gone["id"])):
            await db.execute(text("UPDATE evidence_files SET id = :new WHERE id = :old"), {"new": new, "old": old})
    orphan, young, waiting = aged(61), aged(30), aged(90)
    for each in (old_id, gone_id, orphan, young, waiting):
        await asyncio.to_thread(store.write, each, io.BytesIO(JPEG))
        if each != waiting:
            await asyncio.to_thread(store.settle, each)
    await asyncio.to_thread(store.discard, UUID(owned["id"]))

    removed = await remove_orphans(album.grid.harness.sessions, store, with_content, POLICY)

    assert removed == 3
    assert {path.name for path in album.files} == {old_id.hex, young.hex}


async def test_another_service_that_sweeps_the_same_place_takes_nothing_of_the_grid_s(album: Album) -> None:
    async def owns_nothing(_db: AsyncSession, _ids: Sequence[UUID]) -> set[UUID]:
        return set()

    own, other = Store(str(album.folder / "grid")), Store(str(album.folder))
    for store in (own, other):
        await asyncio.to_thread(store.write, each := aged(90), io.BytesIO(JPEG))
        await asyncio.to_thread(store.settle, each)

    removed = await remove_orphans(album.grid.harness.sessions, other, owns_nothing, POLICY)

    assert (removed, len(album.files)) == (1, 1)

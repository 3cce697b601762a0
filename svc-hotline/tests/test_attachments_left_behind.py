"""Whatever goes wrong with an upload, nothing of it is left."""

import asyncio
import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from attachment_builders import Shelf, a_shelf, break_off_upload  # noqa: F401 - a fixture is used by its name
from file_builders import JPEG, PNG, aged
from sqlalchemy import text

from chassis.files.store import Store
from chassis.files.sweeping import remove_orphans
from svc_hotline.attachments.policy import POLICY
from svc_hotline.attachments.service import with_content


@pytest.mark.parametrize("sent", [0, 200, 3 * 1024 * 1024])
async def test_an_upload_that_breaks_off_leaves_nothing(shelf: Shelf, sent: int) -> None:
    ticket = await shelf.hotline.opened()

    await break_off_upload(shelf.hotline, ticket, sent)

    assert shelf.files == []
    assert await shelf.rows() == 0
    assert (await shelf.hotline.shown(ticket))["version"] == 1


async def test_a_body_that_ends_before_its_last_boundary_is_no_file(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()
    cut = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n' + JPEG

    answer = await shelf.hotline.desk.post(
        f"/v1/tickets/{ticket['id']}/attachments", content=cut, headers={"content-type": "multipart/form-data; boundary=b"}
    )

    assert answer.status_code in (400, 422)
    assert (shelf.files, await shelf.rows()) == ([], 0)


async def test_a_commit_that_fails_takes_the_content_away_again(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()

    async with shelf.commits_fail():
        answer = await shelf.put(ticket)
    async with asyncio.timeout(5):
        while shelf.files:  # noqa: ASYNC110 - its deletion after the rollback is not waited for
            await asyncio.sleep(0.01)

    assert answer.status_code == 500
    assert await shelf.rows() == 0
    assert (await shelf.hotline.shown(ticket))["version"] == 1
    assert (await shelf.put(ticket)).status_code == 201


@pytest.fixture
def unwritable(shelf: Shelf) -> Iterator[None]:
    """A file stands where the folder of contents should be."""
    shelf.folder.write_bytes(b"")
    yield
    shelf.folder.unlink()


@pytest.mark.usefixtures("unwritable")
async def test_a_store_that_cannot_be_written_is_said_to_be_away(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()

    answer = await shelf.put(ticket)

    assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
    assert await shelf.rows() == 0


async def test_the_sweeper_deletes_what_is_old_and_nobody_s(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> None:
    ticket, store = await shelf.hotline.opened(), Store(str(shelf.folder))
    sample = tmp_path_factory.mktemp("sample") / "x"
    sample.write_bytes(PNG)
    owned = await shelf.kept(ticket)
    await shelf.kept(ticket, PNG, "neu.png")
    old_id = aged(90)
    async with shelf.hotline.harness.sessions() as db, db.begin():
        # As if it had been added an hour and a half ago.
        await db.execute(text("UPDATE attachments SET id = :new WHERE id = :old"), {"new": old_id, "old": owned["id"]})
    orphans, waiting, young = [aged(90), aged(61)], aged(90), [aged(30), aged(0)]
    for each in (old_id, *orphans, waiting, *young):
        with sample.open("rb") as source:
            store.write(each, source)
        if each != waiting:
            store.settle(each)
    (shelf.folder / "kept" / "notes.txt").write_text("somebody else's")
    store.discard(UUID(owned["id"]))

    removed = await remove_orphans(shelf.hotline.harness.sessions, store, with_content, POLICY)

    left = {path.name for path in shelf.files}
    assert removed == 3
    assert {old_id.hex, *(each.hex for each in young), "notes.txt"} <= left
    assert not {each.hex for each in (*orphans, waiting)} & left
    assert await remove_orphans(shelf.hotline.harness.sessions, store, with_content, POLICY) == 0


async def test_file_work_does_not_stop_the_event_loop(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = await shelf.hotline.opened()
    threads: list[str] = []
    for name in ("write", "settle", "open"):
        whole = getattr(Store, name)
        monkeypatch.setattr(
            Store, name, lambda *a, _whole=whole: (threads.append(threading.current_thread().name), _whole(*a))[1]
        )

    added = await shelf.kept(ticket)
    await shelf.hotline.desk.get(f"/v1/attachments/{added['id']}/content")

    assert len(threads) == 3
    assert "MainThread" not in threads

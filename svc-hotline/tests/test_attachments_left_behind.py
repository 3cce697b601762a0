"""Whatever goes wrong with an upload, nothing of it is left."""

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
import uvicorn
from attachment_builders import JPEG, PNG, Shelf, a_shelf  # noqa: F401 - a fixture is used by its name
from sqlalchemy import func, select, text

from chassis.auth import Principal
from chassis.engines.process import free_port
from svc_hotline.attachments.models import Attachment
from svc_hotline.attachments.store import Store, made_at
from svc_hotline.attachments.sweeping import remove_orphans


async def rows(shelf: Shelf) -> int:
    async with shelf.hotline.harness.sessions() as db:
        return (await db.execute(select(func.count()).select_from(Attachment))).scalar_one()


@asynccontextmanager
async def on_a_port(shelf: Shelf) -> AsyncIterator[uvicorn.Server]:
    """The hotline behind a real server."""
    settings = uvicorn.Config(
        shelf.hotline.harness.app, host="127.0.0.1", port=free_port(), http="httptools", log_level="warning", lifespan="off"
    )
    server = uvicorn.Server(settings)
    task = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110 - the server tells by this flag alone
        await asyncio.sleep(0.01)
    try:
        yield server
    finally:
        server.should_exit = server.force_exit = True
        await task


@pytest.mark.parametrize("sent", [0, 200, 3 * 1024 * 1024])
async def test_an_upload_that_breaks_off_leaves_nothing(shelf: Shelf, sent: int) -> None:
    ticket = await shelf.hotline.opened()
    token = shelf.hotline.harness.token(Principal(subject="desk", kind="staff", roles=frozenset({"desk"})))
    opening = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    head = (
        f"POST /v1/tickets/{ticket['id']}/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {8 * 1024 * 1024}\r\n\r\n"
    )

    async with on_a_port(shelf) as server:
        _, writer = await asyncio.open_connection("127.0.0.1", server.config.port)
        writer.write(head.encode() + opening + (JPEG + bytes(sent))[:sent])
        await writer.drain()
        async with asyncio.timeout(5):
            while not server.server_state.tasks:  # noqa: ASYNC110 - until the request is being handled
                await asyncio.sleep(0.01)
        writer.transport.abort()
        async with asyncio.timeout(10):
            while server.server_state.tasks:  # noqa: ASYNC110 - until it has been given up
                await asyncio.sleep(0.01)

    assert shelf.files == []
    assert await rows(shelf) == 0
    assert (await shelf.hotline.shown(ticket))["version"] == 1


async def test_a_body_that_ends_before_its_last_boundary_is_no_file(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()
    cut = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n' + JPEG

    answer = await shelf.hotline.desk.post(
        f"/v1/tickets/{ticket['id']}/attachments", content=cut, headers={"content-type": "multipart/form-data; boundary=b"}
    )

    assert answer.status_code in (400, 422)
    assert (shelf.files, await rows(shelf)) == ([], 0)


@asynccontextmanager
async def commits_of_attachments_fail(shelf: Shelf) -> AsyncIterator[None]:
    """A trigger that speaks only at the commit, when the content already lies in its place."""
    engine = shelf.hotline.harness.app.state.chassis.database.engine
    made = [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'refused'; END$$",
        "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON attachments DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION refuse()",
    ]
    try:
        async with engine.begin() as connection:
            for statement in made:
                await connection.execute(text(statement))
        yield
    finally:
        async with engine.begin() as connection:
            await connection.execute(text("DROP FUNCTION refuse() CASCADE"))


async def test_a_commit_that_fails_takes_the_content_away_again(shelf: Shelf) -> None:
    ticket = await shelf.hotline.opened()

    async with commits_of_attachments_fail(shelf):
        answer = await shelf.put(ticket)
    async with asyncio.timeout(5):
        while shelf.files:  # noqa: ASYNC110 - its deletion after the rollback is not waited for
            await asyncio.sleep(0.01)

    assert answer.status_code == 500
    assert await rows(shelf) == 0
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
    assert await rows(shelf) == 0


def aged(minutes: int) -> UUID:
    """An id as one that was made so long ago."""
    milliseconds = int((time.time() - minutes * 60) * 1000)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | 0b10 << 62 | int.from_bytes(os.urandom(7)))


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

    removed = await remove_orphans(shelf.hotline.harness.sessions, store)

    left = {path.name for path in shelf.files}
    assert removed == 3
    assert {old_id.hex, *(each.hex for each in young), "notes.txt"} <= left
    assert not {each.hex for each in (*orphans, waiting)} & left
    assert await remove_orphans(shelf.hotline.harness.sessions, store) == 0


def test_an_id_tells_when_it_was_made() -> None:
    assert abs(time.time() - 3600 - made_at(aged(60)).timestamp()) < 1


def test_a_store_of_another_kind_works_alike(tmp_path_factory: pytest.TempPathFactory) -> None:
    store, some_id = Store("memory://bucket/prefix"), aged(0)
    sample = tmp_path_factory.mktemp("sample") / "x"
    sample.write_bytes(PNG)

    with sample.open("rb") as source:
        store.write(some_id, source)
    assert (store.has(some_id), list(store.list_ids("incoming"))) == (False, [some_id])
    store.settle(some_id)
    with store.open(some_id) as file:
        assert file.read() == PNG
    assert [list(store.list_ids(folder)) for folder in store.folders()] == [[], [some_id]]
    store.discard(some_id)
    store.discard(some_id)
    assert not store.has(some_id)


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

"""Attachments in a bucket: the whole story of a file, against a server that speaks S3 over HTTP."""

import asyncio
import hashlib
import io
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import boto3
import httpx
import pytest
from attachment_builders import JPEG, PDF, PNG, PROGRAM, Putting, aged, break_off, hotline_keeping_at
from hotline_builders import Hotline
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem
from sqlalchemy import text

from chassis.engines.process import free_port
from chassis.testing import Engines
from svc_hotline.attachments.store import Store
from svc_hotline.attachments.sweeping import remove_orphans

BUCKET, URL = "hotline", "s3://hotline/of/the/city"
# More than two of the parts that a content is sent in.
FILM = JPEG + bytes(18 * 1024 * 1024)


class Bucket(Putting):
    """The hotline, and the bucket where it keeps attachments."""

    def __init__(self, hotline: Hotline, s3: Any) -> None:
        super().__init__(hotline)
        self.s3 = s3

    @property
    def keys(self) -> list[str]:
        return [each["Key"] for each in self.s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    @property
    def unfinished(self) -> list[str]:
        """The keys of contents of which only parts have come."""
        return [each["Key"] for each in self.s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])]


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedMotoServer]:
    """A server on loopback, found as in production: by the environment."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer("127.0.0.1", port := free_port(), verbose=False)
    named = {
        "endpoint_url": f"http://127.0.0.1:{port}",
        "access_key_id": "city",
        "secret_access_key": "secret",
        "region": "us-east-1",
    }
    for name, value in named.items():
        monkeypatch.setenv(f"AWS_{name.upper()}", value)
    server.start()
    httpx.post(f"{named['endpoint_url']}/moto-api/reset")  # what it holds outlives the server
    # Connections are kept by the options of a store, in which the endpoint is not named.
    S3FileSystem.clear_instance_cache()
    yield server
    server.stop()
    S3FileSystem.clear_instance_cache()


@pytest.fixture
async def bucket(engines: Engines, endpoint: ThreadedMotoServer) -> AsyncIterator[Bucket]:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    async with hotline_keeping_at(engines, URL) as hotline:
        yield Bucket(hotline, s3)


def held(store: Store, content: bytes, *, minutes: int, is_settled: bool) -> str:
    """Put a content into the store that no row knows; returns the name it goes by."""
    store.write(each := aged(minutes), io.BytesIO(content))
    if is_settled:
        store.settle(each)
    return each.hex


async def emptied(bucket: Bucket) -> None:
    """Wait until nothing is left: what goes with a transaction's end is not waited for."""
    async with asyncio.timeout(5):
        while bucket.keys:  # noqa: ASYNC110 - a bucket tells nobody
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("content", [JPEG, FILM], ids=["at once", "in parts"])
async def test_a_content_goes_to_the_bucket_and_comes_back_whole_or_in_ranges(bucket: Bucket, content: bytes) -> None:
    added = await bucket.kept(await bucket.hotline.opened(), content)
    url, size, digest = f"/v1/attachments/{added['id']}/content", len(content), hashlib.sha256(content).hexdigest()

    async def get(**headers: str) -> tuple[int, bytes, str | None]:
        answer = await bucket.hotline.desk.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return answer.status_code, answer.content, answer.headers.get("content-range")

    status, whole, _ = await get()
    hexed = added["id"].replace("-", "")
    assert bucket.keys == [f"of/the/city/kept/{hexed[-2:]}/{hexed}"]
    assert (status, hashlib.sha256(whole).hexdigest(), added["sha256"]) == (200, digest, digest)
    assert await get(range="bytes=10-19") == (206, content[10:20], f"bytes 10-19/{size}")
    assert await get(range="bytes=-2") == (206, content[-2:], f"bytes {size - 2}-{size - 1}/{size}")
    assert await get(range=f"bytes={size - 1}-", if_range=f'"{digest}"') == (
        206,
        content[-1:],
        f"bytes {size - 1}-{size - 1}/{size}",
    )
    assert (await get(range="bytes=0-1", if_range='"another"'))[0] == 200
    assert await get(range=f"bytes={size}-") == (416, b"", f"bytes */{size}")
    assert await get(if_none_match=f'"{digest}"') == (304, b"", None)


async def test_the_same_content_is_kept_once_and_a_removed_one_not_at_all(bucket: Bucket) -> None:
    ticket = await bucket.hotline.opened()
    first = await bucket.kept(ticket)

    again = await bucket.put(ticket, name="again.jpg")
    at_once = await asyncio.gather(*(bucket.put(ticket, PDF, "a.pdf") for _ in range(3)))
    kept = len(bucket.keys)
    for each in (first, at_once[0].json()):
        await bucket.hotline.desk.delete(f"/v1/attachments/{each['id']}", params={"reason": "unlawful"})
    gone = await bucket.hotline.desk.get(f"/v1/attachments/{first['id']}/content")
    await emptied(bucket)

    assert (again.status_code, again.json()["id"], kept) == (200, first["id"], 2)
    assert sorted(answer.status_code for answer in at_once) == [200, 200, 201]
    assert gone.status_code == 404


async def test_a_refused_file_leaves_nothing(bucket: Bucket) -> None:
    ticket, ended = await bucket.hotline.opened(), await bucket.hotline.brought_to("rejected")

    answers = [
        await bucket.put(ticket, PROGRAM, "photo.jpg"),
        await bucket.put(ticket, b"", "a.txt"),
        await bucket.put(ended),
        await bucket.put(ended, FILM),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 409, 409]
    assert (bucket.keys, bucket.unfinished, await bucket.rows()) == ([], [], 0)


@pytest.mark.parametrize("sent", [200, 3 * 1024 * 1024])
async def test_an_upload_that_breaks_off_leaves_nothing(bucket: Bucket, sent: int) -> None:
    ticket = await bucket.hotline.opened()

    await break_off(bucket.hotline, ticket, sent)

    assert (bucket.keys, bucket.unfinished, await bucket.rows()) == ([], [], 0)


async def test_a_commit_that_fails_takes_the_content_away_again(bucket: Bucket) -> None:
    ticket = await bucket.hotline.opened()

    async with bucket.commits_fail():
        answer = await bucket.put(ticket)
    await emptied(bucket)

    assert (answer.status_code, await bucket.rows()) == (500, 0)
    assert (await bucket.put(ticket)).status_code == 201


class Breaking(io.BytesIO):
    """A file that cannot be read to its end."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 12 * 1024 * 1024:
            raise OSError("the disk is gone")
        return super().read(size)


async def test_a_content_that_cannot_be_read_to_its_end_is_neither_whole_nor_in_parts_there(bucket: Bucket) -> None:
    with pytest.raises(OSError, match="disk"):
        await asyncio.to_thread(Store(URL).write, aged(0), Breaking(FILM))

    assert (bucket.keys, bucket.unfinished) == ([], [])


async def test_the_sweeper_deletes_what_is_old_and_nobody_s_whole_or_in_part(bucket: Bucket) -> None:
    owned, store = await bucket.kept(await bucket.hotline.opened()), Store(URL)
    old_id = aged(90)
    async with bucket.hotline.harness.sessions() as db, db.begin():
        # As if it had been added an hour and a half ago.
        await db.execute(text("UPDATE attachments SET id = :new WHERE id = :old"), {"new": old_id, "old": owned["id"]})

    def leave_behind() -> list[str]:
        store.write(old_id, io.BytesIO(JPEG))
        store.settle(old_id)
        for minutes, is_settled in ((90, True), (61, True), (90, False)):
            held(store, PNG, minutes=minutes, is_settled=is_settled)
        for minutes in (90, 10):
            bucket.s3.create_multipart_upload(Bucket=BUCKET, Key=f"of/the/city/incoming/{aged(minutes).hex}")
        return [held(store, PNG, minutes=minutes, is_settled=minutes > 0) for minutes in (30, 0)]

    young = await asyncio.to_thread(leave_behind)
    bucket.s3.create_multipart_upload(Bucket=BUCKET, Key=f"of/another/incoming/{aged(90).hex}")

    removed = await remove_orphans(bucket.hotline.harness.sessions, store)

    left = {key.rpartition("/")[2] for key in bucket.keys}
    assert (removed, left) == (4, {old_id.hex, owned["id"].replace("-", ""), *young})
    assert len(bucket.unfinished) == 2
    assert await remove_orphans(bucket.hotline.harness.sessions, store) == 0


async def test_what_another_process_has_added_since_a_listing_is_seen(bucket: Bucket) -> None:
    store = Store(URL)
    await bucket.kept(await bucket.hotline.opened())
    (key,), other = bucket.keys, aged(0)
    of_the_same_folder = UUID(hex=other.hex[:-2] + key[-2:])

    await asyncio.to_thread(lambda: [list(store.list_ids(folder)) for folder in store.folders()])
    bucket.s3.copy_object(Bucket=BUCKET, Key=key[:-32] + of_the_same_folder.hex, CopySource=f"{BUCKET}/{key}")

    assert await asyncio.to_thread(store.has, of_the_same_folder)


async def test_a_bucket_that_is_away_or_not_there_is_said_to_be_so(bucket: Bucket, endpoint: ThreadedMotoServer) -> None:
    ticket = await bucket.hotline.opened()
    added = await bucket.kept(ticket)
    for key in bucket.keys:
        bucket.s3.delete_object(Bucket=BUCKET, Key=key)
    bucket.s3.delete_bucket(Bucket=BUCKET)

    unknown = await bucket.put(ticket, PNG, "a.png")
    endpoint.stop()
    away = await bucket.put(ticket, PNG, "a.png")
    content = await bucket.hotline.desk.get(f"/v1/attachments/{added['id']}/content")

    assert [(each.status_code, "retry-after" in each.headers) for each in (unknown, away, content)] == [(503, True)] * 3
    with pytest.raises(OSError, match="EndpointConnectionError"):  # anything else would end the sweeper, and the hotline with it
        await remove_orphans(bucket.hotline.harness.sessions, Store(URL))
    assert await bucket.rows() == 1

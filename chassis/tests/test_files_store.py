"""The store keeps contents whole or not at all, in a folder and in a bucket, and only those that somebody owns."""

import asyncio
import hashlib
import io
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import boto3
import pytest
from file_builders import JPEG, PNG, aged, an_endpoint  # noqa: F401 - a fixture is used by its name
from moto.server import ThreadedMotoServer
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.files.errors import NoStore
from chassis.files.keeping import discard_when, incoming, store_at
from chassis.files.rules import FilePolicy
from chassis.files.store import Store, made_at
from chassis.files.sweeping import remove_orphans
from chassis.testing import ServiceHarness

BUCKET, URL = "city", "s3://city/of/the/grid"
# More than two of the parts that a content is sent in.
FILM = JPEG + bytes(18 * 1024 * 1024)


class Bucket:
    """A bucket, and what lies in it."""

    def __init__(self, s3: Any) -> None:
        self.s3 = s3

    @property
    def keys(self) -> list[str]:
        return [each["Key"] for each in self.s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    @property
    def unfinished(self) -> list[str]:
        """The keys of contents of which only parts have come."""
        return [each["Key"] for each in self.s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])]


@pytest.fixture
def bucket(endpoint: ThreadedMotoServer) -> Bucket:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    return Bucket(s3)


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


def held(store: Store, content: bytes, *, minutes: int, is_settled: bool) -> str:
    """Put a content into the store that no row knows; returns the name it goes by."""
    store.write(each := aged(minutes), io.BytesIO(content))
    if is_settled:
        store.settle(each)
    return each.hex


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


async def owned(db: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Those whose rows are there: a thing's id is its content's."""
    found = await db.execute(text("SELECT id FROM things WHERE id = ANY(:ids)"), {"ids": [str(each) for each in ids]})
    return {UUID(each) for each in found.scalars()}


async def enter(db: AsyncSession, content_id: UUID) -> None:
    await db.execute(text("INSERT INTO things VALUES (:id, 1, 'a file')"), {"id": str(content_id)})


async def test_the_sweeper_deletes_what_is_old_and_nobody_s_whole_or_in_part(bucket: Bucket, example: ServiceHarness) -> None:
    store, old_id = Store(URL), aged(90)
    async with example.sessions() as db, db.begin():
        await enter(db, old_id)

    def leave_behind() -> list[str]:
        store.write(old_id, io.BytesIO(JPEG))
        store.settle(old_id)
        for minutes, is_settled in ((90, True), (61, True), (90, False)):
            held(store, PNG, minutes=minutes, is_settled=is_settled)
        for minutes in (90, 10):
            bucket.s3.create_multipart_upload(Bucket=BUCKET, Key=f"of/the/grid/incoming/{aged(minutes).hex}")
        return [held(store, PNG, minutes=minutes, is_settled=minutes > 0) for minutes in (30, 0)]

    young = await asyncio.to_thread(leave_behind)
    bucket.s3.create_multipart_upload(Bucket=BUCKET, Key=f"of/another/incoming/{aged(90).hex}")

    removed = await remove_orphans(example.sessions, store, owned, FilePolicy())

    left = {key.rpartition("/")[2] for key in bucket.keys}
    assert (removed, left) == (4, {old_id.hex, *young})
    assert len(bucket.unfinished) == 2
    assert await remove_orphans(example.sessions, store, owned, FilePolicy()) == 0


async def test_what_another_process_has_added_since_a_listing_is_seen(bucket: Bucket) -> None:
    store = Store(URL)
    held(store, PNG, minutes=0, is_settled=True)
    (key,), other = bucket.keys, aged(0)
    of_the_same_folder = UUID(hex=other.hex[:-2] + key[-2:])

    await asyncio.to_thread(lambda: [list(store.list_ids(folder)) for folder in store.folders()])
    bucket.s3.copy_object(Bucket=BUCKET, Key=key[:-32] + of_the_same_folder.hex, CopySource=f"{BUCKET}/{key}")

    assert await asyncio.to_thread(store.has, of_the_same_folder)


async def test_a_bucket_that_is_away_or_not_there_is_an_error_of_the_place(bucket: Bucket, endpoint: ThreadedMotoServer) -> None:
    bucket.s3.delete_bucket(Bucket=BUCKET)

    with pytest.raises(OSError, match=r"NoSuchBucket|bucket does not exist"):
        await asyncio.to_thread(Store(URL).write, aged(0), io.BytesIO(PNG))
    endpoint.stop()
    with pytest.raises(OSError, match="EndpointConnectionError"):
        await asyncio.to_thread(Store(URL).write, aged(0), io.BytesIO(PNG))


@pytest.mark.parametrize("ending", ["settled", "unsettled", "failed", "rolled back"])
async def test_a_content_is_kept_only_with_its_row(example: ServiceHarness, tmp_path: Path, ending: str) -> None:
    store = Store(str(tmp_path))

    async def keep() -> None:
        async with incoming(store, io.BytesIO(JPEG)) as content, example.sessions() as db, db.begin():
            await enter(db, content.id)
            if ending in ("settled", "rolled back"):
                await content.settle(db)
            if ending in ("failed", "rolled back"):
                raise LookupError(ending)

    if ending in ("failed", "rolled back"):
        with pytest.raises(LookupError):
            await keep()
    else:
        await keep()

    files = await asyncio.to_thread(lambda: [path for path in tmp_path.rglob("*") if path.is_file()])
    assert [hashlib.sha256(path.read_bytes()).digest() for path in files] == (
        [hashlib.sha256(JPEG).digest()] if ending == "settled" else []
    )


async def test_a_commit_that_fails_after_the_block_takes_the_content_away_again(example: ServiceHarness, tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    async with example.sessions() as db:
        async with incoming(store, io.BytesIO(JPEG)) as content:
            await enter(db, content.id)
            await content.settle(db)
        assert store.has(content.id)
        await db.rollback()

    async with asyncio.timeout(5):
        while store.has(content.id):  # noqa: ASYNC110 - its deletion is not waited for
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("ending", ["after_rollback", "after_commit"])
@pytest.mark.parametrize("is_taken_back", [False, True], ids=["savepoint kept", "savepoint taken back"])
async def test_a_savepoint_decides_only_of_what_was_done_within_it(
    example: ServiceHarness, tmp_path: Path, ending: str, is_taken_back: bool
) -> None:
    store = Store(str(tmp_path))
    ours, another = aged(0), aged(0)
    for each in (ours, another):
        store.write(each, io.BytesIO(JPEG))
        store.settle(each)
    async with example.sessions() as db, db.begin():
        with suppress(LookupError):
            async with db.begin_nested():
                await db.execute(text("SELECT 1"))
                discard_when(db, ending, store, ours)
                if is_taken_back:
                    raise LookupError
        for failing in (False, True):  # what comes after it in the same transaction
            with suppress(LookupError):
                async with db.begin_nested():
                    await db.execute(text("SELECT 1"))
                    if failing:
                        raise LookupError
        discard_when(db, "after_commit", store, another)
    await until_gone(store, another)

    if is_taken_back is (ending == "after_rollback"):
        await until_gone(store, ours)
    assert store.has(ours) is (is_taken_back is (ending == "after_commit"))


async def until_gone(store: Store, content_id: UUID) -> None:
    async with asyncio.timeout(5):
        while store.has(content_id):  # noqa: ASYNC110 - its deletion is not waited for
            await asyncio.sleep(0.01)


def test_without_an_address_there_is_no_store() -> None:
    with pytest.raises(NoStore):
        store_at(None)

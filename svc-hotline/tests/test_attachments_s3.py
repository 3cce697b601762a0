"""Attachments in a bucket: the whole story of a file, against a server that speaks S3 over HTTP."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from typing import Any

import boto3
import pytest
from attachment_builders import Putting, break_off_upload, hotline_keeping_at
from file_builders import JPEG, PDF, PNG, PROGRAM, an_endpoint  # noqa: F401 - a fixture is used by its name
from hotline_builders import Hotline
from moto.server import ThreadedMotoServer

from chassis.files.store import Store
from chassis.files.sweeping import remove_orphans
from chassis.testing import Engines
from svc_hotline.attachments.policy import POLICY
from svc_hotline.attachments.service import with_content

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
async def bucket(engines: Engines, endpoint: ThreadedMotoServer) -> AsyncIterator[Bucket]:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    async with hotline_keeping_at(engines, URL) as hotline:
        yield Bucket(hotline, s3)


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

    await break_off_upload(bucket.hotline, ticket, sent)

    assert (bucket.keys, bucket.unfinished, await bucket.rows()) == ([], [], 0)


async def test_a_commit_that_fails_takes_the_content_away_again(bucket: Bucket) -> None:
    ticket = await bucket.hotline.opened()

    async with bucket.commits_fail():
        answer = await bucket.put(ticket)
    await emptied(bucket)

    assert (answer.status_code, await bucket.rows()) == (500, 0)
    assert (await bucket.put(ticket)).status_code == 201


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
        await remove_orphans(bucket.hotline.harness.sessions, Store(URL), with_content, POLICY)
    assert await bucket.rows() == 1

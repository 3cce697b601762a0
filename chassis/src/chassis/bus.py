"""The connection to NATS JetStream: survives its absence, declares streams, publishes in atomic batches."""

import asyncio
import json
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import nats
import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, Header, StorageType, StreamConfig
from nats.js.errors import APIError

from contracts.event import STREAMS

_log = structlog.get_logger(__name__)

RETRY_S = 0.5
_DAY_S = 24 * 3600


class BatchRefused(Exception):
    """JetStream refused an atomic batch as a whole, for example because one of its ids is already stored."""


@dataclass(frozen=True)
class Message:
    """One event on its way out: the subject it goes to, its id for duplicate suppression, the body."""

    subject: str
    event_id: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def end_process() -> None:
    """Ask this process to stop in good order; whoever supervises it starts it anew."""
    os.kill(os.getpid(), signal.SIGTERM)


class Bus:
    """A NATS connection that is made in the background, so that a service starts and writes while NATS is away."""

    def __init__(self, url: str, name: str, *, replicas: int = 1, max_bytes: int = 2 * 1024**3) -> None:
        self._url, self._name, self._replicas, self._max_bytes = url, name, replicas, max_bytes
        self._client: Client | None = None
        self._declared, self._reconnected = asyncio.Event(), asyncio.Event()
        self._closing = False
        self.on_fatal: Callable[[], None] = end_process

    @property
    def is_connected(self) -> bool:
        return self._client is not None and self._client.is_connected

    async def run(self) -> None:
        """Connect, however long that takes, and declare every stream; the client reconnects by itself.

        After a reconnect the streams are declared once more: the server may have come back without its store.
        """
        while True:
            self._reconnected.clear()
            try:
                self._client = self._client or await self._connect()
                await self._declare(self._client.jetstream())
            except (OSError, TimeoutError, nats.errors.Error) as error:
                _log.warning("nats not reached yet", error=type(error).__name__)
                await asyncio.sleep(RETRY_S)
                continue
            self._declared.set()
            await self._reconnected.wait()

    async def close(self) -> None:
        self._closing = True
        if self._client is not None:
            await self._client.close()

    async def jetstream(self) -> JetStreamContext:
        """The JetStream context, once connected and every stream is declared."""
        await self._declared.wait()
        assert self._client is not None
        return self._client.jetstream()

    async def publish(self, stream: str, messages: Sequence[Message]) -> None:
        """Store `messages` in `stream`, all or none where the server allows it; returns once they are on its disk.

        A batch of which a part is stored already is sent one by one: each stored one is then acknowledged as such.
        """
        jetstream = await self.jetstream()
        if len(messages) > 1:
            try:
                await self._publish_batch(messages)
                return
            except BatchRefused as refusal:
                _log.info("batch refused, sending one by one", reason=str(refusal), count=len(messages))
        for message in messages:
            headers = message.headers | {Header.MSG_ID: message.event_id}
            await jetstream.publish(message.subject, message.body, stream=stream, headers=headers, timeout=5)

    async def _publish_batch(self, messages: Sequence[Message]) -> None:
        assert self._client is not None
        batch = messages[0].event_id
        for number, message in enumerate(messages, 1):
            headers = message.headers | {Header.MSG_ID: message.event_id, Header.BATCH_ID: batch}
            headers[Header.BATCH_SEQUENCE] = str(number)
            if number < len(messages):
                await self._client.publish(message.subject, message.body, headers=headers)
        headers[Header.BATCH_COMMIT] = "1"
        reply = await self._client.request(messages[-1].subject, messages[-1].body, headers=headers, timeout=5)
        answer = json.loads(reply.data or b"{}")
        if "error" in answer:
            raise BatchRefused(answer["error"].get("description", "no reason given"))

    async def _connect(self) -> Client:
        return await nats.connect(
            self._url,
            name=self._name,
            connect_timeout=2,
            allow_reconnect=True,
            max_reconnect_attempts=-1,
            reconnect_time_wait=RETRY_S,
            ping_interval=5,
            max_outstanding_pings=2,
            pending_size=-1,  # what "failed" while away must not be stored on reconnect
            closed_cb=self._on_closed,
            reconnected_cb=self._on_reconnected,
            error_cb=self._on_error,
        )

    async def _declare(self, jetstream: JetStreamContext) -> None:
        for name, subjects in STREAMS.items():
            wanted = StreamConfig(
                name=name,
                subjects=[subjects],
                storage=StorageType.FILE,
                num_replicas=self._replicas,
                max_age=14 * _DAY_S,
                max_bytes=self._max_bytes,
                discard=DiscardPolicy.NEW,
                duplicate_window=600,
                allow_atomic=True,
            )
            try:
                await jetstream.add_stream(wanted)
            except APIError as error:
                if error.err_code != 10058:  # it stands already with other settings: bring it to ours
                    raise
                await jetstream.update_stream(wanted)

    async def _on_closed(self) -> None:
        if not self._closing:
            _log.error("nats connection closed for good")
            self.on_fatal()

    async def _on_reconnected(self) -> None:
        self._reconnected.set()

    async def _on_error(self, error: Exception) -> None:
        _log.warning("nats", error=str(error) or type(error).__name__)

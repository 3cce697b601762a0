"""Brings every event of every stream into the archive."""

from chassis.consumers import Consumer
from contracts.event import STREAMS
from svc_datahub.archive import service

archive_all = Consumer(name="datahub-archive", streams=tuple(STREAMS), apply_batch=service.archive_events, linger_s=0.25)

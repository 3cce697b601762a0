"""What the city has settled for Open311: what is published, what a report counts as, and how much is given at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

from svc_hotline.open311.terms import PublicStatus
from svc_hotline.tickets.terms import Channel, Kind, Status

_CLOSED = frozenset({Status.RESOLVED, Status.ANSWERED, Status.CLOSED, Status.REJECTED})


@dataclass(frozen=True)
class Policy:
    """DOMAIN.md, Hotline."""

    version: str = "2026-1"
    # Whoever called or wrote otherwise did not write for the public. The indexes of the lists cover these
    # channels: another one wants them wider.
    published_channels: frozenset[Channel] = frozenset({Channel.OPEN311})
    # A report of this kind asks that something be put right and blames nobody; the desk reclassifies what does.
    kind: Kind = Kind.HELP
    # A citizen's matter is closed once it has its answer; that the desk then calls back is the house's own care. A merged
    # one waits for its main ticket's answer, and one handed over to an emergency line is closed by that.
    statuses: Mapping[Status, PublicStatus] = field(
        default_factory=lambda: MappingProxyType(
            {status: PublicStatus.CLOSED if status in _CLOSED else PublicStatus.OPEN for status in Status}
        )
    )
    longest_window: timedelta = timedelta(days=90)
    most_rows: int = 1000
    most_pages: int = 1000
    most_ids: int = 200
    clock_tolerance: timedelta = timedelta(minutes=5)
    contact: str = "12345 政务服务便民热线"
    key_service: str = "向 12345 热线主管单位申请接入密钥（api_key）；查询无需密钥。"
    changeset: str = "2026-11-24T00:00:00+08:00"


POLICY = Policy()

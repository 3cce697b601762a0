"""The life of an import: a pure table of (status, action) to status."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_affairs.item_exchange.terms import ImportAction, ImportStatus

MOVES: Mapping[tuple[ImportStatus, ImportAction], ImportStatus] = MappingProxyType(
    {
        (ImportStatus.UNDER_REVIEW, ImportAction.PUBLISH): ImportStatus.APPROVED,
        (ImportStatus.UNDER_REVIEW, ImportAction.REJECT): ImportStatus.SENT_BACK,
        (ImportStatus.UNDER_REVIEW, ImportAction.WITHDRAW): ImportStatus.WITHDRAWN,
        (ImportStatus.SENT_BACK, ImportAction.WITHDRAW): ImportStatus.WITHDRAWN,
    }
)


def possible(status: ImportStatus) -> list[ImportAction]:
    """What may be done now, in the order of the terms."""
    return [each for each in ImportAction if (status, each) in MOVES]

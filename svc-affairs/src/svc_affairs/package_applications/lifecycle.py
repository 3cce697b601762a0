"""The life of an application: a pure table of (status, action) to status."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_affairs.package_applications.terms import ApplicationAction, ApplicationStatus

A, S = ApplicationAction, ApplicationStatus

MOVES: Mapping[tuple[ApplicationStatus, ApplicationAction], ApplicationStatus] = MappingProxyType(
    {(S.OPEN, A.COMPLETE): S.COMPLETED, (S.OPEN, A.WITHDRAW): S.WITHDRAWN}
)


def move(status: ApplicationStatus, action: ApplicationAction) -> ApplicationStatus | None:
    """The status after `action`; none: it is not possible."""
    return MOVES.get((status, action))

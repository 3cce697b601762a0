"""A step of an application as its contract event."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from contracts import affairs
from svc_affairs.package_applications.models import PackageApplication


def submitted(application: PackageApplication, case_ids: Sequence[UUID]) -> affairs.PackageApplicationSubmittedV1:
    where = {"channel": application.channel, "territory_code": application.territory_code, "case_ids": [*case_ids]}
    return affairs.PackageApplicationSubmittedV1(**_same(application), **where)


def completed(application: PackageApplication) -> affairs.PackageApplicationCompletedV1:
    return affairs.PackageApplicationCompletedV1(**_same(application))


def withdrawn(application: PackageApplication) -> affairs.PackageApplicationWithdrawnV1:
    return affairs.PackageApplicationWithdrawnV1(**_same(application))


def _same(application: PackageApplication) -> dict[str, Any]:
    names = ("number", "status", "package_code", "package_version")
    same = {name: getattr(application, name) for name in names}
    return same | {"application_id": application.id, "occurred_at": application.changed_at}

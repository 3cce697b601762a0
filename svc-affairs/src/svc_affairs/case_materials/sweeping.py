"""The worker that keeps the store of government affairs free of what belongs to no row."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.app import Chassis
from chassis.files.sweeping import keep_tidy
from svc_affairs.case_documents import service as documents
from svc_affairs.case_materials import service as materials
from svc_affairs.case_materials.policy import POLICY
from svc_affairs.settings import Settings


async def owned(db: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Those of `ids` that some slice of this service keeps a content for: whoever comes to keep files stands here too."""
    return await materials.with_content(db, ids) | await documents.with_file(db, ids)


async def tidy_store(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    settings = chassis.settings
    assert isinstance(settings, Settings)
    await keep_tidy(chassis.database.sessions, settings.files_url, owned, POLICY)

"""The worker that keeps the hotline's store free of what belongs to no attachment."""

from chassis.app import Chassis
from chassis.files.sweeping import keep_tidy
from svc_hotline.attachments.policy import POLICY
from svc_hotline.attachments.service import with_content
from svc_hotline.settings import Settings


async def tidy_store(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    settings = chassis.settings
    assert isinstance(settings, Settings)
    await keep_tidy(chassis.database.sessions, settings.attachments_url, with_content, POLICY)

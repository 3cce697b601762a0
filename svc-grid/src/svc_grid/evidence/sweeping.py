"""The worker that keeps the grid's store free of what belongs to no case."""

from chassis.app import Chassis
from chassis.files.sweeping import keep_tidy
from svc_grid.evidence.policy import POLICY
from svc_grid.evidence.service import with_content
from svc_grid.settings import Settings


async def tidy_store(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    settings = chassis.settings
    assert isinstance(settings, Settings)
    await keep_tidy(chassis.database.sessions, settings.evidence_url, with_content, POLICY)

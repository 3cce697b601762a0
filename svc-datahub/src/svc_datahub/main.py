"""Wires the data hub together; run by `uvicorn svc_datahub.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from svc_datahub.alarms import router as alarms
from svc_datahub.alarms.trimming import forget_reports
from svc_datahub.archive import router as archive
from svc_datahub.archive.consumers import archive_all
from svc_datahub.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; without settings they are read from the environment."""
    return build_app(
        settings or Settings.from_env("DATAHUB"),
        title="gov171 data hub",
        summary="Alarms of devices; the archive of every event of every service, in order.",
        routers=[alarms.router, archive.router, archive.figures_router],
        consumers=[archive_all],
        workers=[forget_reports],
    )

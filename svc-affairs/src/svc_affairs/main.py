"""Wires government affairs together; run by `uvicorn svc_affairs.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from chassis.contact import ContactBox
from svc_affairs.calendar import router as calendar
from svc_affairs.calendar.consumers import follow_calendar
from svc_affairs.calendar.service import CalendarBook
from svc_affairs.centres import router as centres
from svc_affairs.claims import router as claims
from svc_affairs.departments import router as departments
from svc_affairs.directory import router as directory
from svc_affairs.directory.consumers import copy_organisation
from svc_affairs.figures import router as figures
from svc_affairs.items import router as items
from svc_affairs.settings import Settings

_ROUTERS = (
    departments.router,
    items.router,
    calendar.router,
    directory.router,
    centres.router,
    claims.router,
    claims.imports,
    claims.figures,
    figures.router,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; without settings they are read from the environment."""
    settings = settings or Settings.from_env("AFFAIRS")
    app = build_app(
        settings,
        title="gov171 government affairs",
        summary="Items, claims, online cases and their ratings; cross-border trade.",
        routers=_ROUTERS,
        consumers=[follow_calendar, copy_organisation],
        workers=[],
        carried={"calendar_book": CalendarBook(), "keeps_files": settings.files_url is not None},
    )
    app.state.contact_box = ContactBox(settings.contact_keys)
    return app

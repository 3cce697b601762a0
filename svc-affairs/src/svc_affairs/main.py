"""Wires government affairs together; run by `uvicorn svc_affairs.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from chassis.contact import ContactBox
from svc_affairs.departments import router as departments
from svc_affairs.figures import router as figures
from svc_affairs.items import router as items
from svc_affairs.settings import Settings
from svc_affairs.trade_parties import router as trade_parties

_ROUTERS = (departments.router, items.router, figures.router, trade_parties.router)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; without settings they are read from the environment."""
    settings = settings or Settings.from_env("AFFAIRS")
    app = build_app(
        settings,
        title="gov171 government affairs",
        summary="Items, claims, online cases and their ratings; cross-border trade.",
        routers=_ROUTERS,
        consumers=[],
        workers=[],
        carried={"keeps_files": settings.files_url is not None},
    )
    app.state.contact_box = ContactBox(settings.contact_keys)
    return app

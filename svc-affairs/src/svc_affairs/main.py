"""Wires government affairs together; run by `uvicorn svc_affairs.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from chassis.contact import ContactBox
from svc_affairs.base_items import exchange_router as base_item_files
from svc_affairs.base_items import router as base_items
from svc_affairs.departments import router as departments
from svc_affairs.figures import router as figures
from svc_affairs.item_exchange import router as item_files
from svc_affairs.items import life_router as item_lives
from svc_affairs.items import router as items
from svc_affairs.items.sweeping import let_items_pass
from svc_affairs.settings import Settings

_ROUTERS = (
    departments.router,
    base_items.router,
    base_item_files.imports,
    base_item_files.exports,
    item_files.imports,
    item_files.exports,
    items.router,
    item_lives.router,
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
        consumers=[],
        workers=[let_items_pass],
        carried={"keeps_files": settings.files_url is not None, "item_code_profile": settings.item_code_profile},
    )
    app.state.contact_box = ContactBox(settings.contact_keys)
    return app

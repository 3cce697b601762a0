"""Wires government affairs together; run by `uvicorn svc_affairs.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from svc_affairs.departments import router as departments
from svc_affairs.figures import router as figures
from svc_affairs.items import router as items
from svc_affairs.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; without settings they are read from the environment."""
    return build_app(
        settings or Settings.from_env("AFFAIRS"),
        title="gov171 government affairs",
        summary="Departments and the items they offer, from draft to withdrawal.",
        routers=[departments.router, items.router, figures.router],
    )

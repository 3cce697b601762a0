"""Wires risk together; run by `uvicorn svc_risk.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from svc_risk.indicators import router as indicators
from svc_risk.indicators.consumers import count_indicators
from svc_risk.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; without settings they are read from the environment."""
    return build_app(
        settings or Settings.from_env("RISK"),
        title="gov171 risk",
        summary="Indicators of places and matters by quarter, counted from what the services announce. Never of a person.",
        routers=[indicators.router, indicators.figures_router],
        consumers=[count_indicators],
    )

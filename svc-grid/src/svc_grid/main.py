"""Wires the grid together; run by `uvicorn svc_grid.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from svc_grid.calendar import router as calendar
from svc_grid.calendar.consumers import follow_calendar
from svc_grid.calendar.service import CalendarBook
from svc_grid.cases import action_router, deferral_router, router
from svc_grid.cases.consumers import open_case
from svc_grid.cases.sweeping import sweep
from svc_grid.classes import router as classes
from svc_grid.evidence import router as evidence
from svc_grid.evidence.sweeping import tidy_store
from svc_grid.facilities import router as facilities
from svc_grid.fieldwork import router as fieldwork
from svc_grid.figures import router as figures
from svc_grid.figures.folding import fold_figures
from svc_grid.organisation import import_router
from svc_grid.organisation import router as organisation
from svc_grid.settings import Settings
from svc_grid.territories import exchange_router, survey_router
from svc_grid.territories import router as territories
from svc_grid.territories import version_router as territory_versions
from svc_grid.territories.locator import Locator
from svc_grid.territory_changes import router as territory_changes
from svc_grid.territory_changes.applying import apply_changes
from svc_grid.units import router as units


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; without settings they are read from the environment."""
    return build_app(
        settings or Settings.from_env("GRID"),
        title="gov171 grid",
        summary="Territory and organisation; urban and community cases.",
        routers=[
            import_router.router,
            territories.router,
            territory_versions.router,
            territory_changes.router,
            survey_router.lookups,
            survey_router.checks,
            exchange_router.imports,
            exchange_router.exports,
            units.router,
            facilities.router,
            organisation.router,
            classes.router,
            router.router,
            router.figures_router,
            action_router.router,
            deferral_router.router,
            calendar.router,
            figures.router,
            fieldwork.router,
            evidence.router,
        ],
        consumers=[open_case, follow_calendar],
        workers=[sweep, fold_figures, tidy_store, apply_changes],
        carried={"calendar_book": CalendarBook(), "locator": Locator()},
    )

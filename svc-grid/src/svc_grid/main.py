"""Wires the grid together; run by `uvicorn svc_grid.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from chassis.contact import ContactKeys
from svc_grid.calendar import router as calendar
from svc_grid.calendar.consumers import follow_calendar
from svc_grid.calendar.service import CalendarBook
from svc_grid.cases import action_router, deferral_router, router
from svc_grid.cases.consumers import open_case
from svc_grid.cases.sweeping import sweep
from svc_grid.classes import router as classes
from svc_grid.disputes import action_router as dispute_actions
from svc_grid.disputes import record_router as dispute_records
from svc_grid.disputes import router as disputes
from svc_grid.disputes.records import Boxes
from svc_grid.disputes.sweeping import sweep_disputes
from svc_grid.evidence import router as evidence
from svc_grid.evidence.sweeping import tidy_store
from svc_grid.facilities import router as facilities
from svc_grid.fieldwork import router as fieldwork
from svc_grid.figures import router as figures
from svc_grid.figures.folding import fold_figures
from svc_grid.joint_handling import router as joint_handling
from svc_grid.joint_handling.sweeping import sweep_joint_calls
from svc_grid.mediators import router as mediators
from svc_grid.organisation import import_router
from svc_grid.organisation import router as organisation
from svc_grid.settings import Settings
from svc_grid.territories import router as territories
from svc_grid.units import router as units


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; without settings they are read from the environment."""
    settings = settings or Settings.from_env("GRID")
    app = build_app(
        settings,
        title="gov171 grid",
        summary="Territory and organisation; urban and community cases.",
        routers=[
            import_router.router,
            territories.router,
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
            disputes.router,
            disputes.reminders_router,
            disputes.figures_router,
            disputes.remarks_router,
            dispute_actions.router,
            dispute_records.router,
            mediators.router,
            joint_handling.router,
            joint_handling.figures_router,
        ],
        consumers=[open_case, follow_calendar],
        workers=[sweep, fold_figures, tidy_store, sweep_disputes, sweep_joint_calls],
        carried={"calendar_book": CalendarBook()},
    )
    app.state.dispute_boxes = Boxes.of(ContactKeys.parse(settings.contact_keys))
    return app

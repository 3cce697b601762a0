"""Wires the grid together; run by `uvicorn svc_grid.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from chassis.contact import ContactKeys
from svc_grid.activities import bulk_router as activity_bulk
from svc_grid.activities import router as activities
from svc_grid.alarms import router as alarms
from svc_grid.alarms.consumers import alarm_case
from svc_grid.alarms.sweeping import settle_alarms
from svc_grid.announcements import router as announcements
from svc_grid.calendar import router as calendar
from svc_grid.calendar.consumers import follow_calendar
from svc_grid.calendar.service import CalendarBook
from svc_grid.cases import action_router, deferral_router, router
from svc_grid.cases.consumers import open_case
from svc_grid.cases.sweeping import sweep
from svc_grid.classes import exchange_router as classes_exchange
from svc_grid.classes import router as classes
from svc_grid.components import import_router as component_imports
from svc_grid.components import router as components
from svc_grid.disputes import action_router as dispute_actions
from svc_grid.disputes import record_router as dispute_records
from svc_grid.disputes import router as disputes
from svc_grid.disputes.records import Boxes
from svc_grid.disputes.sweeping import sweep_disputes
from svc_grid.duties import router as duties
from svc_grid.evidence import router as evidence
from svc_grid.evidence.sweeping import tidy_store
from svc_grid.facilities import router as facilities
from svc_grid.fieldwork import router as fieldwork
from svc_grid.figures import router as figures
from svc_grid.figures.folding import fold_figures
from svc_grid.joint_handling import router as joint_handling
from svc_grid.joint_handling.sweeping import sweep_joint_calls
from svc_grid.leads import action_router as lead_actions
from svc_grid.leads import router as leads
from svc_grid.mediators import router as mediators
from svc_grid.organisation import import_router
from svc_grid.organisation import router as organisation
from svc_grid.patrols import plan_router, task_router
from svc_grid.patrols.passing import let_patrols_pass
from svc_grid.settings import Settings
from svc_grid.territories import exchange_router, survey_router
from svc_grid.territories import router as territories
from svc_grid.territories import version_router as territory_versions
from svc_grid.territories.locator import Locator
from svc_grid.territory_changes import router as territory_changes
from svc_grid.territory_changes.applying import apply_changes
from svc_grid.units import router as units

_ROUTERS = (
    import_router.router,
    announcements.router,
    territories.router,
    territory_versions.router,
    units.router,
    facilities.router,
    facilities.services_router,
    duties.of_unit_router,
    duties.router,
    leads.router,
    leads.effective_router,
    leads.vacancies_router,
    lead_actions.router,
    lead_actions.imports_router,
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
    activities.router,
    activity_bulk.imports,
    activity_bulk.figures,
    plan_router.router,
    task_router.router,
    task_router.findings_router,
    task_router.coverage_router,
    classes_exchange.imports_router,
    classes_exchange.exports_router,
    components.router,
    alarms.router,
    alarms.classes_router,
    component_imports.router,
    disputes.router,
    disputes.reminders_router,
    disputes.figures_router,
    disputes.remarks_router,
    dispute_actions.router,
    dispute_records.router,
    mediators.router,
    joint_handling.router,
    joint_handling.figures_router,
    territory_changes.router,
    survey_router.lookups,
    survey_router.checks,
    exchange_router.imports,
    exchange_router.exports,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; without settings they are read from the environment."""
    settings = settings or Settings.from_env("GRID")
    app = build_app(
        settings,
        title="gov171 grid",
        summary="Territory and organisation; urban and community cases.",
        routers=_ROUTERS,
        consumers=[open_case, follow_calendar, alarm_case],
        workers=[
            sweep,
            fold_figures,
            tidy_store,
            let_patrols_pass,
            settle_alarms,
            sweep_disputes,
            sweep_joint_calls,
            apply_changes,
        ],
        carried={"calendar_book": CalendarBook(), "keeps_files": settings.attachments_url is not None, "locator": Locator()},
    )
    app.state.dispute_boxes = Boxes.of(ContactKeys.parse(settings.contact_keys))
    return app

"""Wires the hotline together; run by `uvicorn svc_hotline.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from chassis.contact import ContactBox
from contracts.open311 import PREFIX, write_error
from svc_hotline.attachments import router as attachments
from svc_hotline.attachments.sweeping import tidy_store
from svc_hotline.calendar import router as calendar
from svc_hotline.calendar.service import CalendarBook
from svc_hotline.callers import router as callers
from svc_hotline.categories import router as categories
from svc_hotline.directory import router as directory
from svc_hotline.directory.consumers import copy_organisation
from svc_hotline.directory.service import Locator
from svc_hotline.dispatching import router as dispatching
from svc_hotline.dispatching.repository import RuleBook
from svc_hotline.duplicates import router as duplicates
from svc_hotline.figures import router as figures
from svc_hotline.figures.folding import fold_figures
from svc_hotline.figures.weeks_book import WeeksBook
from svc_hotline.imports import router as imports
from svc_hotline.knowledge import router as knowledge
from svc_hotline.open311 import keeping_router as open311_keeping
from svc_hotline.open311 import request_router as open311_requests
from svc_hotline.open311 import router as open311
from svc_hotline.queues import router as queues
from svc_hotline.settings import Settings
from svc_hotline.tickets import action_router, clock_router, router
from svc_hotline.tickets.consumers import follow_case
from svc_hotline.tickets.sweeping import recount, sweep


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; without settings they are read from the environment."""
    settings = settings or Settings.from_env("HOTLINE")
    calendar_book, weeks_book = CalendarBook(), WeeksBook()
    app = build_app(
        settings,
        title="gov171 hotline 12345",
        summary="Tickets of the 12345 hotline, from acceptance to their answer.",
        routers=[
            router.router,
            router.lookups_router,
            action_router.router,
            clock_router.router,
            attachments.of_ticket_router,
            attachments.router,
            calendar.router,
            callers.router,
            imports.router,
            categories.router,
            categories.imports_router,
            directory.router,
            dispatching.router,
            dispatching.of_ticket_router,
            duplicates.router,
            figures.router,
            knowledge.router,
            queues.router,
            open311.discovery_router,
            open311.router,
            open311_requests.router,
            open311_keeping.router,
            open311_keeping.of_ticket_router,
        ],
        consumers=[follow_case, copy_organisation],
        workers=[sweep, recount, fold_figures, weeks_book.keep_fresh, tidy_store],
        carried={"calendar_book": calendar_book, "locator": Locator(), "rule_book": RuleBook(), "weeks_book": weeks_book},
        problem_forms={PREFIX: write_error},
    )
    app.state.calendar_book = calendar_book
    app.state.contact_box = ContactBox(settings.contact_keys)
    return app

"""Wires government affairs together; run by `uvicorn svc_affairs.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from chassis.contact import ContactBox, ContactKeys
from chassis.files.store import Store
from svc_affairs.calendar import router as calendar
from svc_affairs.calendar.consumers import follow_calendar
from svc_affairs.calendar.service import CalendarBook
from svc_affairs.case_documents import router as case_documents
from svc_affairs.case_documents import verification_router
from svc_affairs.case_documents.policy import POLICY as DOCUMENTS
from svc_affairs.case_documents.press import Press
from svc_affairs.case_documents.throttle import Throttle
from svc_affairs.case_materials import router as case_materials
from svc_affairs.case_materials.sweeping import tidy_store
from svc_affairs.centres import router as centres
from svc_affairs.departments import router as departments
from svc_affairs.directory import router as directory
from svc_affairs.directory.consumers import copy_organisation
from svc_affairs.figures import router as figures
from svc_affairs.items import life_router as item_lives
from svc_affairs.items import router as items
from svc_affairs.items.sweeping import let_items_pass
from svc_affairs.online_cases import action_router as online_case_actions
from svc_affairs.online_cases import router as online_cases
from svc_affairs.online_cases.sealing import Seals
from svc_affairs.online_cases.sweeping import sweep_cases
from svc_affairs.reform_figures import router as reform_figures
from svc_affairs.settings import Settings
from svc_affairs.trade_declarations import router as trade_declarations
from svc_affairs.trade_declarations.matching import Matcher
from svc_affairs.trade_declarations.service import WAKE
from svc_affairs.trade_documents import router as trade_documents
from svc_affairs.trade_documents.buyers import CARRIED, BuyerHashes
from svc_affairs.trade_figures import router as trade_figures
from svc_affairs.trade_figures.folding import fold_figures
from svc_affairs.trade_messages import router as trade_messages
from svc_affairs.trade_parties import router as trade_parties
from svc_affairs.trade_policies import router as trade_policies

_ROUTERS = (
    departments.router,
    items.router,
    item_lives.router,
    calendar.router,
    directory.router,
    centres.router,
    online_cases.router,
    online_cases.lookups_router,
    online_case_actions.router,
    case_materials.router,
    case_documents.of_case_router,
    case_documents.router,
    verification_router.router,
    figures.router,
    reform_figures.router,
    trade_parties.router,
    trade_documents.router,
    trade_messages.router,
    trade_policies.router,
    trade_declarations.router,
    trade_figures.router,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; without settings they are read from the environment."""
    settings = settings or Settings.from_env("AFFAIRS")
    keys, matcher = ContactKeys.parse(settings.contact_keys), Matcher()
    app = build_app(
        settings,
        title="gov171 government affairs",
        summary="Items, claims, online cases and their ratings; cross-border trade.",
        routers=_ROUTERS,
        consumers=[follow_calendar, copy_organisation],
        workers=[let_items_pass, sweep_cases, tidy_store, matcher.run, fold_figures],
        carried={
            "calendar_book": CalendarBook(),
            "file_store": None if settings.files_url is None else Store(settings.files_url),
            "document_press": Press(settings),
            "case_seals": Seals.of(ContactBox(settings.contact_keys), keys),
            "item_code_profile": settings.item_code_profile,
            CARRIED: BuyerHashes.of(keys),
            WAKE: matcher.wake,
        },
    )
    app.state.verification_throttle = Throttle(DOCUMENTS.verifications_burst, DOCUMENTS.verifications_per_s)
    return app

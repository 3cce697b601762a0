"""Wires government affairs together; run by `uvicorn svc_affairs.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from chassis.contact import ContactBox, ContactKeys
from chassis.files.store import Store
from svc_affairs.base_items import exchange_router as base_item_files
from svc_affairs.base_items import router as base_items
from svc_affairs.calendar import router as calendar
from svc_affairs.calendar.consumers import follow_calendar
from svc_affairs.calendar.service import CalendarBook
from svc_affairs.case_documents import router as case_documents
from svc_affairs.case_documents import verification_router
from svc_affairs.case_documents.policy import POLICY as DOCUMENTS
from svc_affairs.case_documents.press import Press
from svc_affairs.case_materials import router as case_materials
from svc_affairs.case_materials.sweeping import tidy_store
from svc_affairs.centre_syncs import router as centre_syncs
from svc_affairs.centres import router as centres
from svc_affairs.claims import import_router as claim_imports
from svc_affairs.claims import router as claims
from svc_affairs.claims.running import CARRIED as RUNNING
from svc_affairs.departments import router as departments
from svc_affairs.directory import router as directory
from svc_affairs.directory.consumers import copy_organisation
from svc_affairs.figures import router as figures
from svc_affairs.item_exchange import router as item_files
from svc_affairs.item_packages import router as item_packages
from svc_affairs.items import life_router as item_lives
from svc_affairs.items import router as items
from svc_affairs.items.sweeping import let_items_pass
from svc_affairs.online_case_batches import router as online_case_batches
from svc_affairs.online_cases import action_router as online_case_actions
from svc_affairs.online_cases import router as online_cases
from svc_affairs.online_cases.sealing import Seals
from svc_affairs.online_cases.service import count_open_at
from svc_affairs.online_cases.sweeping import sweep_cases
from svc_affairs.package_applications import router as package_applications
from svc_affairs.rating_figures import router as rating_figures
from svc_affairs.rating_figures.folding import fold_rating_figures
from svc_affairs.ratings import invitation_router as rating_invitations
from svc_affairs.ratings import router as ratings
from svc_affairs.ratings.policy import POLICY as RATINGS
from svc_affairs.ratings.sealing import RatingSeals
from svc_affairs.ratings.sweeping import sweep_invitations
from svc_affairs.rectifications import router as rectifications
from svc_affairs.rectifications.sweeping import sweep_rectifications
from svc_affairs.reform_figures import router as reform_figures
from svc_affairs.settings import Settings
from svc_affairs.throttle import Throttle
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
    base_items.router,
    base_item_files.imports,
    base_item_files.exports,
    item_files.imports,
    item_files.exports,
    items.router,
    item_lives.router,
    item_packages.router,
    package_applications.router,
    calendar.router,
    directory.router,
    centres.router,
    centre_syncs.changes_router,
    centre_syncs.syncs_router,
    claims.router,
    claim_imports.router,
    claims.figures,
    online_cases.router,
    online_cases.lookups_router,
    online_case_actions.router,
    online_case_batches.router,
    case_materials.router,
    case_documents.of_case_router,
    case_documents.router,
    verification_router.router,
    ratings.router,
    rating_invitations.router,
    rectifications.router,
    rating_figures.router,
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
        workers=[
            let_items_pass,
            sweep_cases,
            tidy_store,
            sweep_invitations,
            sweep_rectifications,
            fold_rating_figures,
            matcher.run,
            fold_figures,
        ],
        carried={
            "calendar_book": CalendarBook(),
            "file_store": None if settings.files_url is None else Store(settings.files_url),
            "document_press": Press(settings),
            "case_seals": Seals.of(ContactBox(settings.contact_keys), keys),
            RUNNING: count_open_at,
            "rating_seals": RatingSeals.of(keys),
            "item_code_profile": settings.item_code_profile,
            CARRIED: BuyerHashes.of(keys),
            WAKE: matcher.wake,
        },
    )
    app.state.verification_throttle = Throttle(DOCUMENTS.verifications)
    app.state.rating_throttle = Throttle(RATINGS.tries)
    return app

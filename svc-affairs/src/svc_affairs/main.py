"""Wires government affairs together; run by `uvicorn svc_affairs.main:create_app --factory`."""

from fastapi import FastAPI

from chassis.app import build_app
from chassis.contact import ContactBox
from svc_affairs.departments import router as departments
from svc_affairs.figures import router as figures
from svc_affairs.items import router as items
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
    figures.router,
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
    box, matcher = ContactBox(settings.contact_keys), Matcher()
    app = build_app(
        settings,
        title="gov171 government affairs",
        summary="Items, claims, online cases and their ratings; cross-border trade.",
        routers=_ROUTERS,
        consumers=[],
        workers=[matcher.run, fold_figures],
        carried={"keeps_files": settings.files_url is not None, CARRIED: BuyerHashes.of(box), WAKE: matcher.wake},
    )
    app.state.contact_box = box
    return app

"""Paths of the merged document and its pages; Swagger UI and ReDoc come from a package, not from outside."""

import asyncio
import time
from pathlib import Path
from typing import Any

import fastapi_offline
import httpx
import structlog
from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from gateway.documents.merge import merge
from gateway.settings import SERVICES

_log = structlog.get_logger(__name__)
_KEPT_S = 30.0
_ASSETS = "/docs/assets"

router = APIRouter(include_in_schema=False)


def assets() -> Mount:
    """The pages' scripts and styles, from the installed package."""
    return Mount(_ASSETS, StaticFiles(directory=Path(fastapi_offline.__file__).parent / "static"), name="assets")


class MergedDocument:
    """Asks the services for their documents, and keeps the merged one for half a minute once all have answered."""

    def __init__(self) -> None:
        self._document: dict[str, Any] | None = None
        self._made_at = float("-inf")

    async def get(self, request: Request) -> dict[str, Any]:
        if self._document is not None and time.monotonic() - self._made_at < _KEPT_S:
            return self._document
        asked = await asyncio.gather(*(self._ask(request, service) for service in SERVICES))
        found = {service: document for service, document in zip(SERVICES, asked, strict=True) if document is not None}
        merged = merge(request.app.openapi(), found)
        if len(found) == len(SERVICES):
            self._document, self._made_at = merged, time.monotonic()
        return merged

    async def _ask(self, request: Request, service: str) -> dict[str, Any] | None:
        try:
            document: dict[str, Any] = await request.app.state.upstreams.get(service, "/openapi.json")
        except (httpx.HTTPError, ValueError) as error:
            _log.warning("document missing", service=service, error=repr(error))
            return None
        return document


@router.get("/openapi.json")
async def show_document(request: Request) -> Response:
    return JSONResponse(await request.app.state.merged_document.get(request))


@router.get("/docs")
async def show_swagger() -> HTMLResponse:
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="gov171 API",
        swagger_js_url=f"{_ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{_ASSETS}/swagger-ui.css",
        swagger_favicon_url=f"{_ASSETS}/favicon.png",
    )


@router.get("/redoc")
async def show_redoc() -> HTMLResponse:
    return get_redoc_html(
        openapi_url="/openapi.json",
        title="gov171 API",
        redoc_js_url=f"{_ASSETS}/redoc.standalone.js",
        redoc_favicon_url=f"{_ASSETS}/favicon.png",
        with_google_fonts=False,
    )

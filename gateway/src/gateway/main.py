"""Wires the gateway together; run by `uvicorn gateway.main:create_app --factory`."""

from fastapi import FastAPI
from starlette.middleware import Middleware

from chassis.app import Chassis, build_app
from contracts.open311 import PREFIX, write_error
from gateway.applications import router as applications
from gateway.applications.registry import Registry
from gateway.documents import router as documents
from gateway.forwarding.client import ForwardingClient
from gateway.forwarding.forward import forwarding_routes
from gateway.forwarding.open311 import open311_route
from gateway.identity import router as identity
from gateway.identity.door import Door
from gateway.identity.recognition import Recognition
from gateway.identity.tokens import TokenSigner
from gateway.live import router as live
from gateway.overview import router as overview
from gateway.overview.service import Upstreams
from gateway.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; without settings they are read from the environment."""
    settings = settings or Settings.from_env("GATEWAY")
    signer, registry, client = TokenSigner(settings.signing_key.get_secret_value()), Registry(), ForwardingClient()
    upstreams = Upstreams(dict(settings.addresses), signer)

    async def keep_connections(chassis: Chassis) -> None:
        """Connections to the services live as long as the gateway; beside them the keys are kept fresh."""
        try:
            async with client:
                await registry.keep_fresh(chassis)
        finally:
            await upstreams.close()

    app = build_app(
        settings,
        title="gov171 gateway",
        summary="The only door: who asks, where it goes, and the city at a glance.",
        routers=[
            applications.router,
            applications.clocks_router,
            identity.keys_router,
            identity.router,
            live.router,
            overview.router,
            documents.router,
        ],
        workers=[keep_connections],
        openapi_url=None,
        problem_forms={PREFIX: write_error},
    )
    app.state.signer = signer
    app.state.registry = registry
    app.state.upstreams = upstreams
    app.state.merged_document = documents.MergedDocument()
    app.router.routes.append(documents.assets())
    recognition = Recognition(registry, signer, settings.administrator_key, is_development=settings.is_development)
    app.router.routes.extend(forwarding_routes(dict(settings.addresses), client, signer, settings.body_timeout_s))
    hotline = settings.addresses["hotline"]
    app.router.routes.append(open311_route(hotline, client, signer, settings.body_timeout_s, recognition))
    # Innermost, so that what the door refuses is traced and counted like every other answer.
    app.user_middleware.append(Middleware(Door, recognition=recognition))
    return app

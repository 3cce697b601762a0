"""Paths of the keys' publication and of development tokens."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from chassis.auth import Principal
from chassis.errors import NotFound
from chassis.routing import domain_router, require
from chassis.schema import Input, View
from contracts.roles import Role
from gateway.applications.schemas import Code

keys_router = APIRouter(include_in_schema=False)
router = domain_router("/v1/development", "development")

Administrator = Annotated[Principal, require()]


class TokenRequest(Input):
    """For whom a development token is wanted."""

    subject: Annotated[str, StringConstraints(pattern=r"^[a-z0-9._-]{2,64}$")] = Field(
        description="The staff account.", examples=["desk-01"]
    )
    roles: list[Role] = Field(min_length=1, description="What it may act as.", examples=[["desk"]])
    unit_code: Code | None = Field(default=None, description="Its unit.", examples=["84"])
    territory_code: Code | None = Field(default=None, description="Bounds all it sees.", examples=["659007/84"])
    lifetime_s: int = Field(default=12 * 3600, ge=60, le=7 * 24 * 3600, description="How long it is good.", examples=[43200])


class TokenView(View):
    """A token to send as `Authorization: Bearer <token>`."""

    token: str = Field(description="The token.", examples=["eyJhbGciOiJFZERTQSJ9..."])


@keys_router.get("/.well-known/jwks.json")
async def show_keys(request: Request) -> dict[str, Any]:
    """The public keys of service tokens."""
    keys: dict[str, Any] = request.app.state.signer.jwks()
    return keys


@router.post("/tokens", status_code=201, summary="Make a development token")
async def make_token(body: TokenRequest, actor: Administrator, request: Request) -> TokenView:
    """A staff token of the built-in issuer; there is none where development is off."""
    if not request.app.state.chassis.settings.is_development:
        raise NotFound()
    roles = frozenset(str(role) for role in body.roles)
    principal = Principal(
        subject=body.subject, kind="staff", roles=roles, unit_code=body.unit_code, territory_code=body.territory_code
    )
    return TokenView(token=request.app.state.signer.for_development(principal, timedelta(seconds=body.lifetime_s)))

"""Who acts: the principal in the gateway's signed token, verified against the gateway's published keys."""

import json
import time
from collections import OrderedDict
from typing import Any, Literal

import httpx
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError
from starlette.requests import HTTPConnection

from chassis.errors import Unauthenticated, Unavailable

_log = structlog.get_logger(__name__)

ISSUER = "gov171-gateway"
ADMINISTRATOR = "administrator"
_REMEMBERED = 4096
_REFETCH_S = 2.0
# What joserfc raises over a stranger's token or key set; TypeError and KeyError where a member is of a wrong kind.
_UNREADABLE = (JoseError, ValueError, TypeError, KeyError)


class Principal(BaseModel):
    """Who acts, with which roles, for which unit, within which territory (none: the whole city)."""

    model_config = ConfigDict(frozen=True)

    subject: str
    kind: Literal["application", "staff", "public", "service"]
    roles: frozenset[str] = frozenset()
    unit_code: str | None = None
    territory_code: str | None = None
    replay_at: AwareDatetime | None = None

    def has(self, *roles: str) -> bool:
        """Whether it holds one of `roles`; an administrator holds all."""
        return ADMINISTRATOR in self.roles or not self.roles.isdisjoint(roles)

    def sees(self, territory_code: str | None) -> bool:
        """Whether a thing at `territory_code` lies in its own subtree; what lies nowhere is the city's alone."""
        own = self.territory_code
        if own is None:
            return True
        return territory_code is not None and (territory_code == own or territory_code.startswith(f"{own}/"))


def audience(service: str) -> str:
    """The token audience of a service."""
    return f"svc-{service}"


class TokenVerifier:
    """Verifies service tokens: EdDSA only, issuer, audience and expiry required. Verified tokens are remembered."""

    def __init__(self, jwks_url: str, service: str) -> None:
        self._jwks_url = jwks_url
        self._claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": audience(service)},
            exp={"essential": True},
            sub={"essential": True},
            leeway=5,
        )
        self._keys: KeySet | None = None
        self._fetched_at = float("-inf")
        self._seen: OrderedDict[str, tuple[float, Principal]] = OrderedDict()

    async def verify(self, token: str) -> Principal:
        """The token's principal; raises Unauthenticated, or Unavailable where the keys cannot be had."""
        known = self._seen.get(token)
        if known is not None and known[0] > time.time():
            return known[1]
        principal, expires_at = self._principal(await self._decode(token))
        self._seen[token] = (expires_at, principal)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return principal

    async def _decode(self, token: str) -> dict[str, Any]:
        try:
            return self._check(token, self._keys or await self._fetch())
        except _UNREADABLE:
            fresh = await self._fetch()  # the gateway may sign with a newer key by now
        try:
            return self._check(token, fresh)
        except _UNREADABLE as error:
            raise Unauthenticated(f"the token is not accepted: {error}") from None

    def _check(self, token: str, keys: KeySet) -> dict[str, Any]:
        decoded = jwt.decode(token, keys, algorithms=["EdDSA", "Ed25519"])
        self._claims.validate(decoded.claims)
        return dict(decoded.claims)

    def _principal(self, claims: dict[str, Any]) -> tuple[Principal, float]:
        fields = {"subject": claims["sub"], "kind": claims.get("kind"), "roles": claims.get("roles", ())}
        fields |= {"unit_code": claims.get("unit"), "territory_code": claims.get("territory")}
        fields |= {"replay_at": claims.get("replay_at")}
        try:
            return Principal.model_validate(fields), float(claims["exp"])
        except ValidationError:
            raise Unauthenticated("the token's claims do not fit") from None

    async def _fetch(self) -> KeySet:
        """The gateway's keys; asked for at most every two seconds, so that bad tokens cannot make a flood."""
        if self._keys is not None and time.monotonic() - self._fetched_at < _REFETCH_S:
            return self._keys
        try:
            self._keys = KeySet.import_key_set(await self._document())
        except (httpx.HTTPError, *_UNREADABLE) as error:
            _log.warning("keys not reached", error=type(error).__name__)
            if self._keys is None:
                raise Unavailable("the keys to check tokens with cannot be reached") from None
        self._fetched_at = time.monotonic()  # also where it failed: a gateway that is away must not be waited for each time
        return self._keys

    async def _document(self) -> Any:
        if self._jwks_url.startswith("{"):
            return json.loads(self._jwks_url)
        async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
            return (await client.get(self._jwks_url)).raise_for_status().json()


async def authenticate(connection: HTTPConnection) -> Principal:
    """The request's principal: what the gateway's own door put there, or what the Bearer token says."""
    found = getattr(connection.state, "principal", None)
    if isinstance(found, Principal):
        return found
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("a bearer token of the gateway is needed")
    verifier: TokenVerifier = connection.app.state.chassis.verifier
    principal = await verifier.verify(token.strip())
    connection.state.principal = principal
    return principal

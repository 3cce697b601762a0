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
        except (JoseError, ValueError):
            fresh = await self._fetch()  # the gateway may sign with a newer key by now
        try:
            return self._check(token, fresh)
        except (JoseError, ValueError) as error:
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
        if self._jwks_url.startswith("{"):
            document = json.loads(self._jwks_url)
        else:
            try:
                async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
                    answer = await client.get(self._jwks_url)
                    document = answer.raise_for_status().json()
            except (httpx.HTTPError, ValueError) as error:
                _log.warning("keys not reached", error=type(error).__name__)
                if self._keys is not None:
                    return self._keys
                raise Unavailable("the keys to check tokens with cannot be reached") from None
        self._keys, self._fetched_at = KeySet.import_key_set(document), time.monotonic()
        return self._keys


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

"""Signs service tokens, gives and recognises development tokens, and publishes the keys to check them with."""

import json
from datetime import timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import ValidationError

from chassis import clock
from chassis.auth import ISSUER, Principal, audience
from chassis.errors import Unauthenticated

DEVELOPMENT_ISSUER = "gov171-development"
DEVELOPMENT_AUDIENCE = "gov171"
SERVICE_TOKEN_S = 60
_REUSE_S = 30
_REMEMBERED = 2048


class TokenSigner:
    """Holds the signing key. A service token is made for one service, and used again for half of its life."""

    def __init__(self, signing_key: str) -> None:
        self._key = OKPKey.import_key(json.loads(signing_key))
        self._header = {"alg": "EdDSA", "kid": self._key.kid, "typ": "JWT"}
        self._made: dict[tuple[Principal, str], tuple[float, str]] = {}

    def jwks(self) -> dict[str, Any]:
        """The public keys that services check tokens with."""
        return {"keys": [dict(self._key.as_dict(private=False)) | {"use": "sig", "alg": "EdDSA"}]}

    def for_service(self, principal: Principal, service: str) -> str:
        """A token by which `service` knows the principal, good for at least 30 s."""
        now = clock.system_now().timestamp()
        known = self._made.get((principal, service))
        if known is not None and known[0] > now:
            return known[1]
        claims = {"iss": ISSUER, "aud": audience(service), "iat": int(now), "exp": int(now) + SERVICE_TOKEN_S}
        token = self._sign(claims | _claims_of(principal))
        if len(self._made) >= _REMEMBERED:
            self._made.clear()
        self._made[principal, service] = (now + _REUSE_S, token)
        return token

    def for_development(self, principal: Principal, lifetime: timedelta) -> str:
        """A bearer token of the development issuer."""
        now = clock.system_now()
        claims = {"iss": DEVELOPMENT_ISSUER, "aud": DEVELOPMENT_AUDIENCE, "iat": int(now.timestamp())}
        return self._sign(claims | {"exp": int((now + lifetime).timestamp())} | _claims_of(principal))

    def read_development(self, token: str) -> Principal:
        """Whom a development token names; raises Unauthenticated."""
        registry = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": DEVELOPMENT_ISSUER},
            aud={"essential": True, "value": DEVELOPMENT_AUDIENCE},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            claims = jwt.decode(token, self._key, algorithms=["EdDSA"]).claims
            registry.validate(claims)
            return Principal(
                subject=claims["sub"], kind="staff", roles=frozenset(claims["roles"]),
                unit_code=claims.get("unit"), territory_code=claims.get("territory"),
            )  # fmt: skip
        except (JoseError, ValueError, KeyError, TypeError, ValidationError):
            raise Unauthenticated("the token is not accepted") from None

    def _sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode(self._header, claims, self._key, algorithms=["EdDSA"])


def _claims_of(principal: Principal) -> dict[str, Any]:
    return {
        "sub": principal.subject,
        "kind": principal.kind,
        "roles": sorted(principal.roles),
        "unit": principal.unit_code,
        "territory": principal.territory_code,
        "replay_at": principal.replay_at.isoformat() if principal.replay_at else None,
    }

"""Makes a principal of what a request shows: an application's key, a bearer token, or nothing."""

from datetime import UTC, datetime
from hmac import compare_digest

from pydantic import SecretStr
from starlette.requests import HTTPConnection

from chassis.auth import ADMINISTRATOR, Principal
from chassis.db import Database
from chassis.errors import Forbidden, Malformed, Unauthenticated
from contracts.roles import Role
from gateway.applications.registry import Registry
from gateway.applications.rules import split_key
from gateway.identity.tokens import TokenSigner

REPLAY_HEADER = "gov171-replay-at"
ANONYMOUS = Principal(subject="anonymous", kind="public", roles=frozenset({str(Role.PUBLIC)}))
_ADMINISTRATOR = Principal(subject="administrator", kind="application", roles=frozenset({ADMINISTRATOR}))


class Recognition:
    """Says who asks. Raises Unauthenticated for what is shown and not good; showing nothing is the public."""

    def __init__(self, registry: Registry, signer: TokenSigner, administrator_key: SecretStr, *, is_development: bool) -> None:
        self._registry, self._signer, self._is_development = registry, signer, is_development
        self._administrator = split_key(administrator_key.get_secret_value())

    async def recognise(self, connection: HTTPConnection, database: Database) -> Principal:
        scheme, _, credential = connection.headers.get("authorization", "").partition(" ")
        match scheme.lower():
            case "":
                return await self._as_declared(connection, ANONYMOUS, None, database)
            case "key":
                return await self.recognise_key(connection, credential, database)
            case "bearer" if self._is_development:
                principal = self._signer.read_development(credential.strip())
                return await self._as_declared(connection, principal, None, database)
            case _:
                raise Unauthenticated("Authorization takes `Key id.secret` or `Bearer token`")

    async def recognise_key(self, connection: HTTPConnection, key: str, database: Database) -> Principal:
        """Whose key it is, wherever a standard has it stand; raises Unauthenticated."""
        key_id, secret = split_key(key)
        return await self._as_declared(connection, await self._by_key(database, key_id, secret), key_id, database)

    async def _as_declared(
        self, connection: HTTPConnection, principal: Principal, key_id: str | None, database: Database
    ) -> Principal:
        declared = connection.headers.get(REPLAY_HEADER)
        return principal if declared is None else await self._at(principal, key_id, declared, database)

    async def _by_key(self, database: Database, key_id: str, secret: str) -> Principal:
        if compare_digest(key_id.encode(), self._administrator[0].encode()):
            found = _ADMINISTRATOR if compare_digest(secret.encode(), self._administrator[1].encode()) else None
        else:
            found = await self._registry.find(database, key_id, secret)
        if found is None:
            raise Unauthenticated("the key is not accepted")
        return found

    async def _at(self, principal: Principal, key_id: str | None, declared: str, database: Database) -> Principal:
        """The principal under its declared clock; only what an administrator allowed this application counts."""
        try:
            at = datetime.fromisoformat(declared).astimezone(UTC)
        except ValueError:
            raise Malformed("Gov171-Replay-At takes a time like 2025-03-14T10:05:00+08:00") from None
        if key_id is not None and not self._registry.may_declare(key_id, at):
            await self._registry.refresh(database)
        if key_id is None or not self._registry.may_declare(key_id, at):
            raise Forbidden("no administrator has declared a replay clock for this application and time")
        return principal.model_copy(update={"replay_at": at})

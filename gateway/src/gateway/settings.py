"""What the gateway reads from its environment, `GATEWAY_*`."""

import json
from collections.abc import Mapping
from typing import Self

from joserfc.jwk import OKPKey
from pydantic import Field, SecretStr, field_validator

from chassis.settings import ServiceSettings

SERVICES = ("hotline", "grid", "affairs", "datahub", "risk")


class Settings(ServiceSettings):
    """The chassis's settings, the services behind the door, and the keys it signs and lets administrators in with."""

    service: str = "gateway"
    jwks_url: str = Field(default="", description="Not used: the gateway knows its own keys.")
    upstreams: str = Field(description="Where the services are: `hotline=http://host:port,grid=...`.")
    signing_key: SecretStr = Field(description="Ed25519 private key (JWK, JSON) that service tokens are signed with.")
    administrator_key: SecretStr = Field(description="The first administrator's key, `id.secret`; the secret has 256 bits.")
    is_development: bool = Field(default=False, description="Whether tokens of the development issuer are given and accepted.")
    body_timeout_s: float = Field(default=30, description="How long a caller may take to send a body.")

    @field_validator("upstreams")
    @classmethod
    def _names_each_service(cls, value: str) -> str:
        missing = set(SERVICES) - set(_parse(value))
        if missing:
            raise ValueError(f"no address for {', '.join(sorted(missing))}")
        return value

    @property
    def addresses(self) -> Mapping[str, str]:
        """Each service's address."""
        return _parse(self.upstreams)

    @classmethod
    def for_documents(cls) -> Self:
        key = json.dumps(OKPKey.generate_key("Ed25519", {"kid": "documents"}).as_dict(private=True))
        return cls(
            database_url=SecretStr("postgresql://documents"),
            nats_url="nats://documents",
            upstreams=",".join(f"{name}=http://documents" for name in SERVICES),
            signing_key=SecretStr(key),
            administrator_key=SecretStr("administrator.documents"),
            is_development=True,
        )


def _parse(upstreams: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in upstreams.split(",") if each.strip())
    return {name.strip(): address.strip().rstrip("/") for name, _, address in pairs if address.strip()}

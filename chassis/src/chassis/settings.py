"""Reads a process's settings from its environment, once, into a frozen model."""

import os
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError


class SettingsMissing(SystemExit):
    """A setting is missing or wrong; the process says which and does not start."""


class ServiceSettings(BaseModel):
    """What every service needs. A service subclasses it, sets `service` and adds its own fields.

    Field `x` of a service with prefix `HOTLINE` comes from the variable `HOTLINE_X`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    service: str = Field(description="The service's name, as in event types and token audiences.")
    database_url: SecretStr = Field(description="PostgreSQL address of the service's own database and role.")
    nats_url: str = Field(description="NATS address with its credentials.")
    jwks_url: str = Field(description="Where the gateway publishes the keys its tokens are signed with.")
    log_level: str = "INFO"
    otlp_endpoint: str | None = Field(default=None, description="OpenTelemetry collector (HTTP); none: no export.")
    pool_size: int = Field(default=24, description="Connections kept; making one costs more than a request.")
    crash_point: str | None = Field(default=None, description="Fault tests only: where the process ends at once.")

    @classmethod
    def from_env(cls, prefix: str) -> Self:
        """Read `PREFIX_FIELD` variables; raises SettingsMissing naming each field that is absent or wrong."""
        found: dict[str, Any] = {}
        for field in cls.model_fields:
            value = os.environ.get(f"{prefix}_{field}".upper())
            if value not in (None, ""):
                found[field] = value
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            wrong = "; ".join(f"{prefix}_{e['loc'][0]}".upper() + f": {e['msg']}" for e in error.errors())
            raise SettingsMissing(f"settings of {prefix.lower()}: {wrong}") from None

    @classmethod
    def for_documents(cls) -> Self:
        """Placeholders with which the application can be built to print its OpenAPI document; nothing connects."""
        placeholders = {"database_url": "postgresql://documents", "nats_url": "nats://documents", "jwks_url": "http://documents"}
        return cls.model_validate(placeholders)

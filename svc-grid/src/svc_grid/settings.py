"""What the grid reads from its environment, `GRID_*`."""

from typing import Self

from pydantic import Field, SecretStr

from chassis.contact import ContactKeys
from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """The chassis's settings, and the keys that the parties of disputes and their records are sealed with."""

    service: str = "grid"
    contact_keys: SecretStr = Field(description="Keys for contacts, as chassis.contact.ContactKeys reads them.")

    @classmethod
    def for_documents(cls) -> Self:
        address = "documents"
        return cls(
            database_url=SecretStr(f"postgresql://{address}"),
            nats_url=f"nats://{address}",
            jwks_url=f"http://{address}",
            contact_keys=SecretStr(ContactKeys.generate()),
        )

"""What government affairs read from their environment, `AFFAIRS_*`."""

from typing import Literal, Self

from pydantic import Field, SecretStr

from chassis.contact import ContactKeys
from chassis.files.keeping import place_of
from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """The chassis's settings, where the files of cases are kept, and the keys that contacts are sealed with."""

    service: str = "affairs"
    contact_keys: SecretStr = Field(description="Keys for contacts, as chassis.contact.ContactKeys reads them.")
    attachments_url: str | None = Field(
        default=None, description="Where files of cases are kept: a folder or `s3://bucket/prefix`; none: none are taken."
    )

    item_code_profile: Literal["free", "national", "base"] = Field(
        default="free", description="How codes of items are built: `free`, `national` or `base`; see items.coding."
    )

    @property
    def files_url(self) -> str | None:
        """Our own place there, which other services may be pointed at as well."""
        return place_of(self.attachments_url, self.service)

    @classmethod
    def for_documents(cls) -> Self:
        address = "documents"
        return cls(
            database_url=SecretStr(f"postgresql://{address}"),
            nats_url=f"nats://{address}",
            jwks_url=f"http://{address}",
            contact_keys=SecretStr(ContactKeys.generate()),
        )

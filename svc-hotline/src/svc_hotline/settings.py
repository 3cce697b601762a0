"""What the hotline reads from its environment, `HOTLINE_*`."""

from typing import Self

from pydantic import Field, SecretStr

from chassis.contact import ContactKeys
from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """The chassis's settings, the keys that callers' contacts are sealed with, where attachments are kept, and Open311."""

    service: str = "hotline"
    contact_keys: SecretStr = Field(description="Keys for contacts, as chassis.contact.ContactKeys reads them.")
    attachments_url: str | None = Field(
        default=None, description="Where attachments are kept: a folder or `s3://bucket/prefix`; none: none are taken."
    )
    open311_url: str = Field(
        default="http://127.0.0.1:8171/open311/v2", description="Where clients of Open311 find it: an address of the gateway."
    )
    open311_jurisdiction: str = Field(default="659007", description="Our `jurisdiction_id`: the city's code.")

    @classmethod
    def for_documents(cls) -> Self:
        address = "documents"
        return cls(
            database_url=SecretStr(f"postgresql://{address}"),
            nats_url=f"nats://{address}",
            jwks_url=f"http://{address}",
            contact_keys=SecretStr(ContactKeys.generate()),
        )

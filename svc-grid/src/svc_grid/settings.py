"""What the grid reads from its environment, `GRID_*`."""

from pydantic import Field

from chassis.files.keeping import place_of
from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """The chassis's settings, and where the files of cases are kept."""

    service: str = "grid"
    attachments_url: str | None = Field(
        default=None, description="Where files of cases are kept: a folder or `s3://bucket/prefix`; none: none are taken."
    )

    @property
    def evidence_url(self) -> str | None:
        """The grid's own place there, which the hotline may be pointed at as well."""
        return place_of(self.attachments_url, self.service)

"""What the data hub reads from its environment, `DATAHUB_*`."""

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """The chassis's settings; the data hub has none of its own yet."""

    service: str = "datahub"

"""What risk reads from its environment, `RISK_*`."""

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """The chassis's settings; risk has none of its own yet."""

    service: str = "risk"

"""What government affairs read from their environment, `AFFAIRS_*`."""

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """The chassis's settings; affairs have none of their own yet."""

    service: str = "affairs"

"""What the grid reads from its environment, `GRID_*`."""

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """The chassis's settings."""

    service: str = "grid"

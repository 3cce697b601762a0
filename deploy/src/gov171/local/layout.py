"""Where things are: the checkout, the state folder, and the six processes with their usual ports."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
POSTGRES_PORT, NATS_PORT = 54171, 42171


@dataclass(frozen=True)
class Service:
    """One of the six processes."""

    name: str
    member: str
    application: str
    usual_port: int

    @property
    def prefix(self) -> str:
        """Of its environment variables."""
        return self.name.upper()

    @property
    def migrations(self) -> Path:
        return ROOT / self.member / "migrations"

    @property
    def database(self) -> str:
        return f"gov171_{self.name}"

    @property
    def role(self) -> str:
        return f"gov171_{self.name}"


SERVICES = (
    Service("hotline", "svc-hotline", "svc_hotline.main:create_app", 8172),
    Service("grid", "svc-grid", "svc_grid.main:create_app", 8173),
    Service("affairs", "svc-affairs", "svc_affairs.main:create_app", 8174),
    Service("datahub", "svc-datahub", "svc_datahub.main:create_app", 8175),
    Service("risk", "svc-risk", "svc_risk.main:create_app", 8176),
    Service("gateway", "gateway", "gateway.main:create_app", 8171),
)


@dataclass(frozen=True)
class State:
    """The folder that holds all that a running house leaves on disk: `.gov171/` in the checkout."""

    folder: Path

    @classmethod
    def of_checkout(cls) -> "State":
        """`GOV171_HOME`, or `.gov171` in the checkout; made if absent, readable by its owner and the engines' user."""
        folder = Path(os.environ.get("GOV171_HOME") or ROOT / ".gov171").absolute()
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder)

    @property
    def credentials(self) -> Path:
        return self.folder / "credentials.json"

    @property
    def run(self) -> Path:
        return self.folder / "run.json"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def attachments(self) -> Path:
        """What callers and staff have put to tickets and cases; nobody else's to read."""
        folder = self.folder / "attachments"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    @property
    def logs(self) -> Path:
        folder = self.folder / "logs"
        folder.mkdir(exist_ok=True)
        return folder

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

"""The year's broken street lamps, drawn once and always alike: pure functions of the published figures."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from gov171.demo.organisation import CELLS, Figures, community_units
from gov171.demo.plan import YEAR

SEED = 17_150
LAMPS, FAULTS = 500, 40
RULE = "not_lit"
CLASS = "urban.public_utilities.street_lamp"
_WEST, _SOUTH, _STEP = 82.0, 44.7, 0.002
_MOST_FLAPS = 5


@dataclass(frozen=True)
class LampFault:
    """One lamp that fails: its light goes off, comes back, goes off again, until it is mended."""

    lamp: int
    failed_at: datetime
    flaps: int

    @property
    def device_id(self) -> str:
        return device_of(self.lamp)

    @property
    def cause(self) -> str:
        """As the data hub names what keeps raising the alarm."""
        return f"{self.device_id}/{RULE}"


def device_of(lamp: int) -> str:
    return f"lamp-{lamp + 1:04d}"


def lamp_register(organisation: Figures) -> str:
    """The lamps as the component register takes them in, dealt out over the cells: CSV."""
    places = [f"{territory}/{cell}" for _, territory in community_units(organisation) for cell in CELLS]
    lines = ["code,class_code,lon,lat,territory_code,device_id"]
    for lamp in range(LAMPS):
        lon, lat = _WEST + lamp % 25 * _STEP, _SOUTH + lamp // 25 * _STEP
        device = device_of(lamp)
        lines.append(f"{device},{CLASS},{lon:.4f},{lat:.4f},{places[lamp % len(places)]},{device}")
    return "\n".join(lines) + "\n"


def lamp_faults() -> list[LampFault]:
    """As many faults as the year has, each of another lamp, in the order of their days."""
    drawn = random.Random(SEED)
    lamps = drawn.sample(range(LAMPS), FAULTS)
    start = datetime(YEAR, 1, 6, 12, tzinfo=UTC)  # eight in the evening
    faults = [
        LampFault(lamp, start + timedelta(days=drawn.randrange(330), minutes=drawn.randrange(180)), drawn.randint(1, _MOST_FLAPS))
        for lamp in lamps
    ]
    return sorted(faults, key=lambda fault: fault.failed_at)

"""What is still taken for sound where bounds meet."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """The city's tolerances for bounds, and the sizes of what is taken in and told.

    Where two bounds meet, what they share (or leave open, or reach beyond a border) is no fault up to `floor_m2`, nor up to
    `share` of the smaller of the two. A ten-millionth of a degree, which all bounds are rounded to, is about a centimetre.
    """

    version: str = "2026-1"
    floor_m2: float = 1.0
    share: float = 1e-6
    most_gaps: int = 20
    most_import_bytes: int = 20 * 1024 * 1024
    most_import_entries: int = 20_000
    most_faults_told: int = 200

    def tolerance_m2(self, smaller_m2: float) -> float:
        """What two neighbours may differ by, the smaller of them having this area."""
        return max(self.floor_m2, self.share * smaller_m2)


POLICY = Policy()

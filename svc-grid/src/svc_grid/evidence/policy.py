"""What the grid takes as evidence: data with a version."""

from dataclasses import dataclass

from chassis.files.rules import TEXT, XLSX, FileKind, FilePolicy


def _kinds() -> tuple[FileKind, ...]:
    """Pictures, sound, film and documents: what shows a place. Bare text and sheets show nothing of one."""
    return tuple(kind for kind in FilePolicy().kinds if kind not in (TEXT, XLSX))


@dataclass(frozen=True)
class Policy(FilePolicy):
    """The city's files but those that show no place, and how many of them a case may hold."""

    version: str = "2026-1"
    kinds: tuple[FileKind, ...] = _kinds()
    most_per_case: int = 20


POLICY = Policy()

"""Decides for a batch what of it is new, what takes another's place, and what comes too late; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from svc_affairs.trade_documents.rows import Incoming
from svc_affairs.trade_documents.rules import Rank, counts
from svc_affairs.trade_documents.taken import Taken, TakenStatus

Key = tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """The version of a document that counts now."""

    id: UUID
    version: int
    rank: Rank
    marks: tuple[tuple[str, str, str], ...]


@dataclass
class Merge:
    """What is to be done: rows to insert, rows to overwrite (and keep in the history), versions for the history alone."""

    inserted: list[Incoming] = field(default_factory=list)
    replaced: list[tuple[Standing, Incoming]] = field(default_factory=list)
    late: list[Incoming] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)


def merge(batch: Sequence[Incoming], standing: Mapping[Key, Standing], history: Mapping[Key, frozenset[bytes]]) -> Merge:
    """`history` are the digests of earlier versions by key."""
    done = Merge()
    for key, versions in _by_key(batch).items():
        now = standing.get(key)
        known = {*history.get(key, ()), *([now.rank.digest] if now else [])}
        best = counts(now.rank if now else None, (each.rank for each in versions))
        for each in versions:
            is_first = each.rank.digest not in known
            known.add(each.rank.digest)
            done.taken.append(_taken(each, is_first, each.rank == best, now is not None))
            if not is_first:
                continue
            if each.rank != best:
                done.late.append(each)
            elif now is None:
                done.inserted.append(each)
            else:
                done.replaced.append((now, each))
    return done


def _by_key(batch: Iterable[Incoming]) -> dict[Key, list[Incoming]]:
    found: dict[Key, list[Incoming]] = {}
    for each in batch:
        found.setdefault(each.key, []).append(each)
    return found


def _taken(each: Incoming, is_first: bool, is_best: bool, is_known: bool) -> Taken:
    if not is_first:
        return Taken(each.index, TakenStatus.UNCHANGED)
    if not is_best:
        return Taken(
            each.index, TakenStatus.ACCEPTED, "superseded", "已有申报时间更晚的版本，本版本仅存档",
            "A version with a later app_time counts; this one is kept in the history",
        )  # fmt: skip
    return Taken(each.index, TakenStatus.CHANGED if is_known else TakenStatus.ACCEPTED)

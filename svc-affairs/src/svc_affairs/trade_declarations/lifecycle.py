"""What may happen to a declaration: a pure table of (status, command) to status, which the match's SQL reads as well."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from svc_affairs.trade_declarations.terms import DeclarationStatus as S


class Command(StrEnum):
    """What happens. The match commands by what the documents say; the desk releases, holds and returns."""

    WAIT = "wait"
    MATCH = "match"
    MISMATCH = "mismatch"
    CANCEL = "cancel"
    REFUND_PART = "refund_part"
    REFUND_ALL = "refund_all"
    RELEASE = "release"
    HOLD = "hold"
    RETURN = "return"


DESK = frozenset({Command.RELEASE, Command.HOLD, Command.RETURN})
# What was released is frozen: documents that come later do not undo it.
FROZEN = frozenset({S.RELEASED, S.REFUNDED})


class IllegalStep(Exception):
    """The command is not possible now; `possible` are those that are."""

    def __init__(self, possible: list[Command]) -> None:
        super().__init__(possible)
        self.possible = possible


_VERDICTS = ((Command.WAIT, S.WAITING), (Command.MATCH, S.MATCHED), (Command.MISMATCH, S.MISMATCHED))
_OPEN = (S.WAITING, S.MATCHED, S.MISMATCHED)

STEPS: Mapping[tuple[S, Command], S] = MappingProxyType(
    # A returned or deleted list is lodged anew by a newer version of it, and judged as any other.
    {(status, command): after for status in (*_OPEN, S.RETURNED, S.CANCELLED) for command, after in _VERDICTS}
    # Documents that come while the goods are held change the verdict, not the hold.
    | {(S.HELD, command): S.HELD for command, _ in _VERDICTS}
    | {(status, Command.CANCEL): S.CANCELLED for status in (*_OPEN, S.HELD, S.RETURNED, S.CANCELLED)}
    | {(status, Command.HOLD): S.HELD for status in _OPEN}
    | {(status, Command.RETURN): S.RETURNED for status in (*_OPEN, S.HELD)}
    # A held one as well where its verdict is `matched`.
    | {(S.MATCHED, Command.RELEASE): S.RELEASED, (S.HELD, Command.RELEASE): S.RELEASED}
    # A refund that its sender deletes leaves less than everything that came back.
    | {(status, Command.REFUND_PART): S.RELEASED for status in FROZEN}
    | {(status, Command.REFUND_ALL): S.REFUNDED for status in FROZEN}
)


def step(status: S, command: Command) -> S:
    """The status after `command`; raises IllegalStep."""
    if (status, command) not in STEPS:
        raise IllegalStep([each for each in Command if (status, each) in STEPS])
    return STEPS[status, command]

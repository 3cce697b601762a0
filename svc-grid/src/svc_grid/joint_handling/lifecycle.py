"""The life of a call and of each unit it calls: pure tables of (status, command) to status."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Generic, TypeVar

from chassis.terms import Term
from svc_grid.joint_handling.terms import CallCommand, CallStatus, UnitCommand, UnitStatus

S, C = CallStatus, CallCommand
US, UC = UnitStatus, UnitCommand
State = TypeVar("State", bound=Term)
Command = TypeVar("Command", bound=Term)


class IllegalMove(Exception):
    """The command is not possible now; `possible` are those that are."""

    def __init__(self, status: Term, command: Term, possible: Sequence[Term]) -> None:
        super().__init__(f"{command} is not possible while {status}")
        self.status, self.command, self.possible = status, command, possible


class Lifecycle(Generic[State, Command]):
    """Which command leads from where to where."""

    def __init__(self, commands: type[Command], moves: Mapping[tuple[State, Command], State]) -> None:
        self._commands, self.moves = commands, MappingProxyType(dict(moves))

    def move(self, status: State, command: Command) -> State:
        """The status after `command`; raises IllegalMove, which names what is possible instead."""
        target = self.moves.get((status, command))
        if target is None:
            raise IllegalMove(status, command, self.possible(status))
        return target

    def possible(self, status: State) -> list[Command]:
        """What may be done now, in the order of the terms."""
        return [command for command in self._commands if (status, command) in self.moves]


_OF_UNITS = (C.REPORT, C.DECLINE, C.UPHOLD, C.OVERRULE, C.MARK_LATE, C.WORK, C.FINISH)
CALL: Lifecycle[CallStatus, CallCommand] = Lifecycle(
    CallCommand,
    {
        **{(S.OPEN, command): S.OPEN for command in _OF_UNITS},
        (S.OPEN, C.ASSEMBLE): S.ASSEMBLED,
        (S.ASSEMBLED, C.WORK): S.ASSEMBLED,
        (S.ASSEMBLED, C.FINISH): S.ASSEMBLED,
        (S.ASSEMBLED, C.COMPLETE): S.DONE,
        (S.DONE, C.RATE): S.DONE,
        (S.DONE, C.SETTLE): S.RATED,
        (S.RATED, C.CLOSE): S.CLOSED,
        (S.OPEN, C.CANCEL): S.CANCELLED,
        (S.ASSEMBLED, C.CANCEL): S.CANCELLED,
    },
)
UNIT: Lifecycle[UnitStatus, UnitCommand] = Lifecycle(
    UnitCommand,
    {
        (US.CALLED, UC.REPORT_IN): US.REPORTED_IN,
        (US.CALLED, UC.DECLINE): US.DECLINED,
        (US.CALLED, UC.MARK_LATE): US.CALLED,
        (US.DECLINED, UC.UPHOLD): US.EXCUSED,
        (US.DECLINED, UC.OVERRULE): US.CALLED,
        (US.REPORTED_IN, UC.START): US.WORKING,
        (US.WORKING, UC.FINISH): US.DONE,
        (US.DONE, UC.RATE): US.DONE,
        **{(status, UC.RELEASE): US.RELEASED for status in (US.CALLED, US.DECLINED, US.REPORTED_IN, US.WORKING)},
    },
)
_PRESENT = frozenset({US.REPORTED_IN, US.WORKING, US.DONE})


def follows(status: CallStatus, units: Sequence[UnitStatus], is_all_rated: bool) -> CallCommand | None:
    """What becomes of the call by itself, as its units stand; who is excused counts no more. None: nothing."""
    counting = [each for each in units if each is not US.EXCUSED]
    if not counting:
        return None
    if status is S.OPEN and all(each in _PRESENT for each in counting):
        return C.ASSEMBLE
    if status is S.ASSEMBLED and all(each is US.DONE for each in counting):
        return C.COMPLETE
    if status is S.DONE and is_all_rated:
        return C.SETTLE
    return None

"""What may be done with a party: a pure table of (status, command) to status."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from svc_affairs.trade_parties.terms import PartyStatus


class Command(StrEnum):
    """What is done with a party."""

    CHANGE = "change"
    SUSPEND = "suspend"
    RESUME = "resume"


class IllegalStep(Exception):
    """The command is not possible now; `possible` are those that are."""

    def __init__(self, possible: list[Command]) -> None:
        super().__init__(possible)
        self.possible = possible


STEPS: Mapping[tuple[PartyStatus, Command], PartyStatus] = MappingProxyType(
    {
        (PartyStatus.ACTIVE, Command.CHANGE): PartyStatus.ACTIVE,
        (PartyStatus.ACTIVE, Command.SUSPEND): PartyStatus.SUSPENDED,
        # A suspended party's account can be replaced all the same: a lost key may be why it is suspended.
        (PartyStatus.SUSPENDED, Command.CHANGE): PartyStatus.SUSPENDED,
        (PartyStatus.SUSPENDED, Command.RESUME): PartyStatus.ACTIVE,
    }
)


def step(status: PartyStatus, command: Command) -> PartyStatus:
    """The status after `command`; raises IllegalStep."""
    if (status, command) not in STEPS:
        raise IllegalStep([each for each in Command if (status, each) in STEPS])
    return STEPS[status, command]

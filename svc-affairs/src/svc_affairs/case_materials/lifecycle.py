"""The life of a material: a pure table of (status, action) to status."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_affairs.case_materials.terms import MaterialAction, MaterialStatus, MaterialVerdict

A, S = MaterialAction, MaterialStatus

ACTIONS: Mapping[MaterialVerdict, MaterialAction] = MappingProxyType(
    {MaterialVerdict.ACCEPTED: A.ACCEPT, MaterialVerdict.FAULTY: A.FAULT, MaterialVerdict.WAIVED: A.WAIVE}
)
# What a case lacks as long as one that is required stands so.
LACKING = (S.AWAITED, S.FAULTY)

# What is not there cannot be found in order; what was found in order is not brought anew, but may be found faulty yet.
MOVES: Mapping[tuple[MaterialStatus, MaterialAction], MaterialStatus] = MappingProxyType(
    {
        **{(status, A.PROVIDE): S.PROVIDED for status in S if status is not S.ACCEPTED},
        (S.PROVIDED, A.TAKE_BACK): S.AWAITED,
        **{(status, A.ACCEPT): S.ACCEPTED for status in (S.PROVIDED, S.TAKEN_FROM_HUB, S.FAULTY)},
        **{(status, A.FAULT): S.FAULTY for status in S},
        **{(status, A.WAIVE): S.WAIVED for status in (S.AWAITED, S.PROVIDED, S.TAKEN_FROM_HUB, S.FAULTY)},
        (S.FAULTY, A.ANSWER): S.PROVIDED,
    }
)


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, status: MaterialStatus, action: MaterialAction, possible: list[MaterialAction]) -> None:
        super().__init__(f"{action} is not possible while {status}")
        self.status, self.action, self.possible = status, action, possible


def laid_out(dataset_code: str | None) -> MaterialStatus:
    """How a material begins, and how it stands again once its files are gone."""
    return S.AWAITED if dataset_code is None else S.TAKEN_FROM_HUB


def move(status: MaterialStatus, action: MaterialAction, dataset_code: str | None) -> MaterialStatus:
    """The status after `action`; raises IllegalMove."""
    target = MOVES.get((status, action))
    if target is None:
        raise IllegalMove(status, action, [each for each in A if (status, each) in MOVES])
    return laid_out(dataset_code) if action is A.TAKE_BACK else target

"""When a case's materials may still be brought, taken back and checked: pure."""

from svc_affairs.case_materials.terms import MaterialStatus
from svc_affairs.online_cases.lifecycle import BEFORE_ACCEPTANCE, IN_REVIEW
from svc_affairs.online_cases.terms import Status

_BEING_MADE_COMPLETE = frozenset({*BEFORE_ACCEPTANCE, Status.SUPPLEMENT})
_BEING_REVIEWED = frozenset({*IN_REVIEW, Status.SPECIAL})
# What an accepted case still owes: what was waived for now 容缺, what a check found faulty, what need not have been brought.
_OWED = (MaterialStatus.WAIVED, MaterialStatus.FAULTY, MaterialStatus.AWAITED)


def takes(case_status: Status, material_status: MaterialStatus) -> bool:
    """Whether the material may be brought now."""
    return case_status in _BEING_MADE_COMPLETE or (case_status in _BEING_REVIEWED and material_status in _OWED)


def lets_go(case_status: Status) -> bool:
    """Whether a file may be deleted: what a case was accepted with stays."""
    return case_status in _BEING_MADE_COMPLETE


def is_checked_still(case_status: Status) -> bool:
    """Whether checks may go on: until it is decided."""
    return case_status in _BEING_MADE_COMPLETE | _BEING_REVIEWED

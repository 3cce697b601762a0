"""What a step does to the clock of its case: the stage that runs, its pauses, its deadline, when to look again; pure."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import NamedTuple

from chassis.clock import SHANGHAI
from contracts.worktime import Deadline, Limit, LimitUnit, WorkCalendar, due_at, warn_at
from svc_grid.cases.lifecycle import PAUSED, STAGES, WITH_HANDLER
from svc_grid.cases.models import Case, CaseStage
from svc_grid.cases.policy import POLICY
from svc_grid.cases.terms import Action, Stage, Status

# The limit of each stage, in working hours.
StageHours = Mapping[Stage, int]

# After these the same stage begins anew, at another level's desk.
_BEGUN_ANEW = frozenset({Action.ESCALATE, Action.HAND_DOWN})
_RECOUNTED = frozenset({Action.RECLASSIFY, Action.GRANT_EXTENSION})


class Timer(NamedTuple):
    """Something that happens at an instant unless somebody acts before."""

    at: datetime
    action: Action


def begins_stage(case: Case, action: Action, before: Status | None) -> bool:
    """Whether the step that led from `before` to the present status begins a stage; or ends the last one."""
    return before is None or STAGES.get(case.status) is not STAGES.get(before) or action in _BEGUN_ANEW


def asks_limits(case: Case, action: Action, before: Status | None) -> bool:
    """Whether settling the step takes a limit from the class."""
    return case.status in STAGES and (begins_stage(case, action, before) or action is Action.RECLASSIFY)


def settle(
    case: Case, action: Action, before: Status | None, at: datetime, calendar: WorkCalendar, limits: StageHours
) -> CaseStage | None:
    """Bring the clock to what `action`, which led from `before` to the present status, made of it; a stage that ended."""
    stage = STAGES.get(case.status)
    ended = None
    if begins_stage(case, action, before):
        ended = _end(case, at)
        _begin(case, stage, at, calendar, limits)
    else:
        if (case.status in PAUSED) != (before in PAUSED):
            case.stage_turns = [*case.stage_turns, at]
        if action is Action.RECLASSIFY:
            case.stage_limit_h = limits.get(stage) if stage else None
        if action in _RECOUNTED or before in PAUSED or case.status in PAUSED:
            count_due(case, calendar)
        if action is Action.GRANT_EXTENSION:
            case.is_stage_overdue = is_late(case, at)  # what is over the new deadline too is marked once more
    if case.status not in WITH_HANDLER:
        case.extension_asked_h = case.extension_decide_by = case.shelving_asked_on = case.shelving_decide_by = None
        case.extension_asked_by = case.shelving_asked_by = None
    if case.status is not Status.SHELVED:
        case.review_on = None
    if case.status is not before:
        case.close_by = due_at(at, POLICY.closing, calendar).at if case.status is Status.VERIFIED else None
    case.changed_at = at
    case.wake_at = wake_at(case)
    return ended


def count_due(case: Case, calendar: WorkCalendar) -> None:
    """The deadline of the running stage; none where nothing runs or the clock stands still."""
    case.stage_due_at = case.stage_warn_at = None
    case.calendar_version = calendar.version
    if case.stage_from is None or case.stage_limit_h is None or len(case.stage_turns) % 2:
        return
    limit = Limit(case.stage_limit_h + case.stage_extra_h, LimitUnit.WORKING_HOURS)
    deadline: Deadline = due_at(case.stage_from, limit, calendar, case.stage_turns)
    case.stage_due_at = deadline.at
    case.stage_warn_at = warn_at(case.stage_from, limit, calendar, case.stage_turns, share=POLICY.amber_from)


def next_timer(case: Case) -> Timer | None:
    """The first thing that time does to the case; never before what happened to it last."""
    timers = []
    if case.stage_due_at is not None and not case.is_stage_overdue:
        timers.append(Timer(case.stage_due_at, Action.MARK_OVERDUE))
    if case.extension_decide_by is not None:
        timers.append(Timer(case.extension_decide_by, Action.REFUSE_EXTENSION))
    if case.shelving_decide_by is not None:
        timers.append(Timer(case.shelving_decide_by, Action.REFUSE_SHELVING))
    if case.status is Status.SHELVED and case.review_on is not None:
        timers.append(Timer(datetime.combine(case.review_on, time(), SHANGHAI), Action.RESUME))
    if case.close_by is not None:
        timers.append(Timer(case.close_by, Action.CLOSE))
    first = min(timers, key=lambda timer: timer.at, default=None)
    return first and Timer(max(first.at, case.changed_at), first.action)


def wake_at(case: Case) -> datetime | None:
    timer = next_timer(case)
    return timer.at if timer else None


def is_late(case: Case, at: datetime) -> bool:
    """Whether the running stage is past its deadline."""
    return case.stage_due_at is not None and at > case.stage_due_at


def _end(case: Case, at: datetime) -> CaseStage | None:
    if case.stage is None or case.stage_from is None:
        return None
    return CaseStage(
        case_id=case.id, version=case.version, stage=case.stage, started_at=case.stage_from, ended_at=at,
        limit_h=case.stage_limit_h, extra_h=case.stage_extra_h, due_at=case.stage_due_at, is_late=is_late(case, at),
    )  # fmt: skip


def _begin(case: Case, stage: Stage | None, at: datetime, calendar: WorkCalendar, limits: StageHours) -> None:
    case.stage, case.stage_from = stage, at if stage else None
    case.stage_limit_h = limits.get(stage) if stage else None
    case.stage_extra_h, case.stage_turns, case.is_stage_overdue = 0, [], False
    count_due(case, calendar)

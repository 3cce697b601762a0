"""How the clocks of a case are shown."""

from collections.abc import Iterator

from svc_grid.cases.models import Case, CaseStage
from svc_grid.cases.schemas import ClockView
from svc_grid.cases.terms import Colour


def clock_of_ended(stage: CaseStage) -> ClockView:
    """A stage that has ended shows green or red: it kept its limit, or did not."""
    colour = None if stage.due_at is None else Colour.RED if stage.is_late else Colour.GREEN
    return ClockView(
        stage=stage.stage, started_at=stage.started_at, ended_at=stage.ended_at, due_at=stage.due_at, is_running=False,
        limit_working_hours=None if stage.limit_h is None else stage.limit_h + stage.extra_h,
        colour=colour, colour_label_zh=colour and colour.label_zh,
    )  # fmt: skip


def clock_of_running(case: Case) -> Iterator[ClockView]:
    """The stage that the case is in; none where it has ended or waits to be closed."""
    if case.stage is None or case.stage_from is None:
        return
    colour = case.colour
    yield ClockView(
        stage=case.stage, started_at=case.stage_from, ended_at=None, due_at=case.stage_due_at,
        is_running=case.stage_due_at is not None,
        limit_working_hours=None if case.stage_limit_h is None else case.stage_limit_h + case.stage_extra_h,
        colour=colour, colour_label_zh=colour and colour.label_zh,
    )  # fmt: skip

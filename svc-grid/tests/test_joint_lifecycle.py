"""Every (status, command) pair of a joint call and of a called unit, and what becomes of a call as its units stand."""

from collections.abc import Sequence

import pytest

from chassis.auth import Principal
from svc_grid.joint_handling.lifecycle import CALL, UNIT, IllegalMove, follows
from svc_grid.joint_handling.rules import is_of, may_call, may_decide, regiment_of
from svc_grid.joint_handling.terms import CallCommand, CallStatus, UnitCommand, UnitStatus

CALL_LEGAL = {
    ("open", "report"): "open", ("open", "decline"): "open", ("open", "uphold"): "open", ("open", "overrule"): "open",
    ("open", "mark_late"): "open", ("open", "work"): "open", ("open", "finish"): "open", ("open", "assemble"): "assembled",
    ("open", "cancel"): "cancelled", ("assembled", "work"): "assembled", ("assembled", "finish"): "assembled",
    ("assembled", "complete"): "done", ("assembled", "cancel"): "cancelled", ("done", "rate"): "done",
    ("done", "settle"): "rated", ("rated", "close"): "closed",
}  # fmt: skip
UNIT_LEGAL = {
    ("called", "report_in"): "reported_in", ("called", "decline"): "declined", ("called", "mark_late"): "called",
    ("declined", "uphold"): "excused", ("declined", "overrule"): "called", ("reported_in", "start"): "working",
    ("working", "finish"): "done", ("done", "rate"): "done", ("called", "release"): "released",
    ("declined", "release"): "released", ("reported_in", "release"): "released", ("working", "release"): "released",
}  # fmt: skip


@pytest.mark.parametrize("status", list(CallStatus))
@pytest.mark.parametrize("command", list(CallCommand))
def test_each_pair_of_a_call_moves_as_the_field_says_or_is_refused(status: CallStatus, command: CallCommand) -> None:
    expected = CALL_LEGAL.get((str(status), str(command)))

    if expected is None:
        with pytest.raises(IllegalMove) as refused:
            CALL.move(status, command)
        assert refused.value.possible == CALL.possible(status)
    else:
        assert CALL.move(status, command) == expected


@pytest.mark.parametrize("status", list(UnitStatus))
@pytest.mark.parametrize("command", list(UnitCommand))
def test_each_pair_of_a_unit_moves_as_the_field_says_or_is_refused(status: UnitStatus, command: UnitCommand) -> None:
    expected = UNIT_LEGAL.get((str(status), str(command)))

    if expected is None:
        with pytest.raises(IllegalMove) as refused:
            UNIT.move(status, command)
        assert refused.value.possible == UNIT.possible(status)
    else:
        assert UNIT.move(status, command) == expected


U = UnitStatus


@pytest.mark.parametrize(
    ("status", "units", "is_all_rated", "expected"),
    [
        ("open", [U.CALLED, U.REPORTED_IN], False, None),
        ("open", [U.DECLINED, U.DONE], False, None),
        ("open", [U.REPORTED_IN, U.WORKING, U.DONE], False, "assemble"),
        ("open", [U.EXCUSED, U.REPORTED_IN], False, "assemble"),
        ("open", [U.EXCUSED, U.EXCUSED], False, None),
        ("assembled", [U.DONE, U.WORKING], False, None),
        ("assembled", [U.DONE, U.EXCUSED], False, "complete"),
        ("done", [U.DONE, U.DONE], False, None),
        ("done", [U.DONE, U.EXCUSED], True, "settle"),
        ("rated", [U.DONE], True, None),
        ("cancelled", [U.DONE], True, None),
    ],
)
def test_a_call_goes_on_by_itself_as_its_units_stand(
    status: str, units: Sequence[UnitStatus], is_all_rated: bool, expected: str | None
) -> None:
    assert follows(CallStatus(status), units, is_all_rated) == expected


@pytest.mark.parametrize(
    ("own", "place", "expected"),
    [
        ("c/84/03", "c/84/03", True),
        ("c/84/03", "c/84/03/g1", True),
        ("c/84", "c/84/03", True),
        ("c/84", "c/84", True),
        ("c/84/03", "c/84", False),
        ("c/84/03", "c/84/04", False),
        ("c/84/03/g1", "c/84/03/g1", False),
        ("c", "c/84/03", False),
        (None, "c/84/03", False),
    ],
)
def test_only_the_staff_of_the_community_or_regiment_call(own: str | None, place: str, expected: bool) -> None:
    actor = Principal(subject="a", kind="staff", roles=frozenset({"grid_desk"}), territory_code=own)

    assert may_call(actor, place) is expected


def test_only_the_regiment_decides_and_only_the_unit_s_own_staff_are_of_it() -> None:
    actors = [Principal(subject="a", kind="staff", territory_code=own) for own in ("c/84", "c/84/03", "c/85", "c", None)]
    administrator = Principal(subject="a", kind="staff", roles=frozenset({"administrator"}))

    assert [may_decide(actor, "c/84/03/g1") for actor in actors] == [True, False, False, False, False]
    assert regiment_of("c/84/03/g1") == "c/84"
    assert not is_of(administrator, "dept-07")

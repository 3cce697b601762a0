"""Many appointments at once, and the pure rules behind them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from grid_builders import COMMUNITY, OTHER, Grid
from hypothesis import given
from hypothesis import strategies as st
from leads_builders import BUILDING, CELL, SECOND, acting, appointed, appointment, divide

from svc_grid.leads.lifecycle import POSSIBLE, possible, status_at
from svc_grid.leads.rules import intersect
from svc_grid.leads.terms import LEADS, LEVELS, Action, LeadKind, Status

PATH = "/v1/lead-imports"
AT = datetime(2026, 1, 5, tzinfo=UTC)
MOVES = {
    Status.TO_COME: {Action.DISMISS, Action.RECORD_ABSENCE, Action.END_ABSENCE},
    Status.HOLDING: {Action.DISMISS, Action.HAND_OVER, Action.RECORD_ABSENCE, Action.END_ABSENCE},
    Status.ENDED: set(),
}


@pytest.fixture
async def cells(grid: Grid) -> Grid:
    await divide(grid)
    return grid


def document(*appointments: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"appointments": list(appointments)} | more


@pytest.mark.parametrize("kind", LeadKind)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
def test_each_action_is_possible_where_the_house_says(status: Status, action: Action, kind: LeadKind) -> None:
    of_leads = kind in LEADS or action is Action.DISMISS

    assert (action in possible(status, kind)) == (action in MOVES[status] and of_leads)
    assert POSSIBLE.keys() == set(Status)
    assert LEVELS.keys() == set(LeadKind)


instants = st.integers(0, 12).map(lambda hour: AT + timedelta(hours=hour))
spans = st.tuples(instants, st.none() | instants)


@given(spans, spans)
def test_spans_intersect_where_an_instant_lies_in_both(one: Any, other: Any) -> None:
    def holds(span: Any, at: datetime) -> bool:
        return status_at(at, *span) is Status.HOLDING

    grid = [AT + timedelta(hours=hour) for hour in range(14)]
    assert intersect(one, other) == any(holds(one, at) and holds(other, at) for at in grid)


async def test_an_import_appoints_all_and_again_nobody(cells: Grid) -> None:
    rows = document(appointment("a"), appointment("b", SECOND), appointment("v", kind="volunteer"))

    dry = (await cells.desk.post(PATH, json=rows | {"is_dry_run": True})).json()
    nobody = await acting(cells)
    first = (await cells.desk.post(PATH, json=rows)).json()
    again = (await cells.desk.post(PATH, json=rows)).json()

    assert (dry, nobody) == ({"appointed": 3, "unchanged": 0, "is_dry_run": True}, None)
    assert (first["appointed"], again["appointed"], again["unchanged"]) == (3, 0, 3)
    assert (await acting(cells), await acting(cells, SECOND)) == ("a", "b")
    told = [each for each in await cells.harness.events() if each.type.endswith("lead.appointed.v1")]
    assert len(told) == 3
    assert not [each for each in told if "张明" in each.model_dump_json()]


async def test_each_row_s_fault_is_named_and_nothing_stored(cells: Grid) -> None:
    await appointed(cells, "lead-a", SECOND)
    rows = document(
        appointment("a"),
        appointment("b"),
        appointment("c", f"{COMMUNITY}/g99"),
        appointment("d", BUILDING),
        appointment("e", SECOND),
        appointment("f", CELL, "volunteer", from_at=AT.isoformat(), to_at=AT.isoformat()),
    )

    answer = await cells.desk.post(PATH, json=rows)

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:gov171:problem:lead-import-unsound"
    assert sorted(each["pointer"].removeprefix("/appointments/") for each in answer.json()["errors"]) == [
        "1", "2/territory_code", "3/kind", "4/account", "5/from_at",
    ]  # fmt: skip
    assert await acting(cells) is None


async def test_the_size_of_an_import_does_not_change_its_number_of_statements(cells: Grid) -> None:
    counts = []
    for start, size in ((0, 2), (10, 300)):
        rows = [appointment(f"v-{number}", kind="volunteer") for number in range(start, start + size)]
        async with cells.harness.counting_statements() as statements:
            assert (await cells.desk.post(PATH, json=document(*rows))).status_code == 201
        counts.append(len(statements))

    assert counts[1] <= counts[0] + 2  # the driver sends very long inserts in parts


@pytest.mark.parametrize("size", [0, 2001])
async def test_an_import_is_neither_empty_nor_boundless(cells: Grid, size: int) -> None:
    rows = [appointment(f"v-{number}", kind="volunteer") for number in range(size)]

    assert (await cells.desk.post(PATH, json=document(*rows))).status_code == 422


async def test_an_import_keeps_to_its_own_subtree(cells: Grid) -> None:
    other = cells.harness.as_("grid_desk", territory_code=OTHER)

    answer = await other.post(PATH, json=document(appointment("a")))

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/appointments/0/territory_code")

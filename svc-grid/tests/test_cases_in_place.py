"""Where a report lies, who leads there, and what its class asks to see."""

from typing import Any

import pytest
from evidence_builders import Album, an_album  # noqa: F401 - the fixture
from file_builders import JPEG
from grid_builders import ASSIGN, COMMUNITY, REGIMENT, REPORT, Grid
from leads_builders import CELL, SECOND, appointed, divide
from test_territory_lookups import survey
from urban_builders import LAMP_CLASS, a_component

JPEG_AFTER = JPEG + b"1"
POINT = {"place": {"lon": 82.1, "lat": 44.1}}
NOWHERE = {name: value for name, value in REPORT.items() if name != "territory_code"}


def kind(answer: Any) -> str:
    return str(answer.json()["type"].rpartition(":")[2])


async def test_a_report_with_a_point_lies_where_the_point_does(grid: Grid) -> None:
    await survey(grid)

    case = (await grid.lead.post("/v1/cases", json=NOWHERE | POINT)).json()
    outside = await grid.lead.post("/v1/cases", json=NOWHERE | {"place": {"lon": 10.0, "lat": 10.0}})
    neither = await grid.lead.post("/v1/cases", json=NOWHERE)

    assert (case["territory_code"], case["lon"], case["lat"]) == (COMMUNITY, 82.1, 44.1)
    assert [(answer.status_code, kind(answer)) for answer in (outside, neither)] == [(422, "place-unknown")] * 2


async def test_a_report_of_a_component_lies_where_that_stands(grid: Grid) -> None:
    code = await a_component(grid)

    case = (await grid.lead.post("/v1/cases", json=NOWHERE | {"component_code": code})).json()
    unknown = await grid.lead.post("/v1/cases", json=NOWHERE | {"component_code": "6590070118999999"})
    listed = (await grid.desk.get("/v1/cases", params={"component_code": code})).json()["items"]

    assert (case["territory_code"], case["lon"], case["component_code"]) == (COMMUNITY, 82.05, code)
    assert (unknown.status_code, kind(unknown)) == (422, "reported-component-unknown")
    assert [each["id"] for each in listed] == [case["id"]]


async def test_a_point_outside_of_one_s_own_territory_is_not_reported(grid: Grid) -> None:
    await survey(grid)
    bound = grid.harness.as_("grid_lead", subject="lead-85", territory_code="659007/85")

    assert (await bound.post("/v1/cases", json=NOWHERE | POINT)).status_code == 422


async def test_what_falls_to_the_territory_falls_to_its_grid_lead(grid: Grid) -> None:
    await divide(grid)
    await appointed(grid, "lead-a", CELL)
    case = await grid.brought_to("registered", territory_code=CELL)

    assigned = (await grid.act(case, "assignments", {})).json()

    assert (assigned["unit_code"], assigned["assignee"], assigned["is_territorial"]) == ("84-03", "lead-a", True)


async def test_a_cell_without_a_lead_is_told_where_one_is_wanted(grid: Grid) -> None:
    await divide(grid)
    case = await grid.brought_to("registered", territory_code=SECOND)

    wanted = await grid.act(case, "assignments", {"is_to_lead": True})
    without = await grid.act(case, "assignments", {})

    assert (wanted.status_code, kind(wanted)) == (409, "cell-without-lead")
    assert (without.status_code, without.json()["assignee"]) == (201, None)


async def test_a_case_for_another_unit_is_not_the_lead_s(grid: Grid) -> None:
    await divide(grid)
    await appointed(grid, "lead-a", CELL)
    case = await grid.brought_to("registered", territory_code=CELL)

    assert (await grid.act(case, "assignments", {"unit_code": "dept-07"})).json()["assignee"] is None


async def lamp_being_handled(album: Album) -> dict[str, Any]:
    case = (await album.grid.admin.post("/v1/cases", json=REPORT | {"class_code": LAMP_CLASS})).json()
    for step in (("registrations", {}), ASSIGN, ("handlings", {})):
        assert (await album.grid.act(case, *step)).status_code == 201
    return dict(case)


RESULT = ("results", {"result": "更换灯具"})


async def test_a_class_that_asks_for_photographs_is_not_done_without_them(album: Album) -> None:
    case = await lamp_being_handled(album)

    without = await album.grid.act(case, *RESULT)
    await album.kept(case, moment="before")
    with_one = await album.grid.act(case, *RESULT)
    await album.kept(case, JPEG_AFTER, moment="after")
    with_both = await album.grid.act(case, *RESULT)

    assert [(answer.status_code, answer.json().get("moments")) for answer in (without, with_one, with_both)] == [
        (409, ["before", "after"]), (409, ["after"]), (201, None),
    ]  # fmt: skip


async def test_sent_back_it_wants_a_new_photograph(album: Album) -> None:
    case = await lamp_being_handled(album)
    await album.kept(case, moment="before")
    await album.kept(case, JPEG_AFTER, moment="after")
    assert (await album.grid.act(case, *RESULT)).status_code == 201
    assert (await album.grid.act(case, "verifications", {"passed": False, "reason_code": "not_done"})).status_code == 201

    stale = await album.grid.act(case, *RESULT)
    await album.kept(case, JPEG_AFTER + b"2", moment="after")

    assert (stale.status_code, kind(stale)) == (409, "photos-missing")
    assert (await album.grid.act(case, *RESULT)).status_code == 201


async def test_what_was_handled_on_the_spot_passes_once_its_photographs_are_there(album: Album) -> None:
    report = REPORT | {"class_code": LAMP_CLASS, "self_handled": {"result": "已复位"}}
    case = (await album.grid.lead.post("/v1/cases", json=report)).json()

    without = await album.grid.act(case, "verifications", {"passed": True}, client=album.grid.inspector)
    await album.kept(case, moment="before")
    await album.kept(case, JPEG_AFTER, moment="after")
    passed = await album.grid.act(case, "verifications", {"passed": True}, client=album.grid.inspector)

    assert (without.status_code, kind(without), passed.status_code) == (409, "photos-missing", 201)


async def test_a_grid_that_keeps_no_files_asks_for_none(grid: Grid) -> None:
    case = (await grid.admin.post("/v1/cases", json=REPORT | {"class_code": LAMP_CLASS})).json()
    for step in (("registrations", {}), ASSIGN, ("handlings", {}), RESULT):
        assert (await grid.act(case, *step)).status_code == 201


@pytest.mark.parametrize(
    "place", [{"lon": 181, "lat": 0}, {"lon": 0}, {"lon": "NaN", "lat": 1}, {"lon": 1, "lat": 1, "crs": "BD-09"}]
)
async def test_a_faulty_point_is_refused(grid: Grid, place: dict[str, Any]) -> None:
    assert (await grid.lead.post("/v1/cases", json=REPORT | {"place": place})).status_code == 422


async def test_the_regiment_s_desk_sees_the_cases_of_its_cells(grid: Grid) -> None:
    await divide(grid)
    case = await grid.brought_to("reported", territory_code=CELL)
    bound = grid.harness.as_("grid_desk", territory_code=REGIMENT)

    assert [each["id"] for each in (await bound.get("/v1/cases")).json()["items"]] == [case["id"]]

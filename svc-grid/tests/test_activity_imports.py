"""Service activities that come in by the thousand: all or none, each fault at its row, and the same again changes nothing."""

import asyncio
import time
from typing import Any

import pytest
from activity_builders import COLLECTED, DEED, IMPORTS, PATH, SOLVED, corrected, figures, is_proved, registered, withdrawn
from grid_builders import OTHER, Grid

CSV = {"content-type": "text/csv; charset=utf-8"}


async def brought(grid: Grid, rows: list[dict[str, Any]], client: Any = None, **more: Any) -> Any:
    return await (client or grid.admin).post(IMPORTS, json={"source": "party", "rows": rows} | more)


def faults(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [each["pointer"] for each in answer.json()["errors"]]


def many(count: int, **more: Any) -> list[dict[str, Any]]:
    return [
        DEED | {"held_on": f"2025-{1 + at % 12:02d}-{1 + at % 28:02d}", "external_no": f"HS-{at}"} | more for at in range(count)
    ]


async def test_what_was_brought_in_is_there_once(grid: Grid) -> None:
    rows = many(60)

    first, again = await brought(grid, rows), await brought(grid, [*rows, DEED])

    assert (first.status_code, first.json()) == (201, {"created": 60, "unchanged": 0, "is_dry_run": False})
    assert again.json() == {"created": 1, "unchanged": 60, "is_dry_run": False}
    assert (await figures(grid))["good_deeds"] == 61
    told = [each for each in await grid.harness.events() if each.type == "gov171.grid.activity.registered.v1"]
    assert (len(told), len({each.subject for each in told}), {each.sequence for each in told}) == (61, 61, {1})
    assert await is_proved(grid)


async def test_a_dry_run_says_what_would_be_done_and_does_nothing(grid: Grid) -> None:
    before = len(await grid.harness.events())

    answer = await brought(grid, many(3), is_dry_run=True)
    bad = await brought(grid, [*many(1), DEED | {"unit_code": "nobody"}], is_dry_run=True)

    assert answer.json() == {"created": 3, "unchanged": 0, "is_dry_run": True}
    assert faults(bad) == ["/rows/1/unit_code"]
    assert (await grid.admin.get(PATH)).json()["items"] == []
    assert len(await grid.harness.events()) == before


async def test_one_bad_row_keeps_all_out_and_each_fault_is_named(grid: Grid) -> None:
    await registered(grid, source="party", external_no="HS-9")
    rows = [
        *many(2),
        DEED | {"unit_code": "nobody"},
        DEED | {"territory_code": "659007/99"},
        DEED | {"held_on": "2190-01-01"},
        DEED | {"external_no": "HS-0"},
        DEED | {"external_no": "HS-9", "count": 7},
        SOLVED | {"solves_no": "no-such"},
        DEED | {"unit_code": "dept-07"},
    ]

    found = faults(await brought(grid, rows))

    assert found == [
        "/rows/2/unit_code", "/rows/3/territory_code", "/rows/4/held_on", "/rows/5/external_no", "/rows/6/external_no",
        "/rows/7/solves_no", "/rows/8/territory_code",
    ]  # fmt: skip
    assert faults(await brought(grid, [*many(1), DEED | {"count": 0}])) == ["/rows/1/count"]
    assert (await figures(grid))["good_deeds"] == 1


async def test_solved_problems_find_theirs_by_number_in_the_file_or_stored(grid: Grid) -> None:
    await brought(grid, [COLLECTED | {"external_no": "ZJ-1"}])
    rows = [
        SOLVED | {"solves_no": "ZJ-1", "external_no": "JJ-1"},
        SOLVED | {"solves_no": "ZJ-2", "external_no": "JJ-2"},
        COLLECTED | {"external_no": "ZJ-2", "count": 2},
        SOLVED | {"external_no": "JJ-3"},
    ]

    answer = await brought(grid, rows)
    again = await brought(grid, rows)
    too_many = await brought(grid, [SOLVED | {"solves_no": "ZJ-2"}, SOLVED | {"solves_no": "ZJ-2"}])

    assert (answer.status_code, answer.json()["created"], again.json()["unchanged"]) == (201, 4, 4)
    assert faults(too_many) == ["/rows/1/solves_no"]
    problems = (await grid.admin.get(PATH, params={"kind": "problem_collected"})).json()["items"]
    assert {each["external_no"]: (each["problem_state"], each["solved_count"]) for each in problems} == {
        "ZJ-1": ("solved", 1), "ZJ-2": ("open", 1),
    }  # fmt: skip


async def test_what_was_corrected_or_withdrawn_here_stays_so_when_its_file_comes_again(grid: Grid) -> None:
    await brought(grid, many(2))
    one, two = (await grid.admin.get(PATH)).json()["items"]
    await corrected(grid, one, count=4)
    await withdrawn(grid, two)

    answer = await brought(grid, many(2))

    assert answer.json()["unchanged"] == 2
    assert (await figures(grid))["good_deeds"] == 4


async def test_two_imports_of_the_same_at_once_are_one(grid: Grid) -> None:
    answers = await asyncio.gather(*(brought(grid, many(40)) for _ in range(3)))

    assert sorted(each.json()["created"] for each in answers) == [0, 0, 40]
    assert (await figures(grid))["good_deeds"] == 40


async def test_imports_of_many_sources_at_once_do_not_wait_in_a_circle(grid: Grid) -> None:
    rows = many(200)
    sent = [{"source": f"s{at}", "rows": rows if at % 2 else rows[::-1]} for at in range(6)]

    answers = await asyncio.gather(*(grid.admin.post(IMPORTS, json=each) for each in sent))

    assert {each.status_code for each in answers} == {201}
    assert (await figures(grid))["good_deeds"] == 1200
    assert await is_proved(grid)


async def test_five_thousand_come_in_with_as_many_statements_as_fifty_and_more_are_refused(grid: Grid) -> None:
    async with grid.harness.counting_statements() as few:
        await brought(grid, many(50))
    began = time.monotonic()
    async with grid.harness.counting_statements() as much:
        answer = await grid.admin.post(IMPORTS, json={"source": "other", "rows": many(5000)})
    took = time.monotonic() - began
    over = await grid.admin.post(IMPORTS, json={"source": "more", "rows": many(5001)})

    assert answer.json()["created"] == 5000
    assert len(much) <= len(few) + 2  # the driver may send very long inserts in parts
    assert took < 30
    assert over.status_code == 422
    assert await is_proved(grid)


async def test_a_row_of_another_area_or_unit_is_no_row(grid: Grid) -> None:
    elsewhere = grid.harness.as_("unit", territory_code=OTHER)
    department = grid.harness.as_("unit", unit_code="dept-07")

    assert faults(await brought(grid, many(1), elsewhere)) == ["/rows/0/territory_code"]
    assert faults(await brought(grid, many(1), department)) == ["/rows/0/unit_code"]
    assert (await brought(grid, many(1), grid.harness.as_("analyst"))).status_code == 403


def sheet(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(("kind,unit_code,held_on,title,count,external_no,solves_no", *lines)).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_a_spreadsheet_s_file_comes_in(grid: Grid, encoding: str) -> None:
    content = sheet(
        'good_deed,84-03,2025-03-14,"检修, 取暖",,HS-1,', "", "problem_solved,84-03,2025-03-15,清淤,,JJ-1,ZJ-1",
        "problem_collected,84-03,2025-03-14,淤堵,2,ZJ-1,", encoding=encoding,
    )  # fmt: skip

    dry = await grid.admin.post(f"{IMPORTS}/csv?source=party&is_dry_run=true", content=content, headers=CSV)
    answer = await grid.admin.post(f"{IMPORTS}/csv?source=party", content=content, headers=CSV)
    as_json = await brought(grid, [DEED | {"title": "检修, 取暖", "external_no": "HS-1"}])

    assert (dry.json()["created"], answer.json()["created"]) == (3, 3)
    assert as_json.json() == {"created": 0, "unchanged": 1, "is_dry_run": False}
    assert (await figures(grid))["problems_collected"] == 2


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 422, "headings"), (b"kind,unit_code\n", 422, "no row"), (b"kind,surprise\na,b\n", 422, "headings"),
        (b"kind,kind\na,b\n", 422, "headings"), (b"kind,title\na,b,c\n", 422, "line 2"), (b'kind,title\na,"b\n', 422, "line"),
        (b"\xff\xfe\x00", 422, "GB 18030"), (b"kind\n" + b"x\n" * 5001, 413, "5000"),
        (b"x" * (8 * 1024 * 1024 + 1), 413, "bytes"),
    ],
)  # fmt: skip
async def test_a_file_that_cannot_be_read_is_told(grid: Grid, content: bytes, status: int, said: str) -> None:
    answer = await grid.admin.post(f"{IMPORTS}/csv?source=party", content=content, headers=CSV)

    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"]


async def test_a_file_s_bad_row_is_named_with_its_line(grid: Grid) -> None:
    content = sheet('good_deed,84-03,2025-03-14,"两\n行",1,,', "good_deed,84-03,2025-02-30,好事,0,,")

    answer = await grid.admin.post(f"{IMPORTS}/csv?source=party", content=content, headers=CSV)
    as_text = await grid.admin.post(f"{IMPORTS}/csv?source=party", content=content, headers={"content-type": "text/plain"})

    assert faults(answer) == ["/rows/1/held_on", "/rows/1/count"]
    assert all(each["detail"].startswith("line 4: ") for each in answer.json()["errors"])
    assert as_text.status_code == 415
    assert (await grid.admin.get(PATH)).json()["items"] == []

"""Many centres at once: each row has its own result, and the same rows again change nothing."""

from typing import Any

from centre_builders import AWAY, CENTRE, REGIMENT, STATION, Centres


def results(report: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(row["result"], row["reason"]) for row in report["rows"]]


async def test_rows_are_entered_changed_left_or_refused(centres: Centres) -> None:
    await centres.entered(CENTRE)

    report = await centres.imported(
        CENTRE | {"name": "新名"}, STATION, STATION,
        AWAY | {"code": "x", "unit_code": "84"}, AWAY | {"code": "y", "unit_code": "99"},
        AWAY | {"code": "z", "unit_code": "84-03"}, AWAY | {"code": "z"},
    )  # fmt: skip

    assert results(report) == [
        ("changed", None), ("registered", None), ("refused", "named_twice"), ("refused", "unit_taken"),
        ("refused", "unit_unknown"), ("refused", "unit_taken"), ("refused", "named_twice"),
    ]  # fmt: skip
    assert (report["registered"], report["changed"], report["refused"]) == (1, 1, 5)
    assert await centres.codes() == ["centre-84", "centre-84-03"]
    assert (await centres.shown())["name"] == "新名"
    told = [(each.subject, each.sequence) for each in await centres.harness.events() if each.subject.startswith("centre")]
    assert told == [("centre-84", 1), ("centre-84", 2), ("centre-84-03", 1)]


async def test_the_same_rows_again_change_nothing(centres: Centres) -> None:
    await centres.imported(CENTRE, STATION)

    again = await centres.imported(CENTRE, STATION)
    moved = await centres.imported(CENTRE | {"unit_code": "84-05"})

    assert results(again) == [("unchanged", None)] * 2
    assert results(moved) == [("refused", "unit_differs")]
    assert len([each for each in await centres.harness.events() if each.subject.startswith("centre")]) == 2


async def test_a_dry_run_tells_the_same_and_stores_nothing(centres: Centres) -> None:
    dry = await centres.imported(CENTRE, AWAY | {"unit_code": "99"}, is_dry_run=True)

    assert (results(dry), dry["is_dry_run"]) == ([("registered", None), ("refused", "unit_unknown")], True)
    assert await centres.codes() == []


async def test_an_editor_of_a_regiment_brings_in_its_own_alone(centres: Centres) -> None:
    bound = centres.harness.as_("item_editor", territory_code=REGIMENT)

    report = await centres.imported(STATION, AWAY, client=bound)

    assert results(report) == [("registered", None), ("refused", "unit_unknown")]


async def test_statements_do_not_grow_with_the_rows(centres: Centres) -> None:
    async with centres.harness.counting_statements() as few:
        await centres.imported(CENTRE)
    async with centres.harness.counting_statements() as more:
        await centres.imported(STATION, AWAY, STATION | {"code": "centre-84-05", "unit_code": "84-05"})

    assert len(more) == len(few)

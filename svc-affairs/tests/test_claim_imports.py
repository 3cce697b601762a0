"""Many claims at once: each row has its own result, the same rows again claim nothing, and statements do not grow."""

import asyncio
from typing import Any

from claim_builders import ITEM, Claims


def row(item_code: str = ITEM, centre_code: str = "centre-84", **more: Any) -> dict[str, Any]:
    return {"item_code": item_code, "centre_code": centre_code, **more}


def results(report: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(each["result"], each["reason"]) for each in report["rows"]]


async def test_each_row_is_claimed_was_before_or_is_refused(claims: Claims) -> None:
    await claims.affairs.brought_to("draft", code="drafted", is_open_to_centres=True)
    await claims.affairs.brought_to("published", code="kept")
    before = await claims.brought_to("suspended", centre_code="centre-85")
    await claims.centres.change("centre-84-03", status="closed")

    report = await claims.imported(
        row(window_code="w1", telephone="0909-2290013"), row(), row(centre_code="centre-85"), row("999"), row("drafted"),
        row("kept"), row(centre_code="centre-99"), row(centre_code="centre-84-03"), row(window_code="w9"),
    )  # fmt: skip

    assert results(report) == [
        ("claimed", None), ("already", None), ("already", None), ("refused", "item_unknown"), ("refused", "item_not_in_force"),
        ("refused", "item_not_open"), ("refused", "centre_unknown"), ("refused", "centre_takes_no_cases"),
        ("refused", "window_unknown"),
    ]  # fmt: skip
    assert (report["claimed"], report["already"], report["refused"], report["is_dry_run"]) == (1, 2, 6, False)
    made = (await claims.listed(centre_code="centre-84"))[0]
    assert (made["window_code"], made["telephone"], made["department_code"]) == ("w1", "0909-2290013", "dept-07")
    assert [each["claim_id"] for each in report["rows"][:4]] == [made["id"], made["id"], before["id"], None]
    assert await claims.told(made) == [("made", 1)]


async def test_the_same_rows_again_claim_nothing(claims: Claims) -> None:
    rows = [row(), row(centre_code="centre-85")]
    first = await claims.imported(*rows)

    again = await claims.imported(*rows)

    assert results(again) == [("already", None)] * 2
    assert [each["claim_id"] for each in again["rows"]] == [each["claim_id"] for each in first["rows"]]
    assert len(await claims.listed()) == 2


async def test_a_dry_run_tells_the_same_and_stores_nothing(claims: Claims) -> None:
    rows = [row(), row(), row("999")]
    dry = await claims.imported(*rows, is_dry_run=True)
    stored = len(await claims.listed())

    assert (dry["is_dry_run"], stored, [each["claim_id"] for each in dry["rows"]]) == (True, 0, [None] * 3)
    assert results(await claims.imported(*rows)) == results(dry)


async def test_two_imports_at_once_claim_each_row_once(claims: Claims) -> None:
    codes = [f"i-{number}" for number in range(6)]
    for code in codes:
        await claims.offered(code=code)
    rows = [row(code) for code in codes]

    reports = await asyncio.gather(claims.imported(*rows), claims.imported(*reversed(rows)), claims.imported(*rows))

    assert sum(each["claimed"] for each in reports) == 6
    assert sum(each["already"] for each in reports) == 12
    ids = {each["id"] for each in await claims.listed()}
    assert all({each["claim_id"] for each in report["rows"]} == ids for report in reports)


async def test_a_centre_brings_in_its_own_alone(claims: Claims) -> None:
    report = await claims.imported(row(), row(centre_code="centre-84-03"), row(centre_code="centre-85"), client=claims.town)

    assert results(report) == [("claimed", None), ("claimed", None), ("refused", "centre_not_yours")]
    answer = await claims.harness.as_("desk").post("/v1/claim-imports", json={"rows": [row()]})
    assert answer.status_code == 403


async def test_statements_do_not_grow_with_the_rows(claims: Claims) -> None:
    await claims.imported(row())
    async with claims.harness.counting_statements() as few:
        await claims.imported(row(centre_code="centre-84-03"))
    for number in range(3):
        await claims.offered(code=f"i-{number}")

    async with claims.harness.counting_statements() as more:
        await claims.imported(*(row(f"i-{number}", centre) for number in range(3) for centre in ("centre-84", "centre-85")))

    assert len(more) == len(few)

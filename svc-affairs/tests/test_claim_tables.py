"""Claims from a CSV table, and all of the city's at once."""

import time
from typing import Any

import pytest
from centre_builders import STATION, UNITS
from claim_builders import ITEM, Claims
from sqlalchemy import insert

from svc_affairs.claims.policy import POLICY
from svc_affairs.directory.models import UnitCopy

HEAD = "item_code,centre_code,window_code,telephone\n"


async def test_a_table_claims_as_a_list_does(claims: Claims) -> None:
    table = f"{HEAD}{ITEM},centre-84,w1,0909-2290013\n\n999,centre-84,,\n{ITEM},centre-85,,\n"

    dry = (await claims.tabled(table, is_dry_run=True)).json()
    stored = len(await claims.listed())
    done = (await claims.tabled(table)).json()
    again = (await claims.tabled(table)).json()

    assert (dry["claimed"], dry["refused"], dry["is_dry_run"], stored) == (2, 1, True, 0)
    assert [(each["result"], each["reason"]) for each in done["rows"]] == [
        ("claimed", None), ("refused", "item_unknown"), ("claimed", None),
    ]  # fmt: skip
    assert (again["claimed"], again["already"], again["refused"]) == (0, 2, 1)
    made = (await claims.listed(centre_code="centre-84"))[0]
    assert (made["window_code"], made["telephone"]) == ("w1", "0909-2290013")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_what_a_spreadsheet_writes_is_read_in_chinese(claims: Claims, encoding: str) -> None:
    answer = await claims.tabled(f"中心编码,事项编码\r\ncentre-84,{ITEM}\r\n".encode(encoding))

    assert (answer.status_code, answer.json()["claimed"]) == (201, 1)


@pytest.mark.parametrize(
    ("content", "status", "problem", "told"),
    [
        ("", 422, "sheet-unreadable", "headings"), (HEAD, 422, "sheet-unreadable", "no row"),
        ("item_code,name\n1,2\n", 422, "sheet-unreadable", "headings"),
        ("item_code\n1\n", 422, "sheet-unreadable", "centre_code"),
        ("item_code,item_code,centre_code\n1,2,3\n", 422, "sheet-unreadable", "headings"),
        (f"{HEAD}1,2,3,4,5\n", 422, "sheet-unreadable", "row 2"), (f'{HEAD}"1,2\n', 422, "sheet-unreadable", "row 2"),
        (b"item_code,centre_code\n\xff\xff\xff,1\n", 422, "sheet-unreadable", "UTF-8"),
        (f"{HEAD}{ITEM},centre-84,,\n{ITEM},centre-84,,13812345678\n", 422, "invalid", "row 3"),
        (f"{HEAD}{ITEM},,,\n", 422, "invalid", "row 2"), (HEAD + "1,2,3,4\n" * 60, 422, "invalid", "row 2"),
        ("x" * (POLICY.most_csv_bytes + 1), 413, "too-large", "bytes"),
    ],
)  # fmt: skip
async def test_a_table_that_cannot_be_read_claims_nothing_and_says_where(
    claims: Claims, content: bytes | str, status: int, problem: str, told: str
) -> None:
    answer = await claims.tabled(content)

    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:gov171:problem:{problem}"), answer.text
    assert told in answer.text
    assert await claims.listed() == []


async def test_a_fault_points_at_its_row_whatever_stands_before_it(claims: Claims) -> None:
    answer = await claims.tabled(f"{HEAD}{ITEM},centre-84,,\n{ITEM},centre-84,,138\n{ITEM},,,\n")

    assert [each["pointer"] for each in answer.json()["errors"]] == ["/rows/1/telephone", "/rows/2/centre_code"]


async def test_too_many_rows_and_another_kind_of_file_are_refused(claims: Claims) -> None:
    many = await claims.tabled("item_code,centre_code\n" + f"{ITEM},centre-84\n" * (POLICY.most_rows + 1))
    other = await claims.editor.post("/v1/claim-imports/csv", content=b"{}", headers={"content-type": "application/json"})
    stranger = await claims.tabled(f"{HEAD}{ITEM},centre-84,,\n", claims.harness.as_("desk"))

    assert (many.status_code, other.status_code, stranger.status_code) == (413, 415, 403)
    assert many.json()["type"] == "urn:gov171:problem:sheet-too-large"


async def test_all_of_the_citys_claims_come_in_at_once(claims: Claims) -> None:
    """99 items, 9 regiments and 140 communities, 1,134 claims; as the city publishes them."""
    centres, items = await furnished(claims)
    rows = [(items[at % len(items)], centres[at % len(centres)]) for at in range(1134)]
    table = "item_code,centre_code\n" + "".join(f"{item},{centre}\n" for item, centre in rows)

    begun = time.monotonic()
    report = (await claims.tabled(table)).json()
    took_s = time.monotonic() - begun

    assert (len(set(rows)), report["claimed"], report["already"], report["refused"]) == (1134, 1134, 0, 0)
    figures = (await claims.centres.public.get("/v1/affairs/figures")).json()["figures"]
    assert (figures["town_items_available"], figures["town_claims"], figures["town_claims_active"]) == (99, 1134, 1134)
    assert len([each for each in await claims.harness.events() if each.type.endswith("claim.made.v1")]) == 1134
    assert took_s < 5, took_s


async def furnished(claims: Claims) -> tuple[list[str], list[str]]:
    """The codes of 149 centres, each of a unit of its own, and of 99 items that are open to them."""
    units = [f"r-{number}" for number in range(149)]
    async with claims.harness.sessions() as db, db.begin():
        await db.execute(
            insert(UnitCopy),
            [
                {"code": code, "kind": UNITS["84"][0], "name": code, "territory_code": f"659007/{code}", "version": 1}
                for code in units
            ],
        )
    rows: list[dict[str, Any]] = [STATION | {"code": f"c-{code}", "unit_code": code} for code in units]
    await claims.centres.imported(*rows)
    codes = [ITEM, *(f"i-{number}" for number in range(98))]
    for code in codes[1:]:
        await claims.offered(code=code)
    return [row["code"] for row in rows], codes

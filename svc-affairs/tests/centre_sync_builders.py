"""Builders for tests of centre integration: two towns' centres whose own systems push and pull."""

from typing import Any
from uuid import UUID, uuid4
from zlib import crc32

import httpx
import pytest
from centre_builders import AWAY, CENTRE, STATION, Centres
from online_case_builders import PERSON, OnlineCases
from sqlalchemy import text

ITEM = "000117001000"


def entry(action: str, named: str | dict[str, Any], *, version: int | None = None, **body: Any) -> dict[str, Any]:
    """One thing done, with a key of its own; the case by the centre's number, or as it was told."""
    case = {"external_no": named} if isinstance(named, str) else {"case_id": named["id"]}
    return {"key": str(uuid4()), "action": action, **case, "version": version, "body": body}


def submission(external_no: str, **changes: Any) -> dict[str, Any]:
    applicant = PERSON | {"phone": f"138{crc32(external_no.encode()) % 10**8:08d}"}
    return entry("submit", external_no, **({"item_code": ITEM, "applicant": applicant} | changes))


def kinds(results: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    """Of each result its outcome, and the sort of its problem."""
    return [(each["outcome"], each["problem"] and each["problem"]["type"].rpartition(":")[2]) for each in results]


class Syncing:
    """The service under test, and those who speak for a centre."""

    def __init__(self, cases: OnlineCases, centres: Centres) -> None:
        self.cases, self.centres, self.harness = cases, centres, cases.harness
        self.town, self.station, self.away = centres.town, centres.station, centres.away

    async def furnish(self) -> None:
        await self.cases.published(is_open_to_centres=True)
        await self.centres.entered(CENTRE, STATION, AWAY)
        await self.claimed(ITEM)

    async def claimed(self, item_code: str) -> None:
        """By each of the centres."""
        rows = [{"item_code": item_code, "centre_code": centre["code"]} for centre in (CENTRE, STATION, AWAY)]
        answer = await self.centres.editor.post("/v1/claim-imports", json={"rows": rows})
        assert (answer.status_code, answer.json()["claimed"]) == (201, 3), answer.text

    async def push(self, *entries: dict[str, Any], client: httpx.AsyncClient | None = None, **more: Any) -> list[dict[str, Any]]:
        answer = await (client or self.town).post("/v1/centre-syncs", json={"entries": entries} | more)
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        return list(answer.json()["results"])

    async def ask(self, cursor: str | None = None, *, client: httpx.AsyncClient | None = None, **params: Any) -> httpx.Response:
        given = params | ({"cursor": cursor} if cursor else {})
        return await (client or self.town).get("/v1/centre-changes", params=given)

    async def pull(self, cursor: str | None = None, **more: Any) -> dict[str, Any]:
        answer = await self.ask(cursor, **more)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def pull_all(self, cursor: str | None = None, **more: Any) -> tuple[dict[str, dict[str, Any]], str]:
        """Every case that is told, by its id as it was told last, and the cursor after that."""
        seen: dict[str, dict[str, Any]] = {}
        while True:
            page = await self.pull(cursor, **more)
            seen |= {case["id"]: case for case in page["cases"]}
            cursor = page["cursor"]
            if not page["has_more"]:
                return seen, page["cursor"]

    async def taken_in(self, external_no: str, **changes: Any) -> dict[str, Any]:
        """A case of the town's centre, as the house shows it."""
        [result] = await self.push(submission(external_no, **changes))
        assert result["outcome"] == "applied", result
        return await self.cases.shown({"id": result["case_id"]})

    async def execute(self, statement: str, **values: Any) -> None:
        async with self.harness.sessions() as db, db.begin():
            await db.execute(text(statement), values)

    async def count(self, table: str) -> int:
        async with self.harness.sessions() as db:
            return int((await db.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())

    async def set_back(self, case: dict[str, Any]) -> None:
        """As a restored copy has it: a step behind."""
        await self.execute("UPDATE online_cases SET version = version - 1 WHERE id = :id", id=UUID(case["id"]))


@pytest.fixture(name="syncing")
async def a_syncing(online_cases: OnlineCases, centres: Centres) -> Syncing:
    syncing = Syncing(online_cases, centres)
    await syncing.furnish()
    return syncing

"""What changed for a centre since it asked last: nothing is missed, whoever ends late, and no cursor outlives its database."""

import base64
import json
from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import sqlalchemy as sa
from centre_sync_builders import Syncing, a_syncing, entry, submission  # noqa: F401 - a fixture is used by its name
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from chassis.db import driver_url
from chassis.testing import Engines
from svc_affairs.centre_syncs import repository
from svc_affairs.centre_syncs.cursors import read_cursor


def kind(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["type"]).rpartition(":")[2]


def altered(cursor: str, **changes: Any) -> str:
    content = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return base64.urlsafe_b64encode(json.dumps(content | changes).encode()).rstrip(b"=").decode()


async def test_a_pull_tells_cases_with_materials_and_documents_and_the_items(syncing: Syncing) -> None:
    case = await syncing.taken_in("N-1", subject="光明小区")
    await syncing.cases.done(case, "ask_supplement")

    told = await syncing.pull()

    [item], [shown] = told["items"], told["cases"]
    assert (told["centre_code"], told["has_more"]) == ("centre-84", False)
    assert (item["code"], item["status"], item["materials"][0]["code"]) == ("000117001000", "published", "m1")
    assert {name: shown[name] for name in case} == await syncing.cases.shown(case)
    assert (shown["version"], len(await syncing.cases.history(case))) == (2, 2)
    assert [(each["code"], each["status"], each["remark"]) for each in shown["materials"]] == [("m1", "faulty", "缺少盖章")]
    assert [(each["kind"], each["revoked_at"]) for each in shown["documents"]] == [("supplement", None)]
    assert "13812341234" not in str(told)


async def test_only_what_changed_is_told_the_next_time(syncing: Syncing) -> None:
    first, second = await syncing.taken_in("N-1"), await syncing.taken_in("N-2")
    _, cursor = await syncing.pull_all()
    cursor = (await syncing.pull(cursor))["cursor"]  # what was changed while all was told may have come again

    quiet = await syncing.pull(cursor)
    await syncing.push(entry("check_materials", first, checks=[{"code": "m1", "verdict": "waived", "remark": "容缺"}]))
    told = await syncing.pull(quiet["cursor"])
    await syncing.cases.done(second, "accept")
    then = await syncing.pull(told["cursor"])

    assert (quiet["items"], quiet["cases"], quiet["cursor"]) == ([], [], cursor)
    assert [(case["id"], case["materials"][0]["status"]) for case in told["cases"]] == [(first["id"], "waived")]
    assert [(case["id"], case["status"]) for case in then["cases"]] == [(second["id"], "accepted")]


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_pages_miss_nothing_though_work_goes_on(syncing: Syncing, limit: int) -> None:
    cases = [await syncing.taken_in(f"N-{number}") for number in range(4)]
    seen: dict[str, dict[str, Any]] = {}
    page = await syncing.pull(limit=limit)

    for at in count():
        assert len(page["items"]) + len(page["claims"]) + len(page["cases"]) <= limit
        seen |= {case["id"]: case for case in page["cases"]}
        if at < 4:
            await syncing.cases.done(cases[at], "precheck")
        elif not page["has_more"]:
            break
        page = await syncing.pull(page["cursor"], limit=limit)

    assert {case_id: case["version"] for case_id, case in seen.items()} == {case["id"]: 2 for case in cases}


async def test_a_change_that_is_committed_late_is_not_missed(syncing: Syncing) -> None:
    early, late = await syncing.taken_in("N-1"), await syncing.taken_in("N-2")
    _, cursor = await syncing.pull_all()
    async with syncing.harness.sessions() as db, db.begin():
        changed = sa.text("UPDATE online_cases SET window_code = 'B9' WHERE id = :id")
        await db.execute(changed, {"id": UUID(late["id"])})  # begun first, and under way
        await syncing.cases.done(early, "precheck")
        during = await syncing.pull_all(cursor)
    after, _ = await syncing.pull_all(during[1])

    assert after[late["id"]]["window_code"] == "B9"
    assert after[early["id"]]["version"] == 2  # it waits for those that began before it, since they may be before it


async def test_what_began_before_the_first_pull_and_ends_after_it_is_not_missed(syncing: Syncing) -> None:
    case = await syncing.taken_in("N-1")
    async with syncing.harness.sessions() as db, db.begin():
        await db.execute(sa.text("UPDATE online_cases SET window_code = 'B9'"))
        for number in range(3):
            await syncing.push(submission(f"M-{number}"))
        seen, cursor = await syncing.pull_all()
    after, _ = await syncing.pull_all(cursor)

    assert (len(seen), seen[case["id"]]["window_code"], after[case["id"]]["window_code"]) == (4, None, "B9")


async def test_an_item_that_ends_is_told_and_one_never_published_is_not(syncing: Syncing) -> None:
    cursor = (await syncing.pull())["cursor"]
    cursor = (await syncing.pull(cursor))["cursor"]
    await syncing.cases.affairs.drafted(code="9", is_open_to_centres=True)
    await syncing.cases.published(code="8")
    [item] = (await syncing.harness.client.get("/v1/items", params={"code": "000117001000"})).json()["items"]
    await syncing.cases.affairs.act(item, "suspensions", json={"reason": "系统升级"})

    told = await syncing.pull(cursor)

    assert [(each["code"], each["status"], each["suspended_reason"]) for each in told["items"]] == [
        ("000117001000", "suspended", "系统升级")
    ]


async def test_a_pull_costs_as_many_statements_however_much_changed(syncing: Syncing) -> None:
    for number in range(4):
        await syncing.taken_in(f"N-{number}")
    counts = []
    for limit in (2, 198):
        async with syncing.harness.counting_statements() as seen:
            await syncing.pull(limit=limit + 2)
        counts.append(len(seen))

    assert counts == [7, 7]  # the centre, the mark, items, claims, cases; their materials and documents


async def test_claims_are_told_as_they_change(syncing: Syncing) -> None:
    first = await syncing.pull()
    quiet = await syncing.pull(first["cursor"])
    [claim] = first["claims"]
    because = {"reason": "窗口人员调整"}
    (await syncing.town.post(f"/v1/claims/{claim['id']}/suspensions", json=because)).raise_for_status()

    told = await syncing.pull(quiet["cursor"])

    assert (claim["item_code"], claim["centre_code"], claim["is_effective"]) == ("000117001000", "centre-84", True)
    assert [(each["id"], each["status"], each["is_effective"]) for each in told["claims"]] == [(claim["id"], "suspended", False)]
    assert (await syncing.pull(client=syncing.away))["claims"][0]["centre_code"] == "centre-85"


async def test_a_cursor_from_before_something_was_told_at_all_gets_all_of_it(syncing: Syncing) -> None:
    cursor = (await syncing.pull((await syncing.pull())["cursor"]))["cursor"]
    places = read_cursor(cursor).model_dump(mode="json")["places"]

    told = await syncing.pull(altered(cursor, places={name: place for name, place in places.items() if name != "claims"}))

    assert (len(told["items"]), len(told["claims"])) == (0, 1)


@pytest.mark.parametrize("cursor", ["x", "****", "e30", base64.urlsafe_b64encode(b'{"epoch": 1}').decode(), "ü"])
async def test_a_cursor_that_cannot_be_read_is_refused(syncing: Syncing, cursor: str) -> None:
    assert kind(await syncing.ask(cursor)) == (422, "cursor-wrong")


async def test_a_cursor_of_another_centre_is_refused(syncing: Syncing) -> None:
    cursor = (await syncing.pull(centre_code="centre-84-03"))["cursor"]

    assert kind(await syncing.ask(cursor)) == (422, "cursor-wrong")
    assert (await syncing.ask(cursor, centre_code="centre-84-03")).status_code == 200


async def test_a_forged_place_tells_no_more_than_one_s_own(syncing: Syncing) -> None:
    await syncing.taken_in("N-1")
    cursor = (await syncing.pull(client=syncing.away))["cursor"]

    forged = altered(cursor, centre_code="centre-84")
    assert kind(await syncing.ask(forged, client=syncing.away)) == (422, "cursor-wrong")
    assert (await syncing.pull(altered(cursor, since=0, places={}), client=syncing.away))["cases"] == []


async def test_the_cursor_of_another_database_is_gone_and_says_how_to_go_on(syncing: Syncing) -> None:
    await syncing.taken_in("N-1")
    _, cursor = await syncing.pull_all()
    far = read_cursor(cursor).since + 10**9
    place = {"cases": [far, str(uuid4())]}

    for wrong in (altered(cursor, epoch="another"), altered(cursor, since=far), altered(cursor, places=place)):
        answer = await syncing.ask(wrong)
        assert kind(answer) == (410, "cursor-outdated")
        assert answer.json()["start_over"] == "/v1/centre-changes"
    assert (await syncing.ask(cursor)).status_code == 200


async def test_a_database_that_was_set_back_is_known_by_what_was_told_last(syncing: Syncing) -> None:
    case = await syncing.taken_in("N-1")
    await syncing.cases.done(case, "precheck")
    _, cursor = await syncing.pull_all()
    cursor = (await syncing.pull(cursor))["cursor"]

    await syncing.set_back(case)

    assert kind(await syncing.ask(cursor)) == (410, "cursor-outdated")
    assert (await syncing.pull())["cases"][0]["version"] == 1


@pytest.fixture
async def copies(engines: Engines) -> Any:
    """Makes databases with a table of cases, and looks at their marks."""
    names: Iterator[str] = (f"copy_{number}" for number in count())
    made: list[str] = []
    admin = create_async_engine(driver_url(engines.postgres_url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)

    async def connected() -> AsyncConnection:
        made.append(next(names))
        async with admin.connect() as connection:
            await connection.execute(sa.text(f'CREATE DATABASE "{made[-1]}"'))
        url = engines.postgres_url.rsplit("/", 1)[0] + f"/{made[-1]}"
        connection = await create_async_engine(driver_url(url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect()
        await connection.execute(sa.text("CREATE TABLE online_cases ()"))
        return connection

    yield connected
    async with admin.connect() as connection:
        for name in made:
            await connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))


async def test_a_restored_database_is_another_one(copies: Any) -> None:
    first, second = await copies(), await copies()

    async def epoch(connection: AsyncConnection) -> str:
        return (await repository.mark(connection)).epoch  # type: ignore[arg-type]

    before = await epoch(first)
    again = await epoch(first)
    await first.execute(sa.text("DROP TABLE online_cases"))
    await first.execute(sa.text("CREATE TABLE online_cases ()"))  # as a dump is loaded into the same database
    loaded, another = await epoch(first), await epoch(second)
    for connection in (first, second):
        await connection.close()

    assert before == again
    assert len({before, loaded, another}) == 3


async def test_whoever_may_only_use_the_database_may_look_at_its_mark(copies: Any) -> None:
    connection = await copies()
    try:
        await connection.execute(sa.text("CREATE ROLE nobody_special"))
        await connection.execute(sa.text("SET ROLE nobody_special"))
        mark = await repository.mark(connection)
        await connection.execute(sa.text("RESET ROLE"))
        await connection.execute(sa.text("DROP ROLE nobody_special"))
    finally:
        await connection.close()

    assert 0 < mark.settled <= mark.horizon


async def test_each_collection_is_read_by_its_index(syncing: Syncing) -> None:
    await syncing.taken_in("N-1")
    _, cursor = await syncing.pull_all()
    asked: list[tuple[str, Any]] = []
    engine = syncing.harness.app.state.chassis.database.engine

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    sa.event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        await syncing.pull(cursor)
    finally:
        sa.event.remove(engine.sync_engine, "before_cursor_execute", note)
    plans = []
    async with engine.connect() as connection:
        await connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
        await connection.execute(sa.text("SET LOCAL enable_sort = off"))
        for statement, parameters in asked:
            if "changed_xid >" in statement or "changed_xid," in statement:
                found = await connection.exec_driver_sql(f"EXPLAIN {statement}", tuple(parameters))
                plans.append("\n".join(row[0] for row in found))

    for plan, index in zip(plans, ("items_centres", "claims_centre", "online_cases_centre"), strict=True):
        assert f"ix_{index}_changed" in plan
        assert "Sort" not in plan
        assert "ROW(" in plan.split("Index Cond:")[1].split("\n")[0]

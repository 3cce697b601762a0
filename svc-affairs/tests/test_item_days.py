"""Versions that take over on their day, and suspended items that are resumed on theirs, through HTTP and the sweeper."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from affairs_builders import DRAFT, TOMORROW, Affairs
from sqlalchemy import text

from chassis import clock
from svc_affairs.items import service
from svc_affairs.items.errors import ItemNotInForce
from svc_affairs.items.sweeping import resume_once, take_over_once

DAY = date.fromisoformat(TOMORROW)
BEGINS = clock.day_start(DAY)


async def swept(affairs: Affairs, at: datetime, times: int = 1) -> int:
    """What the sweeper does in so many rounds at an instant."""
    done = 0
    for _ in range(times):
        for once in (take_over_once, resume_once):
            async with affairs.harness.sessions() as db, db.begin():
                with clock.declared(at):
                    done += await once(db)
    return done


async def version_in_force(affairs: Affairs, at: datetime) -> int:
    async with affairs.harness.sessions() as db:
        with clock.declared(at):
            return (await service.in_force(db, DRAFT["code"])).version


async def replaced_tomorrow(affairs: Affairs) -> tuple[dict[str, Any], dict[str, Any]]:
    """A published version, and the one that takes over tomorrow."""
    first = await affairs.brought_to("published")
    second = await affairs.published(await affairs.drafted(promised_days=2), effective_on=TOMORROW)
    assert (second["status"], second["effective_on"], second["published_at"]) == ("scheduled", TOMORROW, None)
    return first, second


async def test_a_version_takes_over_at_the_beginning_of_its_day_in_the_city(affairs: Affairs) -> None:
    first, second = await replaced_tomorrow(affairs)

    assert await swept(affairs, BEGINS - timedelta(seconds=1)) == 0
    assert await swept(affairs, BEGINS) == 1

    begins = BEGINS.astimezone(UTC).isoformat().replace("+00:00", "Z")
    former, present = await affairs.seen(first), await affairs.seen(second)
    assert (former["status"], former["replaced_by_id"], former["withdrawn_at"]) == ("withdrawn", second["id"], begins)
    assert (present["status"], present["published_at"], present["effective_on"]) == ("published", begins, TOMORROW)
    told = [(each.subject, each.type.split(".")[3], each.sequence) for each in await affairs.harness.events()][2:]
    assert told == [
        (first["id"], "published", 1),
        (second["id"], "scheduled", 1),
        (first["id"], "withdrawn", 2),
        (second["id"], "published", 2),
    ]
    assert (await affairs.harness.events())[-1].time == BEGINS
    step = (await affairs.editor.get(f"/v1/items/{second['id']}/history")).json()["items"][0]
    assert (step["action"], step["actor"], step["at"]) == ("take_over", "clock", begins)


async def test_the_running_service_lets_it_take_over_by_itself(affairs: Affairs) -> None:
    _, second = await replaced_tomorrow(affairs)

    async with affairs.harness.sessions() as db, db.begin():
        await db.execute(text(f"UPDATE items SET effective_on = effective_on - 1 WHERE id = '{second['id']}'"))

    async with asyncio.timeout(20):
        while (await affairs.seen(second))["status"] != "published":  # noqa: ASYNC110 - only the database knows
            await asyncio.sleep(0.05)
    assert len(await affairs.harness.events()) == 6


async def test_it_takes_over_once_also_days_later(affairs: Affairs) -> None:
    _, second = await replaced_tomorrow(affairs)

    assert await swept(affairs, BEGINS + timedelta(days=9), times=3) == 1

    assert clock.local_day(datetime.fromisoformat((await affairs.seen(second))["published_at"])) == DAY
    assert len(await affairs.harness.events()) == 6


async def test_what_is_in_force_follows_the_day_even_where_the_sweeper_is_late(affairs: Affairs) -> None:
    first, second = await replaced_tomorrow(affairs)

    assert await version_in_force(affairs, BEGINS - timedelta(seconds=1)) == 1
    assert await version_in_force(affairs, BEGINS) == 2
    await swept(affairs, BEGINS)
    assert await version_in_force(affairs, BEGINS) == 2
    assert (await affairs.public.get(f"/v1/items/{first['id']}")).status_code == 200
    assert (await affairs.seen(second, affairs.public))["version"] == 2


async def test_the_public_can_read_a_version_from_its_day_on(affairs: Affairs) -> None:
    _, second = await replaced_tomorrow(affairs)
    tomorrow = affairs.harness.as_("desk", replay_at=BEGINS)

    assert (await affairs.public.get(f"/v1/items/{second['id']}")).status_code == 404
    assert (await affairs.seen(second, tomorrow))["status"] == "scheduled"


async def test_the_first_version_of_a_code_can_wait_as_well(affairs: Affairs) -> None:
    item = await affairs.brought_to("scheduled")

    async with affairs.harness.sessions() as db:
        with pytest.raises(ItemNotInForce):
            await service.in_force(db, item["code"])
    assert await swept(affairs, BEGINS) == 1
    assert await affairs.codes() == [item["code"]]


async def test_what_waits_can_be_called_off_and_then_nothing_happens(affairs: Affairs) -> None:
    first, second = await replaced_tomorrow(affairs)

    assert (await affairs.act(second, "withdrawals")).json()["status"] == "withdrawn"

    assert await swept(affairs, BEGINS) == 0
    assert (await affairs.seen(first))["status"] == "published"
    assert (await affairs.public.get(f"/v1/items/{second['id']}")).status_code == 404


async def test_while_one_version_waits_no_other_is_approved(affairs: Affairs) -> None:
    _, second = await replaced_tomorrow(affairs)
    third = await affairs.drafted(visits=0)
    await affairs.act(third, "reviews", affairs.editor)

    for body in (None, {"effective_on": TOMORROW}):
        refused = await affairs.act(third, "publications", json=body)
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:gov171:problem:another-waits")
        assert refused.json()["item_id"] == second["id"]
    await affairs.act(second, "withdrawals")
    assert (await affairs.act(third, "publications")).status_code == 201


async def test_a_day_is_neither_past_nor_too_far(affairs: Affairs) -> None:
    item = await affairs.brought_to("under_review")

    for days in (-1, 731):
        day = str(DAY - timedelta(days=1) + timedelta(days=days))
        refused = await affairs.act(item, "publications", json={"effective_on": day})
        assert (refused.status_code, refused.json()["earliest"]) == (422, TOMORROW)
    today = str(DAY - timedelta(days=1))
    assert (await affairs.act(item, "publications", json={"effective_on": today})).json()["status"] == "published"
    for day in (today, str(DAY + timedelta(days=731))):
        assert (await affairs.act(item, "suspensions", json={"reason": "x", "resumes_on": day})).status_code == 422


async def test_a_suspended_item_is_resumed_on_its_day(affairs: Affairs) -> None:
    item = await affairs.brought_to("published")
    suspended = await affairs.act(item, "suspensions", json={"reason": "系统升级", "resumes_on": TOMORROW})
    assert (suspended.json()["suspended_reason"], suspended.json()["resumes_on"]) == ("系统升级", TOMORROW)

    async with affairs.harness.sessions() as db:
        with pytest.raises(ItemNotInForce) as refused:
            await service.in_force(db, item["code"])
    assert refused.value.members == {"item_code": item["code"], "state": "suspended", "resumes_on": TOMORROW}
    assert await version_in_force(affairs, BEGINS) == 1
    assert await swept(affairs, BEGINS + timedelta(hours=2), times=2) == 1
    resumed = await affairs.seen(item)
    assert datetime.fromisoformat(resumed["changed_at"]) == BEGINS
    assert (resumed["status"], resumed["suspended_reason"], resumed["resumes_on"]) == ("published", None, None)


async def test_an_item_suspended_without_a_day_waits_for_a_reviewer(affairs: Affairs) -> None:
    await affairs.brought_to("suspended")

    assert await swept(affairs, BEGINS + timedelta(days=700)) == 0


async def test_whoever_touches_a_version_whose_day_has_come_finds_it_in_force(affairs: Affairs) -> None:
    first, second = await replaced_tomorrow(affairs)
    tomorrow = affairs.harness.as_("item_reviewer", replay_at=BEGINS + timedelta(hours=1))

    suspended = await affairs.act(second, "suspensions", tomorrow, json={"reason": "系统升级"})

    assert (suspended.status_code, suspended.json()["status"]) == (201, "suspended")
    assert datetime.fromisoformat(suspended.json()["published_at"]) == BEGINS
    assert (await affairs.seen(first))["replaced_by_id"] == second["id"]


async def test_a_version_whose_day_has_come_keeps_no_other_waiting(affairs: Affairs) -> None:
    await replaced_tomorrow(affairs)
    third = await affairs.drafted(visits=0)
    await affairs.act(third, "reviews", affairs.editor)
    tomorrow = affairs.harness.as_("item_reviewer", replay_at=BEGINS + timedelta(hours=1))

    published = await affairs.act(third, "publications", tomorrow)

    assert (published.status_code, published.json()["status"]) == (201, "published")
    versions = (await affairs.public.get("/v1/items", params={"code": DRAFT["code"]})).json()["items"]
    assert [each["status"] for each in versions] == ["published", "withdrawn", "withdrawn"]
    assert versions[1]["replaced_by_id"] == third["id"]


async def test_two_sweepers_at_once_do_it_once(affairs: Affairs) -> None:
    await replaced_tomorrow(affairs)

    async with affairs.harness.sessions() as first, affairs.harness.sessions() as other:
        with clock.declared(BEGINS):
            done = [await take_over_once(first), await take_over_once(other)]
        await first.commit()
        await other.commit()

    assert done == [1, 0]
    assert len(await affairs.harness.events()) == 6


async def test_what_a_replay_set_is_left_to_the_replay_for_a_while(affairs: Affairs) -> None:
    then = datetime(2025, 3, 3, tzinfo=UTC)
    editor = affairs.harness.as_("item_editor", replay_at=then)
    reviewer = affairs.harness.as_("item_reviewer", replay_at=then)
    item = (await editor.post("/v1/items", json=DRAFT)).json()
    await affairs.act(item, "reviews", editor)
    await affairs.act(item, "publications", reviewer, json={"effective_on": "2025-03-10"})

    assert await swept(affairs, clock.system_now()) == 0
    assert await version_in_force(affairs, datetime(2025, 3, 10, tzinfo=UTC)) == 1
    assert await swept(affairs, clock.system_now() + timedelta(days=1)) == 1

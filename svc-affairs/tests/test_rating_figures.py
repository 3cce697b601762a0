"""The figures of ratings: of items, windows, departments and centres, by day and month; the same as a recount says."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from centre_builders import CENTRE, Centres
from hypothesis import given
from hypothesis import strategies as st
from online_case_builders import day
from rating_builders import LOW, Ratings

from chassis.auth import Principal
from svc_affairs.rating_figures import repository, service
from svc_affairs.rating_figures.measures import LEVELS, MEASURES, Place
from svc_affairs.rating_figures.models import rating_figure_cells, rating_figure_deltas
from svc_affairs.rating_figures.repository import Where
from svc_affairs.rating_figures.rules import shares

JANUARY, FEBRUARY = datetime(2025, 1, 31, 15, 59, tzinfo=UTC), datetime(2025, 1, 31, 16, tzinfo=UTC)
SUPERVISOR = Principal(subject="supervisor-1", kind="staff", roles=frozenset({"supervisor"}))
LEVEL_COLUMNS = tuple(f"rated_{level}" for level in LEVELS)


async def counted(ratings: Ratings, *told: tuple[datetime, Place, tuple[str, ...]]) -> None:
    async with ratings.harness.sessions() as db, db.begin():
        await service.count_many(db, told)


async def by(ratings: Ratings, key: str, *names: str, **asked: Any) -> dict[str | None, Any]:
    rows = (await ratings.figures(by=key, **asked))["items"]
    return {row["key"]: row[names[0]] if len(names) == 1 else tuple(row[name] for name in names) for row in rows}


async def test_shares_are_of_what_was_rated_and_silence_is_not_praise(ratings: Ratings) -> None:
    cases = [await ratings.delivered() for _ in range(4)]
    for case, level in zip(cases, ("very_satisfied", "neutral", "dissatisfied"), strict=False):
        await ratings.rated(case, level=level)

    told = (await ratings.figures())["figures"]

    assert [told[name] for name in ("invited", "rated", "pending", "lapsed", "good", "rectifications_open")] == [4, 3, 1, 0, 2, 1]
    assert [told[name] for name in ("rated_percent", "good_percent")] == [75.0, 66.67]
    assert [told[f"{level}_percent"] for level in LEVELS] == [33.33, 0.0, 33.33, 33.33, 0.0]


async def test_they_are_told_apart_by_what_was_rated(ratings: Ratings, centres: Centres) -> None:
    await ratings.online_cases.published(is_open_to_centres=True)
    await centres.entered(CENTRE)
    hall, again, low = ("rated_satisfied",), ("rated_neutral",), ("rated_dissatisfied", "rectifications")
    await counted(
        ratings,
        (JANUARY, Place("1", "dept-07", None, "B03"), ("invited", *hall)), (FEBRUARY, Place("1", "dept-07", None, "B03"), hall),
        (FEBRUARY, Place("2", "dept-09", "centre-84", "B03"), again), (FEBRUARY, Place("2", "dept-09", None, None), low),
    )  # fmt: skip

    for is_folded in (False, True):
        assert await by(ratings, "item", "rated") == {"1": 2, "2": 2}, is_folded
        assert await by(ratings, "department", "rated", "rectifications") == {"dept-07": (2, 0), "dept-09": (2, 1)}
        assert await by(ratings, "window", "rated", "centre_code", "window_code") == {
            None: (1, None, None), "B03": (2, None, "B03"), "centre-84/B03": (1, "centre-84", "B03"),
        }  # fmt: skip
        assert await by(ratings, "centre", "rated") == {None: 3, "centre-84": 1}
        assert await by(ratings, "day", "rated") == {"2025-01-31": 1, "2025-02-01": 3}  # days end in the city
        assert await by(ratings, "month", "rated") == {"2025-01": 1, "2025-02": 3}
        assert await by(ratings, "month", "rated", item_code="1") == {"2025-01": 1, "2025-02": 1}
        assert await by(ratings, "department", "rated", window_code="B03") == {"dept-07": 2, "dept-09": 1}
        assert await by(ratings, "item", "rated", centre_code="centre-84") == {"2": 1}
        assert await by(ratings, "day", "rated", department_code="dept-09", **{"from": "2025-02-01"}) == {"2025-02-01": 2}
        assert (await ratings.figures(to="2025-02-01"))["figures"]["rated"] == 1
        assert [row["key"] for row in (await ratings.figures(ratings.approver, by="department"))["items"]] == ["dept-07"]
        assert [row["key"] for row in (await ratings.figures(centres.town, by="window"))["items"]] == ["centre-84/B03"]
        await ratings.fold()


async def test_they_are_read_page_by_page(ratings: Ratings) -> None:
    places = [(JANUARY, Place(str(item), "dept-07", None, None), ("invited",)) for item in range(5)]
    await counted(ratings, *places)

    first = await ratings.figures(by="item", limit=3)
    rest = await ratings.figures(by="item", limit=3, cursor=first["next"])

    assert [row["key"] for row in first["items"] + rest["items"]] == ["0", "1", "2", "3", "4"]
    assert (rest["next"], rest["figures"]["invited"]) == (None, 5)


async def test_a_delta_is_counted_once_before_and_after_it_is_folded(ratings: Ratings) -> None:
    place = Place("1", "dept-07", None, None)
    await counted(ratings, *[(JANUARY, place, ("invited",))] * 3)

    before = await ratings.figures()
    await ratings.fold()
    await counted(ratings, (JANUARY, place, ("invited",)))
    between = await ratings.figures()
    await ratings.fold()

    assert [each["figures"]["invited"] for each in (before, between, await ratings.figures())] == [3, 4, 4]
    async with ratings.harness.sessions() as db:
        assert (await db.execute(sa.select(sa.func.count()).select_from(rating_figure_cells))).scalar_one() == 1
        assert (await db.execute(sa.select(sa.func.count()).select_from(rating_figure_deltas))).scalar_one() == 0


async def test_the_figures_are_what_a_recount_of_the_rows_says(ratings: Ratings) -> None:
    """After lives of every kind."""
    for _ in range(2):
        await ratings.delivered(at=day(1, 6))
    await ratings.let_invitations_lapse()
    await ratings.rated(await ratings.delivered(), level="very_satisfied")
    for status in ("open", "called_back", "disputed", "put_right", "escalated", "closed"):
        await ratings.brought_to(status)
    case, task = await ratings.opened(at=day(1, 6), level="very_dissatisfied", reasons=["e1"])
    await ratings.done(case, task, "call_back", "propose_unfounded", "void", at=day(3, 3))
    await ratings.delivered()

    told = (await ratings.figures())["figures"]

    async with ratings.harness.sessions() as db:
        rated = (await db.execute(sa.text("SELECT status, level FROM ratings"))).all()
        tasks = (await db.execute(sa.text("SELECT * FROM rectifications"))).mappings().all()
        steps = (await db.execute(sa.text("SELECT rectification_id, action FROM rectification_steps"))).all()
    assert told["invited"] == len(rated) == 11
    assert told["lapsed"] == sum(row.status == "lapsed" for row in rated) == 2
    for level in LEVELS:
        assert told[f"rated_{level}"] == sum(row.level == level for row in rated), level
    done = {
        action: len({row.rectification_id for row in steps if row.action == action}) for action in {row.action for row in steps}
    }
    assert told["rectifications"] == len(tasks) == 7
    for name, action in (
        ("called_back", "call_back"), ("put_right", "put_right"), ("reopened", "reopen"), ("escalated", "escalate"),
        ("overdue", "mark_overdue"), ("call_overdue", "mark_call_overdue"), ("unfounded", "void"),
    ):  # fmt: skip
        assert told[name] == done.get(action, 0) > 0, name
    assert told["closed"] == sum(task["status"] == "closed" for task in tasks) == 2
    assert told["rectifications_open"] == 5


async def test_who_asks_for_a_span_that_ends_before_it_begins_is_told(ratings: Ratings) -> None:
    asked = {"from": "2025-02-01", "to": "2025-02-01"}

    answer = await ratings.supervisor.get("/v1/rating-figures", params=asked)

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:gov171:problem:span-backwards")
    assert (await ratings.supervisor.get("/v1/rating-figures", params={"by": "clerk"})).status_code == 422


async def test_no_figure_and_no_list_is_of_a_person(ratings: Ratings) -> None:
    """The clerk who took the case in and handed the result out stands nowhere, and there is no place to count one."""
    await ratings.rated(await ratings.delivered(), **LOW)

    shown = str([await ratings.figures(by="window"), await ratings.listed(), await ratings.tasks()])

    assert "window-1" not in shown
    assert Place._fields == ("item_code", "department_code", "centre_code", "window_code")


@pytest.mark.parametrize("narrowed", ["item_code", "department_code", "centre_code", "window_code"])
async def test_a_narrowed_figure_is_read_by_an_index(ratings: Ratings, narrowed: str) -> None:
    """Of fifty thousand cells only those that count."""
    columns = ", ".join(MEASURES)
    async with ratings.harness.sessions() as db, db.begin():
        await db.execute(
            sa.text(
                f"INSERT INTO rating_figure_cells (invited_on, item_code, department_code, centre_code, window_code, {columns}) "
                f"SELECT date '2025-01-01' + n / 200, 'i' || n % 200, 'd' || n % 40, 'c' || n % 100, 'w' || n % 50, "
                f"{', '.join('1' for _ in MEASURES)} FROM generate_series(0, 49999) AS n"
            )
        )
        await db.execute(sa.text("ANALYZE rating_figure_cells"))
        where = Where(date(2025, 1, 1), date(2026, 1, 1), **{narrowed: f"{narrowed[0]}1"})
        asked = repository.whole(SUPERVISOR, where).compile(dialect=db.get_bind().dialect, compile_kwargs={"literal_binds": True})
        plan = "\n".join((await db.execute(sa.text(f"EXPLAIN {asked}"))).scalars())
    assert f"ix_rating_figure_cells_{narrowed}" in plan, plan


counts = st.integers(0, 10_000)


@given(st.lists(counts, min_size=5, max_size=5), counts, counts, st.integers(0, 50))
def test_shares_add_up(levels: list[int], lapsed: int, pending: int, unfounded: int) -> None:
    rated = sum(levels)
    low = sum(levels[3:])
    sums = dict.fromkeys(MEASURES, 0) | dict(zip(LEVEL_COLUMNS, levels, strict=True))
    sums |= {"lapsed": lapsed, "invited": rated + lapsed + pending, "unfounded": min(unfounded, low)}

    told = shares(sums)

    assert (told["rated"], told["pending"]) == (rated, pending)
    if not rated:
        assert [told[f"{level}_percent"] for level in LEVELS] == [None] * 5
    else:
        assert abs(sum(float(told[f"{level}_percent"] or 0) for level in LEVELS) - 100) < 0.03
    if counted := rated - sums["unfounded"]:
        assert abs(float(told["good_percent"] or 0) / 100 * counted - (rated - low)) < 0.000051 * counted
    else:
        assert told["good_percent"] is None

"""Tickets are found by their words."""

from datetime import timedelta

import pytest
from hotline_builders import Hotline
from timed_builders import MONDAY, Timed

from chassis.words import said_in, spans_back, week_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("路灯不亮", ["路灯", "灯不", "不亮"]),
        ("灯 Street-Lamp ＡＢ12", ["灯", "street", "lamp", "ab12"]),
        ("路灯，路灯", ["路灯"]),
        ("，。!", []),
    ],
)
def test_words_are_pairs_of_characters_and_whole_latin_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_very_long_text_keeps_its_first_words() -> None:
    text = "".join(chr(0x4E00 + at) for at in range(3000))

    assert words_of(text) == [text[at : at + 2] for at in range(400)]


async def test_a_ticket_is_found_by_words_of_its_title_its_text_and_its_address(hotline: Hotline) -> None:
    lamp = await hotline.opened(address="幸福路 5 号")
    await hotline.opened(title="垃圾未清运", description="垃圾点两天未清运")

    async def found(q: str) -> list[str]:
        return [each["id"] for each in (await hotline.desk.get("/v1/tickets", params={"q": q})).json()["items"]]

    assert await found("路灯") == [lamp["id"]]
    assert await found("路灯 连续三晚") == [lamp["id"]]
    assert await found("幸福路") == [lamp["id"]]
    assert await found("路灯 垃圾") == []
    assert (await hotline.desk.get("/v1/tickets", params={"number": lamp["number"]})).json()["items"][0]["id"] == lamp["id"]


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
async def test_a_search_goes_back_week_after_week_and_misses_none(hotline: Hotline, limit: int) -> None:
    opened = []
    for weeks in (0, 1, 1, 3, 7, 30, 90, 400):
        timed = Timed(hotline)
        opened.append((await timed.opens(MONDAY - timedelta(weeks=weeks)))["id"])
        await timed.opens(MONDAY - timedelta(weeks=weeks), title="别的事", description="别的事")

    found, cursor = [], None
    while True:
        params = {"q": "路灯不亮", "limit": limit, **({"cursor": cursor} if cursor else {})}
        page = (await hotline.desk.get("/v1/tickets", params=params)).json()
        found += [each["id"] for each in page["items"]]
        if (cursor := page["next"]) is None:
            break

    assert sorted(found) == sorted(opened)
    assert len(found) == len(opened)


def test_every_week_is_looked_at_once() -> None:
    for newest in (5, 6, 30, 400, 6000):
        weeks = [week for span in spans_back(newest, 5) for week in span]
        assert sorted(weeks) == list(range(5, newest + 1))


def test_a_word_is_kept_with_its_week_and_the_week_begins_on_monday_in_the_city() -> None:
    sunday_night = MONDAY.replace(hour=15, minute=59) - timedelta(days=1)

    assert week_of(sunday_night) + 1 == week_of(sunday_night + timedelta(minutes=1)) == week_of(MONDAY)
    assert said_in(week_of(MONDAY), ["路灯"]) != said_in(week_of(MONDAY) + 1, ["路灯"])

"""Tickets are found by their words."""

import pytest
from hotline_builders import Hotline

from svc_hotline.tickets.wording import words_of


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

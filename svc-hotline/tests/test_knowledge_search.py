"""How entries are found by words, and how what was found is shown."""

import pytest
from hotline_builders import Hotline
from knowledge_builders import Knowledge

from svc_hotline.knowledge.highlighting import excerpt
from svc_hotline.knowledge.wording import asked_words, kept_words


@pytest.fixture
async def knowledge(hotline: Hotline) -> Knowledge:
    return Knowledge(hotline)


def test_chinese_is_kept_as_words_and_as_pairs_and_english_as_words() -> None:
    words = kept_words("社会保障卡怎么补办")

    assert {"社会", "社会保障", "补办", "会保", "障卡"} <= set(words)
    assert "卡补" not in words, "a pair across words that say nothing"
    assert len(words) == len(set(words))
    assert kept_words("Renew the Passports，ＡＢＣ") == ["renew", "passport", "abc"]
    assert kept_words("请问怎么办？") == []


def test_a_question_is_sorted_into_what_was_said_what_means_the_same_and_faint_traces() -> None:
    asked = asked_words("请问暖气不热去哪里投诉")

    assert "暖气" in asked.said
    assert {"供暖", "供热", "采暖"} <= set(asked.kin)
    assert "投诉" in asked.faint
    assert not set(asked.said) & set(asked.kin)
    assert "请问" not in asked.all


def test_a_very_long_question_is_looked_for_by_its_beginning() -> None:
    text = "".join(chr(0x4E00 + at) for at in range(2000))

    assert len(asked_words(text).all) == 60


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("社会保障卡补办", ["补办", "社会", "会保"], ["社会保", "补办"]),
        ("ＡＢＣ卡", ["abc"], ["ＡＢＣ"]),
        ("Lost passports and passportless", ["passport"], ["passport"]),
        ("暖气暖气", ["暖气"], ["暖气暖气"]),
        ("㈱暖气", ["暖气"], ["暖气"]),
        ("没有", ["暖气"], []),
        ("<b>暖气</b>", ["暖气"], ["暖气"]),
    ],
)
def test_what_was_found_is_marked_in_the_text_as_it_stands(text: str, words: list[str], found: list[str]) -> None:
    shown = excerpt(text, words)

    assert shown.text == text
    assert [shown.text[span.start : span.end] for span in shown.found] == found


@pytest.mark.parametrize("before", [0, 3, 50, 200, 400])
def test_of_a_long_text_the_part_with_the_most_found_is_shown(before: int) -> None:
    text = "供" + "文" * before + "暖气不热先测温" + "字" * (400 - before)

    shown = excerpt(text, ["暖气", "不热", "供"], 40)

    assert len(shown.text) == 40
    assert text[shown.starts_at : shown.starts_at + 40] == shown.text
    assert any("暖气不热" in shown.text[span.start : span.end] for span in shown.found)


async def test_a_hit_shows_where_the_words_stand(knowledge: Knowledge) -> None:
    await knowledge.brought_to("published", answer="说明文字。" * 60 + "丢失的请先挂失，再到网点补领。")

    hit = (await knowledge.found("社会保障卡丢失了怎么挂失"))[0]

    parts = {
        name: [hit[name]["text"][span["start"] : span["end"]] for span in hit[name]["found"]] for name in ("question", "answer")
    }
    assert hit["question"]["text"] == hit["entry"]["question"]
    assert parts["question"] == ["社会保障卡遗失", "补办"]
    assert {"丢失", "挂失"} <= set(parts["answer"])
    assert len(hit["answer"]["text"]) == 80
    assert hit["entry"]["answer"][hit["answer"]["starts_at"] :].startswith(hit["answer"]["text"])


async def test_what_was_asked_word_for_word_comes_first(knowledge: Knowledge) -> None:
    answer = "居民停电故障报修电话，故障停电报修，居民报修停电故障，停电。"
    wanted = await knowledge.brought_to("published", question="居民停电，如何报修？", answer="拨打电话。", keywords=[])
    await knowledge.brought_to("published", question="故障报修：居民停电与停水", answer=answer, keywords=["停电", "报修", "断电"])

    assert (await knowledge.found("居民停电，如何报修？"))[0]["entry"]["id"] == wanted["id"]


async def test_english_is_found_whatever_the_case_and_number(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("published", question="How to renew a Passport 护照换发", answer="Bring two photos.")

    for q in ("PASSPORTS", "photo", "renew my passport"):
        assert [hit["entry"]["id"] for hit in await knowledge.found(q)] == [entry["id"]]


@pytest.mark.parametrize("q", ["？", "怎么办", "' | & ! ( :*", "\\", "%", "🙂", "zzz"])
async def test_what_says_nothing_finds_nothing(knowledge: Knowledge, q: str) -> None:
    await knowledge.brought_to("published")

    assert await knowledge.found(q) == []


async def test_a_search_keeps_to_a_category_a_unit_and_a_number(knowledge: Knowledge) -> None:
    first = await knowledge.brought_to("published", category_code="urban", unit_code="85")
    second = await knowledge.brought_to("published")

    async def found(**params: object) -> list[str]:
        return [hit["entry"]["id"] for hit in await knowledge.found("社保卡", **params)]

    assert await found() == [second["id"], first["id"]]
    assert await found(category_code="urban") == [first["id"]]
    assert await found(unit_code="84") == [second["id"]]
    assert await found(limit=1) == [second["id"]]
    for wrong in ({"q": ""}, {"q": "社保卡", "limit": 51}, {}):
        assert (await knowledge.public.get("/v1/knowledge-entries/search", params=wrong)).status_code == 422


async def test_an_entry_is_found_by_what_is_published_now(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("published", question="公园开放", answer="每天六点。", keywords=["游园"])
    await knowledge.acted(entry, "revisions", knowledge.desk)
    changes = {"question": "图书馆开放", "keywords": ["借书"]}
    await knowledge.desk.patch(f"/v1/knowledge-entries/{entry['id']}", json=changes)
    before = [len(await knowledge.found(q, knowledge.desk)) for q in ("游园", "借书")]

    await knowledge.acted(entry, "submissions", knowledge.desk)
    await knowledge.acted(entry, "approvals", knowledge.supervisor)
    after = [len(await knowledge.found(q, knowledge.desk)) for q in ("游园", "借书")]

    assert (before, after) == ([1, 0], [0, 1])

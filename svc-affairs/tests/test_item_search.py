"""Items are found by a citizen's words: the pure terms, and the ranking through HTTP."""

from typing import Any

from affairs_builders import DRAFT, Affairs
from hypothesis import given
from hypothesis import strategies as st

from svc_affairs.items.rules import asked_terms, index_terms

LICENCES: dict[str, dict[str, Any]] = {
    "food": {"name": "食品经营许可证核发", "keywords": ["开饭店", "餐饮"], "guide": {"conditions": "有固定经营场所"}},
    "fire": {"name": "公众聚集场所投入使用前消防安全检查", "guide": {"conditions": "饭店、商场等公众聚集场所开业前"}},
    "build": {"name": "建筑工程施工许可证核发", "keywords": ["盖楼"]},
    "pension": {"name": "城乡居民养老保险待遇申领", "keywords": ["退休金"]},
    "school": {
        "name": "义务教育阶段学生入学",
        "keywords": ["上小学"],
        "guide": {"results": [{"kind": "none", "name": "学位通知书"}]},
    },
    "mail": {"name": "许可证遗失补办 (EMS 邮寄)", "materials": [{"code": "m1", "name": "遗失声明"}]},
}


async def offered(affairs: Affairs) -> None:
    for code, fields in LICENCES.items():
        await affairs.brought_to("published", code=code, **({"materials": []} | fields))


async def found(affairs: Affairs, query: str, **more: Any) -> list[str]:
    """The codes that answer, in their order."""
    answer = await affairs.public.get("/v1/items", params={"query": query} | more)
    assert answer.status_code == 200, answer.text
    return [each["code"] for each in answer.json()["items"]]


async def test_a_citizen_s_words_find_the_item_by_its_keyword(affairs: Affairs) -> None:
    await offered(affairs)

    for words in ("我要开饭店", "开饭店怎么办理", "请问开饭店需要什么材料？", "想开个饭店"):
        assert (await found(affairs, words))[0] == "food", words


async def test_a_name_comes_before_a_keyword_and_that_before_the_rest(affairs: Affairs) -> None:
    for code, fields in {
        "rest": {"name": "甲事项", "guide": {"conditions": "持有养犬证"}},
        "keyword": {"name": "乙事项", "keywords": ["养犬"]},
        "name": {"name": "养犬登记"},
        "none": {"name": "丙事项"},
    }.items():
        await affairs.brought_to("published", code=code, **({"materials": []} | fields))

    assert await found(affairs, "养犬") == ["name", "keyword"]
    assert await found(affairs, "我想养犬证") == ["name", "keyword", "rest"]


async def test_not_every_word_need_be_right(affairs: Affairs) -> None:
    await offered(affairs)

    assert (await found(affairs, "食品经菅许可"))[0] == "food"
    assert (await found(affairs, "施工许可正"))[0] == "build"
    assert (await found(affairs, "城乡养老"))[0] == "pension"
    assert await found(affairs, "em") == ["mail"]
    assert await found(affairs, "保") == ["pension"]


async def test_words_that_mean_the_same_find_it(affairs: Affairs) -> None:
    await offered(affairs)

    assert (await found(affairs, "娃娃上学去哪办"))[0] == "school"
    assert (await found(affairs, "退休了"))[0] == "pension"


async def test_conditions_results_and_materials_are_found_as_well(affairs: Affairs) -> None:
    await offered(affairs)

    assert await found(affairs, "学位通知书") == ["school"]
    assert await found(affairs, "遗失声明") == ["mail"]
    assert await found(affairs, "商场开业") == ["fire"]


async def test_words_that_say_nothing_find_nothing_unless_they_are_all_there_is(affairs: Affairs) -> None:
    await offered(affairs)

    for words in ("' | 'x", "！", "可许", "宇宙飞船", "怎么办理"):
        assert await found(affairs, words) == [], words
    assert set(await found(affairs, "许可证核发")) >= {"food", "build"}


async def test_the_list_by_relevance_is_one_and_a_shorter_one_its_beginning(affairs: Affairs) -> None:
    for number in range(4):
        await affairs.brought_to("published", code=str(number), name="养犬登记" if number else "养犬")

    whole = await found(affairs, "养犬")

    assert whole == ["0", "3", "2", "1"]
    assert await found(affairs, "养犬", limit=2) == whole[:2]
    answer = (await affairs.public.get("/v1/items", params={"query": "养犬", "limit": 2})).json()
    assert answer["next"] is None


async def test_by_time_all_words_must_be_there_and_pages_follow(affairs: Affairs) -> None:
    await offered(affairs)

    assert await found(affairs, "许可证", sort="newest") == ["mail", "build", "food"]
    assert await found(affairs, "养老 施工", sort="newest") == []
    assert await found(affairs, "经营场所", sort="newest") == ["food"]
    first = (await affairs.public.get("/v1/items", params={"query": "许可证", "sort": "newest", "limit": 2})).json()
    rest = await found(affairs, "许可证", sort="newest", limit=2, cursor=first["next"])
    assert [each["code"] for each in first["items"]] + rest == ["mail", "build", "food"]


async def test_a_search_asks_few_statements_however_much_it_finds(affairs: Affairs) -> None:
    await offered(affairs)

    async with affairs.harness.counting_statements() as seen:
        await found(affairs, "许可证")

    assert len(seen) <= 3


async def test_the_public_finds_what_is_offered_and_editors_their_drafts(affairs: Affairs) -> None:
    item = await affairs.drafted(name="养犬登记")

    assert await found(affairs, "养犬") == []
    assert await affairs.codes(affairs.editor, query="养犬") == [item["code"]]
    await affairs.change(item, name="社会保障卡申领", keywords=["社保卡"])
    assert await affairs.codes(affairs.editor, query="保障卡") == [item["code"]]
    assert await affairs.codes(affairs.editor, query="养犬") == []
    await affairs.change(item, materials=[DRAFT["materials"][0] | {"name": "狂犬病免疫证"}])
    assert await affairs.codes(affairs.editor, query="狂犬病") == [item["code"]]


def test_a_name_is_found_by_characters_pairs_and_words() -> None:
    assert index_terms("施工许可 Ａpp-2号") == sorted(["施", "工", "许", "可", "施工", "工许", "许可", "app", "2", "号"])


def test_a_question_is_cut_where_words_say_nothing() -> None:
    asked = asked_terms("我要开饭店，怎么办理？")

    assert (asked.phrases, asked.said, asked.faint) == (("开饭店",), ("开饭", "饭店"), ())
    assert {"餐饮", "食品"} <= set(asked.kin)
    assert asked_terms("登记").telling == asked_terms("登记").faint == ("登记",)
    assert asked_terms("'&|!() ").all == ()


@given(st.text(alphabet="施工许可证核发 aB1-'\\&", max_size=20), st.data())
def test_any_part_of_a_chinese_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name)))
    part = "".join(each for each in name[start : data.draw(st.integers(start, len(name)))].split(" ")[0] if each > "一")
    if part in name:
        asked = asked_terms(part)
        assert {*asked.said, *asked.faint} <= set(index_terms(name))


@given(st.text(max_size=100))
def test_what_is_looked_for_holds_nothing_that_a_query_would_read(text: str) -> None:
    terms = "".join((*asked_terms(text).all, *index_terms(text)))

    assert not set(terms) & set("'\\ :*&|!()<>\0")

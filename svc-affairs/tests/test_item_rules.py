"""The pure rules of items: what is possible when, and how names are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svc_affairs.items.lifecycle import IllegalMove, move, possible
from svc_affairs.items.rules import index_terms, query_terms
from svc_affairs.items.terms import Action, ItemStatus

EXPECTED = {
    ("draft", "change"): "draft",
    ("draft", "submit"): "under_review",
    ("draft", "withdraw"): "withdrawn",
    ("under_review", "reject"): "draft",
    ("under_review", "publish"): "published",
    ("under_review", "schedule"): "scheduled",
    ("under_review", "withdraw"): "withdrawn",
    ("scheduled", "take_over"): "published",
    ("scheduled", "withdraw"): "withdrawn",
    ("published", "suspend"): "suspended",
    ("published", "withdraw"): "withdrawn",
    ("published", "replace"): "withdrawn",
    ("suspended", "resume"): "published",
    ("suspended", "withdraw"): "withdrawn",
    ("suspended", "replace"): "withdrawn",
}


@pytest.mark.parametrize("status", ItemStatus)
@pytest.mark.parametrize("action", Action)
def test_every_pair_of_state_and_action_is_decided(status: ItemStatus, action: Action) -> None:
    expected = EXPECTED.get((str(status), str(action)))

    if expected is not None:
        assert move(status, action) == expected
        return
    with pytest.raises(IllegalMove) as illegal:
        move(status, action)
    assert illegal.value.possible == possible(status)


def test_what_the_clock_does_is_not_offered() -> None:
    assert possible(ItemStatus.SCHEDULED) == [Action.WITHDRAW]
    assert possible(ItemStatus.PUBLISHED) == [Action.SUSPEND, Action.WITHDRAW]
    assert possible(ItemStatus.WITHDRAWN) == []


def test_a_name_is_found_by_characters_pairs_and_words() -> None:
    assert index_terms("施工许可 Ａpp-2号") == sorted(["施", "工", "许", "可", "施工", "工许", "许可", "app", "2", "号"])


def test_a_query_asks_for_pairs_where_it_has_them() -> None:
    assert query_terms("施工许可") == sorted(["施工", "工许", "许可"])
    assert query_terms("施 App") == ["app", "施"]
    assert query_terms("'&|!() ") == []


@given(st.text(alphabet="施工许可证核发 aB1-'\\&", max_size=20), st.data())
def test_any_part_of_a_chinese_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name)))
    part = "".join(each for each in name[start : data.draw(st.integers(start, len(name)))].split(" ")[0] if each > "一")
    if part in name:
        assert set(query_terms(part)) <= set(index_terms(name))

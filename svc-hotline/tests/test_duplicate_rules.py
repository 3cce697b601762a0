"""When two requests are likely about the same matter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svc_hotline.duplicates.rules import POLICY, Sketch, compare, likeliest_of_each, likely_duplicates
from svc_hotline.duplicates.wording import likeness, normal

LAMP = Sketch(
    uuid4(), datetime(2025, 3, 1, tzinfo=UTC), "urban.lighting", "路灯不亮", normal("三连东侧路灯连续三晚不亮"),
    87.1230, 44.3210, "三连东路 5 号", "659007/84/03",
)  # fmt: skip


def another(**changes: object) -> Sketch:
    return replace(LAMP, **({"ticket_id": uuid4()} | changes))  # type: ignore[arg-type]


def test_a_second_call_about_the_same_lamp_is_found_with_its_reasons() -> None:
    again = another(at=LAMP.at + timedelta(days=2), words=normal("三连东侧的路灯三晚都不亮了。"), lon=87.1233, address=None)

    [found] = likely_duplicates(again, [LAMP], 5)

    assert found.ticket_id == LAMP.ticket_id

    assert set(found.reasons) == {"near", "same_category", "similar_text", "within_a_week"}
    assert found.metres == pytest.approx(23.9, abs=0.5)
    assert POLICY.least_score <= found.score < 100


def test_the_very_same_report_has_the_highest_score() -> None:
    found = compare(another(), LAMP)

    assert found is not None
    assert found.score == 100
    assert "same_text" in found.reasons


@pytest.mark.parametrize(
    ("place", "reasons"),
    [
        ({"address": None}, {"near"}),
        ({"lon": None, "lat": None}, {"same_address"}),
        ({"lon": 87.1252}, {"same_address"}),
        ({"lon": None, "lat": None, "address": None}, {"same_territory"}),
    ],
    ids=["a point", "an address", "an address up the road", "a territory"],
)
def test_each_thing_said_of_a_place_will_do(place: dict[str, object], reasons: set[str]) -> None:
    found = compare(another(**place), LAMP)

    assert found is not None
    assert {str(reason) for reason in found.reasons} & {"near", "same_address", "same_territory"} == reasons


@pytest.mark.parametrize(
    "changes",
    [
        {"category": "waste", "title": "垃圾未清运", "words": normal("垃圾堆了两天")},
        {"at": LAMP.at + timedelta(days=31)},
        {"lon": 87.1330, "address": None},
        {"lon": 87.1330},
        {"lon": None, "lat": None, "address": None, "territory": None},
        {"address": "四连西路 9 号", "lon": None, "lat": None},
        {"title": "噪音扰民", "words": normal("夜间施工机器轰鸣无法入睡请处理")},
        {"lon": None, "lat": None, "address": None, "words": normal("灯杆倒在路边")},
    ],
    ids=[
        "another matter", "too long ago", "too far", "the same long road but too far", "no place", "another address",
        "other words", "a territory alone and other words",
    ],
)  # fmt: skip
def test_what_differs_in_one_thing_is_no_duplicate(changes: dict[str, object]) -> None:
    assert compare(another(**changes), LAMP) is None


def test_another_category_does_not_hide_the_same_title() -> None:
    found = compare(another(category="urban.roads"), LAMP)

    assert found is not None
    assert "similar_title" in found.reasons


def test_a_report_of_one_word_counts_by_its_place_and_says_so() -> None:
    pothole = another(category=None, title="pothole", words="")

    found = compare(pothole, replace(pothole, ticket_id=uuid4(), words="pothole"))

    assert found is not None
    assert "little_text" in found.reasons
    assert found.score < 80


def test_the_likeliest_come_first_and_no_more_than_asked_for() -> None:
    known = [another(at=LAMP.at - timedelta(days=day)) for day in (20, 1, 10, 5)]

    found = likely_duplicates(LAMP, [LAMP, *known], 3)

    assert [each.ticket_id for each in found] == [known[index].ticket_id for index in (1, 3, 2)]


def test_rows_of_one_file_are_compared_with_those_before_them() -> None:
    first, second = another(), another()

    found = likeliest_of_each([first, second], [[], []])

    assert found[0] is None
    assert found[1] is not None
    assert found[1].ticket_id == first.ticket_id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三连东侧路灯连续三晚不亮", "三连东侧的路灯三晚都不亮了"),
        ("路灯不亮", "路灯坏了没人修"),
        ("３号楼下水道堵塞，污水外溢", "3号楼污水外溢，下水道堵了"),
        ("八十四团三连东路 5 号门口井盖缺失", "东路5号门口的井盖不见了，很危险"),
        ("小区暖气不热，室内只有十四度", "暖气一直不热，室内温度只有十四度，请尽快处理"),
        ("sidewalk sink hole", "Sink hole in the sidewalk!"),
        ("Two dead trees in front of our building", "dead tree in front of the building, please remove"),
    ],
)
def test_the_same_said_otherwise_is_alike(one: str, other: str) -> None:
    assert likeness(normal(one), normal(other)) >= POLICY.least_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("咨询养老保险如何缴费", "咨询医疗保险报销比例"),
        ("暖气不热，室内温度只有14度", "自来水停水一天没有通知"),
        ("小区内车辆乱停堵塞消防通道", "小区内有人乱倒建筑垃圾"),
        ("路面坑洼积水", "路面井盖松动异响"),
        ("请有关部门尽快处理，谢谢", "希望相关部门帮忙处理一下，谢谢"),
        ("there is a dead squirrel under a tree on the corner", "abandoned shopping cart"),
    ],
)
def test_other_matters_are_not_alike_for_their_polite_words(one: str, other: str) -> None:
    assert likeness(normal(one), normal(other)) < POLICY.least_text


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_mutual_and_lies_between_none_and_all(one: str, other: str) -> None:
    one, other = normal(one), normal(other)

    assert 0 <= likeness(one, other) <= 100
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert not one or likeness(one, one) == 100


def test_a_later_report_scores_lower() -> None:
    scores = [found.score for days in (0, 3, 10, 30) if (found := compare(another(at=LAMP.at + timedelta(days=days)), LAMP))]

    assert len(scores) == 4
    assert all(sooner > later for sooner, later in pairwise(scores))

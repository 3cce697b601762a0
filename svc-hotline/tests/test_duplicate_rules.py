"""When two requests are likely about the same matter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from svc_hotline.imports.rules import Sketch, likely_duplicate, likely_duplicates

LAMP = Sketch(
    uuid4(), datetime(2025, 3, 1, tzinfo=UTC), "lamp", "路灯不亮 三连东侧路灯连续三晚不亮", 87.1230, 44.3210, "三连东路 5 号"
)


def another(**changes: object) -> Sketch:
    return replace(LAMP, **({"ticket_id": uuid4()} | changes))  # type: ignore[arg-type]


def test_a_second_call_about_the_same_lamp_is_found_with_its_reasons() -> None:
    again = another(at=LAMP.at + timedelta(days=2), words="路灯不亮 三连东侧路灯三晚都不亮了", lon=87.1233, address=None)

    found = likely_duplicate(again, [LAMP])

    assert found is not None
    assert found.ticket_id == LAMP.ticket_id
    assert found.reasons == ("same_matter", "within_60_m", "within_30_days", "similar_text")


def test_an_address_alone_will_do_for_a_place() -> None:
    found = likely_duplicate(another(lon=None, lat=None), [LAMP])

    assert found is not None
    assert "same_address" in found.reasons


@pytest.mark.parametrize(
    "changes",
    [
        {"matter": "waste"},
        {"at": LAMP.at + timedelta(days=31)},
        {"lon": 87.1330, "address": None},
        {"lon": None, "lat": None, "address": None},
        {"words": "噪音扰民 夜间施工机器轰鸣无法入睡请处理"},
    ],
    ids=["another matter", "too long ago", "too far", "no place", "other words"],
)
def test_what_differs_in_one_thing_is_no_duplicate(changes: dict[str, object]) -> None:
    assert likely_duplicate(another(**changes), [LAMP]) is None


def test_rows_of_one_file_are_compared_with_those_before_them() -> None:
    first, second = another(), another()

    found = likely_duplicates([first, second], [[], []])

    assert found[0] is None
    assert found[1] is not None
    assert found[1].ticket_id == first.ticket_id

"""The bench of a list of items goes all its way on a small one, and knows what is slow."""

import pytest

from chassis.testing import Engines
from gov171.bench.catalogue import measuring
from gov171.bench.scale.house import Engines as Own
from gov171.bench.scale.house import new_database
from svc_affairs.sheets.bodies import SheetFormat


@pytest.mark.slow
@pytest.mark.parametrize("form", SheetFormat)
async def test_a_small_list_goes_all_the_way(engines: Engines, form: SheetFormat) -> None:
    url = await new_database(Own(engines.postgres_url, engines.nats_url), f"bench_items_{form.value}", "affairs")
    done: list[None] = []

    async with measuring.office(url, engines.nats_url) as office:
        measured = await measuring.measure(office, form, 40, lambda: done.append(None))

    assert len(measured) == len(done) == measuring.ACTS
    assert {each.items for each in measured} == {40}


def test_an_act_is_too_slow_by_the_limit_of_its_size() -> None:
    def is_too_slow(items: int, taken_s: float) -> bool:
        return measuring.Measured("import", items, taken_s, 1.0).is_too_slow

    assert [is_too_slow(3000, 9.99), is_too_slow(3000, 10.0), is_too_slow(100, 10.0)] == [False, True, True]
    assert [is_too_slow(6000, 19.9), is_too_slow(6000, 20.0)] == [False, True]

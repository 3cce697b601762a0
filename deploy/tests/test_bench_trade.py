"""The bench of trade documents measures what it says, proves what comes of them, and finds no table read whole."""

import json
from collections import Counter

import pytest
from typer.testing import CliRunner

from chassis.testing import Engines
from gov171.bench.scale import house
from gov171.bench.trade import measuring
from gov171.bench.trade.goods import SENDERS, Goods
from gov171.cli import app
from svc_affairs.trade_documents.reading import read_documents

_LARGE = {
    "trade_orders", "trade_payments", "trade_waybills", "trade_lists", "trade_order_lines", "trade_list_lines",
    "trade_limit_usages", "trade_requests", "trade_document_versions",
}  # fmt: skip


def test_what_its_parties_send_is_sound_and_alike_each_time() -> None:
    goods = Goods(600)

    for kind in SENDERS:
        body, count = goods.body(kind, range(600))
        read = read_documents(body)
        assert not read.faults
        assert (len(read.documents), {each.kind for each in read.documents.values()}) == (count, {kind})
        assert goods.body(kind, range(600)) == (body, count)


def test_what_is_to_come_of_them_has_each_status() -> None:
    expected = Goods(3000).expected(3000)

    # One in fifty is not paid, one in twenty of the rest paid wrong, and each of five dear buyers' sixth has no room in the year.
    assert sum(expected.values()) == 3000
    assert expected["waiting"] == 60
    assert expected["mismatched"] == 150 + 5 - Counter(number % 20 == 7 for number in range(11, 3000, 50))[True]


@pytest.mark.slow
async def test_what_comes_of_them_is_proved_and_no_large_table_is_read_whole(
    engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = house.Engines(engines.postgres_url, engines.nats_url)
    monkeypatch.setattr(measuring, "WAVES", 2)
    urls = [(size, await house.new_database(own, f"bench_trade_{size}", "affairs")) for size in (4_000, 8_000)]
    told: list[int] = []

    smaller, larger = await measuring.measure(urls, told.append)

    assert (smaller.whole.documents, larger.whole.documents) == (3_980, 7_960)
    assert sum(told) == 3_980 + 7_960 + sum(each.documents for size in (smaller, larger) for each in size.waves)
    assert set(larger.statuses) == {"matched", "mismatched", "waiting"}
    assert not _LARGE & {*smaller.scanned, *larger.scanned}
    assert {*measuring.ratios([smaller, larger])} == {*smaller.rates}
    assert min(smaller.rates.values()) > 0


@pytest.mark.slow
async def test_what_was_not_to_come_of_them_ends_it(engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    own = house.Engines(engines.postgres_url, engines.nats_url)
    monkeypatch.setattr(measuring, "WAVES", 1)
    monkeypatch.setattr(Goods, "expected", lambda _goods, _declarations: {"matched": 7})

    with pytest.raises(measuring.MatchWrong, match="instead of"):
        await measuring.measure([(4_000, await house.new_database(own, "bench_trade_wrong", "affairs"))], lambda _: None)


@pytest.mark.slow
@pytest.mark.parametrize(("flat", "status"), [(0.0, 0), (1_000.0, 1)])
def test_the_command_ends_with_1_where_it_is_not_flat(monkeypatch: pytest.MonkeyPatch, flat: float, status: int) -> None:
    monkeypatch.setattr(measuring, "FLAT", flat)
    monkeypatch.setattr(measuring, "WAVES", 1)

    result = CliRunner().invoke(app, ["bench", "trade", "--json", "--most", "10000"])

    assert result.exit_code == status, result.output
    told = json.loads(result.stdout[result.stdout.index("{") : result.stdout.rindex("}") + 1])
    assert told["sizes"]["10000"]["documents"] == 9_950
    assert set(told["ratios"].values()) == {1.0}

"""The bench of trade documents measures what it says, proves what comes of them, and finds no table read whole."""

import json
from collections import Counter
from datetime import date

import asyncpg
import pytest
from sqlalchemy.dialects import postgresql
from typer.testing import CliRunner

from chassis.testing import Engines
from gov171.bench.scale import house, plans
from gov171.bench.trade import measuring
from gov171.bench.trade.goods import SENDERS, Goods
from gov171.cli import app
from svc_affairs.trade_declarations.models import Declaration
from svc_affairs.trade_declarations.repository import Filter, Sight, list_declarations
from svc_affairs.trade_declarations.terms import DeclarationStatus, Field
from svc_affairs.trade_documents.reading import read_documents

_LARGE = {
    "trade_orders", "trade_payments", "trade_waybills", "trade_lists", "trade_order_lines", "trade_list_lines",
    "trade_limit_usages", "trade_requests", "trade_document_versions",
}  # fmt: skip

# Values that few declarations have; of each, the index that its name tells.
FILTERS = {
    "status": (Filter(status=DeclarationStatus.WAITING), Sight()),
    "platform_code": (Filter(platform_code="6599660144"), Sight()),
    "day": (Filter(day=date(2025, 5, 5)), Sight()),
    "mismatch_field": (Filter(mismatch_field=Field.ANNUAL_LIMIT), Sight()),
    "declarant_code": (Filter(), Sight(declarant_code="6599660055")),
}


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
async def test_every_filter_of_declarations_is_served_by_an_index(engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    own = house.Engines(engines.postgres_url, engines.nats_url)
    monkeypatch.setattr(measuring, "WAVES", 1)
    url = await house.new_database(own, "bench_trade_filters", "affairs")
    await measuring.measure([(20_000, url)], lambda _: None)

    found = {}
    admin = await asyncpg.connect(url)
    try:
        # Of so few mismatches a scan would be cheaper; where no index serves, it is taken all the same.
        await admin.execute("ANALYZE; SET enable_seqscan = off")
        for name, (wanted, sight) in FILTERS.items():
            statement = list_declarations(wanted, sight).order_by(Declaration.id.desc()).limit(21)
            written = statement.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
            (top,) = json.loads(await admin.fetchval(f"EXPLAIN (FORMAT JSON) {written}"))
            found[name] = [*plans.nodes(top["Plan"])]
    finally:
        await admin.close()

    for name, nodes in found.items():
        assert not [each["Relation Name"] for each in nodes if each["Node Type"] == "Seq Scan"], name
        assert {each.get("Index Name") for each in nodes} & {f"ix_trade_declarations_{name}", "ix_trade_mismatches_field"}, name


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
    # Whoever set logging up before in this process has its lines here too, each whole on its line.
    told, _ = json.JSONDecoder().raw_decode(result.stdout[result.stdout.index("{\n") :])
    assert told["sizes"]["10000"]["documents"] == 9_950
    assert set(told["ratios"].values()) == {1.0}

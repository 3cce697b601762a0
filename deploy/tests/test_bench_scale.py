"""With some ten thousand tickets PostgreSQL already answers every list and question by an index, never by a whole table."""

import random
from collections.abc import Mapping
from dataclasses import fields

import pytest

from chassis.testing import Engines
from gov171.bench.scale import city, house, loading, measuring, plans
from gov171.bench.scale.questions import QUESTIONS, Question
from svc_hotline.tickets.repository import Filter

_SIZE = 20_000
_LARGE = {"tickets", "ticket_history", "ticket_contacts", "figure_cells"}
_DAY = (city.START.replace(year=city.START.year + 1)).strftime("%Y-%m-%dT00:00:00Z")
# Of each thing that a list of tickets may be narrowed to: a value, and the index that finds it.
FILTERS: Mapping[str, tuple[str, str]] = {
    "status": ("closed", "ix_tickets_status"),
    "kind": ("help", "ix_tickets_kind"),
    "channel": ("wechat", "ix_tickets_channel"),
    "category_code": ("urban.lighting", "ix_tickets_category_code"),
    "territory_code": (f"{city.CITY}/3/7", "ix_tickets_community"),
    "lead_unit_code": ("dept-07", "ix_tickets_lead_unit_code"),
    "accepted_from": (_DAY, "ix_tickets_accepted_at"),
    "accepted_to": (_DAY, "ix_tickets_accepted_at"),
    "is_overdue": ("true", "ix_tickets_accepted_at"),
    "q": ("路灯不亮", "ix_tickets_words"),
    "number": ("12345-20230101-000017", "tickets_number_key"),
}


async def nodes_of(bench: house.House, question: Question) -> list[plans.Node]:
    """Every node of the plans by which a question is answered."""
    return await plans.nodes_of(bench, question, _SIZE, random.Random(question.name))


@pytest.mark.slow
async def test_every_filter_and_every_question_is_served_by_an_index(engines: Engines) -> None:
    own = house.Engines(engines.postgres_url, engines.nats_url)
    by_filter = {
        name: Question(name, lambda _, __, value=value, name=name: house.Request(f"/v1/tickets?{name}={value}"))
        for name, (value, _) in FILTERS.items()
    }

    async with house.house(own, await house.new_database(own, "bench_scale")) as bench:
        await loading.load(bench, _SIZE, lambda _: None)
        found = {name: await nodes_of(bench, question) for name, question in by_filter.items()}
        asked = {question.name: await nodes_of(bench, question) for question in QUESTIONS}
        await bench.admin.execute("UPDATE tickets SET assisting_unit_codes = '{}'; ANALYZE tickets")
        of_idle_unit = await nodes_of(bench, next(each for each in QUESTIONS if each.unit_code == city.IDLE_UNIT))

    missed = {
        name: [node["Node Type"] for node in found[name]]
        for name, (_, index) in FILTERS.items()
        if index not in {node.get("Index Name") for node in found[name]}
    }
    read_whole = {
        name: [node["Relation Name"] for node in each if node["Node Type"] == "Seq Scan" and node["Relation Name"] in _LARGE]
        for name, each in (found | asked).items()
    }
    assert set(FILTERS) == {field.name for field in fields(Filter)}
    assert missed == {}
    assert {name: tables for name, tables in read_whole.items() if tables} == {}
    # Where nobody assists, a unit that does nothing is not thought to assist in one of two hundred.
    assert max(node["Plan Rows"] for node in of_idle_unit if node.get("Relation Name") == "tickets") < 10
    assert all(found.values())
    assert all(asked.values())


def test_what_a_ratio_compares_is_the_largest_size_with_a_hundred_thousand() -> None:
    answers = [
        measuring.Answer(size, "list", plans.Plan("", pages), [time] * 99 + [ten_times])
        for size, time, ten_times, pages in ((10_000, 1.0, 9.0, 7), (measuring.BASE, 2.0, 20.0, 8), (1_000_000, 3.0, 50.0, 10))
    ]

    ratio = measuring.ratios(answers, 1_000_000)["list"]

    assert (ratio.p50, ratio.pages) == (1.5, 1.25)
    assert 1.5 < ratio.p99 <= 2.5

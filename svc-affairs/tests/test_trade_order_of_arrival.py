"""The order in which documents come never changes what comes of them.

Documents of a few orders, with changes, deletions, repetitions, cancellations and a yearly limit that lets only some pass, are
handed in in any order, cut into batches anyhow, with passes in between or none. In the end verdicts, mismatches and what buyers
have used are those of a model that looks at the set of documents alone, written without a look at the SQL. And every value
that is kept is that of the same documents handed in all at once, also where some were released and goods of them came back.
"""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from affairs_builders import Affairs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from trade_match_builders import Trade, by_sender
from trade_match_model import Outcome, outcome_of
from trade_message_builders import AT, a_cancel, a_line, a_list, a_payment, a_refund, a_waybill, an_id_number, an_order
from trade_party_builders import account_of

from chassis.auth import Principal
from svc_affairs.trade_declarations.matching import hold_passes
from svc_affairs.trade_documents import service
from svc_affairs.trade_documents.buyers import hashes_of
from svc_affairs.trade_documents.schemas import TradeDocument
from svc_affairs.trade_parties import service as parties
from svc_affairs.trade_parties.terms import PartyKind

# Those that others lead to come last.
TABLES = (
    "trade_order_lines", "trade_list_lines", "trade_orders", "trade_payments", "trade_waybills", "trade_lists", "trade_requests",
    "trade_document_versions", "trade_mismatches", "trade_decisions", "trade_declarations", "trade_limit_usages",
    "trade_match_marks", "trade_figure_deltas", "trade_figure_cells", "outbox",
)  # fmt: skip
YEAR = {"start_on": "2025-01-01", "end_on": "2026-01-01"}
# What is kept of declarations, mismatches, sums and figures, but for what is drawn or tells when it came.
KEPT = {
    "declarations": """SELECT cop_no, status, verdict, missing, mismatch_fields, platform_code, order_no, logistics_no, day,
        list_app_time, country, headings::text, buyer_hash, limit_year, amount, refunded_amount, taken_amount, is_sound,
        annual_limit, policy_version, documents_digest, findings_digest, is_changed_since FROM trade_declarations""",
    "mismatches": """SELECT cop_no, field, line_no, one_document, one_value, other_document, other_value
        FROM trade_mismatches JOIN trade_declarations ON id = declaration_id""",
    "yearly sums": """SELECT buyer_hash, limit_year, used_amount, over_count FROM trade_limit_usages
        WHERE used_amount <> 0 OR over_count <> 0""",
    "figures": """SELECT day, dimension, key, measure, sum(count)::text, trim_scale(sum(amount))::text FROM (
        SELECT day, dimension, key, measure, count, amount FROM trade_figure_cells
        UNION ALL SELECT day, dimension, key, measure, count, amount FROM trade_figure_deltas) AS live
        GROUP BY 1, 2, 3, 4 HAVING sum(count) <> 0 OR sum(amount) <> 0""",
}
Kept = dict[str, list[str]]
BUYERS = [an_id_number(serial="001"), an_id_number(serial="002")]

numbers = st.sampled_from(["1", "2", "3", "4"])
times = st.sampled_from([AT + timedelta(minutes=minute) for minute in range(4)])
kinds = st.sampled_from(["1", "1", "2", "3"])
# Four of these are over the yearly limit of 26,000; two are not.
worths = st.sampled_from(["4000", "5000", "4999.99"])


@st.composite
def documents(draw: st.DrawFn) -> TradeDocument:
    """Any version of any document of four orders; most agree, so that the limit is reached."""
    number, worth = draw(numbers), draw(worths)
    carried = {"app_type": draw(kinds), "app_time": draw(times)}
    buyer = draw(st.sampled_from(BUYERS + BUYERS[:1] * 3))
    lines = [a_line(total_price=worth, quantity=draw(st.sampled_from(["2", "2", "2", "3"])))]
    match draw(st.sampled_from(["order", "payment", "waybill", "list", "list", "list", "cancel", "cancel"])):
        case "order":
            amounts = {"goods_value": worth, "tax_total": "0", "actual_paid": worth, "lines": lines}
            return an_order(number, **carried, **amounts, buyer_id_number=buyer)
        case "payment":
            return a_payment(number, **carried, amount_paid=worth, payer_id_number=buyer)
        case "waybill":
            return a_waybill(number, **carried)
        case "list":
            target = draw(st.sampled_from([number] * 3 + ["1"] * 2))
            return a_list(number, **carried, lines=lines, buyer_id_number=buyer, order_no=f"T{target}")
        case _:
            return a_cancel(number, app_time=carried["app_time"])


def whole_sets() -> list[TradeDocument]:
    """Eight orders of one buyer that agree: two have no room in the year, and a smaller one after them has."""
    found: list[TradeDocument] = []
    for place in range(8):
        worth = "3000" if place == 3 else "4000" if place % 2 else "5000"
        lines = [a_line(total_price=worth)]
        amounts = {"goods_value": worth, "tax_total": "0", "actual_paid": worth, "lines": lines}
        at = AT + timedelta(minutes=place * 5 % 8)
        found += [an_order(f"{place}", **amounts), a_payment(f"{place}", amount_paid=worth), a_waybill(f"{place}")]
        found += [a_list(f"{place}", lines=lines, app_time=at)]
    return found


class Arrivals:
    """Brings documents to an empty house in the order and the batches that are asked for."""

    def __init__(self, trade: Trade) -> None:
        self.trade, self.database = trade, trade.harness.app.state.chassis.database

    def expected(self, documents: list[TradeDocument]) -> Outcome:
        """By the model; of two versions of one instant the digest decides, into which the keyed hashes go."""
        return outcome_of(documents, hashes_of(self.database.sessions()))

    async def outcome(self, batches: list[list[TradeDocument]], passes: list[bool]) -> Outcome:
        await self._clear()
        for batch, has_pass in zip(batches, passes, strict=True):
            async with self.database.unit_of_work() as db:
                for code, own in by_sender(batch).items():
                    actor = Principal(subject=account_of(code), kind="application")
                    party = await parties.sender(db, actor, PartyKind(own[0].sent_as))
                    taken = await service.take_documents(db, party, own)
                    assert not [each for each in taken if each.status == "refused"]
            if has_pass:
                await self.trade.settle()
        await self.trade.settle()
        return await self._found()

    async def kept(self, batches: list[list[TradeDocument]], passes: list[bool], late: list[TradeDocument]) -> Kept:
        """All that is kept but ids, instants and numbers drawn: once what matches is released, and `late` has come besides."""
        await self.outcome(batches, passes)
        for cop_no, status in sorted((await self.trade.statuses()).items()):
            if status == "matched":
                assert (await self.trade.decide(cop_no.removeprefix("L"), "releases")).status_code == 201
        if late:
            await self.trade.send(*late)
        proof = await self.trade.desk.post("/v1/trade-figures/recounts", json=YEAR)
        assert proof.json()["is_equal"], proof.json()
        return {name: sorted(map(repr, await self.trade.rows(statement))) for name, statement in KEPT.items()}

    async def _clear(self) -> None:
        async with self.database.unit_of_work() as db:
            await hold_passes(db)
            for table in TABLES:
                await db.execute(text(f"DELETE FROM {table}"))

    async def _found(self) -> Outcome:
        rows = await self.trade.rows("SELECT id, cop_no, status FROM trade_declarations")
        named = await self.trade.rows(
            "SELECT cop_no, field, line_no FROM trade_mismatches JOIN trade_declarations ON id = declaration_id"
        )
        used = await self.trade.rows("SELECT used_amount, over_count FROM trade_limit_usages")
        proof = await self.trade.desk.post("/v1/trade-figures/recounts", json=YEAR)
        assert proof.json()["is_equal"], proof.json()
        return Outcome(
            {row.cop_no: row.status for row in rows},
            {(row.cop_no, row.field, row.line_no) for row in named},
            sorted(row.used_amount for row in used if row.used_amount),
        )


@pytest.fixture
async def arrivals(affairs: Affairs) -> Arrivals:
    return Arrivals(await Trade(affairs).furnish())


def cut(drawn: st.DataObject, arriving: list[TradeDocument]) -> tuple[list[list[TradeDocument]], list[bool]]:
    """The documents in any order, some of them twice, in any batches, with a pass after any of these.

    Every other time what undoes something comes last, after a pass, since that is where a match could go wrong.
    """
    again = drawn.draw(st.lists(st.sampled_from(arriving), max_size=3)) if arriving else []
    shuffled = drawn.draw(st.permutations(arriving + again))
    last: list[TradeDocument] = []
    if drawn.draw(st.booleans()):
        last = [each for each in shuffled if each.kind == "cancel" or each.app_type != "1"]
        shuffled = [each for each in shuffled if each.kind != "cancel" and each.app_type == "1"]
    places = sorted(drawn.draw(st.lists(st.integers(0, len(shuffled)), max_size=4)))
    batches = [shuffled[start:end] for start, end in zip([0, *places], [*places, len(shuffled)], strict=True)]
    passes = [drawn.draw(st.booleans()) for _ in batches]
    middle = drawn.draw(st.integers(0, len(last)))
    return [*batches, last[:middle], last[middle:]], [*passes[:-1], passes[-1] or bool(last), True, True]


SLOW = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


async def examined(arrivals: Arrivals, base: list[TradeDocument], *, versions: int) -> None:
    """Hold what comes of `base`, with up to so many further versions, in any order, to the model."""
    loop = asyncio.get_running_loop()

    @SLOW
    @given(st.data(), st.lists(documents(), min_size=min(versions, 1), max_size=versions))
    def examine(drawn: st.DataObject, further: list[TradeDocument]) -> None:
        arriving = base + further
        found = asyncio.run_coroutine_threadsafe(arrivals.outcome(*cut(drawn, arriving)), loop).result(60)
        assert found == arrivals.expected(arriving)

    await asyncio.to_thread(examine)


async def test_versions_deletions_and_cancellations_in_any_order_come_to_the_same(arrivals: Arrivals) -> None:
    await examined(arrivals, [], versions=24)


async def test_who_has_room_in_the_year_is_the_same_in_any_order(arrivals: Arrivals) -> None:
    expected = arrivals.expected(whole_sets())
    assert [*expected.statuses.values()].count("mismatched") == 2
    assert expected.used == [Decimal(26000)]

    await examined(arrivals, whole_sets(), versions=0)


async def test_changes_of_what_had_matched_in_any_order_come_to_the_same(arrivals: Arrivals) -> None:
    rival = a_list("9", order_no="T1", logistics_no="W1", lines=[a_line(total_price="4000")], app_time=AT + timedelta(hours=1))
    await examined(arrivals, [*whole_sets(), rival], versions=12)


@st.composite
def refunds(draw: st.DrawFn) -> TradeDocument:
    """Some of one line of a list comes back, or a refund said so by mistake; several may say so of the same goods."""
    line = a_refund().lines[0].model_copy(update={"quantity": Decimal(draw(st.sampled_from(["0.5", "1", "2"])))})
    carried = {"app_type": draw(kinds), "app_time": draw(times), "lines": [line]}
    return a_refund(str(draw(st.integers(0, 3))), guid=draw(st.sampled_from(["R-1", "R-2", "R-3"])), **carried)


async def test_every_value_is_that_of_all_at_once_whenever_refunds_come(arrivals: Arrivals) -> None:
    loop = asyncio.get_running_loop()

    @settings(SLOW, max_examples=20, phases=[Phase.explicit, Phase.generate])
    @given(st.data(), st.lists(documents(), max_size=8), st.lists(refunds(), max_size=6))
    def examine(drawn: st.DataObject, further: list[TradeDocument], back: list[TradeDocument]) -> None:
        def kept(batches: list[list[TradeDocument]], passes: list[bool], late: list[TradeDocument]) -> Kept:
            return asyncio.run_coroutine_threadsafe(arrivals.kept(batches, passes, late), loop).result(60)

        early = drawn.draw(st.integers(0, len(back)))
        # Five lists have room in the year: which of them could be released is no matter of the order of releases.
        base = whole_sets()[:20] + further

        at_once = kept([base + back], [True], [])
        in_pieces = kept(*cut(drawn, base + back[:early]), drawn.draw(st.permutations(back[early:])))

        assert in_pieces == at_once

    await asyncio.to_thread(examine)

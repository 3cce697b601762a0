"""What the desk does with declarations, what their declarers ask later, and the yearly limit."""

from datetime import timedelta
from decimal import Decimal

import pytest
from affairs_builders import Affairs
from trade_match_builders import Trade, a_set, as_json, fields_of
from trade_message_builders import AT, a_cancel, a_line, a_list, a_payment, a_refund, an_order

from chassis import clock
from svc_affairs.trade_declarations.lifecycle import DESK, STEPS, Command, IllegalStep, step
from svc_affairs.trade_declarations.matching import hold_passes
from svc_affairs.trade_declarations.terms import DeclarationStatus as S

OPEN = (S.WAITING, S.MATCHED, S.MISMATCHED)
PATH_OF = {Command.RELEASE: "releases", Command.HOLD: "holds", Command.RETURN: "returns"}
# Written by hand, beside the table that it proves.
VERDICTS = {Command.WAIT: S.WAITING, Command.MATCH: S.MATCHED, Command.MISMATCH: S.MISMATCHED}
EXPECTED = {
    S.WAITING: {**VERDICTS, Command.CANCEL: S.CANCELLED, Command.HOLD: S.HELD, Command.RETURN: S.RETURNED},
    S.MATCHED: {
        **VERDICTS, Command.CANCEL: S.CANCELLED, Command.HOLD: S.HELD, Command.RETURN: S.RETURNED, Command.RELEASE: S.RELEASED,
    },
    S.MISMATCHED: {**VERDICTS, Command.CANCEL: S.CANCELLED, Command.HOLD: S.HELD, Command.RETURN: S.RETURNED},
    S.HELD: {
        **dict.fromkeys(VERDICTS, S.HELD), Command.CANCEL: S.CANCELLED, Command.RETURN: S.RETURNED, Command.RELEASE: S.RELEASED,
    },
    S.RETURNED: {**VERDICTS, Command.CANCEL: S.CANCELLED},
    S.CANCELLED: {**VERDICTS, Command.CANCEL: S.CANCELLED},
    S.RELEASED: {Command.REFUND_PART: S.RELEASED, Command.REFUND_ALL: S.REFUNDED},
    S.REFUNDED: {Command.REFUND_PART: S.RELEASED, Command.REFUND_ALL: S.REFUNDED},
}  # fmt: skip


@pytest.fixture
async def trade(affairs: Affairs) -> Trade:
    return await Trade(affairs).furnish()


@pytest.mark.parametrize("command", Command)
@pytest.mark.parametrize("status", S)
def test_every_pair_of_status_and_command(status: S, command: Command) -> None:
    if command in EXPECTED[status]:
        assert step(status, command) is EXPECTED[status][command]
    else:
        with pytest.raises(IllegalStep) as refused:
            step(status, command)
        assert refused.value.possible == [each for each in Command if each in EXPECTED[status]]


async def brought_to(trade: Trade, status: S) -> None:
    """A declaration L1 with this status."""
    documents = a_set(payment={"amount_paid": "1"}) if status is S.MISMATCHED else a_set()
    await trade.send(*(documents[1:] if status is S.WAITING else documents))
    ways = {S.RELEASED: ["releases"], S.HELD: ["holds"], S.RETURNED: ["returns"], S.REFUNDED: ["releases"]}
    for command in ways.get(status, []):
        assert (await trade.decide("1", command)).status_code == 201
    if status is S.CANCELLED:
        await trade.send(a_cancel())
    if status is S.REFUNDED:
        whole = a_refund().lines[0].model_copy(update={"quantity": Decimal(2)})
        await trade.send(a_refund(lines=[whole]))
    assert (await trade.statuses())["L1"] == status


@pytest.mark.parametrize("command", sorted(DESK))
@pytest.mark.parametrize("status", S)
async def test_the_desk_can_do_what_the_table_says_and_nothing_else(trade: Trade, status: S, command: Command) -> None:
    await brought_to(trade, status)
    before = await trade.declaration()

    answer = await trade.decide("1", PATH_OF[command])

    if (status, command) in STEPS:
        assert (answer.status_code, answer.json()["status"]) == (201, STEPS[status, command]), answer.text
    else:
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:gov171:problem:step-not-possible")
        assert await trade.declaration() == before


async def test_only_the_desk_decides_and_a_stale_version_is_refused(trade: Trade) -> None:
    await trade.send(*a_set())
    found = await trade.declaration()
    path = f"/v1/trade-declarations/{found['id']}/releases"

    refused = [await client.post(path, json={}) for client in (*trade.clients.values(), trade.affairs.editor)]
    stale = await trade.desk.post(path, json={}, headers={"if-match": '"77"'})

    assert {each.status_code for each in refused} == {403}
    assert stale.status_code == 412
    assert (await trade.declaration())["status"] == "matched"


async def test_what_does_not_agree_is_not_released_after_a_hold_either(trade: Trade) -> None:
    await trade.send(*a_set(payment={"amount_paid": "1"}))
    await trade.decide("1", "holds")

    refused = await trade.decide("1", "releases")
    await trade.send(a_payment(app_type="2", app_time=AT + timedelta(hours=1)))
    released = await trade.decide("1", "releases")

    assert (refused.status_code, refused.json()["fields"]) == (409, ["amount_paid"])
    assert released.json()["status"] == "released"
    assert await trade.told("1") == ["mismatched", "held", "released"]


async def test_a_release_waits_for_documents_that_are_still_being_matched(trade: Trade) -> None:
    await trade.send(*a_set())
    found = await trade.declaration()
    async with trade.harness.sessions() as db, db.begin():
        await hold_passes(db)
        changed = a_payment(app_type="2", app_time=AT + timedelta(hours=1), amount_paid="1")
        assert (await trade.hand_in("6599660003", [as_json(changed)])).status_code == 200
        refused = await trade.desk.post(f"/v1/trade-declarations/{found['id']}/releases", json={})
    await trade.settle()

    assert refused.json()["type"] == "urn:gov171:problem:being-matched"
    assert (await trade.declaration())["status"] == "mismatched"


async def test_documents_that_come_after_the_release_do_not_undo_it_and_are_noted(trade: Trade) -> None:
    await trade.send(*a_set())
    await trade.decide("1", "releases")

    await trade.send(a_payment(app_type="2", app_time=AT + timedelta(hours=1), amount_paid="1"))
    listed, again, cancel = await trade.send(
        a_list(app_type="2", app_time=AT + timedelta(hours=1), country="110"), a_list(), a_cancel()
    )

    found = await trade.declaration()
    assert (found["status"], found["is_changed_since"], found["mismatches"]) == ("released", True, [])
    assert [each["code"] for each in (listed, cancel)] == ["released_already"] * 2
    assert again["status"] == "unchanged"


async def test_a_returned_list_is_lodged_anew_by_a_newer_version(trade: Trade) -> None:
    await trade.send(*a_set())
    await trade.decide("1", "returns", reason_code="documents_wrong", note="商品归类有误")
    await trade.send(a_payment(app_type="2", app_time=AT + timedelta(hours=1), amount_paid="140.74"))
    returned = await trade.declaration()
    await trade.send(a_list(app_type="2", app_time=AT + timedelta(hours=1)))

    assert (returned["status"], returned["reason_code"]) == ("returned", "documents_wrong")
    assert (await trade.declaration())["status"] == "matched"
    assert await trade.told("1") == ["matched", "returned", "matched"]


async def test_a_cancellation_before_the_release_is_for_good_and_frees_order_and_waybill(trade: Trade) -> None:
    await trade.send(*a_set(), a_list("2", order_no="T1", logistics_no="W1", app_time=AT + timedelta(minutes=1)))
    assert await trade.statuses() == {"L1": "matched", "L2": "mismatched"}

    number = (await trade.declaration())["invt_no"]
    (cancelled,) = await trade.send(a_cancel(cop_no=None, invt_no=number))
    (unknown,) = await trade.send(a_cancel(cop_no=None, invt_no="9404"))
    (kept,) = await trade.send(a_cancel(app_type="3", app_time=AT + timedelta(hours=1)))

    assert cancelled["status"] == "accepted"
    assert (unknown["code"], kept["code"]) == ("list_unknown", "cancelled_for_good")
    assert await trade.statuses() == {"L1": "cancelled", "L2": "matched"}


def of_worth(number: str, worth: int, **listed: object) -> list:
    """A set of documents for goods worth so many yuan."""
    lines = [a_line(quantity="4", total_price=str(worth))]
    return a_set(
        number, order={"goods_value": worth, "tax_total": 0, "actual_paid": worth, "lines": lines},
        payment={"amount_paid": worth}, list={"lines": lines, **listed},
    )  # fmt: skip


async def used(trade: Trade) -> list[str]:
    return [
        f"{row.used_amount.normalize():f}"
        for row in await trade.rows("SELECT used_amount FROM trade_limit_usages ORDER BY limit_year")
    ]


async def test_the_earlier_lists_take_from_the_yearly_limit_whichever_came_first(trade: Trade) -> None:
    for number in "654321":  # the last one declared comes first
        await trade.send(*of_worth(number, 5000, app_time=AT + timedelta(minutes=int(number))))

    found = await trade.statuses()
    assert {name: status for name, status in found.items() if status != "matched"} == {"L6": "mismatched"}
    assert fields_of(await trade.declaration("6")) == ["annual_limit"]
    assert await used(trade) == ["25000"]


async def test_one_that_does_not_fit_is_passed_over_and_a_smaller_one_fits(trade: Trade) -> None:
    documents = [each for number in "123456" for each in of_worth(number, 5000, app_time=AT + timedelta(minutes=int(number)))]
    await trade.send(*documents, *of_worth("7", 1000, app_time=AT + timedelta(minutes=7)))

    assert [name for name, status in (await trade.statuses()).items() if status != "matched"] == ["L6"]
    assert await used(trade) == ["26000"]


async def test_what_was_released_keeps_its_share_and_a_return_gives_it_back(trade: Trade) -> None:
    for number in "123456":
        await trade.send(*of_worth(number, 5000, app_time=AT - timedelta(minutes=int(number))))
    assert (await trade.statuses())["L1"] == "mismatched"  # declared last

    await trade.decide("2", "releases")
    await trade.send(*of_worth("7", 5000, app_time=AT - timedelta(minutes=7)))
    crowded = await trade.statuses()
    await trade.decide("7", "returns")

    assert {name for name, status in crowded.items() if status == "mismatched"} == {"L1", "L3"}
    assert (await trade.statuses())["L3"] == "matched"
    assert await used(trade) == ["25000"]


async def test_each_year_has_a_limit_of_its_own(trade: Trade) -> None:
    # 2024-12-31T16:00Z is New Year in the city.
    new_year = AT.replace(year=2024, month=12, day=31, hour=16, minute=0)
    for number in "12345678":
        await trade.send(*of_worth(number, 5000, app_time=new_year - timedelta(minutes=int(number) // 6)))

    assert set((await trade.statuses()).values()) == {"matched"}
    assert await used(trade) == ["15000", "25000"]


async def test_refunds_by_line_give_back_their_worth_until_all_is_back(trade: Trade) -> None:
    await trade.send(*of_worth("1", 100, freight="6"), an_order(app_type="2", app_time=AT + timedelta(hours=1), freight="6",
        goods_value="100", tax_total="0", actual_paid="106", lines=[a_line(quantity="4", total_price="100")]),
        a_payment(app_type="2", app_time=AT + timedelta(hours=1), amount_paid="106"))  # fmt: skip
    line = a_refund().lines[0]
    await trade.send(a_refund(lines=[line]))  # it waits for the release
    waiting = await trade.declaration()
    await trade.decide("1", "releases")
    part, after_part = await trade.declaration(), await used(trade)
    await trade.send(a_refund("1", guid="REFUND-2", lines=[line.model_copy(update={"quantity": Decimal(9)})]))
    whole = await trade.declaration()
    await trade.send(a_refund("1", guid="REFUND-2", app_type="3", app_time=AT + timedelta(hours=2)))

    assert (waiting["status"], waiting["refunded_amount"]) == ("matched", "0")
    assert (part["status"], part["refunded_amount"], after_part) == ("released", "25.00", ["81"])
    assert (whole["status"], whole["refunded_amount"]) == ("refunded", "106.00")
    assert ((await trade.declaration())["status"], await used(trade)) == ("released", ["81"])
    assert await trade.told("1") == ["matched", "released", "refunded", "refunded", "refunded"]


async def test_a_policy_can_release_what_matches(trade: Trade) -> None:
    effective = {"effective_on": "2099-01-01", "is_auto_release": True, "checks": ["amount"], "amount_tolerance": "1"}
    published = await trade.desk.post("/v1/trade-policies", json=effective)
    assert published.status_code == 201, published.text
    late = AT.replace(year=2099)
    with clock.declared(late + timedelta(days=1)):
        party = trade.harness.as_(
            "trade_party", subject="application:6599660005", kind="application", replay_at=late + timedelta(days=1)
        )
        trade.clients["6599660005"] = party
        await trade.send(*a_set(payment={"amount_paid": "140"}, list={"app_time": late}))

    found = await trade.declaration()
    assert (found["status"], found["decided_by"], found["policy_version"]) == ("released", "policy", 2)
    assert await trade.told("1") == ["matched", "released"]

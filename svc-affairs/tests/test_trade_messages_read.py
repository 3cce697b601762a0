"""Customs messages read: what was written comes back, and what is wrong is named where it stands."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trade_message_builders import (
    ADDRESS,
    BY_KIND,
    ONE_OF_EACH,
    PLATFORM,
    TELEPHONE,
    a_cancel,
    a_line,
    a_list,
    a_payment,
    a_waybill,
    an_id_number,
    an_order,
    document_xml,
    message_of,
    message_xml,
)

from svc_affairs.trade_documents.schemas import TradeDocument
from svc_affairs.trade_messages.errors import XmlRefused
from svc_affairs.trade_messages.formats import NAMESPACE
from svc_affairs.trade_messages.parsing import parse_message

ORDERS = BY_KIND[an_order().kind]


def only(content: bytes) -> Any:
    (read,) = parse_message(content).documents
    return read


def faults(content: bytes) -> list[tuple[str, str]]:
    return [(each.code, each.path) for read in parse_message(content).documents for each in read.faults]


def order_without(element: str) -> str:
    return document_xml(an_order(), without=element)


@pytest.mark.parametrize("build", ONE_OF_EACH)
def test_a_document_of_each_kind_comes_back_as_it_was_written(build: Any) -> None:
    first, second = build("1"), build("2")

    message = parse_message(message_of(first, second, guid="G-1"))

    assert (message.form.kind, message.guid, message.sender_code) == (first.kind, "G-1", PLATFORM)
    assert [(each.index, each.document, each.faults) for each in message.documents] == [(1, first, ()), (2, second, ())]


_CODES = st.from_regex(r"[0-9A-Za-z]{10}", fullmatch=True)
_NUMBERS = st.from_regex(r"[!-~]{1,60}", fullmatch=True)
_TEXTS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60)
_MONEY = st.decimals(0, Decimal("99999999999999"), allow_nan=False, places=5)
_TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))
_IDS = st.one_of(
    st.tuples(st.just("2"), st.from_regex(r"[0-9A-Z]{1,60}", fullmatch=True)),
    st.dates(date(1900, 1, 1), date(2020, 1, 1)).map(lambda day: ("1", an_id_number(f"{day:%Y%m%d}"))),
)
_LINES = st.lists(
    st.builds(
        a_line,
        line_no=st.integers(1, 9999),
        name=_TEXTS,
        quantity=_MONEY.filter(bool),
        unit_price=_MONEY,
        total_price=_MONEY,
        goods_code=st.none() | st.from_regex(r"[0-9]{10}", fullmatch=True),
        item_no=st.none() | _TEXTS,
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda line: line.line_no,
)


@st.composite
def documents(draw: Any) -> TradeDocument:
    kind, number = draw(_IDS)
    order = {"buyer_id_type": kind, "buyer_id_number": number, "buyer_name": draw(_TEXTS), "lines": draw(_LINES)}
    order |= {"order_no": draw(_NUMBERS), "merchant_code": draw(_CODES), "app_time": draw(_TIMES)}
    payment = {"payer_id_type": kind, "payer_id_number": number, "payer_name": draw(_TEXTS), "amount_paid": draw(_MONEY)}
    payment |= {"paid_at": draw(_TIMES), "pay_transaction_id": draw(_NUMBERS), "app_type": draw(st.sampled_from("123"))}
    waybill = {"order_no": draw(st.none() | _NUMBERS), "gross_weight_kg": draw(_MONEY), "goods_info": draw(st.none() | _TEXTS)}
    built = st.sampled_from(
        [
            (an_order, order | {"platform_name": draw(_TEXTS), "goods_value": draw(_MONEY), "discount": draw(_MONEY)}),
            (a_payment, payment),
            (a_waybill, waybill),
            (a_list, order | {"ie_date": draw(st.dates(date(2000, 1, 1))), "net_weight_kg": draw(_MONEY)}),
            (a_cancel, {"reason": draw(_TEXTS), "cop_no": draw(_NUMBERS)}),
        ]
    )
    build, changes = draw(built)
    return build(**changes)


@given(st.lists(documents(), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_written_as_xml_is_read_as_the_same_model(written: list[TradeDocument]) -> None:
    same_kind = [each for each in written if each.kind is written[0].kind]

    read = parse_message(message_of(*same_kind))

    assert [each.document for each in read.documents] == same_kind


def test_a_default_namespace_a_byte_order_mark_and_cdata_are_read_too() -> None:
    text = message_of(an_order()).decode().replace("ceb:", "").replace("xmlns:ceb", "xmlns")
    text = text.replace("<orderNo>T1</orderNo>", "<orderNo><![CDATA[T1]]></orderNo>").replace("xmlns:=", "xmlns=")
    text = text.replace(f'xmlns:ceb="{NAMESPACE}"', f'xmlns="{NAMESPACE}"')

    assert only(b"\xef\xbb\xbf" + text.encode()).document == an_order()


def test_addresses_and_telephones_are_kept_nowhere() -> None:
    content = message_of(an_order(), a_order_again := an_order("2"))
    assert TELEPHONE.encode() in content
    assert ADDRESS.encode() in content

    message = parse_message(content)

    assert not any(word in repr(message) + message.documents[1].document.model_dump_json() for word in (TELEPHONE, ADDRESS))
    assert message.documents[1].document == a_order_again


def test_an_identity_number_stands_in_no_repr_no_json_and_no_fault() -> None:
    number = an_id_number()
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    content = message_xml(ORDERS, document_xml(an_order()) + document_xml(an_order("2"), head={"buyerIdNumber": wrong})).encode()

    message = parse_message(content)

    assert number not in repr(message)
    assert number not in message.documents[0].document.model_dump_json()
    assert wrong not in repr(message)
    assert message.documents[1].document is None
    assert [(each.code, each.path) for each in message.documents[1].faults] == [
        ("identity_number", "/CEB311Message/Order[2]/OrderHead/buyerIdNumber")
    ]


@pytest.mark.parametrize(
    ("shown", "same"), [("11010119000101001x", True), (" {} ", True), ("１{}", False), ("110101 19000101001X", False)]
)
def test_one_person_has_one_number_however_it_is_typed(shown: str, same: bool) -> None:
    number = next(n for serial in range(100, 200) if (n := an_id_number(serial=str(serial))).endswith("X"))
    typed = {"11010119000101001x": number.lower(), "110101 19000101001X": f"{number[:6]} {number[6:]}"}.get(
        shown, shown.format(number if shown != "１{}" else number[1:])
    )
    content = message_xml(ORDERS, document_xml(an_order(), head={"buyerIdNumber": typed})).encode()

    read = only(content)

    if same:
        assert read.document.buyer_id_number.get_secret_value() == number
    else:
        assert [each.code for each in read.faults] == ["identity_number"]


@pytest.mark.parametrize("build", ONE_OF_EACH)
def test_each_required_field_that_is_missing_is_named_by_its_path(build: Any) -> None:
    document = build()
    form = BY_KIND[document.kind]
    head = "" if form.head is None else f"{form.head}/"
    optional = {"appType", "payCode", "payTransactionId", "agentCode", "goodsInfo", "ebcCode", "invtNo"}
    if document.kind == "waybill":
        optional |= {"orderNo", "ebpCode"}
    if document.kind in ("cancel", "refund"):
        optional |= {"ebpCode"}
    if document.kind == "cancel":
        optional |= {"orderNo"}
    optional -= {"payCode", "payTransactionId"} if document.kind == "payment" else set()
    optional -= {"ebcCode"} if document.kind in ("order", "list") else set()

    for element in form.fields:
        found = faults(message_xml(form, document_xml(build("9")) + document_xml(document, without=element)).encode())
        if element in optional:
            assert found == []
        elif document.kind == "cancel" and element == "copNo":
            assert found == [("list_not_named", "/CEB623Message/InvtCancel[2]/copNo")]
        else:
            assert found == [("missing", f"/{form.root}/{form.document}[2]/{head}{element}")], element


@pytest.mark.parametrize(
    ("element", "text", "code"),
    [
        ("unknownField", "x", None),
        ("acturalPaid", "1.123456", "decimal_max_places"),
        ("acturalPaid", "1E3", "number_not_plain"),
        ("acturalPaid", "1_000", "number_not_plain"),
        ("acturalPaid", "１２", "number_not_plain"),
        ("acturalPaid", "", "missing"),
        ("acturalPaid", "-1", "greater_than_equal"),
        ("acturalPaid", "NaN", "number_not_plain"),
        ("currency", "502", "currency_not_taken"),
        ("acturalPaid", "123456789012345678901", "decimal_max_digits"),
        ("appTime", "2025-03-03 10:00", "time_wrong"),
        ("appTime", "20251303100000", "time_wrong"),
        ("appType", "4", "enum"),
        ("ebpCode", "6599 660001", "string_pattern_mismatch"),
        ("orderNo", "订单", "string_pattern_mismatch"),
        ("orderNo", "9" * 61, "string_pattern_mismatch"),
        ("appStatus", "1", "not_declared"),
        ("orderNo", "9" * 3000, "too_long"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_by_its_path(element: str, text: str, code: str | None) -> None:
    content = message_xml(ORDERS, document_xml(an_order(), head={element: text})).encode()

    assert faults(content) == ([] if code is None else [(code, f"/CEB311Message/Order[1]/OrderHead/{element}")])


def test_a_fault_in_a_line_is_named_by_its_line() -> None:
    xml = document_xml(an_order(lines=[a_line(1), a_line(2), a_line(3)]))
    broken = xml.replace("<ceb:qty>2<", "<ceb:qty>0<", 2).replace("<ceb:qty>0<", "<ceb:qty>2<", 1)

    assert faults(message_xml(ORDERS, broken).encode()) == [("greater_than", "/CEB311Message/Order[1]/OrderList[2]/qty")]


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("<ceb:orderNo>T1</ceb:orderNo>", "<ceb:orderNo>T1</ceb:orderNo>" * 2, "repeated", "OrderHead/orderNo"),
        ("<ceb:orderNo>T1<", "<ceb:orderNo><ceb:x>T1</ceb:x><", "not_text", "OrderHead/orderNo/x"),
        ("<ceb:orderNo>T1</ceb:orderNo>", "<orderNo>T1</orderNo>", "namespace_unknown", "OrderHead/orderNo"),
        ("</ceb:OrderHead>", "</ceb:OrderHead><ceb:OrderHead></ceb:OrderHead>", "repeated", "OrderHead"),
        ("</ceb:OrderHead>", "</ceb:OrderHead><ceb:OrderFoot/>", "element_unknown", "OrderFoot"),
        ("<ceb:gnum>2</ceb:gnum>", "<ceb:gnum>1</ceb:gnum>", "line_repeated", "OrderList"),
    ],
)  # fmt: skip
def test_what_stands_where_it_should_not_is_named(old: str, new: str, code: str, path: str) -> None:
    xml = document_xml(an_order(lines=[a_line(1), a_line(2)]))
    assert old in xml

    found = faults(message_xml(ORDERS, xml.replace(old, new)).encode())

    assert found[0] == (code, f"/CEB311Message/Order[1]/{path}")


def test_an_order_without_lines_and_one_with_too_many_are_named() -> None:
    one = document_xml(an_order())
    line = one[one.index("<ceb:OrderList>") : one.index("</ceb:Order>")]

    none = faults(message_xml(ORDERS, one.replace(line, "")).encode())
    many = faults(message_xml(ORDERS, one.replace(line, line * 500)).encode())

    assert none == [("missing", "/CEB311Message/Order[1]/OrderList")]
    assert many == [("too_many_lines", "/CEB311Message/Order[1]/OrderList")]


def test_a_bad_document_does_not_keep_the_good_ones_from_being_read() -> None:
    parts = [document_xml(an_order("1")), order_without("orderNo"), document_xml(an_order("3"))]

    message = parse_message(message_xml(ORDERS, "".join(parts)).encode())

    assert [each.document is not None for each in message.documents] == [True, False, True]
    assert message.documents[1].echo["ebpCode"] == PLATFORM


def test_what_a_list_calls_its_day_of_declaration_serves_where_it_names_no_other() -> None:
    form = BY_KIND[a_list().kind]
    content = message_xml(form, document_xml(a_list(), without="ieDate", head={"declTime": "20250305"})).encode()

    assert only(content).document.ie_date == date(2025, 3, 5)


def test_times_are_the_customs_own() -> None:
    assert only(message_of(a_payment())).document.paid_at.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        (lambda xml: xml.replace("CEB311Message", "CEB303Message"), "root_unknown", None),
        (lambda xml: xml.replace(NAMESPACE, "http://example.org/"), "namespace_unknown", "/CEB311Message"),
        (lambda xml: xml.replace('guid="MESSAGE-1"', ""), "field_missing", "/CEB311Message/@guid"),
        (lambda xml: xml.replace('guid="MESSAGE-1"', 'guid="a b"'), "field_wrong", "/CEB311Message/@guid"),
        (lambda xml: xml.replace("ceb:copCode", "ceb:other"), "field_missing", "/CEB311Message/BaseTransfer/copCode"),
        (lambda xml: xml.replace("BaseTransfer", "BaseSubscribe"), "field_missing", "/CEB311Message/BaseTransfer/copCode"),
        (lambda xml: xml.replace("ceb:Order>", "ceb:ExtendMessage>"), "field_missing", "/CEB311Message/Order"),
        (lambda xml: xml.replace("ceb:Order>", "ceb:Payment>"), "element_unknown", "/CEB311Message/Payment"),
        (lambda xml: xml[:-3], "not_well_formed", None),
        (lambda xml: xml + "<more/>", "not_well_formed", None),
        (lambda xml: xml.replace("丝路", "\x01"), "not_well_formed", None),
        (lambda xml: xml.replace("丝路", "&unknown;"), "not_well_formed", None),
        (lambda xml: "", "not_well_formed", None),
    ],
)
def test_a_message_of_the_wrong_form_is_refused_whole(change: Any, code: str, path: str | None) -> None:
    with pytest.raises(XmlRefused) as refused:
        parse_message(change(message_of(an_order()).decode()).encode())

    assert refused.value.members["code"] == code
    assert refused.value.members.get("path") == path


def test_a_sender_named_twice_is_refused() -> None:
    xml = message_of(an_order()).decode()
    transfer = xml[xml.index("<ceb:BaseTransfer>") : xml.index("</ceb:CEB311Message>")]

    with pytest.raises(XmlRefused) as refused:
        parse_message(xml.replace(transfer, transfer * 2).encode())

    assert refused.value.members["code"] == "repeated"


def test_a_signature_is_read_past() -> None:
    inner = "<ds:Transforms><ds:Transform><ds:XPath>x</ds:XPath></ds:Transform></ds:Transforms>"
    signature = (
        '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:Reference>'
        f"{inner}</ds:Reference></ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>"
    )

    message = parse_message(message_xml(ORDERS, document_xml(an_order()), after=signature).encode())

    assert message.documents[0].document == an_order()

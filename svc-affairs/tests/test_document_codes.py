"""Verification codes, the throttle and the paper: pure."""

import io
from datetime import UTC, date, datetime

import docx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chassis.errors import Limited
from chassis.files.inspection import inspect
from chassis.files.rules import FilePolicy
from svc_affairs.case_documents.codes import LENGTH, draw_code, draw_seal, read_code
from svc_affairs.case_documents.paper import Text, make_paper
from svc_affairs.case_documents.terms import DocumentKind
from svc_affairs.case_documents.wording import appeal_of, opening_of, title_of
from svc_affairs.throttle import Rate, Throttle

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
facts = st.lists(st.text(max_size=20), max_size=6)
keys = st.binary(min_size=32, max_size=32)


@given(keys, facts)
def test_a_code_reads_back_however_it_is_typed(key: bytes, said: list[str]) -> None:
    code = draw_code(key, said)
    bare = code.replace("-", "")

    typed = [code, code.lower(), bare, f" {bare[:5]} {bare[5:]}\n", code.replace("0", "O").replace("1", "l")]

    assert len(bare) == LENGTH
    assert {read_code(each) for each in typed} == {code}


@given(keys, facts, st.integers(0, LENGTH - 1), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_noticed(key: bytes, said: list[str], place: int, letter: str) -> None:
    bare = draw_code(key, said).replace("-", "")
    assume(bare[place] != letter)

    assert read_code(bare[:place] + letter + bare[place + 1 :]) is None


@given(keys, facts, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_letters_changed_round_are_noticed(key: bytes, said: list[str], one: int, other: int) -> None:
    letters = list(draw_code(key, said).replace("-", ""))
    assume(letters[one] != letters[other])
    letters[one], letters[other] = letters[other], letters[one]

    assert read_code("".join(letters)) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    read = read_code(typed)

    assert read is None or read_code(read) == read


@given(keys, keys, facts, facts)
def test_codes_and_seals_differ_where_key_or_facts_do(key: bytes, other: bytes, said: list[str], unsaid: list[str]) -> None:
    assume(key != other and said != unsaid)

    assert len({draw_code(key, said), draw_code(other, said), draw_code(key, unsaid)}) == 3
    assert len({draw_seal(key, said), draw_seal(other, said), draw_seal(key, unsaid)}) == 3


def test_facts_do_not_run_into_one_another() -> None:
    assert draw_code(bytes(32), ["ab", "c"]) != draw_code(bytes(32), ["a", "bc"])


def test_a_throttle_lets_a_burst_through_and_then_as_many_as_come_free() -> None:
    throttle = Throttle(Rate(burst=3, per_s=0.5))

    def admitted(asker: str, at_s: float) -> int | None:
        try:
            throttle.admit(asker, at_s)
        except Limited as limited:
            return int(str(limited.members["retry_after_s"]))
        return None

    assert [admitted("a", 0) for _ in range(4)] == [None, None, None, 2]
    assert admitted("b", 0) is None
    assert [admitted("a", at) for at in (1, 2, 2.1)] == [1, None, 2]
    assert [admitted("a", 1000) for _ in range(4)] == [None, None, None, 2]


@pytest.mark.parametrize("kind", DocumentKind)
def test_each_kind_has_its_words_and_only_what_is_refused_tells_of_appeal(kind: DocumentKind) -> None:
    is_refused = kind in (DocumentKind.DENIAL, DocumentKind.NON_ACCEPTANCE)

    assert opening_of(kind, "施工许可")
    assert title_of(kind, "20", "证") != title_of(kind, "01", "许可证")
    assert ("六十日" in (appeal_of(kind) or "") or "60日" in (appeal_of(kind) or "")) is is_refused


def test_the_paper_is_a_small_document_that_our_own_inspection_takes() -> None:
    text = Text(
        "决定书", "BJ-1", [("申请人", "王\x00小明\n")], "开头", ["一", "二"], [("理由", "甲\r\n乙\ud800"), ("", "无名")],
        "住建局", date(2025, 3, 14), datetime(2025, 3, 14, tzinfo=UTC), "7K2M", "核验",
    )  # fmt: skip

    content = make_paper(text)

    assert len(content) < 12_000
    assert inspect(io.BytesIO(content), "a.docx", FilePolicy()).size_bytes == len(content)
    said = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    assert said == [
        "决定书", "编号：BJ-1", "申请人：王小明", "开头", "1. 一", "2. 二", "理由：甲", "乙", "无名", "住建局（印章）",
        "2025年3月14日", "验证码：7K2M", "核验",
    ]  # fmt: skip

"""What a caller is told: problem documents in its language, and the caller's faults as the caller's."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from chassis_builders import count
from starlette.requests import Request

from chassis.app import MAX_BODY_BYTES
from chassis.error_handlers import pointer
from chassis.errors import Kind, Limited, NotFound, Problem, TooLarge, Unavailable, problems, render, speaks_english
from chassis.testing import ServiceHarness

JSON = {"content-type": "application/json"}


def asked_with(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": raw})


def in_capitals(path: str, accept: str, status: int, words: str) -> tuple[int, bytes, str]:
    """A standard's form, of sorts."""
    return status + 1, f"{path} {accept} {words.upper()}".encode(), "text/plain"


def test_below_a_path_that_a_standard_governs_a_problem_is_in_its_form() -> None:
    asked = asked_with(accept="text/xml", accept_language="en")
    asked.scope["app"] = SimpleNamespace(state=SimpleNamespace(problem_forms={"/standard/": in_capitals}))
    problem = Unavailable("gone", errors=[{"pointer": "/a", "detail": "wrong"}])

    asked.scope["path"] = "/standard/x"
    answer = render(asked, problem)
    other = Request(asked.scope | {"path": "/standards"})

    assert bytes(answer.body) == b"/standard/x text/xml FOR THE MOMENT NOT AVAILABLE; GONE; /A: WRONG"
    assert (answer.status_code, answer.headers["retry-after"]) == (504, "2")
    assert answer.headers["content-type"].startswith("text/plain")
    assert render(other, problem).headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "is_english"),
    [
        ("", False), ("*", False), ("fr", False), ("zh-CN", False), ("zh-CN,en;q=0.9", False), ("zh,en", False),
        ("en", True), ("en-GB,en;q=0.8", True), ("EN-us", True), ("zh;q=0.3, en;q=0.7", True), ("fr, en;q=0.1", True),
        ("en;q=0", False), ("en;q=x", True), (";;;,,,=", False), ("english", False),
    ],
)  # fmt: skip
def test_the_language_is_the_one_preferred_and_else_chinese(accept: str, is_english: bool) -> None:
    assert speaks_english(asked_with(accept_language=accept)) is is_english


def test_a_problem_says_its_kind_its_words_and_its_members() -> None:
    answer = render(asked_with(), NotFound("没有这个工单", asked="t-1"))

    assert bytes(answer.body).decode() == (
        '{"type":"urn:gov171:problem:not-found","title":"未找到","status":404,"detail":"没有这个工单","asked":"t-1"}'
    )
    assert (answer.headers["content-type"], answer.headers["content-language"]) == ("application/problem+json", "zh-CN")
    assert render(asked_with(accept_language="en"), NotFound()).headers["content-language"] == "en"


def test_whoever_may_come_again_is_told_when() -> None:
    assert render(asked_with(), Unavailable()).headers["retry-after"] == "2"
    assert render(asked_with(), Limited(retry_after_s=7)).headers["retry-after"] == "7"
    assert "retry-after" not in render(asked_with(), NotFound()).headers


def test_each_kind_has_its_status() -> None:
    assert [kind.status for kind in Kind] == [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 429, 500, 503]


def test_a_route_s_problems_stand_in_its_document() -> None:
    class TooSoon(Problem):
        kind, title_en, title_zh = Kind.CONFLICT, "Too soon", "太早"

    class TooLate(Problem):
        kind, title_en, title_zh = Kind.CONFLICT, "Too late", "太晚"

    documented = problems(TooSoon, TooLate, NotFound)

    assert documented.keys() == {409, 404}
    assert documented[409]["description"] == "Too soon (too-soon); Too late (too-late)"
    assert list(documented[409]["content"]) == ["application/problem+json"]


def test_a_pointer_names_the_place_even_where_the_name_has_slashes() -> None:
    assert pointer(("body", "contact", 0, "a/b~c")) == "/contact/0/a~1b~0c"
    assert pointer(("body",)) == ""
    assert pointer(("query", "limit")) == "query/limit"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422), (b"{", 400), (b"[]", 422), (b"5", 422), (b"null", 422), (b'{"id": "\xff"}', 400), (b"[" * 100_000, 400),
        (b'{"id": ' + b"9" * 5000 + b"}", 400), (b'{"id": NaN, "name": "x"}', 422), (b'{"\\ud800": 1}', 422),
        (b'{"id": "\\udfff", "name": "x"}', 422), (b'{"id": "a", "name": "x", "__proto__": {}}', 422),
    ],
)  # fmt: skip
async def test_whatever_comes_as_a_body_the_fault_is_the_caller_s(example: ServiceHarness, content: bytes, status: int) -> None:
    answer = await example.as_("desk").post("/v1/things", content=content, headers=JSON)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert await count(example, "things") == 0


async def test_each_fault_is_named_at_its_place_without_what_was_given(example: ServiceHarness) -> None:
    body = {"id": 13812341234, "name": "x" * 41, "phone": "13812341234"}

    answer = await example.as_("desk").post("/v1/things", json=body)

    assert {fault["pointer"] for fault in answer.json()["errors"]} == {"/id", "/name", "/phone"}
    assert "13812341234" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PUT", "/v1/things/%00", {"id": "a", "name": "b"}, 422),
        ("PUT", "/v1/things/%ff%ed%a0%80", {"id": "a", "name": "b"}, 404),
        ("POST", "/v1/example/event-replays", {"since": "0001-01-01T00:00:00+14:00"}, 422),
        ("POST", "/v1/example/event-replays", {"since": "9999-12-31T23:59:59-14:00"}, 422),
        ("POST", "/v1/example/event-replays", {"since": "2025-03-14T00:00:00"}, 422),
        ("GET", "/v1/example/dead-letters?limit=0", None, 422),
        ("GET", "/v1/example/dead-letters?cursor=%00", None, 422),
        ("GET", "/v1/things/numbers/99999999999999999999", None, 422),
    ],
)
async def test_what_the_database_cannot_hold_is_the_caller_s_fault(
    example: ServiceHarness, method: str, path: str, body: Any, status: int
) -> None:
    answer = await example.client.request(method, path, json=body)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


async def test_a_statement_of_ours_that_is_wrong_is_our_fault(example: ServiceHarness) -> None:
    answer = await example.client.get("/v1/things/numbers/1?as_text=true")

    assert (answer.status_code, answer.json()["type"]) == (500, "urn:gov171:problem:problem")


async def test_a_method_that_is_not_offered_says_which_are(example: ServiceHarness) -> None:
    answer = await example.client.delete("/v1/things")

    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert answer.headers["allow"] == "POST"


async def test_a_body_that_grows_too_large_is_refused(example: ServiceHarness) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY_BYTES // 2**20 + 2):
            yield b" " * 2**20

    streamed = await example.as_("desk").post("/v1/things", content=endless(), headers=JSON)
    declared = await example.as_("desk").post("/v1/things", content=b" " * (MAX_BODY_BYTES + 1), headers=JSON)

    assert (streamed.status_code, streamed.json()["type"]) == (413, TooLarge.type_uri())
    assert declared.status_code == 413

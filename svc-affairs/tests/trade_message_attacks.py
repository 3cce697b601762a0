"""Messages made to do harm. Run as a program, it reads one of them and prints what came of it, how long and how much memory."""

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping

from trade_message_builders import BY_KIND, NAMESPACE, an_order, document_xml, message_of, message_xml

from svc_affairs.trade_messages.errors import XmlRefused
from svc_affairs.trade_messages.parsing import parse_message

_MEGABYTES_16 = 16 * 1024 * 1024
_ORDERS = BY_KIND[an_order().kind]
_PLAIN = message_of(an_order()).decode()
_DECLARED, _BODY = _PLAIN.split("\n", 1)
_OPEN = _BODY[: _BODY.index(">") + 1]

_LONG_TEXT = ("<ceb:Order><ceb:OrderHead><ceb:orderNo>", "</ceb:orderNo></ceb:OrderHead></ceb:Order>")


def _with_type(internal: str, text: str = "T1") -> bytes:
    body = _BODY.replace(">T1<", f">{text}<")
    return f"{_DECLARED}\n<!DOCTYPE ceb:CEB311Message {internal}>\n{body}".encode()


def _laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return _with_type(f'[<!ENTITY l0 "lol">{levels}]', "&l11;")


def _filled(piece: str, count: int | None = None) -> bytes:
    """A message of 16 MB whose root holds `piece` again and again."""
    return (f"{_DECLARED}\n{_OPEN}" + piece * (count or (_MEGABYTES_16 - 500) // len(piece)) + "</ceb:CEB311Message>").encode()


def _in_one(before: str, after: str, length: int = _MEGABYTES_16 - 5000) -> bytes:
    return (f"{_DECLARED}\n{_OPEN}{before}" + "a" * length + f"{after}</ceb:CEB311Message>").encode()


def _many_names() -> bytes:
    names = "".join(f"<ceb:n{n}/>" for n in range(1_100_000))
    return f"{_DECLARED}\n{_OPEN}<ceb:ExtendMessage>{names}</ceb:ExtendMessage></ceb:CEB311Message>".encode()


def _many_attributes(count: int) -> bytes:
    attributes = " ".join(f'a{n}=""' for n in range(count))
    return f"{_DECLARED}\n{_OPEN}<ceb:Order {attributes}/></ceb:CEB311Message>".encode()


def _too_many_documents() -> bytes:
    return message_xml(_ORDERS, "<ceb:Order></ceb:Order>" * 400_000).encode()


ATTACKS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "billion laughs": ("dtd_refused", _laughs),
    "quadratic blow-up": ("dtd_refused", lambda: _with_type(f'[<!ENTITY a "{"a" * 50_000}">]', "&a;" * 20_000)),
    "external entity": ("dtd_refused", lambda: _with_type('[<!ENTITY x SYSTEM "file:///etc/passwd">]', "&x;")),
    "external entity over http": ("dtd_refused", lambda: _with_type('[<!ENTITY x SYSTEM "http://127.0.0.1:9/">]', "&x;")),
    "parameter entity": ("dtd_refused", lambda: _with_type('[<!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]')),
    "external subset": ("dtd_refused", lambda: _with_type('SYSTEM "http://127.0.0.1:9/evil.dtd"')),
    "document type alone": ("dtd_refused", lambda: _with_type("")),
    "deep nesting": ("too_deep", lambda: (f"{_DECLARED}\n{_OPEN}" + "<ceb:Order>" * 1_400_000).encode()),
    "gbk declared": ("encoding_refused", lambda: _PLAIN.replace("UTF-8", "GBK").encode("gbk")),
    "gb2312 declared": ("encoding_refused", lambda: _PLAIN.replace("UTF-8", "gb2312").encode()),
    "utf-7 declared": ("encoding_refused", lambda: _PLAIN.replace("UTF-8", "utf-7").encode()),
    "utf-16": ("encoding_refused", lambda: _PLAIN.replace("UTF-8", "UTF-16").encode("utf-16")),
    "gbk not declared": ("not_well_formed", lambda: _PLAIN.encode("gbk")),
    "bytes of no encoding": ("not_well_formed", lambda: _PLAIN.encode().replace("丝".encode(), b"\xff\xfe")),
    "many elements": ("too_many_elements", lambda: _filled("<ceb:ExtendMessage/>")),
    "many documents": ("too_many_documents", _too_many_documents),
    "many names": ("too_many_names", _many_names),
    "many attributes": ("stretch_too_long", lambda: _many_attributes(1_300_000)),
    "some attributes": ("too_many_names", lambda: _many_attributes(7_000)),
    "attributes of few names": ("too_many_attributes", lambda: _many_attributes(20)),
    "one long attribute": ("stretch_too_long", lambda: _in_one('<ceb:ExtendMessage a="', '"/>')),
    "one long name": ("stretch_too_long", lambda: _in_one("<ceb:ExtendMessage><ceb:", "/></ceb:ExtendMessage>")),
    "one long comment": ("stretch_too_long", lambda: _in_one("<!--", "-->")),
    "one long text": ("stretch_too_long", lambda: _in_one(*_LONG_TEXT)),
    "an open end": ("stretch_too_long", lambda: _in_one('<ceb:ExtendMessage a="', "")),
    "one text of many stretches": ("field_missing", lambda: _filled("a" * 60_000 + "&gt;>")),
    "nothing but ends": ("field_missing", lambda: _filled(">")),
    "utf-16 not declared": ("encoding_refused", lambda: _BODY.encode("utf-16")),
    "many references": ("stretch_too_long", lambda: _filled("&#97;")),
    "honest and large": ("", lambda: message_xml(_ORDERS, document_xml(an_order()) * 9_000).encode()),
}  # fmt: skip


def _main(name: str) -> None:
    assert NAMESPACE in _OPEN
    content = ATTACKS[name][1]()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    try:
        parse_message(content)
        code = ""
    except XmlRefused as refused:
        code = str(refused.members["code"])
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"code": code, "bytes": len(content), "took_s": time.perf_counter() - began, "grown_kb": grown}))


if __name__ == "__main__":
    _main(sys.argv[1])

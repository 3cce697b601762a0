"""Reads a message piece by piece: no tree is built, and each document is let go of once it is read.

A document type is refused before anything in it is looked at, so there are no entities to expand and nothing outside
to fetch. Every count has its limit, so time and memory stay within what the message's own size allows.
"""

import re
from dataclasses import dataclass
from typing import Any, NoReturn

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser

from svc_affairs.trade_documents.limits import LIMITS as DOCUMENT_LIMITS
from svc_affairs.trade_messages.errors import XmlRefused
from svc_affairs.trade_messages.faults import Fault
from svc_affairs.trade_messages.formats import FORMATS, NAMESPACE, PASSED_OVER, SIGNATURES, TRANSFER, Format
from svc_affairs.trade_messages.policy import LIMITS
from svc_affairs.trade_messages.reading import ASIDE, RawDocument, ReadDocument, read_document

_GUID = re.compile(r"[0-9A-Za-z_-]{1,64}")


@dataclass(frozen=True)
class ReadMessage:
    """A message whose outer form is right; its documents may have faults of their own."""

    form: Format
    guid: str
    sender_code: str
    documents: list[ReadDocument]


@dataclass
class _Section:
    """An element whose children are fields; those of `names` are kept in `found`."""

    found: dict[str, str]
    names: frozenset[str]


@dataclass
class _Field:
    """An element whose text is kept."""

    found: dict[str, str]
    name: str
    length: int = 0


_MESSAGE, _DOCUMENT, _SKIPPED = object(), object(), object()


def parse_message(content: bytes) -> ReadMessage:
    """Raises XmlRefused. Takes a while on a large message: call it in a thread."""
    if b"\0" in content:  # UTF-16 in any dress; the parser would follow its byte order mark
        _refuse("encoding_refused", "a message is in UTF-8")
    _check_stretches(content)
    reader = _Reader()
    parser = XMLParser(target=reader, encoding="utf-8", forbid_dtd=True)
    parser.parser.XmlDeclHandler = _check_declaration
    try:
        for at in range(0, len(content), LIMITS.piece_bytes):
            parser.feed(content[at : at + LIMITS.piece_bytes])
        parser.close()
    except DefusedXmlException:
        _refuse("dtd_refused", "a document type, and with it any entity, is refused", line=parser.parser.CurrentLineNumber)
    except ParseError as error:
        _refuse("not_well_formed", "this is no well-formed XML in UTF-8", line=error.position[0])
    return reader.message()


def _check_stretches(content: bytes) -> None:
    """No tag, comment or text is longer than the limit; looks at each place at most twice."""
    at, most = 0, LIMITS.stretch_bytes
    while len(content) - at > most:
        end = content.rfind(b">", at, at + most)
        if end < 0:
            _refuse("stretch_too_long", f"a tag or a text has at most {most} bytes", most=most)
        at = end + 1


def _check_declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "utf8"):
        _refuse("encoding_refused", "a message is in UTF-8, and says so or nothing")


def _refuse(code: str, detail: str, **members: Any) -> NoReturn:
    raise XmlRefused(detail, code=code, **members)


class _Reader:
    """What the parser tells of each element; the stack says what the open elements mean to us."""

    def __init__(self) -> None:
        self._form: Format | None = None
        self._guid = ""
        self._path: list[str] = []
        self._stack: list[object] = []
        self._texts: list[str] = []
        self._names: set[str] = set()
        self._elements = 0
        self._raw: RawDocument | None = None
        self._wanted: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        self._transfer: dict[str, str] | None = None
        self._documents: list[ReadDocument] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count(tag, attributes)
        namespace, _, name = tag[1:].partition("}") if tag[:1] == "{" else ("", "", tag)
        if not self._stack:
            self._stack.append(self._begin(namespace, name, attributes))
            self._path.append(name)
            return
        self._path.append(name)
        self._stack.append(self._meaning(self._stack[-1], namespace, name))

    def data(self, text: str) -> None:
        top = self._stack[-1]
        if isinstance(top, _Field):
            top.length += len(text)
            if top.length <= LIMITS.text_chars:
                self._texts.append(text)

    def end(self, _tag: str) -> None:
        top = self._stack.pop()
        if isinstance(top, _Field):
            if top.length > LIMITS.text_chars:
                self._fault("too_long")
            top.found[top.name] = "".join(self._texts).strip()
            self._texts.clear()
        elif self._raw is not None and len(self._stack) == 1:
            assert self._form is not None
            self._documents.append(read_document(self._form, self._raw))
            self._raw = None
        self._path.pop()

    def close(self) -> None:
        """The parser's last word; nothing is left to be made of it."""

    def message(self) -> ReadMessage:
        assert self._form is not None
        root = self._form.root
        if not self._documents:
            _refuse("field_missing", "a message has a document", path=f"/{root}/{self._form.document}")
        code = (self._transfer or {}).get("copCode")
        if not code:
            _refuse("field_missing", "a message names its sender", path=f"/{root}/{TRANSFER}/copCode")
        return ReadMessage(self._form, self._guid, code, self._documents)

    def _count(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._names.update((tag, *attributes))
        for code, found, most in (
            ("too_deep", len(self._stack) + 1, LIMITS.depth),
            ("too_many_elements", self._elements, LIMITS.elements),
            ("too_many_names", len(self._names), LIMITS.names),
            ("too_many_attributes", len(attributes), LIMITS.attributes),
        ):
            if found > most:
                _refuse(code, f"at most {most}", most=most)

    def _begin(self, namespace: str, name: str, attributes: dict[str, str]) -> object:
        form = FORMATS.get(name)
        if form is None:
            _refuse("root_unknown", "the root is none of the messages that are read here", known=[*FORMATS])
        if namespace != NAMESPACE:
            _refuse("namespace_unknown", f"the root is not of {NAMESPACE}", path=f"/{name}")
        guid = attributes.get("guid", "").strip()
        if _GUID.fullmatch(guid) is None:
            _refuse("field_missing" if not guid else "field_wrong", "a message has a guid", path=f"/{name}/@guid")
        self._form, self._guid = form, guid
        self._wanted = (frozenset(form.fields) | frozenset(form.echoed) | ASIDE, frozenset(form.line_fields))
        return _MESSAGE

    def _meaning(self, within: object, namespace: str, name: str) -> object:
        """What an element is, by what it stands in."""
        if within is _SKIPPED:
            return _SKIPPED
        if within is _MESSAGE:
            return self._in_message(namespace, name)
        if namespace != NAMESPACE:
            return self._fault("namespace_unknown")
        if within is _DOCUMENT:
            return self._in_document(name)
        if isinstance(within, _Section):
            return self._in_section(within, name)
        return self._fault("not_text")

    def _in_message(self, namespace: str, name: str) -> object:
        assert self._form is not None
        if namespace == SIGNATURES or (namespace == NAMESPACE and name in PASSED_OVER):
            return _SKIPPED
        if namespace == NAMESPACE and name == self._form.document:
            return self._begin_document()
        if namespace == NAMESPACE and name == TRANSFER and self._transfer is None:
            self._transfer = {}
            return _Section(self._transfer, frozenset({"copCode"}))
        known = name == TRANSFER and namespace == NAMESPACE
        _refuse("repeated" if known else "element_unknown", "this stands in no message so", path=f"/{self._form.root}/{name}")

    def _begin_document(self) -> object:
        assert self._form is not None
        index = len(self._documents) + 1
        if index > LIMITS.documents:
            _refuse("too_many_documents", f"at most {LIMITS.documents}", most=LIMITS.documents)
        self._raw = RawDocument(index, f"/{self._form.root}/{self._form.document}[{index}]")
        return _DOCUMENT if self._form.head is not None else _Section(self._raw.head, self._wanted[0])

    def _in_document(self, name: str) -> object:
        assert self._form is not None
        assert self._raw is not None
        if name == self._form.head:
            return _Section(self._raw.head, self._wanted[0]) if not self._raw.head else self._fault("repeated")
        if name != self._form.line:
            return self._fault("element_unknown")
        if len(self._raw.lines) > DOCUMENT_LIMITS.lines:
            return _SKIPPED  # one past the limit is enough to say that there are too many
        self._raw.lines.append({})
        return _Section(self._raw.lines[-1], self._wanted[1])

    def _in_section(self, section: _Section, name: str) -> object:
        if name not in section.names:
            return _SKIPPED
        if name in section.found:
            return self._fault("repeated")
        self._texts.clear()
        return _Field(section.found, name)

    def _fault(self, code: str) -> object:
        """Note what is wrong with the open element, and read past it; in the sender's own part it ends the message."""
        if self._raw is None:
            _refuse(code, "the sender is not named so", path="/" + "/".join(self._path))
        assert self._form is not None
        inner = [*self._path[2:]]
        if inner and inner[0] == self._form.line:
            inner[0] += f"[{len(self._raw.lines)}]"
        self._raw.faults.append(Fault(code, "/".join([self._raw.path, *inner])))
        return _SKIPPED

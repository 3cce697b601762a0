"""Reads documents from JSON, many at once: in one go where all are sound, and otherwise one by one."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from chassis.error_handlers import pointer
from svc_affairs.trade_documents.errors import BatchUnreadable, TooManyDocuments
from svc_affairs.trade_documents.limits import LIMITS
from svc_affairs.trade_documents.schemas import TradeDocument

_ALL: TypeAdapter[list[TradeDocument]] = TypeAdapter(list[TradeDocument])
_ONE: TypeAdapter[TradeDocument] = TypeAdapter(TradeDocument)
_MOST_FAULTS = 20


@dataclass
class Read:
    """The sound documents by their place in the body, and what is wrong with the others: (pointer, detail), never values."""

    documents: dict[int, TradeDocument] = field(default_factory=dict)
    faults: dict[int, list[tuple[str, str]]] = field(default_factory=dict)


def read_documents(body: bytes) -> Read:
    """Raises BatchUnreadable where the body is no array, TooManyDocuments."""
    try:
        documents = _ALL.validate_json(body)
    except ValidationError:
        return _one_by_one(body)
    _check_count(len(documents))
    return Read(dict(enumerate(documents)))


def _one_by_one(body: bytes) -> Read:
    try:
        items = from_json(body, allow_inf_nan=False)
    except ValueError:
        raise BatchUnreadable("the body is not valid JSON") from None
    if not isinstance(items, list):
        raise BatchUnreadable("send an array of documents")
    _check_count(len(items))
    read = Read()
    for index, item in enumerate(items):
        try:
            read.documents[index] = _ONE.validate_json(to_json(item))
        except ValidationError as error:
            read.faults[index] = [
                _fault(item, each) for each in error.errors(include_url=False, include_input=False)[:_MOST_FAULTS]
            ]
    return read


def _fault(item: Any, fault: Any) -> tuple[str, str]:
    """Its place in the document: pydantic puts the kind in front."""
    place = fault["loc"]
    is_tagged = isinstance(item, dict) and place[:1] == (item.get("kind"),) and fault["type"] != "union_tag_invalid"
    return pointer(("body", *(place[1:] if is_tagged else place))), fault["msg"]


def _check_count(count: int) -> None:
    if not 1 <= count <= LIMITS.most_at_once:
        raise TooManyDocuments(f"1 to {LIMITS.most_at_once} documents", limit=LIMITS.most_at_once)

"""One document of a message as its model, or as the faults that keep it from being one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from chassis.clock import SHANGHAI
from svc_affairs.trade_documents.schemas import (
    CancelDocument,
    ListDocument,
    OrderDocument,
    PaymentDocument,
    RefundDocument,
    TradeDocument,
    WaybillDocument,
)
from svc_affairs.trade_documents.terms import DocumentKind
from svc_affairs.trade_messages.faults import Fault
from svc_affairs.trade_messages.formats import Format

_Model = (
    type[OrderDocument]
    | type[PaymentDocument]
    | type[WaybillDocument]
    | type[ListDocument]
    | type[CancelDocument]
    | type[RefundDocument]
)
MODELS: Mapping[DocumentKind, _Model] = MappingProxyType(
    {
        DocumentKind.ORDER: OrderDocument,
        DocumentKind.PAYMENT: PaymentDocument,
        DocumentKind.WAYBILL: WaybillDocument,
        DocumentKind.LIST: ListDocument,
        DocumentKind.CANCEL: CancelDocument,
        DocumentKind.REFUND: RefundDocument,
    }
)
_ONLY_STORED = "1"
# Read for what they mean to the others; no field of their own.
ASIDE = frozenset({"appStatus", "declTime"})


@dataclass
class RawDocument:
    """What the parser found of one document: text by element, nothing checked."""

    index: int
    path: str
    head: dict[str, str] = field(default_factory=dict)
    lines: list[dict[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class ReadDocument:
    """A document with what its receipt repeats; without a model it has faults. `index` counts from 1."""

    index: int
    path: str
    echo: Mapping[str, str]
    document: TradeDocument | None
    faults: Sequence[Fault] = ()


def read_document(form: Format, raw: RawDocument) -> ReadDocument:
    """Check what was found; an empty element is one that is not there."""
    echo = {name: raw.head[name] for name in form.echoed if raw.head.get(name)}
    faults = [*raw.faults]
    head_path = raw.path if form.head is None else f"{raw.path}/{form.head}"
    fields = _fields(form.fields, raw.head, head_path, faults)
    if raw.head.get("appStatus") == _ONLY_STORED:
        faults.append(Fault("not_declared", f"{head_path}/appStatus"))
    if form.line is not None:
        fields["lines"] = [
            _fields(form.line_fields, each, f"{raw.path}/{form.line}[{at}]", faults) for at, each in enumerate(raw.lines, 1)
        ]
    model: TradeDocument | None = None
    try:
        model = MODELS[form.kind].model_validate(fields | {"kind": form.kind})
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        faults += [_fault(form, raw.path, head_path, each["type"], each["loc"], each.get("ctx", {})) for each in found]
    told = tuple(_first_at_each_place(faults))
    return ReadDocument(raw.index, raw.path, echo, None if told else model, told)


def _fields(names: Mapping[str, str], found: Mapping[str, str], path: str, faults: list[Fault]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for element, name in names.items():
        text = found.get(element) or (found.get("declTime") if element == "ieDate" else None)
        if not text:
            continue
        read = _READERS.get(element)
        try:
            fields[name] = read(text) if read else text
        except ValueError:
            faults.append(Fault("date_wrong" if element == "ieDate" else "time_wrong", f"{path}/{element}"))
            fields[name] = text
    return fields


def _instant(text: str) -> datetime:
    """`YYYYMMDDhhmmss`, the customs' clock."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        raise ValueError
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=SHANGHAI)


def _day(text: str) -> Any:
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        raise ValueError
    return datetime.strptime(text, "%Y%m%d").date()


_READERS: Mapping[str, Callable[[str], Any]] = MappingProxyType({"appTime": _instant, "payTime": _instant, "ieDate": _day})


def _fault(form: Format, path: str, head_path: str, code: str, place: tuple[int | str, ...], context: Mapping[str, Any]) -> Fault:
    """A fault that the model found, at the element that its field came from."""
    if place[:1] == ("lines",):
        if len(place) < 3:
            at = f"[{int(place[1]) + 1}]" if len(place) == 2 else ""
            return Fault({"too_short": "missing", "too_long": "too_many_lines"}.get(code, code), f"{path}/{form.line}{at}")
        return Fault(code, f"{path}/{form.line}[{int(place[1]) + 1}]/{_element(form.line_fields, str(place[2]))}")
    if code == "line_repeated":
        return Fault(code, f"{path}/{form.line}")
    named = str(place[0]) if place else str(context.get("field", "cop_no"))
    return Fault(code, f"{head_path}/{_element(form.fields, named)}")


def _element(names: Mapping[str, str], field_name: str) -> str:
    return next((element for element, name in names.items() if name == field_name), field_name)


def _first_at_each_place(faults: Sequence[Fault]) -> list[Fault]:
    """What the parser saw explains what the model then missed at the same place."""
    seen: dict[str, Fault] = {}
    for each in faults:
        seen.setdefault(each.path, each)
    return [*seen.values()]

"""The receipt of a message: what became of each of its documents, in the customs' own format."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

from chassis.clock import SHANGHAI
from svc_affairs.trade_documents.taken import Taken, TakenStatus
from svc_affairs.trade_messages.faults import Fault
from svc_affairs.trade_messages.formats import NAMESPACE, Format
from svc_affairs.trade_messages.policy import RECEIPTS
from svc_affairs.trade_messages.reading import ReadDocument


@dataclass(frozen=True)
class Outcome:
    """What is said of one document: the customs' status, and words that repeat nothing of a person."""

    status: str
    info: str


def of_taken(read: ReadDocument, taken: Taken) -> Outcome:
    if taken.status is TakenStatus.REFUSED:
        code = taken.code or "refused"
        words = _pair(taken.text_zh or taken.status.label_zh, taken.text_en or taken.status.label_en)
        return Outcome(RECEIPTS.refused, _cut(f"[Code:{code};Desc:{words}]"))
    return Outcome(RECEIPTS.taken, _cut(f"{_pair(taken.status.label_zh, taken.status.label_en)}[{read.echo.get('guid', '')}]"))


def of_faults(faults: Sequence[Fault]) -> Outcome:
    """A document that could not be read."""
    named = (_of_fault(each) for each in faults[: RECEIPTS.named_faults])
    return Outcome(RECEIPTS.unreadable, _cut("".join(named)))


def render_receipt(
    form: Format,
    message_id: UUID,
    received_at: datetime,
    outcomes: Iterable[tuple[ReadDocument, Outcome]],
    numbers: Sequence[int],
) -> str:
    """The receipt as XML. `numbers` are those that a list's receipt gives 电子口岸标识编号, one for each document."""
    at = received_at.astimezone(SHANGHAI)
    root = Element(form.receipt_root, {"xmlns": NAMESPACE, "guid": str(message_id).upper(), "version": "1.0"})
    for position, (read, outcome) in enumerate(outcomes):
        answer = SubElement(root, form.answer)
        echo = dict(read.echo)
        if form.numbered is not None:
            echo["preNo"] = f"{form.numbered}{at:%Y%m%d}{numbers[position] % 10**9:09}"
        said = {name: echo[name][: RECEIPTS.echo_chars] for name in form.echoed if name in echo}
        said |= {"returnStatus": outcome.status, "returnTime": _instant(at), "returnInfo": outcome.info}
        for name, text in said.items():
            SubElement(answer, name).text = text
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _of_fault(fault: Fault) -> str:
    return f"[Code:{fault.code};Path:{fault.path};Desc:{_pair(fault.text_zh, fault.text_en)}]"


def _pair(zh: str, en: str) -> str:
    return f"{zh} {en}"


def _cut(text: str) -> str:
    return text[: RECEIPTS.info_chars]


def _instant(at: datetime) -> str:
    """`YYYYMMDDhhmmssSSS`, the customs' clock."""
    return f"{at:%Y%m%d%H%M%S}{at.microsecond // 1000:03}"

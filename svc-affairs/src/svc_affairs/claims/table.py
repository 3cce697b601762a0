"""Reads claims that people list in a CSV table: UTF-8 or GB 18030, a heading line in Chinese or English; pure."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from pydantic import JsonValue, ValidationError

from chassis.errors import Invalid
from svc_affairs.claims.errors import TableTooLong, TableUnreadable
from svc_affairs.claims.policy import POLICY
from svc_affairs.claims.schemas import ClaimEntry

HEADINGS = {"事项编码": "item_code", "中心编码": "centre_code", "窗口编码": "window_code", "咨询电话": "telephone"}
_NEEDED = ("item_code", "centre_code")
_MOST_FAULTS = 50


def read_claims(content: bytes) -> list[ClaimEntry]:
    """The rows in order, blank ones passed over. Raises TableUnreadable, TableTooLong, and Invalid, which names lines."""
    rows: list[ClaimEntry] = []
    faults: list[JsonValue] = []
    for index, (line, cells) in enumerate(_lines(content)):
        try:
            rows.append(ClaimEntry.model_validate(cells))
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False, include_context=False):
                pointer = "/".join(["/rows", str(index), *map(str, each["loc"])])
                faults.append({"pointer": pointer, "detail": f"line {line}: {each['msg']}"})
        if len(rows) > POLICY.most_rows:
            raise TableTooLong(most_rows=POLICY.most_rows)
        if len(faults) >= _MOST_FAULTS:
            break
    if faults:
        raise Invalid(errors=faults[:_MOST_FAULTS])
    if not rows:
        raise TableUnreadable("there is no row below the headings")
    return rows


def _lines(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row that is not blank: the line it begins on, and its cells by field, those that are empty left out."""
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    try:
        fields = _fields(next(reader, []))
        begins = reader.line_num + 1
        for cells in reader:
            if len(cells) > len(fields):
                raise TableUnreadable(f"line {begins}: {len(cells)} cells, but {len(fields)} headings")
            given = {field: cell.strip() for field, cell in zip(fields, cells, strict=False) if cell.strip()}
            if given:
                yield begins, given
            begins = reader.line_num + 1
    except csv.Error as error:
        raise TableUnreadable(f"line {reader.line_num}: {error}") from None


def _fields(heads: list[str]) -> list[str]:
    given = [HEADINGS.get(each.strip(), each.strip()) for each in heads]
    if not set(_NEEDED) <= set(given) <= set(HEADINGS.values()) or len(set(given)) < len(given):
        known = "; ".join(f"{chinese} {field}" for chinese, field in HEADINGS.items())
        raise TableUnreadable(f"the first line must hold headings, each once, with the first two of: {known}")
    return given


def _decoded(content: bytes) -> str:
    """What spreadsheets write: UTF-8, with a mark or without, else GB 18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableUnreadable("the text is neither UTF-8 nor GB 18030")

"""How a file comes in as the body of a request, and goes out as an answer."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import IO, Any

from fastapi import Request
from fastapi.responses import StreamingResponse

from chassis.errors import TooLarge, Unsupported
from svc_affairs.sheets.policy import POLICY
from svc_affairs.sheets.writing import chunks


class SheetFormat(StrEnum):
    """How tables are written down."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES: Mapping[SheetFormat, str] = MappingProxyType(
    {SheetFormat.CSV: "text/csv", SheetFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
)
_SCHEMAS = {
    MEDIA_TYPES[SheetFormat.CSV]: {"schema": {"type": "string", "description": "UTF-8 or GB 18030, with a heading line."}},
    MEDIA_TYPES[SheetFormat.XLSX]: {"schema": {"type": "string", "format": "binary", "description": "An Excel workbook."}},
}
BODY: dict[str, Any] = {"requestBody": {"required": True, "content": _SCHEMAS}}
FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": _SCHEMAS}}


async def take_file(request: Request) -> tuple[bytes, SheetFormat]:
    """The whole body and what it is; raises Unsupported, and TooLarge at the first byte beyond."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    form = next((each for each, known in MEDIA_TYPES.items() if known == media_type), None)
    if form is None:
        raise Unsupported(f"one of {', '.join(MEDIA_TYPES.values())}")
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > POLICY.most_bytes:
            raise TooLarge(f"at most {POLICY.most_bytes} bytes", limit_bytes=POLICY.most_bytes)
    return bytes(read), form


def give_file(file: IO[bytes], form: SheetFormat, name: str) -> StreamingResponse:
    """The file as a download, piece by piece."""
    headers = {"content-disposition": f'attachment; filename="{name}.{form.value}"', "x-content-type-options": "nosniff"}
    charset = "; charset=utf-8" if form is SheetFormat.CSV else ""
    return StreamingResponse(chunks(file), 200, headers, MEDIA_TYPES[form] + charset)

"""Builders for tests of the catalogue: base items, files of them and of items, packages."""

import io
from collections.abc import Sequence
from typing import Any

import httpx
import openpyxl
from affairs_builders import Affairs

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BASE: dict[str, Any] = {
    "code": "000117001000",
    "name": "建筑工程施工许可证核发",
    "kind": "01",
    "levels": ["3", "4"],
    "legal_basis": "《中华人民共和国建筑法》第七条",
    "statutory_days": 7,
    "material_count": 4,
    "edition": "2024年版",
}


async def base_entered(affairs: Affairs, **changes: Any) -> dict[str, Any]:
    answer = await affairs.editor.post("/v1/base-items", json=BASE | changes)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def workbook(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    """An Excel file with these rows by sheet."""
    book = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


async def sent(
    client: httpx.AsyncClient, content: bytes | str, media_type: str = CSV, path: str = "", **params: Any
) -> httpx.Response:
    """A file sent to the imports."""
    body = content.encode() if isinstance(content, str) else content
    return await client.post(f"/v1/item-imports{path}", content=body, headers={"content-type": media_type}, params=params)

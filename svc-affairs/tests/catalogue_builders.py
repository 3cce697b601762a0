"""Builders for tests of the catalogue: base items, files of them and of items, packages."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import httpx
import openpyxl
from affairs_builders import Affairs
from hypothesis import strategies as st

from svc_affairs.items.parts import FeeItem, Guide, Hall, Material, Result, SpecialProcedure, Step
from svc_affairs.items.schemas import ItemDraft
from svc_affairs.items.terms import ApplicantKind, Channel

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


def item_row(**changes: Any) -> dict[str, Any]:
    """The least that an item needs, as a draft has it."""
    row = {
        "code": "1", "name": "甲", "kind": "01", "department_code": "dept-07", "statutory_days": 7, "promised_days": 3,
        "legal_basis": "法", "channels": ["hall"], "visits": 1, "online_depth": 4,
    }  # fmt: skip
    return row | changes


def csv_of(*rows: dict[str, Any]) -> str:
    """Rows of items as CSV under the API's own names."""
    out = io.StringIO()
    table = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    table.writeheader()
    table.writerows({name: ";".join(cell) if isinstance(cell, list) else cell for name, cell in row.items()} for row in rows)
    return out.getvalue()


_ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\0") | st.sampled_from("=+-@'\\;|\n\r\t,\"_x0041_u000b")


def _texts(most: int) -> st.SearchStrategy[str]:
    return st.text(_ANY, min_size=1, max_size=min(most, 12)).map(str.strip).filter(bool)


def item_contents() -> st.SearchStrategy[dict[str, Any]]:
    """Any items at all, as they are stored; their promise within the law, their parts told apart."""
    codes = st.from_regex(r"\A[0-9A-Za-z][0-9A-Za-z_.-]{0,5}\Z")

    def parts(model: type[Any], most: int, **fields: Any) -> st.SearchStrategy[list[Any]]:
        known = {"code": codes, "name": _texts(200)} if "code" in model.model_fields else {"name": _texts(200)}
        given = {name: st.none() | strategy for name, strategy in fields.items() if name.startswith("or_")}
        built = {name.removeprefix("or_"): strategy for name, strategy in (fields | given).items()}
        key = (lambda each: each.code) if "code" in known else (lambda each: repr(each))
        return st.lists(st.builds(model, **(known | built)), max_size=most, unique_by=key)

    materials = parts(
        Material, 3, or_issued_by=_texts(200), or_dataset_code=codes, or_note=_texts(4000), copies=st.integers(1, 99),
        or_template_url=st.just("https://example.org/a;b|c"),
    )  # fmt: skip
    guide = st.builds(
        Guide, conditions=st.none() | _texts(4000), note=st.none() | _texts(4000), reasons_for_visits=st.none() | _texts(4000),
        consultation_phone=st.none() | _texts(200), complaint_phone=st.none() | _texts(200),
        halls=parts(
            Hall, 2, windows=st.lists(_texts(200), max_size=3), or_address=_texts(200), or_hours=_texts(200), or_phone=_texts(9),
        ),
        fees=parts(FeeItem, 2, fee_fen=st.integers(0, 10**12), or_basis=_texts(4000)),
        results=parts(Result, 2, or_valid_years=st.integers(1, 100)),
    )  # fmt: skip
    drafts = st.builds(
        ItemDraft, code=st.from_regex(r"\A[0-9A-Za-z][0-9A-Za-z-]{0,8}\Z"), name=_texts(200), legal_basis=_texts(4000),
        department_code=st.just("dept-07"), statutory_days=st.integers(10, 3650), promised_days=st.integers(0, 10),
        base_code=st.none(), fee_fen=st.integers(0, 10**12), visits=st.integers(0, 3), online_depth=st.integers(1, 4),
        applicant_kinds=st.lists(st.sampled_from(ApplicantKind), min_size=1, max_size=3),
        channels=st.lists(st.sampled_from(Channel), min_size=1, max_size=3), keywords=st.lists(_texts(40), max_size=3),
        materials=materials, guide=guide,
        steps=parts(Step, 2, stage=st.integers(1, 20), or_department_code=st.just("dept-09"), or_days=st.integers(0, 3650)),
        special_procedures=parts(SpecialProcedure, 2, days=st.integers(0, 3650)),
    )  # fmt: skip
    return drafts.map(lambda draft: draft.model_dump(mode="json"))


async def brought_in(affairs: Affairs, *rows: dict[str, Any], **params: Any) -> dict[str, Any]:
    """An import of these rows by the editor, as it was answered."""
    answer = await sent(affairs.editor, csv_of(*rows), **params)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def decided(
    affairs: Affairs, brought: dict[str, Any], action: str, client: httpx.AsyncClient | None = None, **body: Any
) -> httpx.Response:
    """An action on an import; by the reviewer unless said."""
    return await (client or affairs.reviewer).post(f"/v1/item-imports/{brought['id']}/{action}", json=body)

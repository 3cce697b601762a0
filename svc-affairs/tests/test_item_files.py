"""Files of items and base items through HTTP: what goes out comes in unchanged, and what no table should be is refused."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from affairs_builders import DRAFT, Affairs
from catalogue_builders import BASE, CSV, XLSX, base_entered, brought_in, csv_of, item_row, sent, workbook

from contracts.affairs import BaseItemChangedV1
from svc_affairs.item_exchange.policy import POLICY as EXCHANGE
from svc_affairs.sheets.policy import POLICY as SHEETS

MEDIA_TYPES = {"csv": CSV, "xlsx": XLSX}
GUIDE: dict[str, Any] = {
    "guide": {
        "conditions": "=1+1；\n“有场所”", "note": "-- |;\\", "halls": [{"name": "大厅", "windows": ["B03;1", "B|04"]}],
        "fees": [{"name": "工本费", "fee_fen": 1000}], "results": [{"kind": "licence", "name": "证", "valid_years": 3}],
    },
    "keywords": ["开工;盖房", "+86"], "steps": [{"code": "s1", "name": "受理", "stage": 1}], "is_in_hall": True,
    "special_procedures": [{"code": "p1", "name": "评审", "days": 20}], "is_open_to_centres": True,
}  # fmt: skip


@pytest.mark.parametrize("form", MEDIA_TYPES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_was_given_out_comes_in_unchanged(affairs: Affairs, form: str, language: str) -> None:
    await base_entered(affairs)
    await affairs.brought_to("published", **GUIDE, base_code=BASE["code"])
    await affairs.brought_to("suspended", code="2")
    await affairs.brought_to("scheduled", code="3")

    given = await affairs.editor.get("/v1/item-exports", params={"format": form, "language": language})
    answer = await sent(affairs.editor, given.content, MEDIA_TYPES[form])

    assert given.status_code == 200
    assert given.headers["content-type"].startswith(MEDIA_TYPES[form])
    assert given.headers["content-disposition"] == f'attachment; filename="items.{form}"'
    report = answer.json()
    assert (report["status"], report["counts"]["unchanged"], report["rows"]) == ("unchanged", 3, [])


async def test_a_file_holds_what_a_list_with_its_filters_holds(affairs: Affairs) -> None:
    await affairs.brought_to("published", code="1", is_in_hall=True)
    await affairs.brought_to("published", code="2", name="户外广告设置审批")
    await affairs.drafted(code="3")

    async def codes(client: Any, **wanted: Any) -> list[str]:
        answer = await client.get("/v1/item-exports", params=wanted)
        assert answer.status_code == 200, answer.text
        return sorted(line.partition(",")[0] for line in answer.text.splitlines()[1:])

    assert await codes(affairs.public) == ["1", "2"]
    assert await codes(affairs.editor) == ["1", "2", "3"]
    assert await codes(affairs.editor, status="draft") == ["3"]
    assert await codes(affairs.public, is_in_hall=True) == ["1"]
    assert await codes(affairs.public, query="广告") == ["2"]
    assert (await affairs.public.get("/v1/item-exports", params={"format": "pdf"})).status_code == 422


async def test_a_cell_that_would_be_computed_goes_out_as_text(affairs: Affairs) -> None:
    await affairs.brought_to("published", name="=HYPERLINK(1)", keywords=["@x"])

    table = (await affairs.public.get("/v1/item-exports")).text
    book = openpyxl.load_workbook(io.BytesIO((await affairs.public.get("/v1/item-exports", params={"format": "xlsx"})).content))

    assert ",'=HYPERLINK(1)," in table
    assert book["事项"]["B2"].value == "'=HYPERLINK(1)"
    assert book["事项"]["B2"].data_type == "s"


@pytest.mark.parametrize("form", MEDIA_TYPES)
async def test_the_template_is_filled_in_and_sent_back(affairs: Affairs, form: str) -> None:
    template = await affairs.public.get("/v1/item-imports/template", params={"format": form})
    bases = await affairs.public.get("/v1/item-imports/base-items/template", params={"format": form})

    answer = await sent(affairs.editor, template.content, MEDIA_TYPES[form])
    of_bases = await sent(affairs.editor, bases.content, MEDIA_TYPES[form], "/base-items")

    assert (answer.status_code, answer.json()["counts"]["created"]) == (201, 1), answer.text
    assert (of_bases.status_code, of_bases.json()["counts"]["created"]) == (201, 1), of_bases.text


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/media/image.png", bytes(SHEETS.most_unpacked_bytes + 1))
    return out.getvalue()


def _with_entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')
    return out.getvalue()


BAD_FILES: dict[str, tuple[Any, str, int, str]] = {
    "a bomb": (_bomb, XLSX, 413, "sheet-too-large"),
    "entities": (_with_entities, XLSX, 422, "sheet-unreadable"),
    "a formula": (lambda: workbook({"事项": [["编码", "名称"], ["1", "=1+1"]]}), XLSX, 422, "sheet-unreadable"),
    "no workbook": (lambda: b"PK nothing", XLSX, 422, "sheet-unreadable"),
    "neither UTF-8 nor GB 18030": (lambda: b"code\n\x80\xff", CSV, 422, "sheet-unreadable"),
    "an unknown heading": (lambda: "编码,价格\n1,2".encode(), CSV, 422, "sheet-unreadable"),
    "nothing": (lambda: b"", CSV, 422, "sheet-unreadable"),
    "too many rows": (lambda: b"code\n" + b"1\n" * (EXCHANGE.most_items + 1), CSV, 413, "sheet-too-large"),
    "too many bytes": (lambda: b"code\n" + b"x" * SHEETS.most_bytes, CSV, 413, "too-large"),
    "another kind": (lambda: b"{}", "application/json", 415, "unsupported"),
}


@pytest.mark.parametrize("path", ["", "/base-items"])
@pytest.mark.parametrize("name", BAD_FILES)
async def test_a_bad_file_is_refused_with_nothing_kept(affairs: Affairs, name: str, path: str) -> None:
    make, media_type, status, problem = BAD_FILES[name]
    content = make() if path == "" or name != "too many rows" else b"code\n" + b"1\n" * 20_001

    answer = await sent(affairs.editor, content, media_type, path)

    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:gov171:problem:{problem}"), answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert (await affairs.editor.get("/v1/item-imports")).json()["items"] == []


async def test_a_formula_is_named_by_its_row(affairs: Affairs) -> None:
    answer = await sent(affairs.editor, workbook({"事项": [["编码", "名称"], ["1", "甲"], ["2", "=A1"]]}), XLSX)

    assert "row 3" in answer.json()["detail"]


async def test_base_items_come_in_as_a_table_and_go_out_the_same(affairs: Affairs) -> None:
    await base_entered(affairs, code="1", name="旧名")
    head = "基本编码,事项名称,事项类型,行使层级,设定依据,法定时限,标准材料数,版本,状态"
    rows = [head, "1,新名,行政许可,市级（师市）;县级,法,7,4,2025年版,在用", "2,乙,05,3,法,7,4,2025年版,"]

    tried = (await sent(affairs.editor, "\n".join(rows), path="/base-items", dry_run=True)).json()
    untouched = (await affairs.public.get("/v1/base-items/1")).json()["name"]
    done = (await sent(affairs.editor, "\n".join(rows), path="/base-items")).json()
    again = (await sent(affairs.editor, "\n".join(rows), path="/base-items")).json()

    assert (tried["is_landed"], untouched, done["is_landed"]) == (False, "旧名", True)
    assert tried["counts"] == done["counts"] == again["counts"] | {"created": 1, "changed": 1, "unchanged": 0}
    assert again["counts"]["unchanged"] == 2
    seen = (await affairs.public.get("/v1/base-items/1")).json()
    assert (seen["name"], seen["levels"], seen["version"]) == ("新名", ["3", "4"], 2)
    assert (await affairs.public.get("/v1/base-items", params={"query": "新名"})).json()["items"][0]["code"] == "1"
    told = [each for each in await affairs.harness.events() if each.type == BaseItemChangedV1.type]
    assert [(each.subject, each.sequence) for each in told] == [("1", 1), ("1", 2), ("2", 1)]
    for form, media_type in MEDIA_TYPES.items():
        given = await affairs.public.get("/v1/item-exports/base-items", params={"format": form})
        report = (await sent(affairs.editor, given.content, media_type, "/base-items")).json()
        assert report["counts"]["unchanged"] == 2


async def test_one_refused_base_item_lets_none_land_unless_it_is_to_be_skipped(affairs: Affairs) -> None:
    await base_entered(affairs, code="old", status="abolished")
    sound = BASE | {"code": "1"}
    rows = [sound, sound, BASE | {"code": "2", "kind": "99"}, BASE | {"code": "old", "name": "改", "status": "abolished"}]

    refused = (await sent(affairs.editor, csv_of(*rows), path="/base-items")).json()
    missing = await affairs.public.get("/v1/base-items/1")
    skipped = (await sent(affairs.editor, csv_of(*rows), path="/base-items", skip_refused=True)).json()

    assert (refused["is_landed"], missing.status_code) == (False, 404)
    assert (skipped["is_landed"], skipped["counts"]["created"], skipped["counts"]["refused"]) == (True, 1, 3)
    faults = [(each["row"], fault["column"], fault["code"]) for each in refused["rows"] for fault in each["faults"]]
    assert faults == [
        (3, "基本编码", "code-stands-twice"), (4, "事项类型", "enum"), (5, "状态", "base-action-not-possible"),
    ]  # fmt: skip
    assert (await affairs.public.get("/v1/base-items/1")).status_code == 200
    assert (await sent(affairs.reviewer, csv_of(sound), path="/base-items")).status_code == 403


async def test_an_item_in_a_file_is_held_to_its_base_item(affairs: Affairs) -> None:
    await base_entered(affairs, code="b1", statutory_days=6)
    rows = [item_row(base_code="b1"), item_row(code="2", base_code="b2"), item_row(code="3", base_code="b1", statutory_days=6)]

    brought = await brought_in(affairs, *rows, skip_refused=True)

    told = [[fault["code"] for fault in each["faults"]] for each in brought["rows"]]
    assert told == [["longer-than-base"], ["base-item-not-in-use"], []]


async def test_what_a_file_says_of_a_draft_is_what_the_api_says(affairs: Affairs) -> None:
    first = await affairs.drafted()
    content = {name: first[name] for name in DRAFT} | {"materials": "", "channels": ["hall", "web"]}
    brought = await brought_in(affairs, content)

    item = await affairs.seen(first)
    history = (await affairs.editor.get(f"/v1/items/{item['id']}/history")).json()["items"]
    assert (brought["rows"][0]["outcome"], item["materials"], item["status"]) == ("changed", [], "under_review")
    assert [(each["action"], each["revision"]) for each in history] == [("submit", 3), ("change", 2), ("draft", 1)]

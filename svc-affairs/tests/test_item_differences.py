"""What differs between versions: the pure comparison, and the words for it through HTTP."""

from typing import Any

from affairs_builders import DRAFT, Affairs
from hypothesis import given
from hypothesis import strategies as st

from svc_affairs.items.comparing import PARTS, Fate, compare
from svc_affairs.items.labels import LABELS
from svc_affairs.items.parts import FeeItem, Guide, Hall, Material, Result, SpecialProcedure, Step
from svc_affairs.items.schemas import ItemDraft

CODE = {"code": "m2", "name": "身份证"}


def content(**changes: Any) -> dict[str, Any]:
    return ItemDraft.model_validate(DRAFT | changes).model_dump(mode="json")


def test_every_field_of_an_item_has_a_name_in_both_languages() -> None:
    guide = {f"guide.{name}" for name in Guide.model_fields}
    own = set(ItemDraft.model_fields) - {"code", "guide"}
    parts = {"materials": Material, "steps": Step, "special_procedures": SpecialProcedure}
    parts |= {"guide.halls": Hall, "guide.fees": FeeItem, "guide.results": Result}
    within = {f"{name}.{field}" for name, model in parts.items() for field in model.model_fields if field != PARTS[name]}

    assert own | guide | within == LABELS.keys()
    assert PARTS.keys() == parts.keys()


@given(st.data())
def test_what_was_added_removed_and_changed_leads_from_the_old_to_the_new(data: st.DataObject) -> None:
    materials = st.lists(
        st.builds(
            lambda code, copies: {"code": code, "name": code, "copies": copies}, st.sampled_from("abcd"), st.integers(1, 3)
        ),
        unique_by=lambda each: each["code"],
    )
    old, new = content(materials=data.draw(materials)), content(materials=data.draw(materials))

    found = compare(old, new)

    rebuilt = {each["code"]: dict(each) for each in old["materials"]}
    for part in found.parts:
        if part.fate is Fate.REMOVED:
            del rebuilt[part.key]
        elif part.fate is Fate.ADDED:
            assert part.key not in rebuilt
            rebuilt[part.key] = next(each for each in new["materials"] if each["code"] == part.key)
        else:
            for change in part.changes:
                name = change.field.removeprefix("materials.")
                assert rebuilt[part.key][name] == change.old != change.new
                rebuilt[part.key][name] = change.new
    assert rebuilt == {each["code"]: each for each in new["materials"]}
    assert found.changes == ()


def test_the_order_of_words_and_channels_is_no_difference() -> None:
    assert compare(content(channels=["hall", "web"]), content(channels=["web", "hall"])).summary_zh == []
    assert compare(content(keywords=["a", "b"]), content(keywords=["b"])).summary_en == ["keywords: a, b → b"]


def test_parts_of_one_name_are_told_apart() -> None:
    fee = {"name": "工本费", "fee_fen": 100}
    old, new = content(guide={"fees": [fee, fee]}), content(guide={"fees": [fee]})

    assert [(each.key, each.fate) for each in compare(old, new).parts] == [("工本费 (2)", Fate.REMOVED)]


async def test_differences_are_told_in_fields_and_in_sentences(affairs: Affairs) -> None:
    first = await affairs.brought_to("published", materials=[*DRAFT["materials"], CODE])
    second = await affairs.drafted(
        promised_days=2,
        channels=["web"],
        materials=[DRAFT["materials"][0] | {"copies": 1, "form": "copy"}, {"code": "m3", "name": "承诺书"}],
        guide={"conditions": "已取得用地手续", "halls": [{"name": "师市政务服务中心"}]},
    )

    answer = await affairs.editor.get(f"/v1/items/{second['id']}/differences")

    found = answer.json()
    assert (answer.status_code, found["against_id"], found["version"], found["against_version"]) == (200, first["id"], 2, 1)
    assert [(each["field"], each["old"], each["new"]) for each in found["changes"]] == [
        ("promised_days", 3, 2),
        ("channels", ["hall", "web"], ["web"]),
        ("guide.conditions", None, "已取得用地手续"),
    ]
    fates = [(each["field"], each["key"], each["fate"]) for each in found["parts"]]
    assert fates == [
        ("materials", "m1", "changed"),
        ("materials", "m3", "added"),
        ("materials", "m2", "removed"),
        ("guide.halls", "师市政务服务中心", "added"),
    ]
    assert found["summary_zh"] == [
        "承诺时限（工作日）：3 → 2",
        "办理渠道：办事大厅、网上办理 → 网上办理",
        "受理条件：无 → 已取得用地手续",
        "调整申请材料「建设用地批准书」（材料形式：原件 → 复印件；份数：2 → 1）",
        "新增申请材料「承诺书」",
        "取消申请材料「身份证」",
        "新增办理地点「师市政务服务中心」",
    ]
    assert found["summary_en"][0] == "promised working days: 3 → 2"
    assert "changed material “建设用地批准书” (form: Original → Copy; copies: 2 → 1)" in found["summary_en"]


async def test_any_two_versions_are_compared_that_one_may_see(affairs: Affairs) -> None:
    first = await affairs.brought_to("published")
    second = await affairs.published(await affairs.drafted(visits=0))
    draft = await affairs.drafted(visits=2)
    path = f"/v1/items/{first['id']}/differences"

    back = (await affairs.public.get(path, params={"against": second["id"]})).json()
    assert [(each["field"], each["old"], each["new"]) for each in back["changes"]] == [("visits", 0, 1)]
    assert (await affairs.public.get(path, params={"against": draft["id"]})).status_code == 404
    alone = await affairs.public.get(path)
    assert (alone.status_code, alone.json()["type"]) == (404, "urn:gov171:problem:no-version-before")
    assert (await affairs.public.get(f"/v1/items/{draft['id']}/differences")).status_code == 404

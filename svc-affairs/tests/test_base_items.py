"""Base items: entered and changed, abolished and restored, found by name; and items that are held to them."""

from typing import Any

import pytest
from affairs_builders import DRAFT, Affairs
from catalogue_builders import BASE, base_entered, brought_in, decided, item_row

from contracts.affairs import BaseItemChangedV1
from svc_affairs.base_items.lifecycle import MOVES, possible
from svc_affairs.base_items.terms import BaseAction, BaseItemStatus

EXPECTED = {("in_use", "change"): "in_use", ("in_use", "abolish"): "abolished", ("abolished", "restore"): "in_use"}
PATHS = {"abolish": "abolitions", "restore": "restorations"}


@pytest.mark.parametrize("status", BaseItemStatus)
@pytest.mark.parametrize("action", BaseAction)
async def test_every_pair_of_state_and_action_is_decided(affairs: Affairs, status: BaseItemStatus, action: BaseAction) -> None:
    await base_entered(affairs, status=status.value)
    path = f"/v1/base-items/{BASE['code']}"

    if action is BaseAction.CHANGE:
        answer = await affairs.editor.patch(path, json={"material_count": 9})
    else:
        answer = await affairs.editor.post(f"{path}/{PATHS[action]}")

    expected = EXPECTED.get((str(status), str(action)))
    assert MOVES.get((status, action)) == expected
    if expected is None:
        assert (answer.status_code, answer.json()["possible"]) == (409, [str(each) for each in possible(status)])
    else:
        assert (answer.json()["status"], answer.headers["etag"]) == (expected, '"2"')


async def test_each_change_is_announced_once(affairs: Affairs) -> None:
    await base_entered(affairs)
    path = f"/v1/base-items/{BASE['code']}"
    changed = await affairs.editor.patch(path, json={"statutory_days": 9}, headers={"if-match": '"1"'})
    assert (await affairs.editor.patch(path, json={"statutory_days": 8}, headers={"if-match": '"1"'})).status_code == 412
    await affairs.editor.post(f"{path}/abolitions")

    told = [each for each in await affairs.harness.events() if each.type == BaseItemChangedV1.type]
    assert changed.status_code == 200
    assert [(each.subject, each.sequence, each.data["statutory_days"], each.data["status"]) for each in told] == [
        (BASE["code"], 1, 7, "in_use"), (BASE["code"], 2, 9, "in_use"), (BASE["code"], 3, 9, "abolished"),
    ]  # fmt: skip


async def test_a_code_is_entered_once_and_by_editors_alone(affairs: Affairs) -> None:
    await base_entered(affairs)

    again = await affairs.editor.post("/v1/base-items", json=BASE)
    assert (again.status_code, again.json()["type"]) == (409, "urn:gov171:problem:base-item-already-there")
    assert (await affairs.reviewer.post("/v1/base-items", json=BASE)).status_code == 403
    assert (await affairs.public.post("/v1/base-items", json=BASE)).status_code == 401
    assert (await affairs.public.get(f"/v1/base-items/{BASE['code']}")).json()["name"] == BASE["name"]
    assert (await affairs.public.get("/v1/base-items/0")).status_code == 404


async def test_base_items_are_narrowed_found_and_paged_in_one_statement(affairs: Affairs) -> None:
    await base_entered(affairs, code="1")
    await base_entered(affairs, code="2", name="城乡居民养老保险待遇申领", kind="05", levels=["5"], edition="2025年版")
    await base_entered(affairs, code="3", status="abolished")

    async def codes(**wanted: Any) -> list[str]:
        return [each["code"] for each in (await affairs.public.get("/v1/base-items", params=wanted)).json()["items"]]

    async with affairs.harness.counting_statements() as seen:
        first = (await affairs.public.get("/v1/base-items", params={"limit": 2})).json()
    rest = await codes(limit=2, cursor=first["next"])
    assert len(seen) == 1
    assert [each["code"] for each in first["items"]] + rest == ["1", "2", "3"]
    assert await codes(query="施工许可") == ["1", "3"]
    assert await codes(query="施") == ["1", "3"]
    assert await codes(query="!") == []
    assert await codes(kind="05") == await codes(level="5") == await codes(edition="2025年版") == ["2"]
    assert await codes(status="abolished") == ["3"]


@pytest.mark.parametrize(
    ("base", "item", "problem", "pointers"),
    [
        (None, {}, "base-item-not-in-use", ["/base_code"]),
        ({"status": "abolished"}, {}, "base-item-not-in-use", ["/base_code"]),
        ({"kind": "20"}, {}, "base-kind-differs", ["/kind"]),
        ({"levels": ["4", "5"]}, {}, "level-not-of-base", ["/level"]),
        ({"statutory_days": 6}, {}, "longer-than-base", ["/statutory_days"]),
        ({"kind": "20", "statutory_days": 6}, {}, "base-kind-differs", ["/kind", "/statutory_days"]),
    ],
)
async def test_an_item_is_held_to_its_base_item(
    affairs: Affairs, base: dict[str, Any] | None, item: dict[str, Any], problem: str, pointers: list[str]
) -> None:
    if base is not None:
        await base_entered(affairs, **base)
    based = {"base_code": BASE["code"]}

    drafted = await affairs.editor.post("/v1/items", json=DRAFT | based | item)
    changed = await affairs.change(await affairs.drafted(), **based)

    for answer in (drafted, changed):
        assert (answer.status_code, answer.json()["type"]) == (422, f"urn:gov171:problem:{problem}")
        assert [each["pointer"] for each in answer.json()["errors"]] == pointers


async def test_an_item_that_fits_its_base_item_is_drafted_and_stays_held_to_it(affairs: Affairs) -> None:
    await base_entered(affairs)
    item = await affairs.drafted(base_code=BASE["code"])

    assert (await affairs.change(item, statutory_days=8)).json()["type"] == "urn:gov171:problem:longer-than-base"
    assert (await affairs.change(item, statutory_days=5)).status_code == 200
    await affairs.editor.post(f"/v1/base-items/{BASE['code']}/abolitions")
    assert (await affairs.change(item, visits=0)).json()["type"] == "urn:gov171:problem:base-item-not-in-use"


async def test_nothing_is_published_that_its_base_item_allows_no_more(affairs: Affairs) -> None:
    await base_entered(affairs)
    alone = await affairs.brought_to("under_review", code="1", base_code=BASE["code"])
    listed = await brought_in(affairs, item_row(code="2"), item_row(code="3", base_code=BASE["code"]))
    path = f"/v1/base-items/{BASE['code']}"
    (await affairs.editor.post(f"{path}/abolitions")).raise_for_status()

    for answer in (await affairs.act(alone, "publications"), await decided(affairs, listed, "publications")):
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:gov171:problem:base-item-not-in-use")
    assert answer.json()["item_code"] == "3"
    assert await affairs.codes() == []
    (await affairs.editor.post(f"{path}/restorations")).raise_for_status()
    assert (await affairs.act(alone, "publications")).status_code == 201
    assert (await decided(affairs, listed, "publications")).json()["moved"] == 2

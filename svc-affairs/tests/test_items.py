"""Items through HTTP: their life, who sees them, how they are found, and what is refused."""

from typing import Any

import pytest
from affairs_builders import DRAFT, WAYS, Affairs
from catalogue_builders import base_entered


async def test_a_draft_is_changed_reviewed_published_and_withdrawn(affairs: Affairs) -> None:
    drafted = await affairs.editor.post("/v1/items", json=DRAFT)
    item = drafted.json()
    assert (drafted.status_code, drafted.headers["etag"], item["version"], item["status"]) == (201, '"1"', 1, "draft")
    assert drafted.headers["location"] == f"/v1/items/{item['id']}"
    assert (item["kind_label_zh"], item["status_label_zh"]) == ("行政许可", "草稿")
    assert {name: item[name] for name in DRAFT} == DRAFT

    changed = await affairs.change(item, headers={"If-Match": '"1"'}, promised_days=2, channels=["app"])
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert (changed.json()["promised_days"], changed.json()["channels"], changed.json()["name"]) == (2, ["app"], DRAFT["name"])

    submitted = await affairs.act(item, "reviews", affairs.editor, headers={"If-Match": '"2"'})
    assert (submitted.status_code, submitted.json()["status"], submitted.headers["etag"]) == (201, "under_review", '"3"')

    published = await affairs.act(item, "publications", headers={"If-Match": '"3"'})
    assert (published.status_code, published.json()["status"]) == (201, "published")
    assert published.json()["published_at"] is not None

    withdrawn = await affairs.act(item, "withdrawals", json={"reason": "依据已废止"})
    assert (withdrawn.status_code, withdrawn.headers["etag"], withdrawn.json()["status"]) == (201, '"5"', "withdrawn")


async def test_a_lost_race_is_told(affairs: Affairs) -> None:
    item = await affairs.drafted()
    await affairs.change(item, visits=0)

    assert (await affairs.change(item, headers={"If-Match": '"1"'}, visits=2)).status_code == 412
    assert (await affairs.act(item, "reviews", affairs.editor, headers={"If-Match": '"1"'})).status_code == 412


async def test_the_public_sees_what_was_ever_in_force(affairs: Affairs) -> None:
    items = {status: await affairs.brought_to(status, code=status.replace("_", "-")) for status in WAYS}

    assert await affairs.codes() == ["published", "suspended"]
    assert await affairs.codes(status="draft") == []
    assert await affairs.codes(status="withdrawn") == await affairs.codes(code="withdrawn") == ["withdrawn"]
    assert await affairs.codes(code="draft") == []
    assert await affairs.codes(affairs.editor) == sorted(each["code"] for each in items.values())
    assert await affairs.codes(affairs.reviewer, status="draft") == ["draft"]
    seen = {status: (await affairs.public.get(f"/v1/items/{item['id']}")).status_code for status, item in items.items()}
    assert [status for status, code in seen.items() if code == 200] == ["published", "suspended", "withdrawn"]
    assert {code for code in seen.values() if code != 200} == {404}


async def test_the_list_is_paged_in_one_statement(affairs: Affairs) -> None:
    for number in range(3):
        await affairs.brought_to("published", code=str(number))

    async with affairs.harness.counting_statements() as seen:
        first = (await affairs.public.get("/v1/items", params={"limit": 2})).json()
    rest = (await affairs.public.get("/v1/items", params={"limit": 2, "cursor": first["next"]})).json()

    assert len(seen) == 1
    assert [each["code"] for each in first["items"] + rest["items"]] == ["2", "1", "0"]


# Of each filter: what it asks, and what of an item answers it or does not.
FILTERS: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
    "base_code": ("0001", {"base_code": "0001"}, {"base_code": "0002"}),
    "department_code": ("dept-09", {"department_code": "dept-09"}, {}),
    "kind": ("20", {"kind": "20"}, {}),
    "level": ("5", {"level": "5"}, {}),
    "case_type": ("1", {"case_type": "1"}, {}),
    "is_in_hall": (True, {"is_in_hall": True}, {}),
    "is_open_to_centres": (False, {}, {"is_open_to_centres": True}),
    "channel": ("app", {"channels": ["web", "app"]}, {}),
    "applicant_kind": ("institution", {"applicant_kinds": ["company", "institution"]}, {}),
    "online_depth_min": (3, {"online_depth": 3}, {"online_depth": 2}),
    "visits_max": (1, {"visits": 1}, {"visits": 2}),
}


@pytest.mark.parametrize("name", sorted(FILTERS))
async def test_the_list_is_narrowed(affairs: Affairs, name: str) -> None:
    asked, has, has_not = FILTERS[name]
    for code in {each["base_code"] for each in (has, has_not) if "base_code" in each}:
        await base_entered(affairs, code=code)
    await affairs.brought_to("published", code="has", **has)
    await affairs.brought_to("published", code="has-not", **has_not)

    assert await affairs.codes(**{name: asked}) == ["has"]
    assert await affairs.codes(**{name: asked}, query="施工") == ["has"]
    assert await affairs.codes(**{name: asked}, query="施工", sort="newest") == ["has"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"promised_days": 8}, {"kind": "02"}, {"department_code": "dept-99"}, {"visits": 4}, {"online_depth": 0}, {"fee_fen": -1},
        {"channels": []}, {"channels": ["pigeon"]}, {"materials": [{"name": "", "copies": 1}]},
        {"materials": [{"name": "x", "copies": 0}]}, {"name": " "}, {"applicant": "王明"},
        {"steps": [{"code": "s1", "name": "核查", "stage": 1, "department_code": "dept-99"}]},
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_refused(affairs: Affairs, wrong: dict[str, Any]) -> None:
    assert (await affairs.editor.post("/v1/items", json=DRAFT | wrong)).status_code == 422

    item = await affairs.drafted()
    assert (await affairs.change(item, **wrong)).status_code == 422
    assert (await affairs.editor.get(f"/v1/items/{item['id']}")).json() == item


async def test_nothing_of_a_draft_can_be_emptied_and_its_code_stays(affairs: Affairs) -> None:
    item = await affairs.drafted()

    assert (await affairs.change(item, name=None)).status_code == 422
    assert (await affairs.change(item, code="2")).status_code == 422


async def test_only_editors_write(affairs: Affairs) -> None:
    item = await affairs.brought_to("published")

    for client, status in ((affairs.reviewer, 403), (affairs.harness.as_("desk"), 403), (affairs.public, 401)):
        assert (await client.post("/v1/items", json=DRAFT)).status_code == status
        assert (await client.patch(f"/v1/items/{item['id']}", json={"visits": 0})).status_code == status

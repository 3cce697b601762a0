"""Packages through HTTP: their life, whole; what they hold, what they ask for once, and how they are found."""

import asyncio
from typing import Any

import pytest
from package_builders import PACKAGE, Packages

from svc_affairs.item_packages.lifecycle import MOVES, NOT_ASKED_FOR, IllegalMove, move
from svc_affairs.item_packages.terms import PackageAction, PackageStatus

_PATHS = {PackageAction.PUBLISH: "publications", PackageAction.WITHDRAW: "withdrawals"}
_PAIRS = [(status, action) for status in PackageStatus for action in PackageAction if action not in NOT_ASKED_FOR]


def test_the_table_of_moves_is_this() -> None:
    s, a = PackageStatus, PackageAction
    allowed = {
        (s.DRAFT, a.CHANGE): s.DRAFT, (s.DRAFT, a.PUBLISH): s.PUBLISHED, (s.DRAFT, a.WITHDRAW): s.WITHDRAWN,
        (s.PUBLISHED, a.REPLACE): s.WITHDRAWN, (s.PUBLISHED, a.WITHDRAW): s.WITHDRAWN,
    }  # fmt: skip
    assert allowed == MOVES
    for pair in ((status, action) for status in s for action in a):
        if pair in allowed:
            assert move(*pair) is allowed[pair]
        else:
            with pytest.raises(IllegalMove) as refused:
                move(*pair)
            assert refused.value.possible == [each for each in a if (pair[0], each) in allowed and each is not a.REPLACE]


@pytest.mark.parametrize(("status", "action"), _PAIRS)
async def test_each_action_is_taken_where_the_table_allows_it(
    packages: Packages, status: PackageStatus, action: PackageAction
) -> None:
    package = await packages.brought_to(status)

    if action is PackageAction.CHANGE:
        answer = await packages.editor.patch(f"/v1/item-packages/{package['id']}", json={"keywords": ["添丁"]})
    else:
        client = packages.editor if status is PackageStatus.DRAFT and action is PackageAction.WITHDRAW else packages.reviewer
        answer = await packages.act(package, _PATHS[action], client)

    after = MOVES.get((status, action))
    if after is None:
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:gov171:problem:package-action-not-possible")
        assert (await packages.shown(package, packages.editor))["revision"] == package["revision"]
    else:
        assert answer.status_code in (200, 201)
        assert (answer.json()["status"], answer.headers["etag"]) == (after, f'"{package["revision"] + 1}"')


async def test_the_next_version_takes_the_place_of_the_one_before(packages: Packages) -> None:
    first = await packages.brought_to("published")
    assert (await packages.draft(name="出生")).status_code == 201
    assert (await packages.draft()).json()["type"] == "urn:gov171:problem:package-draft-already-there"
    [draft] = (await packages.editor.get("/v1/item-packages", params={"status": "draft"})).json()["items"]

    second = (await packages.act(draft, "publications", json={"note": "经各部门会签"})).json()

    former = await packages.shown(first)
    assert (second["version"], second["status"]) == (2, "published")
    assert (former["status"], former["replaced_by_id"]) == ("withdrawn", second["id"])
    assert await packages.told(first) == [(1, "published"), (2, "withdrawn")]
    assert await packages.told(second) == [(1, "published")]
    assert [each["id"] for each in (await packages.public.get("/v1/item-packages")).json()["items"]] == [second["id"]]
    history = (await packages.editor.get(f"/v1/item-packages/{first['id']}/history")).json()["items"]
    assert [each["action"] for each in history] == ["draft", "publish", "replace"]


async def test_who_may_do_what(packages: Packages) -> None:
    draft = (await packages.draft()).json()
    window = packages.window

    assert (await packages.public.get(f"/v1/item-packages/{draft['id']}")).status_code == 404
    assert (await packages.public.get("/v1/item-packages")).json()["items"] == []
    assert (await packages.draft(packages.public)).status_code == 401
    assert [(await packages.draft(client)).status_code for client in (packages.reviewer, window)] == [403, 403]
    assert (await packages.act(draft, "publications", packages.editor)).status_code == 403
    refused = await packages.act(draft, "withdrawals", packages.reviewer)
    assert (refused.status_code, refused.json()["needed"]) == (403, "item_editor")
    published = (await packages.act(draft, "publications")).json()
    assert (await packages.act(published, "withdrawals", packages.editor)).status_code == 403
    assert (await packages.public.get(f"/v1/item-packages/{draft['id']}/history")).status_code == 401


async def test_a_lost_race_is_told_and_of_two_publications_one_holds(packages: Packages) -> None:
    draft = (await packages.draft()).json()
    path = f"/v1/item-packages/{draft['id']}"
    assert (await packages.editor.patch(path, json={"name": "一"}, headers={"If-Match": '"1"'})).status_code == 200
    assert (await packages.editor.patch(path, json={"name": "二"}, headers={"If-Match": '"1"'})).status_code == 412

    answers = await asyncio.gather(*(packages.act(draft, "publications") for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert await packages.told(draft) == [(1, "published")]


async def test_a_package_only_holds_items_in_force(packages: Packages) -> None:
    package = (await packages.draft()).json()
    suspended, withdrawn = packages.items["insured"], packages.items["card"]
    await packages.affairs.act(suspended, "suspensions", json={"reason": "系统升级"})
    await packages.affairs.act(withdrawn, "withdrawals")

    refused = await packages.act(package, "publications")

    assert (refused.status_code, refused.json()["item_codes"]) == (409, ["insured", "card"])
    assert (await packages.shown(package, packages.editor))["status"] == "draft"


async def test_nobody_publishes_a_package_that_they_wrote(packages: Packages) -> None:
    both = packages.harness.as_("item_editor", "item_reviewer", subject="zhang")
    other = packages.harness.as_("item_editor", "item_reviewer", subject="li")
    draft = (await packages.draft(both)).json()
    (await other.patch(f"/v1/item-packages/{draft['id']}", json={"keywords": ["添丁"]})).raise_for_status()

    answers = [await packages.act(draft, "publications", client) for client in (both, other)]

    assert [(each.status_code, each.json()["type"]) for each in answers] == [
        (403, "urn:gov171:problem:package-author-may-not-publish")
    ] * 2
    assert (await packages.act(draft, "publications")).status_code == 201


async def test_a_package_names_materials_that_its_items_ask_for(packages: Packages) -> None:
    strange = {"item_code": "insured", "material_code": "m9"}
    shared = PACKAGE["shared_materials"][0]
    draft = (await packages.draft(shared_materials=[shared | {"places": [shared["places"][0], strange]}])).json()

    refused = await packages.act(draft, "publications")

    assert (refused.status_code, refused.json()["type"]) == (409, "urn:gov171:problem:package-materials-unknown")
    assert refused.json()["places"] == [strange]


async def test_what_rests_of_it_is_told_and_cannot_be_applied_for_until_it_is_back(packages: Packages) -> None:
    package = await packages.brought_to("published")
    card, insured = packages.items["card"], packages.items["insured"]
    await packages.affairs.act(card, "suspensions", json={"reason": "系统升级", "resumes_on": "2027-11-01"})

    shown = await packages.shown(package)
    assert [(each["item_code"], each["is_available"], each["state"]) for each in shown["items"]] == [
        ("hukou", True, None), ("insured", True, None), ("card", False, "suspended"),
    ]  # fmt: skip
    assert (shown["is_available"], shown["items"][2]["resumes_on"]) == (False, "2027-11-01")
    refused = await packages.apply()
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:gov171:problem:item-not-in-force")
    assert refused.json()["item_code"] == "card"
    assert (await packages.apply(answers={"card": "no"})).status_code == 201
    await packages.affairs.act(card, "resumptions")
    assert (await packages.apply()).status_code == 201

    await packages.affairs.act(insured, "withdrawals")
    assert [(each["state"]) for each in (await packages.shown(package))["items"]] == [None, "withdrawn", None]
    assert (await packages.apply(answers={"card": "no"})).json()["item_code"] == "insured"
    assert len(await packages.cases.numbers()) == 5


async def test_one_thing_is_asked_for_once_for_all_items(packages: Packages) -> None:
    package = await packages.brought_to("published")

    guide = await packages.public.post(f"/v1/item-packages/{package['id']}/guides", json={"answers": {"card": "yes"}})
    without = await packages.public.post(f"/v1/item-packages/{package['id']}/guides", json={"answers": {"card": "no"}})

    assert guide.status_code == 200
    told = {each["code"]: each for each in guide.json()["materials"]}
    assert {code: len(each["places"]) for code, each in told.items()} == {"hukou.m1": 2, "birth-paper": 3, "card.c1": 1}
    assert (told["hukou.m1"]["name"], told["hukou.m1"]["copies"]) == ("居民身份证", 2)
    assert (told["birth-paper"]["name"], told["birth-paper"]["is_asked_for"]) == ("出生医学证明", True)
    assert (told["card.c1"]["is_required"], guide.json()["materials_saved"]) == (False, 3)
    assert (guide.json()["promised_days"], guide.json()["fee_fen"], guide.json()["channels"]) == (5, 500, ["hall", "web"])
    assert [each["item_code"] for each in without.json()["items"]] == ["hukou", "insured"]
    assert [each["code"] for each in without.json()["materials"]] == ["hukou.m1", "birth-paper"]


@pytest.mark.parametrize("answers", [{}, {"card": "perhaps"}, {"card": "yes", "more": "yes"}])
async def test_answers_have_to_fit_the_questions(packages: Packages, answers: dict[str, str]) -> None:
    package = await packages.brought_to("published")

    guide = await packages.public.post(f"/v1/item-packages/{package['id']}/guides", json={"answers": answers})

    assert (guide.status_code, guide.json()["type"]) == (422, "urn:gov171:problem:answers-not-fit")
    assert (await packages.apply(answers=answers)).status_code == 422


async def test_where_nothing_applies_nothing_is_applied_for(packages: Packages) -> None:
    condition = {"question_code": "card", "choices": ["yes"]}
    items = [{"item_code": code, "condition": condition} for code in ("hukou", "insured", "card")]
    await packages.brought_to("published", items=items)

    refused = await packages.apply(answers={"card": "no"})

    assert (refused.status_code, refused.json()["type"]) == (422, "urn:gov171:problem:nothing-applies")


@pytest.mark.parametrize(
    "wrong",
    [
        {"items": PACKAGE["items"][:1]}, {"items": [{"item_code": "hukou"}] * 2}, {"questions": PACKAGE["questions"] * 2},
        {"questions": []}, {"life_event": "party"}, {"name": ""}, {"code": "a b"},
        {"items": [*PACKAGE["items"][:2], {"item_code": "card", "condition": {"question_code": "card", "choices": ["perhaps"]}}]},
        {"shared_materials": [{"code": "x", "name": "x", "places": [{"item_code": "9", "material_code": "m1"}] * 2}]},
        {"shared_materials": PACKAGE["shared_materials"] * 2}, {"more": 1},
    ],
)  # fmt: skip
async def test_what_does_not_fit_together_is_refused(packages: Packages, wrong: dict[str, Any]) -> None:
    assert (await packages.draft(**wrong)).status_code == 422


async def test_a_change_of_a_draft_has_to_fit_what_stays(packages: Packages) -> None:
    draft = (await packages.draft()).json()
    path = f"/v1/item-packages/{draft['id']}"

    assert (await packages.editor.patch(path, json={"questions": []})).status_code == 422
    assert (await packages.editor.patch(path, json={"name": None})).status_code == 422
    changed = await packages.editor.patch(path, json={"questions": [], "items": PACKAGE["items"][:2], "shared_materials": []})

    assert (changed.status_code, changed.json()["questions"], len(changed.json()["items"])) == (200, [], 2)


async def test_packages_are_found_by_a_citizens_words(packages: Packages) -> None:
    birth = await packages.brought_to("published")
    shop = await packages.brought_to(
        "published", code="shop", name="开办餐饮店一件事", life_event="opening", keywords=["开饭店"], questions=[],
        items=[{"item_code": "hukou"}, {"item_code": "card"}], shared_materials=[], description=None,
    )  # fmt: skip
    await packages.draft(code="later", name="出生二件事")

    async def found(**filters: Any) -> list[str]:
        answer = await packages.public.get("/v1/item-packages", params=filters)
        assert answer.status_code == 200, answer.text
        return [each["code"] for each in answer.json()["items"]]

    assert await found(query="我家宝宝要上户口") == ["birth"]
    assert await found(query="我要开饭店") == ["shop"]
    assert await found(query="社保卡") == ["birth"]
    assert await found(query="砍树") == []
    assert await found() == ["shop", "birth"]
    assert await found(life_event="opening") == await found(query="餐饮", life_event="opening") == ["shop"]
    assert await found(item_code="insured") == ["birth"]
    assert await found(code="birth") == ["birth"]
    assert await found(status="draft") == []
    first = await packages.public.get("/v1/item-packages", params={"limit": 1})
    second = await packages.public.get("/v1/item-packages", params={"limit": 1, "cursor": first.json()["next"]})
    assert [each.json()["items"][0]["id"] for each in (first, second)] == [shop["id"], birth["id"]]


async def test_a_list_takes_the_same_few_statements_however_long(packages: Packages) -> None:
    counts = []
    for number in range(3):
        await packages.brought_to("published", code=f"birth-{number}")
        async with packages.harness.counting_statements() as seen:
            await packages.public.get("/v1/item-packages")
        counts.append(len(seen))

    assert len(set(counts)) == 1

"""The check list of a case: laid out, provided, checked, put right."""

from datetime import UTC, datetime
from typing import Any

import pytest
from case_paper_builders import Filing, a_filing, url_of  # noqa: F401 - a fixture is used by its name
from file_builders import PNG
from hypothesis import given
from hypothesis import strategies as st

from svc_affairs.case_materials.lifecycle import ACTIONS, LACKING, MOVES, IllegalMove, laid_out, move
from svc_affairs.case_materials.rules import is_checked_still, lets_go, takes
from svc_affairs.case_materials.terms import MaterialAction, MaterialStatus, MaterialVerdict
from svc_affairs.online_cases.lifecycle import DECIDED, ENDED
from svc_affairs.online_cases.terms import Status

A, S = MaterialAction, MaterialStatus
# Every pair that is possible, told once more and apart from the table.
POSSIBLE = {
    "awaited": {"provide": "provided", "fault": "faulty", "waive": "waived"},
    "provided": {"provide": "provided", "take_back": "awaited", "accept": "accepted", "fault": "faulty", "waive": "waived"},
    "taken_from_hub": {"provide": "provided", "accept": "accepted", "fault": "faulty", "waive": "waived"},
    "accepted": {"fault": "faulty"},
    "faulty": {"provide": "provided", "accept": "accepted", "fault": "faulty", "waive": "waived", "answer": "provided"},
    "waived": {"provide": "provided", "fault": "faulty"},
}


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("action", A)
def test_each_pair_moves_as_the_table_says(status: MaterialStatus, action: MaterialAction) -> None:
    wanted = POSSIBLE[status].get(action)

    if wanted is None:
        with pytest.raises(IllegalMove) as refused:
            move(status, action, None)
        assert {str(each) for each in refused.value.possible} == POSSIBLE[status].keys()
    else:
        assert move(status, action, None) == wanted


@given(st.lists(st.sampled_from([*A])), st.sampled_from([None, "land-approvals"]))
def test_whatever_is_done_only_what_is_there_is_found_in_order(actions: list[MaterialAction], dataset_code: str | None) -> None:
    status, before = laid_out(dataset_code), None
    for action in actions:
        if (status, action) in MOVES:
            before, status = status, move(status, action, dataset_code)
            assert status is not S.ACCEPTED or before not in (S.AWAITED, S.WAIVED)
            assert dataset_code is not None or status is not S.TAKEN_FROM_HUB


def test_what_lacks_is_what_is_not_there_or_is_faulty() -> None:
    assert set(LACKING) == {S.AWAITED, S.FAULTY}


@pytest.mark.parametrize("status", Status)
def test_a_case_takes_materials_until_it_is_accepted_and_then_only_what_it_owes(status: Status) -> None:
    taken = {str(each) for each in S if takes(status, each)}

    before = status in (Status.SUBMITTED, Status.PRECHECKING, Status.SUPPLEMENT)
    over = status in (*DECIDED, *ENDED, Status.DELIVERED)
    assert taken == ({*S} if before else set() if over else {"waived", "faulty", "awaited"})
    assert (lets_go(status), is_checked_still(status)) == (before, not over)


async def test_a_case_is_laid_out_by_its_item_and_what_the_hub_has_need_not_be_brought(filing: Filing) -> None:
    case = await filing.submitted()

    laid_out = await filing.listed(case, "materials")

    told = [(each["code"], each["name"], each["form"], each["is_required"], each["status"]) for each in laid_out]
    assert told == [
        ("m1", "建设用地批准书", "original", True, "awaited"),
        ("m2", "营业执照", "copy", True, "taken_from_hub"),
        ("m3", "补充说明", "original", False, "awaited"),
        ("m4", "施工图审查合格书", "original", True, "awaited"),
    ]
    assert (laid_out[1]["dataset_code"], laid_out[1]["status_label_zh"]) == ("business-licences", "免提交（数据共享）")


async def test_a_case_is_accepted_once_nothing_required_is_lacking(filing: Filing) -> None:
    case = await filing.submitted()
    lacking = [(await filing.act(case, "accept")).json()["lacking"]]
    await filing.kept(case, client=filing.public, query_code=case["query_code"])
    lacking.append((await filing.act(case, "accept")).json()["lacking"])
    await filing.check(case, {"code": "m4", "verdict": "waived", "remark": "承诺5个工作日内补交"})

    accepted = await filing.act(case, "accept")

    assert (lacking, accepted.status_code) == ([["m1", "m4"], ["m4"]], 201)


async def test_a_supplement_names_also_what_was_found_faulty_though_it_is_not_required(filing: Filing) -> None:
    case = await filing.complete()
    await filing.check(case, {"code": "m3", "verdict": "faulty", "remark": "内容不全"})

    refused = await filing.act(case, "ask_supplement")
    both = [{"material_code": code, "what": "缺少公章"} for code in ("m1", "m3")]
    asked = await filing.act(case, "ask_supplement", lacking=both)

    assert (refused.status_code, refused.json()["lacking"], asked.status_code) == (409, ["m3"], 201)


async def test_a_change_at_the_very_instant_of_the_one_before_is_told_too(filing: Filing) -> None:
    at = datetime(2025, 1, 6, 4, tzinfo=UTC)
    case = await filing.submitted(at=at)
    before = await filing.changed_xid(case)

    clerk = filing.harness.as_("window", subject="window-1", replay_at=at)
    answer = await clerk.post(f"{url_of(case)}/material-provisions", json={"codes": ["m1"]})

    assert answer.status_code == 201, answer.text
    assert await filing.changed_xid(case) > before


async def test_a_file_by_the_applicant_provides_its_material_and_its_deletion_takes_it_back(filing: Filing) -> None:
    case = await filing.submitted()
    code = {"query_code": case["query_code"]}
    added = [await filing.kept(case, client=filing.public, **code), await filing.kept(case, PNG, "a.png", **code)]
    provided = (await filing.statuses(case))["m1"]
    of_hub = await filing.kept(case, material_code="m2", **code)

    left = []
    for each in (*added, of_hub):
        await filing.public.delete(f"{url_of(case)}/attachments/{each['id']}", params=code)
        left.append((await filing.statuses(case))[each["material_code"]])

    assert (provided, left) == ("provided", ["provided", "awaited", "taken_from_hub"])


async def test_what_a_window_has_on_paper_stays_provided_without_its_file(filing: Filing) -> None:
    case = await filing.complete()
    added = await filing.kept(case)

    await filing.window.delete(f"{url_of(case)}/attachments/{added['id']}")

    [material, *_] = await filing.listed(case, "materials")
    assert (material["status"], material["is_on_paper"], material["files"]) == ("provided", True, 0)


async def test_all_that_is_there_is_checked_at_once(filing: Filing) -> None:
    case = await filing.complete()
    await filing.check(case, {"code": "m4", "verdict": "faulty", "remark": "已过有效期"})

    checked = await filing.check(case, is_all_in_order=True)

    told = {each["code"]: (each["status"], each["remark"]) for each in checked.json()["items"]}
    assert checked.status_code == 201
    assert told == {
        "m1": ("accepted", None), "m2": ("accepted", None), "m3": ("awaited", None), "m4": ("faulty", "已过有效期"),
    }  # fmt: skip


async def test_of_several_checks_all_hold_or_none(filing: Filing) -> None:
    case = await filing.complete()
    good = {"code": "m1", "verdict": "accepted"}
    bad: list[tuple[dict[str, Any], int, str]] = [
        ({"code": "m3", "verdict": "accepted"}, 409, "material-action-not-possible"),
        ({"code": "m9", "verdict": "accepted"}, 422, "material-unknown"),
        ({"code": "m4", "verdict": "faulty"}, 422, "fault-not-named"),
        ({"code": "m4", "verdict": "accepted", "version": 7}, 412, "stale-version"),
        (good, 422, "invalid"),
    ]

    answers = [await filing.check(case, good, check) for check, _, _ in bad]
    both = await filing.check(case, good, is_all_in_order=True)

    told = [(answer.status_code, answer.json()["type"].rpartition(":")[2]) for answer in answers]
    assert told == [(status, slug) for _, status, slug in bad]
    assert both.status_code == 422
    assert (await filing.statuses(case))["m1"] == "provided"


async def test_a_supplement_names_what_is_wrong_and_its_answer_is_checked_anew(filing: Filing) -> None:
    case = await filing.complete()
    await filing.done(case, "ask_supplement")
    [wrong, *_] = await filing.listed(case, "materials")

    await filing.done(case, "supplement")

    assert (wrong["status"], wrong["remark"]) == ("faulty", "缺少公章")
    assert (await filing.statuses(case))["m1"] == "provided"


async def test_who_asks_what_changed_since_hears_of_a_case_whose_materials_did(filing: Filing) -> None:
    case = await filing.complete()
    added = await filing.kept(case)
    steps = [
        filing.check(case, is_all_in_order=True),
        filing.put(case, PNG, "a.png", material_code="m3"),
        filing.window.post(f"{url_of(case)}/material-provisions", json={"codes": ["m3"]}),
        filing.window.delete(f"{url_of(case)}/attachments/{added['id']}"),
    ]

    seen = [await filing.changed_xid(case)]
    for step in steps:
        assert (await step).is_success
        seen.append(await filing.changed_xid(case))

    assert seen == sorted({*seen})
    assert (await filing.window.get(url_of(case))).json()["version"] == case["version"]


async def test_who_may_check_and_who_may_look(filing: Filing) -> None:
    case = await filing.complete()
    url, others = url_of(case), filing.harness
    clients = {
        "public": filing.public, "analyst": others.as_("analyst"), "editor": others.as_("item_editor"),
        "away": others.as_("approver", unit_code="dept-09"), "approver": filing.approver, "window": filing.window,
        "town": others.as_("window", territory_code="659007/84"),
    }  # fmt: skip
    body = {"checks": [{"code": "m1", "verdict": "faulty", "remark": "模糊"}]}

    looked = {name: (await each.get(f"{url}/materials")).status_code for name, each in clients.items()}
    checked = {name: (await each.post(f"{url}/material-checks", json=body)).status_code for name, each in clients.items()}
    paper = {
        name: (await each.post(f"{url}/material-provisions", json={"codes": ["m3"]})).status_code
        for name, each in clients.items()
    }
    own = await filing.public.get(f"{url}/materials", params={"query_code": case["query_code"]})
    wrong = await filing.public.get(f"{url}/materials", params={"query_code": "0000-0000-0000"})

    outside = {"public": 401, "analyst": 403, "editor": 403, "away": 404, "town": 404}
    assert looked == {"approver": 200, "window": 200} | outside | {"public": 403}
    assert checked == {"approver": 201, "window": 201} | outside
    assert paper == {"window": 201} | outside | {"approver": 403, "away": 403}
    assert (own.status_code, wrong.status_code) == (200, 404)


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("verdict", MaterialVerdict)
async def test_each_verdict_is_taken_where_the_table_allows_it(
    filing: Filing, status: MaterialStatus, verdict: MaterialVerdict
) -> None:  # fmt: skip
    case = await filing.submitted()
    await filing.set_material(case, "m1", status)

    answer = await filing.check(case, {"code": "m1", "verdict": verdict, "remark": "说明"})

    wanted = POSSIBLE[status].get(ACTIONS[verdict])
    assert answer.status_code == (201 if wanted else 409)
    assert (await filing.statuses(case))["m1"] == (wanted or status)


@pytest.mark.parametrize("status", S)
async def test_each_status_is_provided_where_the_table_allows_it(filing: Filing, status: MaterialStatus) -> None:
    case = await filing.submitted()
    await filing.set_material(case, "m1", status)

    answer = await filing.window.post(f"{url_of(case)}/material-provisions", json={"codes": ["m1"]})

    assert (await filing.statuses(case))["m1"] == POSSIBLE[status].get("provide", status)
    assert answer.status_code == (201 if "provide" in POSSIBLE[status] else 409)


async def test_the_check_list_asks_the_database_as_often_for_many_files(filing: Filing) -> None:
    case = await filing.submitted()
    counts = []
    for times in range(2):
        async with filing.harness.counting_statements() as seen:
            await filing.window.get(f"{url_of(case)}/materials")
        counts.append(len(seen))
        for number in range(4):
            await filing.kept(case, PNG + bytes([times, number]), "a.png")

    assert counts[0] == counts[1] <= 3

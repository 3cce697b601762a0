"""The review of online cases: stages of departments, objections, special procedures, the decision and what follows."""

from online_case_builders import STEPS, OnlineCases


async def test_departments_of_a_stage_go_side_by_side_and_stages_in_order(online_cases: OnlineCases) -> None:
    await online_cases.published(steps=STEPS)
    case = await online_cases.submitted()
    assert {task["status"] for task in (await online_cases.tasks(case)).values()} == {"pending"}

    await online_cases.done(case, "accept")
    tasks = await online_cases.tasks(case)
    assert {code: task["status"] for code, task in tasks.items()} == {"s1": "open", "s2": "open", "s3": "pending"}
    assert (tasks["s1"]["due_at"] is None, tasks["s3"]["due_at"]) == (False, None)

    early = await online_cases.do(case, "approve")
    assert (early.status_code, early.json()["open"]) == (409, ["s1", "s2", "s3"])

    await online_cases.done(case, "review", client=online_cases.other_department)
    assert (await online_cases.tasks(case))["s3"]["status"] == "pending"
    await online_cases.done(case, "review", text="现场核查符合要求")
    assert (await online_cases.tasks(case))["s3"]["status"] == "open"
    assert (await online_cases.shown(case))["ready_at"] is None
    ready = await online_cases.done(case, "review")
    assert ready["ready_at"] is not None

    decided = await online_cases.done(case, "approve")
    assert (decided["status"], decided["result"]) == ("approved", "approved")
    assert [fact for _, fact in await online_cases.told(case)][2:] == ["step_done"] * 3 + ["decided"]


async def test_an_objection_goes_to_who_decides_and_nobody_further_is_asked(online_cases: OnlineCases) -> None:
    await online_cases.published(steps=STEPS)
    case = await online_cases.brought_to("accepted")

    unsaid = await online_cases.do(case, "review", client=online_cases.other_department, opinion="objected")
    assert unsaid.status_code == 422
    await online_cases.done(case, "review", client=online_cases.other_department, opinion="objected", text="消防通道不足")
    assert (await online_cases.shown(case))["ready_at"] is None
    ready = await online_cases.done(case, "review")

    tasks = await online_cases.tasks(case)
    assert ready["ready_at"] is not None
    assert (tasks["s2"]["opinion"], tasks["s3"]["status"]) == ("消防通道不足", "dropped")
    denied = await online_cases.done(case, "deny")
    assert (denied["status"], denied["denial_reason"]) == ("denied", "conditions_not_met")
    assert "行政复议" in denied["appeal_text"]


async def test_a_step_is_done_by_its_department_and_once(online_cases: OnlineCases) -> None:
    await online_cases.published(steps=STEPS)
    case = await online_cases.brought_to("accepted")

    theirs = await online_cases.do(case, "review", step_code="s2")
    pending = await online_cases.do(case, "review", step_code="s3")
    await online_cases.done(case, "review", step_code="s1")
    again = await online_cases.do(case, "review", step_code="s1")

    assert (theirs.status_code, theirs.json()["type"]) == (403, "urn:gov171:problem:not-your-step")
    assert (pending.status_code, again.status_code) == (409, 409)


async def test_who_has_two_steps_open_names_one(online_cases: OnlineCases) -> None:
    await online_cases.published(steps=[STEPS[0], STEPS[1] | {"department_code": None}])
    case = await online_cases.brought_to("accepted")

    unnamed = await online_cases.do(case, "review")

    assert (unnamed.status_code, unnamed.json()["open"]) == (422, ["s1", "s2"])
    await online_cases.done(case, "review", step_code="s2")
    assert (await online_cases.tasks(case))["s2"]["status"] == "agreed"


async def test_only_the_items_own_department_decides(online_cases: OnlineCases) -> None:
    await online_cases.published(steps=[STEPS[1]])
    case = await online_cases.brought_to("accepted")
    await online_cases.done(case, "review", client=online_cases.other_department)

    refused = await online_cases.do(case, "approve", client=online_cases.other_department)
    stranger = await online_cases.do(case, "approve", client=online_cases.staff("approver", unit_code="dept-11"))

    assert (refused.status_code, refused.json()["type"]) == (403, "urn:gov171:problem:not-your-decision")
    assert stranger.status_code == 404
    assert (await online_cases.done(case, "approve"))["decided_at"] is not None


async def test_an_instant_case_is_accepted_and_decided_in_one_visit(online_cases: OnlineCases) -> None:
    await online_cases.published(case_type="1", promised_days=0)
    case = await online_cases.submitted(online_cases.window, channel="hall")

    decided = await online_cases.done(case, "accept", "approve", "deliver")

    assert (decided["status"], decided["is_overdue"]) == ("delivered", False)
    assert (await online_cases.tasks(case))["review"]["status"] == "agreed"


async def test_a_denial_says_why_and_how_to_appeal(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.brought_to("accepted")

    for wrong in ({"reason": None}, {"text": None}, {"is_approved": True}, {"reason": "because"}):
        assert (await online_cases.do(case, "deny", **wrong)).status_code == 422
    denied = await online_cases.done(case, "deny", appeal_text="可在六十日内申请复议")

    assert denied["appeal_text"] == "可在六十日内申请复议"
    seen = await online_cases.look_up(case)
    assert (seen["reason_zh"], seen["reason_en"]) == ("不符合法定条件、标准", "The conditions are not met")
    assert (seen["result_text"], seen["appeal_text"]) == ("不符合条件", "可在六十日内申请复议")


async def test_by_post_there_is_a_tracking_number(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.brought_to("approved")

    assert (await online_cases.do(case, "deliver", way="post")).status_code == 422
    assert (await online_cases.do(case, "deliver", way="window", tracking_no="E1")).status_code == 422
    delivered = await online_cases.done(case, "deliver", way="post", tracking_no="EMS123456789CN")

    assert (delivered["delivery_way"], delivered["tracking_no"]) == ("post", "EMS123456789CN")


async def test_a_supplement_is_asked_for_once(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted()

    assert (await online_cases.do(case, "ask_supplement", lacking=[])).status_code == 422
    await online_cases.done(case, "ask_supplement", "supplement")
    again = await online_cases.do(case, "ask_supplement")

    assert (again.status_code, again.json()["type"]) == (409, "urn:gov171:problem:supplement-asked-already")
    assert (await online_cases.shown(case))["supplemented_at"] is not None


async def test_only_the_procedures_of_the_item_stop_the_clock(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.brought_to("accepted")

    unknown = await online_cases.do(case, "begin_special", code="hearing")
    assert (unknown.status_code, unknown.json()["known"]) == (422, ["extension", "expert-review"])
    assert (await online_cases.do(case, "begin_special", days=21)).status_code == 422
    begun = await online_cases.done(case, "begin_special", days=5)
    assert (begun["status"], begun["due_at"], begun["paused_at"] is None) == ("special", None, False)

    wrong = await online_cases.approver.post(f"/v1/online-cases/{case['id']}/special-procedures/2/ends", json={})
    assert (wrong.status_code, wrong.json()["type"]) == (404, "urn:gov171:problem:procedure-not-running")
    ended = await online_cases.done(case, "end_special")
    assert (ended["status"], ended["due_at"] is None) == ("reviewing", False)
    (shown,) = (await online_cases.analyst.get(f"/v1/online-cases/{case['id']}/special-procedures")).json()["items"]
    assert (shown["code"], shown["days"], shown["days_taken"]) == ("expert-review", 5, 0)


async def test_a_procedure_that_runs_ends_with_a_case_that_is_withdrawn(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.done(await online_cases.brought_to("special"), "withdraw")

    (shown,) = (await online_cases.analyst.get(f"/v1/online-cases/{case['id']}/special-procedures")).json()["items"]

    assert (case["status"], shown["ended_at"] is None) == ("withdrawn", False)
    assert (shown["ended_by"], shown["days_taken"]) == ("window-1", 0)


async def test_a_review_is_extended_once_and_by_who_decides(online_cases: OnlineCases) -> None:
    await online_cases.published(
        steps=[STEPS[1]], special_procedures=[{"code": "extension", "name": "延长审批", "kind": "1", "days": 30}]
    )
    case = await online_cases.brought_to("accepted")
    before = (await online_cases.shown(case))["due_at"]

    assert (await online_cases.do(case, "extend", client=online_cases.other_department, days=5)).status_code == 403
    too_long = await online_cases.do(case, "extend")
    assert (too_long.status_code, too_long.json()["limit_days"]) == (422, 10)
    extended = await online_cases.done(case, "extend", days=5)
    again = await online_cases.do(case, "extend", days=5)

    assert (extended["status"], extended["extension_days"]) == ("accepted", 5)
    assert extended["due_at"] > before
    assert (again.status_code, again.json()["type"]) == (409, "urn:gov171:problem:extended-already")

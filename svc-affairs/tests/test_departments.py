"""Departments: entered once, announced, for everybody to see."""

from affairs_builders import Affairs
from online_case_builders import OnlineCases, day

from chassis.routing import undeclared_routes
from contracts.affairs import DepartmentRegisteredV1


async def test_a_department_is_entered_and_announced(affairs: Affairs) -> None:
    answer = await affairs.editor.post("/v1/departments", json={"code": "dept-11", "name": "教育局"})

    assert (answer.status_code, answer.headers["location"], answer.headers["etag"]) == (201, "/v1/departments/dept-11", '"1"')
    announced = (await affairs.harness.events())[-1]
    assert (announced.type, announced.subject, announced.sequence) == (DepartmentRegisteredV1.type, "dept-11", 1)
    assert (announced.data["department_code"], announced.data["name"]) == ("dept-11", "教育局")
    assert (await affairs.public.get("/v1/departments/dept-11")).json() == answer.json()


async def test_a_code_is_given_once(affairs: Affairs) -> None:
    answer = await affairs.editor.post("/v1/departments", json={"code": "dept-07", "name": "另一个局"})

    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:gov171:problem:department-already-there"
    assert len(await affairs.harness.events()) == 2


async def test_departments_are_paged_by_code_in_one_statement(affairs: Affairs) -> None:
    async with affairs.harness.counting_statements() as seen:
        first = (await affairs.public.get("/v1/departments", params={"limit": 1})).json()
    rest = (await affairs.public.get("/v1/departments", params={"limit": 1, "cursor": first["next"]})).json()

    assert len(seen) == 1
    assert [each["code"] for each in first["items"] + rest["items"]] == ["dept-07", "dept-09"]
    assert rest["next"] is None
    assert (await affairs.public.get("/v1/departments/dept-99")).status_code == 404


async def test_only_editors_enter_departments(affairs: Affairs) -> None:
    body = {"code": "dept-11", "name": "教育局"}

    assert (await affairs.harness.as_("desk").post("/v1/departments", json=body)).status_code == 403
    assert (await affairs.public.post("/v1/departments", json=body)).status_code == 401
    assert undeclared_routes(affairs.harness.app, exempt=("/health/live", "/health/ready", "/metrics")) == []


async def test_figures_count_departments_and_published_items(affairs: Affairs) -> None:
    await affairs.brought_to("published")
    await affairs.brought_to("draft", code="2")
    await affairs.brought_to("withdrawn", code="3")

    figures = (await affairs.public.get("/v1/affairs/figures")).json()

    assert figures["source"] == "svc-affairs"
    assert (figures["figures"]["departments"], figures["figures"]["items_published"]) == (2, 1)


async def test_figures_count_the_cases_of_a_span_by_the_way_they_came_in(online_cases: OnlineCases) -> None:
    await online_cases.published(channels=["web", "wechat", "hall"])
    for month, channel in ((1, "web"), (3, "wechat"), (3, "web")):
        public = online_cases.harness.as_("public", replay_at=day(month, 10))
        await online_cases.submitted(public, channel=channel)
    await online_cases.submitted(online_cases.staff("window", at=day(3, 10)), channel="hall")

    async def received(**span: str) -> int:
        answer = await online_cases.public.get("/v1/affairs/figures", params=span)
        return int(answer.json()["figures"]["city_online_receipts"])

    assert await received() == 3
    assert await received(**{"from": "2025-01-11"}) == 2
    assert await received(**{"from": "2025-01-10", "to": "2025-03-10"}) == 1
    assert await received(**{"from": "2025-03-10", "to": "2025-03-11"}) == 2
    backwards = await online_cases.public.get("/v1/affairs/figures", params={"from": "2025-03-10", "to": "2025-03-10"})
    assert (backwards.status_code, backwards.json()["type"]) == (422, "urn:gov171:problem:span-backwards")

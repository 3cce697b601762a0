"""Departments: entered once, announced, for everybody to see."""

from affairs_builders import Affairs

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

"""The reform figures: correct rounding, and what counts, through HTTP."""

from decimal import Decimal
from typing import Any

from affairs_builders import TOMORROW, Affairs
from hypothesis import given
from hypothesis import strategies as st

from svc_affairs.reform_figures.rules import average, percent


def material(code: str, **fields: Any) -> dict[str, Any]:
    return {"code": code, "name": code} | fields


async def figures(affairs: Affairs) -> dict[str, Any]:
    answer = await affairs.public.get("/v1/affairs/reform-figures")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_of_nothing_there_is_no_share(affairs: Affairs) -> None:
    await affairs.brought_to("draft")
    await affairs.brought_to("scheduled", code="2")
    await affairs.brought_to("suspended", code="3")

    found = await figures(affairs)

    assert (found["figures"]["items"], found["departments"]) == (0, [])
    assert {name for name, value in found["figures"].items() if value is None} == {
        "online_percent", "one_visit_percent", "statutory_days_average", "promised_days_average", "days_cut_percent",
        "materials_obtained_percent", "materials_cut_percent",
    }  # fmt: skip


async def test_what_is_in_force_is_counted_of_all_and_by_department(affairs: Affairs) -> None:
    online = {"channels": ["hall", "web"], "online_depth": 3, "visits": 1, "statutory_days": 20, "promised_days": 5}
    await affairs.brought_to("published", code="1", **online, materials=[material("a"), material("b", dataset_code="hub")])
    await affairs.brought_to(
        "published", code="2", **online | {"online_depth": 2, "visits": 2, "promised_days": 12}, materials=[]
    )
    other = online | {"channels": ["hall", "post"], "department_code": "dept-09", "statutory_days": 0, "promised_days": 0}
    await affairs.brought_to("published", code="3", **other, materials=[material("a")])

    found = await figures(affairs)

    whole = found["figures"]
    assert (whole["items"], whole["online"], whole["online_percent"]) == (3, 1, 33.3)
    assert (whole["one_visit"], whole["one_visit_percent"]) == (2, 66.7)
    assert (whole["statutory_days_average"], whole["promised_days_average"], whole["days_cut_percent"]) == (13.3, 5.7, 57.5)
    assert (whole["materials"], whole["materials_obtained"], whole["materials_obtained_percent"]) == (3, 1, 33.3)
    assert (whole["items_compared"], whole["materials_cut_percent"]) == (0, None)
    first, second = found["departments"]
    assert (first["department_code"], first["department_name"], first["items"]) == ("dept-07", "住房和城乡建设局", 2)
    assert (second["department_code"], second["items"], second["days_cut_percent"]) == ("dept-09", 1, None)
    assert found["policy_version"] == "2026-1"


async def test_materials_are_compared_with_the_version_in_force_before(affairs: Affairs) -> None:
    many = [material(code) for code in "abcd"]
    await affairs.brought_to("published", materials=many)
    given_up = await affairs.drafted(materials=[*many, material("e")])
    await affairs.act(given_up, "withdrawals", affairs.editor)
    await affairs.published(await affairs.drafted(materials=[material("a"), material("b", dataset_code="hub"), material("c")]))
    await affairs.brought_to("published", code="2", materials=many)

    whole = (await figures(affairs))["figures"]

    assert (whole["items"], whole["items_compared"]) == (2, 1)
    compared = (whole["materials_brought_before"], whole["materials_brought_now"], whole["materials_cut_percent"])
    assert compared == (4, 2, 50.0)


async def test_a_version_that_waits_does_not_count_yet(affairs: Affairs) -> None:
    await affairs.brought_to("published", promised_days=5)
    await affairs.published(await affairs.drafted(promised_days=1), effective_on=TOMORROW)

    assert (await figures(affairs))["figures"]["promised_days"] == 5


async def test_the_figures_take_one_statement(affairs: Affairs) -> None:
    await affairs.brought_to("published")

    async with affairs.harness.counting_statements() as seen:
        await figures(affairs)

    assert len(seen) == 1


def test_shares_are_rounded_half_up() -> None:
    assert (percent(1, 2000), percent(1, 800), percent(3, 2000)) == (0.1, 0.1, 0.2)
    assert (percent(1, 3), percent(2, 3), percent(3, 3)) == (33.3, 66.7, 100.0)
    assert (average(5, 4), average(1, 0)) == (1.3, None)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_rounded_share_is_never_further_than_half_a_step(part: int, whole: int) -> None:
    found = percent(part, whole)

    assert found is not None
    assert abs(Decimal(str(found)) * whole - 100 * part) * 20 <= whole

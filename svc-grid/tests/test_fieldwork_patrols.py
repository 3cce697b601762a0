"""Patrols made on a bad line, and what a telephone downloads beside its cases."""

from datetime import timedelta
from typing import Any

import pytest
from grid_builders import Grid
from patrol_builders import BLOCKED, FIRST, Patrols, noon
from test_fieldwork import changes, kind
from urban_builders import a_class

from chassis.ids import uuid7

MINUTE = timedelta(minutes=1)


class Telephone:
    """A grid lead's, off line until it sends; its clock is the test's."""

    def __init__(self, patrols: Patrols) -> None:
        self.patrols = patrols

    def did(self, action: str, task: dict[str, Any], minutes_ago: int, **body: Any) -> dict[str, Any]:
        at = (self.patrols.now - minutes_ago * MINUTE).isoformat()
        return {"id": str(uuid7()), "at": at, "action": action, "target": task["id"], "body": body}

    async def sends(self, *actions: dict[str, Any]) -> list[dict[str, Any]]:
        client = self.patrols.as_("grid_lead", subject="lead-84-03", unit_code="84-03")
        body = {"sent_at": self.patrols.now.isoformat(), "actions": actions}
        answer = await client.post("/v1/field-syncs", json=body)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["results"])


@pytest.fixture
async def telephone(grid: Grid) -> Telephone:
    patrols = Patrols(grid)
    await patrols.planned()
    await patrols.passed(noon(FIRST))
    return Telephone(patrols)


async def test_a_patrol_off_line_is_done_once_with_its_findings(telephone: Telephone) -> None:
    task = await telephone.patrols.task()
    batch = (
        telephone.did("patrol.start", task, 50),
        telephone.did("patrol.visit", task, 40, checkpoint_code="a", result="finding", findings=[BLOCKED]),
        telephone.did("patrol.visit", task, 30, checkpoint_code="b", result="fine"),
        telephone.did("patrol.finish", task, 20),
    )

    first = await telephone.sends(*batch)
    again = await telephone.sends(*batch)

    assert [(each["outcome"], kind(each)) for each in first] == [("accepted", None)] * 4
    assert [each["is_repeated"] for each in again] == [True] * 4
    done = await telephone.patrols.task()
    assert (done["status"], done["points_visited"], done["findings"]) == ("done", 2, 1)
    cases = (await telephone.patrols.grid.desk.get("/v1/cases")).json()["items"]
    assert [(case["source"], case["class_code"]) for case in cases] == [("patrol", "community.safety_hazard")]
    assert await telephone.patrols.is_proved()


async def test_what_does_not_fit_the_patrol_is_told_and_keeps_no_other_back(telephone: Telephone) -> None:
    task = await telephone.patrols.task()

    results = await telephone.sends(
        telephone.did("patrol.finish", task, 50),
        telephone.did("patrol.start", task, 40),
        telephone.did("patrol.visit", task, 30, checkpoint_code="z", result="fine"),
        telephone.did("patrol.visit", task, 30, checkpoint_code="a", result="finding"),
        telephone.did("patrol.visit", task, 30, checkpoint_code="a", result="fine"),
        telephone.did("patrol.visit", task, 20, checkpoint_code="a", result="fine"),
        telephone.did("patrol.start", {"id": str(uuid7())}, 10),
    )

    assert [(each["outcome"], kind(each)) for each in results] == [
        ("conflict", "task-action-not-possible"),
        ("accepted", None),
        ("refused", "checkpoint-unknown"),
        ("refused", "body-wrong"),
        ("accepted", None),
        ("conflict", "checkpoint-seen"),
        ("conflict", "task-unknown"),
    ]


async def test_a_download_ends_with_the_open_patrols_and_the_classes_that_changed(telephone: Telephone) -> None:
    grid = telephone.patrols.grid
    for _ in range(2):
        await grid.brought_to("assigned")
    task = await telephone.patrols.task()

    page = await changes(grid.lead, limit=1)
    last = await changes(grid.lead, page["cursor"], limit=1)
    code = await a_class(grid)
    params = {"cursor": last["cursor"], "classes_since": last["classes_version"]}
    after = (await grid.lead.get("/v1/field-syncs/changes", params=params)).json()

    assert (page["patrols"], page["classes"], page["classes_version"]) == ([], [], None)
    assert [each["id"] for each in last["patrols"]] == [task["id"]]
    assert len(last["classes"]) > 100
    assert [each["code"] for each in after["classes"]] == [code]
    elsewhere = grid.harness.as_("grid_lead", subject="lead-85", unit_code="85")
    assert (await changes(elsewhere))["patrols"] == []

"""Builders for tests of classes, components and alarms."""

from itertools import count
from typing import Any
from uuid import uuid4

from grid_builders import Grid

# What migrations have filled is not emptied between tests, so each test has codes of its own.
_numbers = count(1)
_RUN = uuid4().hex[:6]
ENTRY: dict[str, Any] = {
    "code": "urban.roads.test_x", "nature": "component", "name_zh": "试验", "name_en": "Test", "limits": [{"handling_h": 5}],
    "registering_conditions": [{"code": "broken", "text_zh": "破损", "text_en": "Broken", "evidence": ["photo"]}],
}  # fmt: skip


def a_code(pattern: str = "urban.roads.test_{n}") -> str:
    return pattern.format(n=f"{_RUN}_{next(_numbers)}")


async def a_class(grid: Grid, code: str = "urban.roads.test_{n}", **changes: Any) -> str:
    """The code of a class that nobody else has."""
    entry = ENTRY | {"code": a_code(code)} | changes
    answer = await grid.admin.post("/v1/case-classes", json=entry)
    assert answer.status_code == 201, answer.text
    return str(entry["code"])


LAMP_CLASS = "urban.public_utilities.street_lamp"
LAMP: dict[str, Any] = {
    "code": "6590070118000042", "class_code": LAMP_CLASS, "lon": 82.05, "lat": 44.85, "territory_code": "659007/84/03",
    "owner_unit_code": "dept-07",
}  # fmt: skip


async def a_component(grid: Grid, **changes: Any) -> str:
    """The code of a street lamp, or of what `changes` make of it."""
    answer = await grid.admin.post("/v1/components", json=LAMP | changes)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])

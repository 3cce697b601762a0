"""By which plans a question is answered, and how many pages of the tables and indexes are touched for it."""

import json
import random
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event as sa_event

from gov171.bench.scale.house import House
from gov171.bench.scale.questions import Question

_LOOKED_AT = 5
_READS = ("SELECT", "WITH", "(SELECT")
# What the hotline's own workers say meanwhile.
_WORKERS = ("DELETE", "SKIP LOCKED")
_SCANS = ("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan")
Node = Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """The access paths as PostgreSQL names them, and the pages, which are the same on a busy machine as on an idle one."""

    paths: str
    pages: float


async def plan_of(house: House, question: Question, size: int, drawn: random.Random) -> Plan:
    """The plan of some requests: every path that was taken, and the median of the pages."""
    paths: dict[str, None] = {}
    pages = []
    for _ in range(_LOOKED_AT):
        tops = await _explained(house, question, size, drawn, "ANALYZE, BUFFERS, TIMING OFF, ")
        pages.append(sum(top["Shared Hit Blocks"] + top["Shared Read Blocks"] for top in tops))
        paths |= {_named(node): None for top in tops for node in nodes(top) if node["Node Type"] in _SCANS}
    return Plan("; ".join(paths), statistics.median(pages))


async def nodes_of(house: House, question: Question, size: int, drawn: random.Random) -> list[Node]:
    """Every node of the plans of one request, which are not carried out."""
    return [node for top in await _explained(house, question, size, drawn, "") for node in nodes(top)]


def nodes(plan: Node) -> Iterator[Node]:
    yield plan
    for each in plan.get("Plans", []):
        yield from nodes(each)


def _named(node: Node) -> str:
    backward = " Backward" if node.get("Scan Direction") == "Backward" else ""
    return f"{node['Node Type']}{backward} {node.get('Index Name') or node['Relation Name']}"


async def _explained(house: House, question: Question, size: int, drawn: random.Random, options: str) -> list[Node]:
    return [
        json.loads(await house.admin.fetchval(f"EXPLAIN ({options}FORMAT JSON) {statement}", *parameters))[0]["Plan"]
        for statement, parameters in await _statements(house, question, size, drawn)
    ]


async def _statements(house: House, question: Question, size: int, drawn: random.Random) -> list[tuple[str, Any]]:
    """What a request reads of the tickets and the figures."""
    seen: list[tuple[str, Any]] = []
    engine = house.app.state.chassis.database.engine.sync_engine

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        is_meant = statement.lstrip().startswith(_READS) and ("ticket" in statement or "figure" in statement)
        if is_meant and not any(word in statement for word in _WORKERS):
            seen.append((statement, parameters))

    sa_event.listen(engine, "before_cursor_execute", note)
    try:
        await house.answer(question.draw(drawn, size), question.roles, question.unit_code)
    finally:
        sa_event.remove(engine, "before_cursor_execute", note)
    return seen

"""Searching the knowledge base goes by its index."""

import json
from itertools import product
from typing import Any

import pytest
from hotline_builders import Hotline
from knowledge_builders import Knowledge
from sqlalchemy import Select, func, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ClauseElement, Executable

from svc_hotline.knowledge.models import KnowledgeVersion
from svc_hotline.knowledge.searching import Wanted, plan_for_memory, search_statement
from svc_hotline.knowledge.wording import asked_words

PHRASES = [
    "暖气不热怎么办",
    "我社保卡掉了，怎么重新弄一张",
    "路灯好几天都是黑的",
    "how do I renew my passport",
    "娃刚生下来怎么上户口",
]


@pytest.fixture
async def knowledge(hotline: Hotline) -> Knowledge:
    return Knowledge(hotline)


class Explained(Executable, ClauseElement):
    """The plan of a statement, asked for as the statement itself is sent: its values as parameters."""

    inherit_cache = False

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement


@compiles(Explained)
def _explain(element: Explained, compiler: Any, **more: Any) -> str:
    return f"EXPLAIN (FORMAT JSON) {compiler.process(element.statement, **more)}"


async def plan_of(knowledge: Knowledge, statement: Any, *, plan_cache_mode: str = "auto") -> list[dict[str, Any]]:
    """The nodes of the plan as a search has it, no way of going about it being switched off."""
    async with knowledge.hotline.harness.sessions() as db:
        await plan_for_memory(db)
        await db.execute(text(f"SET LOCAL plan_cache_mode = {plan_cache_mode}"))
        plan = (await db.execute(Explained(statement))).scalar_one()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    nodes, waiting = [], [plan[0]["Plan"]]
    while waiting:
        nodes.append(waiting.pop())
        waiting += nodes[-1].get("Plans", [])
    return nodes


def ways_to_versions(nodes: list[dict[str, Any]]) -> set[tuple[str, str | None]]:
    """How the versions are come by, leaving out the few that were chosen, which are looked up by their key."""
    ways = {(node["Node Type"], node.get("Index Name")) for node in nodes if node.get("Relation Name") == "knowledge_versions"}
    ways |= {(node["Node Type"], node["Index Name"]) for node in nodes if node["Node Type"] == "Bitmap Index Scan"}
    return ways - {("Index Scan", "pk_knowledge_versions"), ("Index Scan", "knowledge_versions_pkey")}


async def test_among_five_thousand_entries_the_words_are_found_by_their_index(knowledge: Knowledge) -> None:
    await knowledge.filled(5000)
    wanted = await knowledge.brought_to("published", question="供暖期室内温度不达标如何处理", keywords=["暖气不热"])

    for phrase, mode in product(PHRASES, ("auto", "force_generic_plan")):
        asked = asked_words(phrase)
        statement = search_statement(Wanted(phrase), asked, asked.telling, 10)
        ways = ways_to_versions(await plan_of(knowledge, statement, plan_cache_mode=mode))
        assert ways == {("Bitmap Heap Scan", None), ("Bitmap Index Scan", "ix_knowledge_versions_words")}, (phrase, mode)
    assert (await knowledge.found(PHRASES[0]))[0]["entry"]["id"] == wanted["id"]


async def test_the_plan_shows_a_search_that_the_index_cannot_serve(knowledge: Knowledge) -> None:
    """So that the test above can fail: without what the index is restricted to, each version is looked at."""
    await knowledge.filled(300)
    unrestricted = select(KnowledgeVersion.entry_id).where(
        KnowledgeVersion.words.bool_op("@@")(func.to_tsquery("simple", "暖气"))
    )

    assert ways_to_versions(await plan_of(knowledge, unrestricted)) == {("Seq Scan", None)}

"""Finds items by a citizen's words: by name first, then by keywords, then by what else a guide tells."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Float, Select, Text, and_, case, cast, false, func, literal, or_, select, text, union
from sqlalchemy.dialects.postgresql import ARRAY, REAL, TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.selectable import SelectBase

from svc_affairs.items.models import Item
from svc_affairs.items.policy import POLICY
from svc_affairs.items.rules import Asked, asked_terms, index_terms

Found = TypeVar("Found")


def words_for(content: Mapping[str, Any]) -> dict[str, str]:
    """The columns an item is found by, from what an editor wrote: name and keywords apart from the rest."""
    guide, materials = content["guide"], content["materials"]
    rest = [guide.get("conditions") or "", *(each["name"] for each in (*guide.get("results", ()), *materials))]
    named = f"{_vector(index_terms(content['name']), 'A')} {_vector(index_terms(*content['keywords']), 'B')}"
    return {"search": named.strip(), "search_rest": _vector((each for each in index_terms(*rest) if len(each) > 1), "C")}


async def best(db: AsyncSession, within: Select[Found], query: str, most: int, of: type[Found]) -> list[Found]:
    """Of `within`, items or whatever else has words as they do, those that answer best; what is far from the best is left out.

    Most questions are answered by names and keywords alone; the rest of the guides, which is ten times as long, is looked
    at only where these fill no list. The list is always made whole, so that a shorter one is the beginning of a longer.
    """
    asked = asked_terms(query)
    # The items lie in memory, where a page out of order costs hardly more; the planner would rather read them all.
    await db.execute(text("SET LOCAL random_page_cost = 1.1"))
    found: list[tuple[Found, float]] = []
    for stage in _stages(within, asked, of):
        found = [(row[0], row[1]) for row in await db.execute(stage)]
        if len(found) >= POLICY.most_relevant:
            break
    enough = found[0][1] * POLICY.least_share if found else 0.0
    return [item for item, score in found if score >= enough][:most]


def _stages(within: Select[Any], asked: Asked, of: Any) -> Iterator[Select[Any, float]]:
    """Each finds all that the one before did."""
    if not asked.telling:
        return
    ids = within.with_only_columns(of.id)
    named = ids.where(_holds(of.search, asked.telling))
    yield _ranked(of, named, asked, (of.search,))
    in_rest = ids.where(_holds(of.search_rest, asked.telling)).order_by(of.id.desc()).limit(POLICY.most_weighed)
    yield _ranked(of, union(named, select(in_rest.subquery().c.id)), asked, (of.search, of.search_rest))


def matches_all(query: str) -> ColumnElement[bool]:
    """Found by every term that tells the matter, wherever it stands; a query without any finds nothing."""
    asked = asked_terms(query)
    terms = asked.said or asked.faint
    if not terms:
        return false()
    return and_(*(or_(_holds(Item.search, [term]), _holds(Item.search_rest, [term])) for term in terms))


def _ranked(of: Any, ids: SelectBase, asked: Asked, columns: Sequence[Any]) -> Select[Any, float]:
    """The best are chosen by ids and words alone; the whole rows are read for these few."""
    score, these = _score(of, asked, columns).label("score"), ids.subquery("these")
    found = select(of.id, score).join(these, these.c.id == of.id)
    chosen = found.order_by(score.desc(), of.id.desc()).limit(POLICY.most_relevant).subquery("chosen")
    rows = select(of, chosen.c.score).join(chosen, of.id == chosen.c.id)
    return rows.order_by(chosen.c.score.desc(), of.id.desc())


def _score(of: Any, asked: Asked, columns: Sequence[Any]) -> ColumnElement[float]:
    """Each term found counts by where it stands and how it was asked; more for what stands there as it was said."""
    score: ColumnElement[float] = literal(0.0, Float)
    classes = cast(list(POLICY.class_weights), ARRAY(REAL))
    for terms, weight in ((asked.said, 1.0), (asked.kin, POLICY.kin_weight), (asked.faint, POLICY.faint_weight)):
        for column in columns if terms else ():
            # ts_rank divides by the number of terms, which would make few outweigh many.
            score += func.ts_rank(classes, column, _any_of(terms), type_=Float) * (weight * len(terms))
    for phrase in (each for each in asked.phrases if len(each) > 1):
        score += case((func.strpos(func.lower(of.name), phrase) > 0, POLICY.phrase_boost), else_=0.0)
    is_keyword = of.keywords.overlap(cast([*asked.phrases], ARRAY(Text)))
    # Of two names that hold the same words the shorter one says nothing else.
    return score + case((is_keyword, POLICY.keyword_boost), else_=0.0) - func.length(of.name) * POLICY.length_cost


def _holds(column: Any, terms: Sequence[str]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.bool_op("@@")(_any_of(terms))
    return found


def _any_of(terms: Sequence[str]) -> ColumnElement[Any]:
    """Terms are letters and digits alone, so the quotes hold them; words that are not Chinese are found by their beginning."""
    return cast(literal(" | ".join(f"'{each}':*" if each.isascii() else f"'{each}'" for each in terms), Text()), TSQUERY)


def _vector(terms: Any, weight: str) -> str:
    """As PostgreSQL writes a tsvector; each term stands once, so its place says nothing."""
    return " ".join(f"'{each}':1{weight}" for each in terms)

"""Finds published entries by a caller's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Float, Text, case, cast, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY, REAL, TSQUERY, TSVECTOR
from sqlalchemy.ext.asyncio import AsyncSession

from svc_hotline.knowledge import repository
from svc_hotline.knowledge.models import KnowledgeVersion as Version
from svc_hotline.knowledge.policy import POLICY
from svc_hotline.knowledge.repository import Selected, Shown
from svc_hotline.knowledge.terms import Status
from svc_hotline.knowledge.wording import Asked, asked_words, folded, kept_words


@dataclass(frozen=True)
class Wanted:
    """What is searched for, and within what."""

    q: str
    category_code: str | None = None
    unit_code: str | None = None


def words_for(question: str, keywords: Sequence[str], answer: str) -> ColumnElement[Any]:
    """What an entry's version is found by: the question's and keywords' words of class A, the answer's of class C."""
    return _vector(kept_words(question, *keywords), "A").concat(_vector(kept_words(answer), "C"))


async def search(db: AsyncSession, wanted: Wanted, most: int) -> tuple[Asked, Sequence[Shown]]:
    """What was looked for, and the best entries with their `score`, the best first.

    Faint traces are in half of all entries: what has nothing else is looked for only where the rest fills no page.
    """
    asked, found = asked_words(wanted.q), list[Shown]()
    await plan_for_memory(db)
    for words in (asked.telling, asked.all):
        if words and len(found) < most:
            found = list((await db.execute(search_statement(wanted, asked, words, most))).all())
    return asked, found


async def plan_for_memory(db: AsyncSession) -> None:
    """For this transaction: the knowledge base lies in memory, where a page out of order costs hardly more.

    Unaware of that, and of what unpacking words costs, the planner reads all of 5,000 entries, in five times the time.
    """
    await db.execute(select(func.set_config("random_page_cost", "1.1", True)))


def search_statement(wanted: Wanted, asked: Asked, words: Sequence[str], most: int) -> Selected:
    """Entries with any of `words`. The best are chosen by words alone; what a view shows of them is looked up for these few."""
    # Written out and not sent along, since a prepared plan could not know that the index of published words serves it.
    is_published = Version.status == literal_column(f"'{Status.PUBLISHED}'")
    conditions = [is_published, Version.words.bool_op("@@")(_query(words))]
    if wanted.category_code is not None:
        conditions.append(Version.category_code == wanted.category_code)
    if wanted.unit_code is not None:
        conditions.append(Version.unit_code == wanted.unit_code)
    score = _score(folded(wanted.q).strip(" ?!.,。，"), asked).label("score")
    chosen = select(Version.entry_id, Version.version_no, score).where(*conditions)
    best = chosen.order_by(score.desc(), Version.entry_id.desc()).limit(most).subquery("best")
    is_best = (Version.entry_id == best.c.entry_id) & (Version.version_no == best.c.version_no)
    return repository.shown().add_columns(best.c.score).join(best, is_best).order_by(best.c.score.desc(), Version.entry_id.desc())


def _score(q: str, asked: Asked) -> ColumnElement[float]:
    """The words found, each by its class and by how it was asked, and boosts for what was asked as it stands."""
    score: ColumnElement[float] = literal(0.0, Float)
    for words, weight in ((asked.said, 1.0), (asked.kin, POLICY.kin_weight), (asked.faint, POLICY.faint_weight)):
        if words:
            # ts_rank divides by the number of words, which would make few words outweigh many.
            classes = cast(list(POLICY.class_weights), ARRAY(REAL))
            score += func.ts_rank(classes, Version.words, _query(words), type_=Float) * (weight * len(words))
    is_phrase = func.strpos(func.lower(func.normalize(Version.question, literal_column("NFKC"))), q) > 0
    is_keyword = Version.keywords.overlap(cast([*asked.said], ARRAY(Text)))
    return score + case((is_phrase, POLICY.phrase_boost), else_=0.0) + case((is_keyword, POLICY.keyword_boost), else_=0.0)


def _vector(words: Sequence[str], weight: str) -> ColumnElement[Any]:
    return func.setweight(func.to_tsvector("simple", " ".join(words)), literal_column(f"'{weight}'"), type_=TSVECTOR)


def _query(words: Sequence[str]) -> ColumnElement[Any]:
    """Any of the words, which hold nothing but letters and digits; a single Chinese character also as a pair's first."""
    sought = (f"{word}:*" if len(word) == 1 and not word.isascii() else word for word in words)
    return func.to_tsquery("simple", " | ".join(sought), type_=TSQUERY)

"""Problems that are told within an answer, or kept: each as an answer of its own would say it."""

from typing import Any

from chassis.errors import Problem


def in_both_languages(problem: Problem) -> dict[str, Any]:
    """The problem document with both titles, since whoever reads it may ask for another language than who caused it."""
    document: dict[str, Any] = {
        "type": problem.type_uri(), "title": problem.title_zh, "title_en": problem.title_en, "status": problem.kind.status,
    }  # fmt: skip
    return document | ({"detail": problem.detail} if problem.detail else {}) | problem.members

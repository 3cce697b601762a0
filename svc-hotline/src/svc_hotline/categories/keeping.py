"""Use cases of keeping the tree: bring in, add, change, retire, reinstate. One at a time, each with its version."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.routing import check_version
from svc_hotline.categories.errors import (
    CategoryAlreadyThere,
    CategoryHasChildren,
    CategoryIsRetired,
    CategoryNamedByRules,
    CategoryNotFound,
    CategoryNotRetired,
    CategoryTreeWrong,
    SuccessorNotUsable,
)
from svc_hotline.categories.models import Category, CategoryVersion
from svc_hotline.categories.rules import effective_values, fault_of
from svc_hotline.categories.schemas import CategoryEntry, CategoryPatch
from svc_hotline.categories.service import UNCLASSIFIED
from svc_hotline.categories.terms import Change
from svc_hotline.categories.views import CategoryImportReport, CategoryRecord
from svc_hotline.dispatching import service as dispatching

Tree = dict[str, Category]

# The second is a path of its own under /v1/categories.
_RESERVED = frozenset({UNCLASSIFIED, "tree"})
# Two changes that each fit could together make a circle, so they come one after another.
_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended("hotline.categories", 0)))


async def add_category(db: AsyncSession, actor: Principal, entry: CategoryEntry) -> Category:
    """Add one category; raises CategoryAlreadyThere, CategoryTreeWrong."""
    tree = await _held_tree(db)
    if entry.code in tree:
        raise CategoryAlreadyThere(code=entry.code)
    _write(tree, entry)
    await _keep(db, actor, tree, {entry.code: Change.ADD})
    await audit.record(db, actor, "category-added", entry.code, version=tree[entry.code].version)
    return tree[entry.code]


async def import_categories(db: AsyncSession, actor: Principal, entries: Sequence[CategoryEntry]) -> CategoryImportReport:
    """Bring the tree to what `entries` say; categories not named stay. Raises CategoryTreeWrong and then changes nothing.

    An entry says all of its category but whether it is retired, which an import leaves as it is.
    """
    tree = await _held_tree(db)
    if len({entry.code for entry in entries}) != len(entries):
        raise CategoryTreeWrong("each code once")
    before = set(tree)
    written = {entry.code: Change.IMPORT for entry in entries if _write(tree, entry)}
    await _keep(db, actor, tree, written)
    if written:
        versions = {code: tree[code].version for code in written}
        await audit.record(db, actor, "categories-imported", "categories", versions=versions)
    created = len(set(tree) - before)
    return CategoryImportReport(created=created, changed=len(written) - created, unchanged=len(entries) - len(written))


async def change_category(db: AsyncSession, actor: Principal, code: str, if_match: int | None, patch: CategoryPatch) -> Category:
    """Change what is named; raises CategoryNotFound, StaleVersion, CategoryTreeWrong. The same again changes nothing."""
    tree = await _held_tree(db)
    category = _chosen(tree, code, if_match)
    if _set(category, patch.changes()):
        await _keep(db, actor, tree, {code: Change.CHANGE})
        await audit.record(db, actor, "category-changed", code, version=category.version)
    return category


async def retire_category(
    db: AsyncSession, actor: Principal, code: str, if_match: int | None, successor_code: str | None
) -> Category:
    """Take it out of use; raises CategoryNotFound, StaleVersion, CategoryIsRetired, CategoryHasChildren, SuccessorNotUsable.

    And CategoryNamedByRules: the keeper of the rules first lets those for the successor go live.
    """
    tree = await _held_tree(db)
    category = _chosen(tree, code, if_match)
    if category.is_retired:
        raise CategoryIsRetired(code=code)
    children = sorted(each.code for each in tree.values() if each.parent_code == code and not each.is_retired)
    if children:
        raise CategoryHasChildren(code=code, children=[*children])
    successor = tree.get(successor_code) if successor_code is not None else None
    if successor_code is not None and (successor is None or successor.is_retired or successor is category):
        raise SuccessorNotUsable(f"{successor_code} cannot be chosen instead of {code}", successor_code=successor_code)
    rules = await dispatching.live_rules_naming(db, code)
    if rules:
        raise CategoryNamedByRules(f"{code} stands in {', '.join(rules[:20])}", code=code, rules=[*rules])
    _set(category, {"retired_at": clock.now(), "successor_code": successor_code})
    await _keep(db, actor, tree, {code: Change.RETIRE})
    await audit.record(db, actor, "category-retired", code, version=category.version, successor_code=successor_code)
    return category


async def reinstate_category(db: AsyncSession, actor: Principal, code: str, if_match: int | None) -> Category:
    """Bring it back into use; raises CategoryNotFound, StaleVersion, CategoryNotRetired, and CategoryIsRetired of its parent."""
    tree = await _held_tree(db)
    category = _chosen(tree, code, if_match)
    if not category.is_retired:
        raise CategoryNotRetired(code=code)
    parent = tree.get(category.parent_code) if category.parent_code is not None else None
    if parent is not None and parent.is_retired:
        raise CategoryIsRetired(f"its parent {parent.code} is retired", code=parent.code)
    _set(category, {"retired_at": None, "successor_code": None})
    await _keep(db, actor, tree, {code: Change.REINSTATE})
    await audit.record(db, actor, "category-reinstated", code, version=category.version)
    return category


async def _held_tree(db: AsyncSession) -> Tree:
    """The whole tree, some hundreds of entries, which nobody else changes until the transaction ends."""
    await db.execute(_LOCK)
    found = await db.execute(select(Category).execution_options(populate_existing=True))
    return {category.code: category for category in found.scalars()}


def _chosen(tree: Tree, code: str, if_match: int | None) -> Category:
    category = tree.get(code)
    if category is None:
        raise CategoryNotFound(code=code)
    check_version(if_match, category.version)
    return category


def _write(tree: Tree, entry: CategoryEntry) -> bool:
    """Make the category what the entry says; whether that is news."""
    if entry.code in _RESERVED:
        raise CategoryTreeWrong(f"the code {entry.code} is reserved", code=entry.code)
    if entry.code not in tree:
        tree[entry.code] = Category(**entry.model_dump(), version=0, retired_at=None, successor_code=None)
        return True
    return _set(tree[entry.code], entry.model_dump())


def _set(category: Category, values: Mapping[str, Any]) -> bool:
    differing = {name: value for name, value in values.items() if getattr(category, name) != value}
    for name, value in differing.items():
        setattr(category, name, value)
    return bool(differing)


async def _keep(db: AsyncSession, actor: Principal, tree: Tree, changes: Mapping[str, Change]) -> None:
    """Check the tree as it now reads, settle what comes down in it, and keep a version of each that was changed."""
    own = {code: category.own for code, category in tree.items()}
    fault = fault_of(own)
    if fault is not None:
        raise CategoryTreeWrong(f"{fault[0]}: {fault[1]}", code=fault[0])
    for code, values in effective_values(own).items():
        tree[code].settle(values)
    now = clock.now()
    for code, change in changes.items():
        category = tree[code]
        category.version, category.changed_at = category.version + 1, now
        entry = CategoryRecord.model_validate(category).model_dump(mode="json")
        made = CategoryVersion(
            code=code, version=category.version, at=now, actor=actor.subject, change=change, entry=entry
        )  # fmt: skip
        db.add_all([category, made])
    await db.flush()

"""Use cases of categories: bring in, add, look up."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, ScalarSelect, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_hotline.categories.errors import CategoryAlreadyThere, CategoryTreeWrong
from svc_hotline.categories.models import Category
from svc_hotline.categories.schemas import CategoryEntry, CategoryImportReport

# Tickets that were imported without a category; it stands in no tree and can be chosen by nobody.
UNCLASSIFIED = "unclassified"


async def add_category(db: AsyncSession, entry: CategoryEntry) -> Category:
    """Add one category; raises CategoryAlreadyThere, CategoryTreeWrong."""
    if await db.get(Category, entry.code, with_for_update=True) is not None:
        raise CategoryAlreadyThere(code=entry.code)
    await _check_tree(db, [entry])
    category = _made(entry)
    db.add(category)
    await db.flush()
    return category


async def import_categories(db: AsyncSession, entries: Sequence[CategoryEntry]) -> CategoryImportReport:
    """Bring the tree to what `entries` say; categories not named stay. Raises CategoryTreeWrong and then changes nothing."""
    await _check_tree(db, entries)
    chosen = select(Category).where(Category.code.in_({entry.code for entry in entries})).with_for_update()
    known = {category.code: category for category in (await db.execute(chosen)).scalars()}
    created = changed = 0
    for entry in entries:
        category = known.get(entry.code)
        if category is None:
            known[entry.code] = category = _made(entry)
            db.add(category)
            created += 1
        elif _change(category, entry):
            changed += 1
    await db.flush()
    return CategoryImportReport(created=created, changed=changed, unchanged=len(entries) - created - changed)


async def list_categories(db: AsyncSession) -> Sequence[Category]:
    """The whole tree; it is some hundreds of entries at most."""
    return (await db.execute(select(Category).order_by(Category.code))).scalars().all()


async def known_codes(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Those of `codes` that are categories."""
    return set((await db.execute(select(Category.code).where(Category.code.in_(set(codes))))).scalars())


def is_known(code: str) -> ColumnElement[bool]:
    """For another's statement: whether the category exists."""
    return exists().where(Category.code == code)


def limit_of(code: str) -> ScalarSelect[int | None]:
    """For another's statement: the category's own limit in working days."""
    return select(Category.limit_working_days).where(Category.code == code).scalar_subquery()


def _made(entry: CategoryEntry) -> Category:
    return Category(**entry.model_dump(), version=1, changed_at=clock.now())


def _change(category: Category, entry: CategoryEntry) -> bool:
    differing = {name: value for name, value in entry.model_dump().items() if getattr(category, name) != value}
    for name, value in differing.items():
        setattr(category, name, value)
    if differing:
        category.version += 1
        category.changed_at = clock.now()
    return bool(differing)


async def _check_tree(db: AsyncSession, entries: Sequence[CategoryEntry]) -> None:
    """Every parent is of the first level and exists; no code stands twice; the reserved code is not used."""
    parents = {entry.code: entry.parent_code for entry in entries}
    if len(parents) != len(entries) or UNCLASSIFIED in parents:
        raise CategoryTreeWrong("each code once, and not the reserved one", reserved=UNCLASSIFIED)
    stored = await db.execute(select(Category.code, Category.parent_code))
    tree = {row.code: row.parent_code for row in stored} | parents
    for code, parent in tree.items():
        if parent is not None and (parent not in tree or tree[parent] is not None):
            raise CategoryTreeWrong(f"{code}: its parent {parent} is not a category of the first level", code=code)

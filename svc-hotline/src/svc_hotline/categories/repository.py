"""What is read of the categories for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.page import PageRequest, fetch_page
from svc_hotline.categories.errors import CategoryNotFound
from svc_hotline.categories.models import Category, CategoryVersion
from svc_hotline.categories.views import CategoryNode


@dataclass(frozen=True)
class Filter:
    """What the list is narrowed to."""

    q: str | None = None
    parent_code: str | None = None
    with_retired: bool = False


async def list_categories(db: AsyncSession, wanted: Filter) -> Sequence[Category]:
    """Those wanted, by code; all of them are some hundreds at most."""
    statement = select(Category).order_by(Category.code)
    if not wanted.with_retired:
        statement = statement.where(Category.retired_at.is_(None))
    if wanted.parent_code is not None:
        statement = statement.where(Category.parent_code == wanted.parent_code)
    if wanted.q is not None:
        texts = (Category.code, Category.name_zh, Category.name_en, func.array_to_string(Category.keywords, "\n"))
        statement = statement.where(or_(*(text.icontains(wanted.q.strip(), autoescape=True) for text in texts)))
    return (await db.execute(statement)).scalars().all()


async def category_tree(db: AsyncSession, *, with_retired: bool) -> list[CategoryNode]:
    """Those of the first level with all below them."""
    found = await list_categories(db, Filter(with_retired=with_retired))
    nodes = {category.code: CategoryNode.model_validate(category) for category in found}
    for node in nodes.values():
        if node.parent_code is not None:
            nodes[node.parent_code].children.append(node)
    return [node for node in nodes.values() if node.parent_code is None]


async def get_category(db: AsyncSession, code: str) -> Category:
    """Raises CategoryNotFound."""
    category = await db.get(Category, code)
    if category is None:
        raise CategoryNotFound(code=code)
    return category


async def list_versions(db: AsyncSession, code: str, params: PageRequest) -> tuple[list[CategoryVersion], str | None]:
    """The newest first; raises CategoryNotFound, CursorBroken."""
    await get_category(db, code)
    return await fetch_page(
        db, select(CategoryVersion).where(CategoryVersion.code == code), (CategoryVersion.version,), params
    )  # fmt: skip

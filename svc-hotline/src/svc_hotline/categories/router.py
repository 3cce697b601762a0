"""Paths of the categories."""

from typing import Annotated

from chassis.page import Page
from chassis.routing import Db, Principal, anyone, domain_router, problems, require
from contracts.roles import Role
from svc_hotline.categories import service
from svc_hotline.categories.errors import CategoryAlreadyThere, CategoryTreeWrong
from svc_hotline.categories.schemas import CategoryEntry, CategoryImport, CategoryImportReport, CategoryView

router = domain_router("/v1/categories", "categories")
imports_router = domain_router("/v1/category-imports", "categories")
Keeper = Annotated[Principal, require(Role.SUPERVISOR)]


@router.get("", summary="List the categories")
async def list_categories(actor: Annotated[Principal, anyone()], db: Db) -> Page[CategoryView]:
    """The whole tree in one page, by code."""
    return Page(items=[CategoryView.model_validate(each) for each in await service.list_categories(db)], next=None)


@router.post("", status_code=201, summary="Add a category", responses=problems(CategoryAlreadyThere, CategoryTreeWrong))
async def add_category(body: CategoryEntry, actor: Keeper, db: Db) -> CategoryView:
    """Add one category of the first or second level."""
    return CategoryView.model_validate(await service.add_category(db, body))


@imports_router.post("", status_code=201, summary="Bring in categories", responses=problems(CategoryTreeWrong))
async def import_categories(body: CategoryImport, actor: Keeper, db: Db) -> CategoryImportReport:
    """Add or change many categories at once; the same again changes nothing."""
    return await service.import_categories(db, body.categories)

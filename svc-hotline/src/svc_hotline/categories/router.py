"""Paths of the categories."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_hotline.categories import keeping, repository
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
from svc_hotline.categories.models import Category
from svc_hotline.categories.repository import Filter
from svc_hotline.categories.schemas import CategoryEntry, CategoryImport, CategoryPatch, CategoryReinstatement, CategoryRetirement
from svc_hotline.categories.views import CategoryImportReport, CategoryTree, CategoryVersionView, CategoryView

router = domain_router("/v1/categories", "categories")
imports_router = domain_router("/v1/category-imports", "categories")

Everybody = Annotated[Principal, anyone()]
Staff = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR, Role.UNIT, Role.ANALYST)]
Keeper = Annotated[Principal, require(Role.SUPERVISOR, unbound=True)]

_CODE = r"^[a-z0-9][a-z0-9_.-]{0,63}$"
Code = Annotated[str, Path(pattern=_CODE, description="Code of a category.", examples=["urban.lighting"])]
WithRetired = Annotated[bool, Query(description="Those out of use too.", examples=[False])]


async def _filter(
    q: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=100,
            pattern=r"^[^\x00]+$",
            description="Stands in code, names or keywords.",
            examples=["路灯"],
        ),
    ] = None,
    parent_code: Annotated[str | None, Query(pattern=_CODE, description="Only those right below it.", examples=["urban"])] = None,
    with_retired: WithRetired = False,
) -> Filter:
    return Filter(q, parent_code, with_retired)


@router.get("", summary="List the categories 分类列表")
async def list_categories(actor: Everybody, db: Db, wanted: Annotated[Filter, Depends(_filter)]) -> Page[CategoryView]:
    """Those in use, by code, in one page."""
    found = await repository.list_categories(db, wanted)
    return Page(items=[CategoryView.model_validate(each) for each in found], next=None)


@router.post("", status_code=201, summary="Add a category 新增分类", responses=problems(CategoryAlreadyThere, CategoryTreeWrong))
async def add_category(body: CategoryEntry, actor: Keeper, db: Db, response: Response) -> CategoryView:
    """Add one category, of the first level or below another."""
    response.headers["Location"] = f"/v1/categories/{body.code}"
    return _tagged(response, await keeping.add_category(db, actor, body))


@router.get("/tree", summary="Show the tree of categories 分类树")
async def show_tree(actor: Everybody, db: Db, with_retired: WithRetired = False) -> CategoryTree:
    """The categories in use, each with those below it."""
    return CategoryTree(items=await repository.category_tree(db, with_retired=with_retired))


@router.get("/{code}", summary="Show a category 分类详情", responses=problems(CategoryNotFound))
async def show_category(code: Code, actor: Everybody, db: Db, response: Response) -> CategoryView:
    """One category, in use or not, with what it says itself and what holds for it."""
    return _tagged(response, await repository.get_category(db, code))


@router.patch(
    "/{code}", summary="Change a category 修改分类", responses=problems(CategoryNotFound, StaleVersion, CategoryTreeWrong)
)
async def change_category(
    code: Code, body: CategoryPatch, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> CategoryView:
    """Change what is named; what comes down from it changes for all below it."""
    return _tagged(response, await keeping.change_category(db, actor, code, if_match, body))


@router.post(
    "/{code}/retirements",
    status_code=201,
    summary="Retire a category 停用分类",
    responses=problems(
        CategoryNotFound, StaleVersion, CategoryIsRetired, CategoryHasChildren, CategoryNamedByRules, SuccessorNotUsable
    ),
)
async def retire_category(
    code: Code, body: CategoryRetirement, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> CategoryView:
    """Take it out of use: new tickets cannot choose it, those that have it keep it. No live rule may name it any more."""
    return _tagged(response, await keeping.retire_category(db, actor, code, if_match, body.successor_code))


@router.post(
    "/{code}/reinstatements",
    status_code=201,
    summary="Reinstate a category 恢复分类",
    responses=problems(CategoryNotFound, StaleVersion, CategoryNotRetired, CategoryIsRetired),
)
async def reinstate_category(
    code: Code, body: CategoryReinstatement, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> CategoryView:
    """Bring a retired category back into use."""
    return _tagged(response, await keeping.reinstate_category(db, actor, code, if_match))


@router.get("/{code}/versions", summary="List a category's versions 分类版本", responses=problems(CategoryNotFound, CursorBroken))
async def list_versions(
    code: Code, actor: Staff, db: Db, params: PageParams, request: Request, response: Response
) -> Page[CategoryVersionView]:
    """Each change with who made it and how the category stood after it, the newest first."""
    found, following = await repository.list_versions(db, code, params)
    link_next(response, request, following)
    return Page(items=[CategoryVersionView.model_validate(each) for each in found], next=following)


@imports_router.post("", status_code=201, summary="Bring in categories 导入分类", responses=problems(CategoryTreeWrong))
async def import_categories(body: CategoryImport, actor: Keeper, db: Db) -> CategoryImportReport:
    """Add or change many categories at once; the same again changes nothing."""
    return await keeping.import_categories(db, actor, body.categories)


def _tagged(response: Response, category: Category) -> CategoryView:
    tag_version(response, category.version)
    return CategoryView.model_validate(category)

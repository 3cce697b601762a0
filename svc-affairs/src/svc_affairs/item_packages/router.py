"""Paths of the packages."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.item_packages import errors, service
from svc_affairs.item_packages.schemas import GuideQuestion, PackageCode, PackageDraft, PackageNote, PackagePatch
from svc_affairs.item_packages.service import Filter, ItemPackage
from svc_affairs.item_packages.terms import LifeEvent, PackageStatus
from svc_affairs.item_packages.views import ItemPackageView, PackageGuide, PackageStepView
from svc_affairs.items.schemas import ItemCode

router = domain_router("/v1/item-packages", "item packages")

Everybody = Annotated[Principal, anyone()]
Editor = Annotated[Principal, require(Role.ITEM_EDITOR)]
Reviewer = Annotated[Principal, require(Role.ITEM_REVIEWER)]
Worker = Annotated[Principal, require(Role.ITEM_EDITOR, Role.ITEM_REVIEWER)]
_FAULTS = (errors.PackageUnknown, errors.PackageActionNotPossible, StaleVersion)


async def _filter(
    code: Annotated[PackageCode | None, Query(description="Only the versions of this code.")] = None,
    status: Annotated[PackageStatus | None, Query(description="Only in this state.")] = None,
    life_event: Annotated[LifeEvent | None, Query(description="Only for this matter of life.")] = None,
    item_code: Annotated[ItemCode | None, Query(description="Only those that hold this item.")] = None,
) -> Filter:
    return Filter(code, status, life_event, item_code)


async def _shown(db: Db, package: ItemPackage, response: Response) -> ItemPackageView:
    tag_version(response, package.revision)
    return ItemPackageView.of(package, await service.items_of(db, [package]))


@router.post("", status_code=201, summary="Draft a package 一件事", responses=problems(errors.PackageDraftAlreadyThere))
async def draft_package(body: PackageDraft, actor: Editor, db: Db, response: Response) -> ItemPackageView:
    """Draft the first version of a package, or the next of one that exists."""
    package = await service.draft_package(db, actor, body)
    response.headers["Location"] = f"/v1/item-packages/{package.id}"
    return await _shown(db, package, response)


@router.get("", summary="List or search packages")
async def list_packages(
    actor: Everybody, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request,
    response: Response,
    query: Annotated[str | None, Query(min_length=1, max_length=100, description="A citizen's words.", examples=["出生"])] = None,
) -> Page[ItemPackageView]:  # fmt: skip
    """Packages, the newest first; with `query` the best answers, at most 50, in one list without a cursor."""
    following = None
    if query is not None:
        packages = await service.search_packages(db, actor, wanted, query, params.limit)
    else:
        packages, following = await service.list_packages(db, actor, wanted, params)
    link_next(response, request, following)
    held = await service.items_of(db, packages)
    return Page(items=[ItemPackageView.of(package, held) for package in packages], next=following)


@router.get("/{package_id}", summary="Show a package", responses=problems(errors.PackageUnknown))
async def get_package(package_id: UUID, actor: Everybody, db: Db, response: Response) -> ItemPackageView:
    """One version, with its items as they stand now: what is suspended or withdrawn is told, and cannot be applied for."""
    return await _shown(db, await service.get_package(db, actor, package_id), response)


@router.post(
    "/{package_id}/guides", summary="Show what applies, and what to bring 一次告知",
    responses=problems(errors.PackageUnknown, errors.AnswersNotFit, errors.NothingApplies),
)  # fmt: skip
async def guide(package_id: UUID, body: GuideQuestion, actor: Everybody, db: Db) -> PackageGuide:
    """By a choice for each question; nothing is kept."""
    package, codes = await service.guide_of(db, actor, package_id, body.answers)
    return PackageGuide.of(package, await service.items_of(db, [package]), codes)


@router.patch("/{package_id}", summary="Change a draft", responses=problems(*_FAULTS))
async def change_package(
    package_id: UUID, body: PackagePatch, actor: Editor, db: Db, if_match: IfMatch, response: Response
) -> ItemPackageView:
    """Change what the body names; only a draft changes."""
    return await _shown(db, await service.change_package(db, actor, package_id, if_match, body), response)


@router.post(
    "/{package_id}/publications", status_code=201, summary="Publish a package 发布",
    responses=problems(
        *_FAULTS, errors.PackageAuthorMayNotPublish, errors.PackageItemsNotInForce, errors.PackageMaterialsUnknown
    ),
)  # fmt: skip
async def publish_package(
    package_id: UUID, actor: Reviewer, db: Db, if_match: IfMatch, response: Response, body: PackageNote | None = None
) -> ItemPackageView:
    """All its items are in force; it takes the place of the version before. Never by who wrote at it."""
    note = body.note if body else None
    return await _shown(db, await service.publish_package(db, actor, package_id, if_match, note), response)


@router.post(
    "/{package_id}/withdrawals", status_code=201, summary="Withdraw a package 撤回",
    responses=problems(*_FAULTS, errors.PackageNotForYourRole),
)  # fmt: skip
async def withdraw_package(
    package_id: UUID, actor: Worker, db: Db, if_match: IfMatch, response: Response, body: PackageNote | None = None
) -> ItemPackageView:
    """Editors give up a draft, reviewers end what is published; what was applied for goes on."""
    note = body.note if body else None
    return await _shown(db, await service.withdraw_package(db, actor, package_id, if_match, note), response)


@router.get("/{package_id}/history", summary="Show a package's history", responses=problems(errors.PackageUnknown))
async def show_history(package_id: UUID, actor: Worker, db: Db) -> Page[PackageStepView]:
    """Who did what with this version, the oldest first."""
    return Page(items=[PackageStepView.model_validate(each) for each in await service.list_steps(db, actor, package_id)])

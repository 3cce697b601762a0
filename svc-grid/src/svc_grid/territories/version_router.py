"""Path of what the territories were."""

from typing import Annotated

from fastapi import Query, Request, Response

from chassis.page import Page, PageParams, fetch_page, link_next
from chassis.routing import Db, Principal, anyone, domain_router
from svc_grid.codes import TerritoryCode
from svc_grid.territories import versions
from svc_grid.territories.models import TerritoryVersion
from svc_grid.territories.schemas import TerritoryVersionView

router = domain_router("/v1/territory-versions", "organisation")


@router.get("", summary="List what a territory was 沿革")
async def list_versions(
    actor: Annotated[Principal, anyone()], db: Db, params: PageParams, request: Request, response: Response,
    code: Annotated[TerritoryCode, Query(description="Of this territory.", examples=["659007/84/03"])],
) -> Page[TerritoryVersionView]:  # fmt: skip
    """Each version with the time it was valid, the newest first; nothing of a code that never was."""
    found, following = await fetch_page(db, versions.list_versions(code), (TerritoryVersion.version,), params)
    link_next(response, request, following)
    return Page(items=[TerritoryVersionView.model_validate(each) for each in found], next=following)

"""Path of the case classes."""

from typing import Annotated

from sqlalchemy import select

from chassis.page import Page
from chassis.routing import Db, Principal, anyone, domain_router
from svc_grid.cases.models import CaseClass
from svc_grid.cases.schemas import CaseClassView

router = domain_router("/v1/case-classes", "cases")


@router.get("", summary="List case classes")
async def list_classes(actor: Annotated[Principal, anyone()], db: Db) -> Page[CaseClassView]:
    """All classes in one page, by code."""
    found = (await db.execute(select(CaseClass).order_by(CaseClass.code))).scalars()
    return Page(items=[CaseClassView.model_validate(each) for each in found])

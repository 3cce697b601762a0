"""Path of the imports."""

from typing import Annotated

from chassis.routing import Db, Principal, domain_router, require
from contracts.roles import Role
from svc_hotline.imports import service
from svc_hotline.imports.schemas import ImportReport, TicketImport

router = domain_router("/v1/ticket-imports", "imports")


@router.post("", status_code=201, summary="Import tickets")
async def import_tickets(
    body: TicketImport, actor: Annotated[Principal, require(Role.DESK, Role.SUPERVISOR)], db: Db
) -> ImportReport:
    """Take requests over from another system; each row is judged by itself, and none is stored twice."""
    return await service.import_tickets(db, actor, body)

"""Path that brings a whole organisation in."""

from typing import Annotated

from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_grid.organisation import service
from svc_grid.organisation.errors import OrganisationUnsound
from svc_grid.organisation.schemas import OrganisationImport, OrganisationImportReport

router = domain_router("/v1/organisation-imports", "organisation")


@router.post("", status_code=201, summary="Bring an organisation in", responses=problems(OrganisationUnsound))
async def import_organisation(
    body: OrganisationImport, actor: Annotated[Principal, require(Role.GRID_DESK, unbound=True)], db: Db
) -> OrganisationImportReport:
    """All of the document or, where it has a fault, nothing; the same document again changes nothing."""
    return await service.import_organisation(db, body, actor.subject)

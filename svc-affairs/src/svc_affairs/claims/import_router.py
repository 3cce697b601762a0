"""Paths that bring many claims in at once."""

from typing import Annotated, Any

from fastapi import Query, Request

from chassis.errors import TooLarge, Unsupported
from chassis.routing import Db, domain_router, problems
from svc_affairs.claims import importing
from svc_affairs.claims.policy import POLICY
from svc_affairs.claims.router import Claimant
from svc_affairs.claims.schemas import ClaimImport
from svc_affairs.claims.table import COLUMNS, read_claims
from svc_affairs.claims.views import ClaimImportReport
from svc_affairs.sheets.columns import titles
from svc_affairs.sheets.errors import SheetTooLarge, SheetUnreadable

router = domain_router("/v1/claim-imports", "claims")

_CSV: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {
                "schema": {"type": "string", "description": f"Headings, of: {', '.join(titles(COLUMNS, 'en'))}; or in Chinese."},
                "example": "item_code,centre_code,window_code\n000117001000,centre-84-03,w1\n",
            }
        },
    }
}


@router.post("", status_code=201, summary="Claim many items 批量认领")
async def import_claims(body: ClaimImport, actor: Claimant, db: Db) -> ClaimImportReport:
    """Each row is claimed, was claimed before, or is refused by itself; the same rows again change nothing."""
    return await importing.import_claims(db, actor, body.rows, is_dry_run=body.is_dry_run)


@router.post(
    "/csv", status_code=201, summary="Claim many items from a CSV file 批量认领（表格）", openapi_extra=_CSV,
    responses=problems(SheetUnreadable, SheetTooLarge, TooLarge, Unsupported),
)  # fmt: skip
async def import_csv(
    request: Request, actor: Claimant, db: Db,
    is_dry_run: Annotated[bool, Query(description="Only say what would be done.", examples=[False])] = False,
) -> ClaimImportReport:  # fmt: skip
    """The same from a table; where a cell cannot be read, nothing is done, and each fault names its row."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "text/csv":
        raise Unsupported("send the file as text/csv")
    content = await request.body()
    if len(content) > POLICY.most_csv_bytes:
        raise TooLarge(f"at most {POLICY.most_csv_bytes} bytes", limit_bytes=POLICY.most_csv_bytes)
    return await importing.import_claims(db, actor, read_claims(content), is_dry_run=is_dry_run)

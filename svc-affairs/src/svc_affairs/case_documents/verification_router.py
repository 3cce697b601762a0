"""Paths by which anybody verifies a document."""

import time
from typing import Annotated

from fastapi import Query, Request, Response

from chassis.errors import Limited
from chassis.routing import Db, Principal, anyone, domain_router, problems
from svc_affairs.case_documents import verifying
from svc_affairs.case_documents.errors import CodeMistyped, NothingToVerify
from svc_affairs.case_documents.schemas import CODE, NUMBER, Code, DocumentNumber, VerificationAsked
from svc_affairs.case_documents.views import DocumentVerification
from svc_affairs.throttle import Throttle, asker_of

router = domain_router("/v1/document-verifications", "document verifications")

Everybody = Annotated[Principal, anyone()]
_PROBLEMS = problems(NothingToVerify, CodeMistyped, Limited)


@router.get("", summary="Verify a document 文书核验", responses=_PROBLEMS)
async def verify_by_link(
    actor: Everybody,
    db: Db,
    request: Request,
    response: Response,
    number: Annotated[DocumentNumber | None, Query(description="The number on it.", examples=NUMBER)] = None,
    code: Annotated[Code | None, Query(description="The verification code on it.", examples=CODE)] = None,
) -> DocumentVerification:
    """By number, or by code as a link in a printed square carries it; who has the code also sees to whom, masked."""
    return await _verify(actor, db, request, response, VerificationAsked(number=number, code=code))


@router.post("", summary="Verify a document by what is held of it 文书核验", responses=_PROBLEMS)
async def verify(actor: Everybody, db: Db, request: Request, response: Response, body: VerificationAsked) -> DocumentVerification:
    """By number, code or the file's SHA-256, or several of them, which must all fit. Nothing is kept of the asking."""
    return await _verify(actor, db, request, response, body)


async def _verify(
    actor: Principal, db: Db, request: Request, response: Response, asked: VerificationAsked
) -> DocumentVerification:  # fmt: skip
    throttle: Throttle = request.app.state.verification_throttle
    throttle.admit(asker_of(actor, request), time.monotonic())
    # What holds now may be revoked a moment later; a stored answer would say otherwise.
    response.headers["Cache-Control"] = "no-store"
    sha256 = bytes.fromhex(asked.sha256) if asked.sha256 is not None else None
    return DocumentVerification.of(await verifying.verify(db, asked.number, asked.code, sha256))

"""The path of batches."""

from typing import Annotated, Any

from chassis.errors import Problem
from chassis.routing import Db, Principal, domain_router, require
from contracts.roles import Role
from svc_affairs.online_case_batches import service
from svc_affairs.online_case_batches.schemas import BatchReport, BatchResult, CaseBatch
from svc_affairs.online_case_batches.service import Outcome
from svc_affairs.online_cases.sealing import Sealing
from svc_affairs.online_cases.submitting import Submitted
from svc_affairs.problem_documents import in_both_languages

router = domain_router("/v1/online-case-batches", "online cases")

Counter = Annotated[Principal, require(Role.WINDOW, Role.CENTRE)]


@router.post("", summary="Take in, or accept, many cases at once 批量受理")
async def handle_batch(body: CaseBatch, actor: Counter, db: Db, seals: Sealing) -> BatchReport:
    """Each entry for itself: what is wrong with one is told of that one. Under an Idempotency-Key the answer is kept, sealed."""
    outcomes = await service.handle_batch(db, actor, body.entries, seals)
    refused = sum(isinstance(outcome, Problem) for outcome in outcomes)
    items = [_result(index, outcome) for index, outcome in enumerate(outcomes)]
    return BatchReport(done=len(items) - refused, refused=refused, items=items)


def _result(index: int, outcome: Outcome) -> BatchResult:
    if isinstance(outcome, Problem):
        return BatchResult(index=index, case_id=None, number=None, version=None, status=None, problem=in_both_languages(outcome))
    case = outcome.case if isinstance(outcome, Submitted) else outcome
    told: dict[str, Any] = {"case_id": case.id, "number": case.number, "version": case.version, "status": case.status}
    if isinstance(outcome, Submitted):
        told |= {"query_code": outcome.query_code, "is_likely_duplicate": case.is_likely_duplicate}
        told |= {"likely_duplicates": [*outcome.likely_duplicates]}
    return BatchResult(index=index, **told)

"""How an application that a centre took in becomes a case: once, however often and by whichever way it is told."""

from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.errors import Forbidden
from svc_affairs.centre_syncs.errors import OtherCaseOfThisNumber
from svc_affairs.centre_syncs.performing import read
from svc_affairs.centre_syncs.schemas import CentreSubmission
from svc_affairs.online_cases import service as online_cases
from svc_affairs.online_cases.errors import ExternalNumberTaken
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.repository import COUNTER
from svc_affairs.online_cases.schemas import CaseSubmission
from svc_affairs.online_cases.sealing import seals_of
from svc_affairs.online_cases.terms import Channel


class TakenIn(NamedTuple):
    """The case of a number, and its query code; none: it was there already."""

    case: OnlineCase
    query_code: str | None


async def take_in(
    db: AsyncSession, actor: Principal, centre_code: str, external_no: str, body: dict[str, Any], found: OnlineCase | None
) -> TakenIn:
    """The case that the centre knows by this number, made where there is none.

    Raises EntryBodyWrong, OtherCaseOfThisNumber, and what submit_case raises.
    """
    if not actor.has(*COUNTER):
        raise Forbidden(needed=[*sorted(COUNTER)])
    given = read(CentreSubmission, body)
    submission = CaseSubmission(
        channel=Channel.CENTRE, centre_code=centre_code, external_no=external_no,
        **{name: getattr(given, name) for name in CentreSubmission.model_fields},
    )  # fmt: skip
    if found is None:
        try:
            made = await online_cases.submit_case(db, actor, submission, seals_of(db))
        except ExternalNumberTaken:  # somebody entered it at the counter's own path, and was committed while this waited
            found = await online_cases.find_external(db, centre_code, external_no)
            if found is None:
                raise
        else:
            return TakenIn(made.case, made.query_code)
    if not await online_cases.is_same(db, found, submission, seals_of(db)):
        raise OtherCaseOfThisNumber(case_id=str(found.id), number=found.number, item_code=found.item_code)
    return TakenIn(found, None)

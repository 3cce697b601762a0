"""How each action of a centre is done: by the same use case, for the same roles, as its own path."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import JsonValue, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.errors import Forbidden
from chassis.schema import Input
from svc_affairs.case_materials import checking
from svc_affairs.case_materials.schemas import MaterialChecking, MaterialProvision
from svc_affairs.centre_syncs.errors import EntryBodyWrong
from svc_affairs.centre_syncs.schemas import SpecialEnd, Supplied
from svc_affairs.centre_syncs.terms import SyncAction as A
from svc_affairs.online_cases import accepting, delivering, reviewing, service, special
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.repository import APPROVERS, COUNTER, Roles
from svc_affairs.online_cases.schemas import CaseDecision, Delivery, Note, Refusal, Review, SpecialBeginning, SupplementRequest
from svc_affairs.online_cases.sealing import seals_of

I = TypeVar("I", bound=Input)  # noqa: E741
Do = Callable[[AsyncSession, Principal, OnlineCase, Any], Awaitable[Any]]


@dataclass(frozen=True)
class Way:
    """What an action takes, as whom it is done, and how, with a case that is held."""

    takes: type[Input]
    roles: Roles
    do: Do


async def _supplement(db: AsyncSession, actor: Principal, case: OnlineCase, _: Supplied) -> None:
    await accepting.supplement(db, actor, case)


async def _withdraw(db: AsyncSession, actor: Principal, case: OnlineCase, body: Note) -> None:
    await accepting.withdraw(db, actor, case, body.note)


async def _end_special(db: AsyncSession, actor: Principal, case: OnlineCase, body: SpecialEnd) -> None:
    await special.end_special(db, actor, case, body.procedure_no, body.note)


async def _note_paper(db: AsyncSession, actor: Principal, case: OnlineCase, body: MaterialProvision) -> None:
    await checking.note_paper(db, actor, case.id, body.codes, seals_of(db))


async def _check_materials(db: AsyncSession, actor: Principal, case: OnlineCase, body: MaterialChecking) -> None:
    await checking.check_materials(db, actor, case.id, body, seals_of(db))


WAYS: Mapping[A, Way] = MappingProxyType(
    {
        A.PRECHECK: Way(Note, COUNTER, accepting.precheck),
        A.ASK_SUPPLEMENT: Way(SupplementRequest, COUNTER, accepting.ask_supplement),
        A.SUPPLEMENT: Way(Supplied, COUNTER, _supplement),
        A.ACCEPT: Way(Note, COUNTER, accepting.accept),
        A.REFUSE: Way(Refusal, COUNTER, accepting.refuse),
        A.REVIEW: Way(Review, APPROVERS, reviewing.review),
        A.BEGIN_SPECIAL: Way(SpecialBeginning, APPROVERS, special.begin_special),
        A.END_SPECIAL: Way(SpecialEnd, APPROVERS, _end_special),
        A.DECIDE: Way(CaseDecision, APPROVERS, reviewing.decide),
        A.DELIVER: Way(Delivery, COUNTER, delivering.deliver),
        A.CLOSE: Way(Note, COUNTER, delivering.close),
        A.WITHDRAW: Way(Note, COUNTER, _withdraw),
        A.NOTE_PAPER: Way(MaterialProvision, COUNTER, _note_paper),
        A.CHECK_MATERIALS: Way(MaterialChecking, COUNTER, _check_materials),
    }
)


async def perform(
    db: AsyncSession, actor: Principal, action: A, case: OnlineCase, expected: int | None, body: dict[str, Any]
) -> OnlineCase:
    """Do it to the case while it has the expected version; raises EntryBodyWrong, Forbidden, and whatever the use case raises."""
    way = WAYS[action]
    if not actor.has(*way.roles):
        raise Forbidden(needed=[*sorted(way.roles)])
    what = read(way.takes, body)
    held = await service.hold(db, actor, case.id, expected, way.roles)
    await way.do(db, actor, held, what)
    return held


def read(model: type[I], body: dict[str, Any]) -> I:
    """The body as the model has it; raises EntryBodyWrong, which names each fault's place."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        faults: list[JsonValue] = [
            {"pointer": "/body/" + "/".join(str(part) for part in each["loc"]), "detail": each["msg"]}
            for each in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise EntryBodyWrong(errors=faults) from None

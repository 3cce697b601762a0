"""Use cases of applications for packages: apply, follow, withdraw the whole."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.errors import Problem
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from chassis.routing import check_version
from svc_affairs.item_packages import service as packages
from svc_affairs.item_packages.merging import applying, merge, places_of
from svc_affairs.item_packages.service import ItemPackage
from svc_affairs.items import service as items
from svc_affairs.online_cases import accepting
from svc_affairs.online_cases import service as cases
from svc_affairs.online_cases.access import check_may_ask
from svc_affairs.online_cases.lifecycle import DECIDED, MOVES
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.repository import COUNTER
from svc_affairs.online_cases.schemas import CaseSubmission
from svc_affairs.online_cases.sealing import Seals
from svc_affairs.online_cases.submitting import Intake
from svc_affairs.online_cases.terms import Action, Status
from svc_affairs.package_applications import completing, events, repository
from svc_affairs.package_applications.errors import ApplicationEnded, ApplicationUnknown, CasesDecided, MergedMaterialUnknown
from svc_affairs.package_applications.lifecycle import move
from svc_affairs.package_applications.models import PackageApplication
from svc_affairs.package_applications.repository import Filter
from svc_affairs.package_applications.schemas import PackageSubmission
from svc_affairs.package_applications.terms import ApplicationAction, ApplicationStatus

_DECIDED = frozenset({*DECIDED, Status.DELIVERED, Status.CLOSED})


class Seen(NamedTuple):
    """An application, and its cases."""

    application: PackageApplication
    cases: Sequence[OnlineCase]


async def apply(db: AsyncSession, actor: Principal, body: PackageSubmission, seals: Seals) -> tuple[Seen, str]:
    """Take the application down with a case for each item that applies, all or none; and the one query code of all.

    Raises PackageUnknown, PackageNotInForce, AnswersNotFit, NothingApplies, MergedMaterialUnknown, and what a single
    application for one of the items raises, which it names.
    """
    package = await packages.share_published(db, body.package_code)
    codes = applying(package, body.answers)
    brought = await _brought(db, package, codes, body.brought)
    application, code = await _begun(db, package, body), seals.codes.draw()
    application.query_code_hash = seals.codes.digest(application.id, code)
    fields = body.model_dump(include=CaseSubmission.model_fields.keys() & PackageSubmission.model_fields.keys())
    intakes = [Intake(CaseSubmission.model_validate(fields | {"item_code": each}), brought.get(each, ())) for each in codes]
    # The row stands before those of its cases do, for who looks at both.
    db.add(application)
    await db.flush()
    done: list[OnlineCase] = []
    outcomes = await cases.submit_all(db, actor, intakes, seals, package_application_id=application.id, query_code=code)
    for item_code, outcome in zip(codes, outcomes, strict=True):
        if isinstance(outcome, Problem):
            outcome.members.setdefault("item_code", item_code)
            raise outcome
        done.append(outcome.case)
    application.centre_code, application.territory_code = done[0].centre_code, done[0].territory_code
    application.department_codes = sorted({each for case in done for each in case.department_codes})
    await db.flush()
    told = events.submitted(application, [case.id for case in done])
    await outbox.publish(db, told, subject=str(application.id), sequence=1)
    return Seen(application, done), code


async def get_application(db: AsyncSession, actor: Principal, application_id: UUID) -> Seen:
    """Raises ApplicationUnknown."""
    application = await repository.get(db, actor, application_id)
    return Seen(application, (await repository.cases_of(db, [application.id]))[application.id])


async def find_by_code(db: AsyncSession, number: str, query_code: str, seals: Seals) -> Seen:
    """That of whoever has its number and query code.

    Raises ApplicationUnknown for either being wrong, and Limited after too many that were.
    """
    application = await repository.find_by_number(db, number)
    if not seals.is_opened(application, number, query_code) or application is None:
        raise ApplicationUnknown()
    return Seen(application, (await repository.cases_of(db, [application.id]))[application.id])


async def list_applications(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[list[Seen], str | None]:
    """A page of the applications that the actor may see, the newest first, and the next cursor."""
    order = (PackageApplication.submitted_at, PackageApplication.id)
    found, following = await fetch_page(db, repository.list_applications(actor, wanted), order, params)
    of_them = await repository.cases_of(db, [each.id for each in found])
    return [Seen(each, of_them[each.id]) for each in found], following


async def withdraw(
    db: AsyncSession, actor: Principal, application_id: UUID, if_match: int | None, query_code: str | None, seals: Seals
) -> Seen:
    """Take all of it back, as long as none of its cases is decided.

    Raises Forbidden, ApplicationUnknown, StaleVersion, ApplicationEnded, CasesDecided.
    """
    application = await reach(db, actor, application_id, query_code, seals)
    # First its cases, then itself: in this order comes who ends the last of them, too.
    held = await repository.hold_cases(db, application.id)
    await cases.catch_up_all(db, held, {})
    application = await repository.hold(db, application.id)
    check_version(if_match, application.version)
    if move(application.status, ApplicationAction.WITHDRAW) is None:
        raise ApplicationEnded(state=str(application.status))
    if decided := [case.number for case in held if case.status in _DECIDED]:
        raise CasesDecided(numbers=[*decided])
    await completing.end(db, application, ApplicationAction.WITHDRAW)
    for case in held:
        if (case.status, Action.WITHDRAW) in MOVES:
            await accepting.withdraw(db, actor, case)
    return Seen(application, held)


async def reach(
    db: AsyncSession, actor: Principal, application_id: UUID, query_code: str | None, seals: Seals
) -> PackageApplication:  # fmt: skip
    """The application for its applicant, or for the counter that sees it; raises Forbidden, ApplicationUnknown, Limited."""
    check_may_ask(actor, query_code, COUNTER)
    if query_code is None:
        return await repository.get(db, actor, application_id, COUNTER)
    application = await repository.get_any(db, application_id)
    if not seals.is_opened(application, application.number, query_code):
        raise ApplicationUnknown()
    return application


async def _brought(
    db: AsyncSession, package: ItemPackage, codes: Sequence[str], brought: Sequence[str]
) -> dict[str, list[str]]:  # fmt: skip
    """By item, what of the things that came on paper it asks for. An item that is not in force is refused with its case."""
    if not brought:
        return {}
    in_force = await items.all_in_force(db, codes)
    by_item, unknown = places_of(merge(package, [in_force[code] for code in codes if code in in_force]), brought)
    if unknown and len(in_force) == len(codes):
        raise MergedMaterialUnknown(", ".join(unknown), codes=[*unknown])
    return by_item


async def _begun(db: AsyncSession, package: ItemPackage, body: PackageSubmission) -> PackageApplication:
    now = clock.now()
    return PackageApplication(
        id=uuid7(), number=f"YJ-{clock.local_day(now):%Y%m%d}-{await repository.next_number(db):06d}", version=1,
        status=ApplicationStatus.OPEN, package_id=package.id, package_code=package.code, package_version=package.version,
        package_name=package.name, answers=dict(body.answers), channel=body.channel, department_codes=[], submitted_at=now,
        changed_at=now,
    )  # fmt: skip
